/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-bus.h"

#include <glib/gi18n.h>
#include <signal.h>

#include "base/wattle-error.h"
#include "wattle-cli-message.h"

#define NAME "org.wattle.Wattle1"
#define PATH "/org/wattle/Wattle1"

/* A person reads what polkit asks, and looks for the password. */
#define PATIENCE (5 * 60 * 1000)

/* Waiting */

void
wattle_cli_bus_note_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
    *(GAsyncResult **)user_data = g_object_ref (result);
}

GAsyncResult *
wattle_cli_bus_await (GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration (NULL, TRUE);
    return *result;
}

/* Finding the host */

/* Only a bus that runs already: looking for one otherwise would start it. */
static char *
find_address (gboolean session)
{
    const char *given = g_getenv (session ? "DBUS_SESSION_BUS_ADDRESS" : "DBUS_SYSTEM_BUS_ADDRESS");
    g_autofree char *path = session ? g_build_filename (g_get_user_runtime_dir (), "bus", NULL)
                                    : g_strdup ("/run/dbus/system_bus_socket");

    if (given != NULL && *given != '\0')
        return g_strdup (given);
    return g_file_test (path, G_FILE_TEST_EXISTS) ? g_strconcat ("unix:path=", path, NULL) : NULL;
}

static GDBusConnection *
open_bus (gboolean session)
{
    g_autofree char *address = find_address (session);
    g_autoptr (GAsyncResult) result = NULL;
    GDBusConnection *connection;

    if (address == NULL)
        return NULL;

    g_dbus_connection_new_for_address (address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                           G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, NULL, wattle_cli_bus_note_result, &result);
    connection = g_dbus_connection_new_for_address_finish (wattle_cli_bus_await (&result), NULL);
    if (connection != NULL)
        g_dbus_connection_set_exit_on_close (connection, FALSE);
    return connection;
}

static gboolean
has_host (GDBusConnection *connection)
{
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GVariant) reply = NULL;
    gboolean owned = FALSE;

    g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "NameHasOwner", g_variant_new ("(s)", NAME),
                            G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                            wattle_cli_bus_note_result, &result);
    reply = g_dbus_connection_call_finish (connection, wattle_cli_bus_await (&result), NULL);
    if (reply != NULL)
        g_variant_get (reply, "(b)", &owned);
    return owned;
}

static GDBusConnection *
find_host (gboolean session)
{
    g_autoptr (GDBusConnection) connection = open_bus (session);

    return connection != NULL && has_host (connection) ? g_steal_pointer (&connection) : NULL;
}

static void
say_how_to_start (WattleCliBusKind kind, GError **error)
{
    static const char *const sentences[] = {
        [WATTLE_CLI_BUS_ANY] =
            N_ ("the host does not run. Start it for this computer with: systemctl start wattled; "
                "or for yourself, in a desktop session, with: wattled --session"),
        [WATTLE_CLI_BUS_SESSION] = N_ ("there is no host on the session bus. Start one with: "
                                       "wattled --session"),
        [WATTLE_CLI_BUS_SYSTEM] = N_ ("there is no host on the system bus. Start it with: "
                                      "systemctl start wattled"),
    };

    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_UNREACHABLE, _ (sentences[kind]));
}

static gboolean
load_objects (WattleCli *cli, GError **error)
{
    g_autoptr (GAsyncResult) result = NULL;
    GError *cause = NULL;

    wattle_dbus_object_manager_client_new (cli->connection,
                                           G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START,
                                           NAME, PATH, NULL, wattle_cli_bus_note_result, &result);
    cli->objects =
        wattle_dbus_object_manager_client_new_finish (wattle_cli_bus_await (&result), &cause);
    if (cli->objects == NULL)
        wattle_cli_message_propagate (error, cause);
    return cli->objects != NULL;
}

