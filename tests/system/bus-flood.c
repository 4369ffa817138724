/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A client that means ill, as a process of its own: sends so many calls without waiting, then
 * waits for all answers.
 *
 *   bus-flood ADDRESS NUMBER LENGTH
 *
 * LENGTH: of the text in each call. It says "sent" when all are on their way. */
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int waiting;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GVariant) reply =
        g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

    waiting--;
}

static void
send_call (GDBusConnection *connection, const char *text)
{
    gboolean secret = waiting % 2;

    waiting++;
    g_dbus_connection_call (connection, "org.wattle.Wattle1", "/org/wattle/Wattle1",
                            "org.wattle.Wattle1.Manager", secret ? "SetSecret" : "GetSchema",
                            g_variant_new ("(ss)", text, text), NULL, G_DBUS_CALL_FLAGS_NONE,
                            G_MAXINT, NULL, on_answer, NULL);
}

int
main (int argc, char **argv)
{
    g_autoptr (GDBusConnection) connection = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    int number;

    if (argc != 4)
        return 2;

    number = atoi (argv[2]);
    text = g_strnfill ((gsize)atoi (argv[3]), 'x');
    connection =
        g_dbus_connection_new_for_address_sync (argv[1],
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
    if (connection == NULL) {
        fprintf (stderr, "%s\n", error->message);
        return 1;
    }

    for (int i = 0; i < number; i++)
        send_call (connection, text);
    puts ("sent");
    fflush (stdout);
    while (waiting > 0)
        g_main_context_iteration (NULL, TRUE);
    puts ("answered");
    return 0;
}