/* It is at the root of the tree, where the other objects are listed. */
static gboolean
load_manager (WattleCli *cli, GError **error)
{
    g_autoptr (GAsyncResult) result = NULL;
    GError *cause = NULL;

    wattle_dbus_manager_proxy_new (cli->connection, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, NAME,
                                   PATH, NULL, wattle_cli_bus_note_result, &result);
    cli->manager = wattle_dbus_manager_proxy_new_finish (wattle_cli_bus_await (&result), &cause);
    if (cli->manager == NULL) {
        wattle_cli_message_propagate (error, cause);
        return FALSE;
    }
    if (wattle_dbus_manager_get_version (cli->manager) != NULL)
        return TRUE;

    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_UNREACHABLE,
                         _ ("the host does not answer; it may be about to end"));
    return FALSE;
}

gboolean
wattle_cli_bus_connect (WattleCli *cli, GError **error)
{
    WattleCliBusKind kind = cli->bus;

    if (cli->manager != NULL)
        return TRUE;
    wattle_error_quark (); /* so that errors on the bus are known */
    if (kind != WATTLE_CLI_BUS_SYSTEM)
        cli->connection = find_host (TRUE);
    if (cli->connection == NULL && kind != WATTLE_CLI_BUS_SESSION)
        cli->connection = find_host (FALSE);
    if (cli->connection == NULL) {
        say_how_to_start (kind, error);
        return FALSE;
    }
    /* GIO ignores it; but whoever writes into a pipe that nobody reads has no more to do. */
    signal (SIGPIPE, SIG_DFL);
    return load_objects (cli, error) && load_manager (cli, error);
}

void
wattle_cli_bus_disconnect (WattleCli *cli)
{
    g_clear_object (&cli->manager);
    g_clear_object (&cli->objects);
    g_clear_object (&cli->connection);
}

/* Calling it */

static GVariant *
call (GDBusProxy *proxy,
      const char *method,
      GVariant *parameters,
      GUnixFDList *given,
      GUnixFDList **returned,
      gboolean changes,
      GError **error)
{
    g_autoptr (GAsyncResult) result = NULL;
    GError *cause = NULL;
    GVariant *reply;

    g_dbus_proxy_call_with_unix_fd_list (
        proxy, method, parameters,
        changes ? G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION : G_DBUS_CALL_FLAGS_NONE,
        changes ? PATIENCE : -1, given, NULL, wattle_cli_bus_note_result, &result);
    reply = g_dbus_proxy_call_with_unix_fd_list_finish (proxy, returned,
                                                        wattle_cli_bus_await (&result), &cause);
    if (reply == NULL)
        wattle_cli_message_propagate (error, cause);
    return reply;
}

GVariant *
wattle_cli_bus_ask (gpointer proxy, const char *method, GVariant *parameters, GError **error)
{
    return call (proxy, method, parameters, NULL, NULL, FALSE, error);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, NULL);
}

void
wattle_cli_bus_tell (gpointer proxy, const char *method, GVariant *parameters)
{
    g_dbus_proxy_call (proxy, method, parameters, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_told, NULL);
}

GVariant *
wattle_cli_bus_change (gpointer proxy, const char *method, GVariant *parameters, GError **error)
{
    return call (proxy, method, parameters, NULL, NULL, TRUE, error);
}

GVariant *
wattle_cli_bus_change_with_files (gpointer proxy,
                                  const char *method,
                                  GVariant *parameters,
                                  GUnixFDList *given,
                                  GUnixFDList **returned,
                                  GError **error)
{
    return call (proxy, method, parameters, given, returned, TRUE, error);
}

int
wattle_cli_bus_open (gpointer proxy, const char *method, GVariant *parameters, GError **error)
{
    g_autoptr (GUnixFDList) files = NULL;
    g_autoptr (GVariant) reply = call (proxy, method, parameters, NULL, &files, TRUE, error);
    GError *cause = NULL;
    int index = 0;
    int file;

    if (reply == NULL)
        return -1;

    g_variant_get (reply, "(h)", &index);
    file = files != NULL ? g_unix_fd_list_get (files, index, &cause) : -1;
    if (cause != NULL)
        wattle_cli_message_propagate (error, cause);
    else if (file < 0)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("the host has answered %s without a file"), method);
    return file;
}
