/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "wattle-cli-broker.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-house.h"
#include "wattle-cli-screen.h"
#include "wattle-cli-terminal.h"
#include "wattle-cli-time.h"
#include "wattle-cli-words.h"

#define REDRAW (G_USEC_PER_SEC / 2)

typedef struct {
    WattleCli *cli;
    WattleCliHouse *house;
    GMainLoop *loop;
    const char *note;
    guint timer;   /* of the next drawing */
    guint end;     /* of --seconds */
    gboolean lost; /* the bus itself */
} Watch;

/* Lines, one per reading */

static void
print_line (Watch *watch, const char *id, const WattleCliReading *reading)
{
    g_autofree char *clock = wattle_cli_time_format_clock (reading->time);
    g_autofree char *value = wattle_cli_reading_format (reading);
    const char *doubt = wattle_cli_reading_get_doubt (reading);

    g_print ("%s %s %s %s%s%s%s%s%s\n", clock, id, reading->key, value,
             *reading->unit != '\0' ? " " : "", reading->unit, *doubt != '\0' ? " (" : "", doubt,
             *doubt != '\0' ? ")" : "");
    fflush (stdout);
}

static void
print_json_line (const char *id, const WattleCliReading *reading)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "device", id);
    wattle_cli_json_add_text (json, "key", reading->key);
    wattle_cli_reading_add_members (reading, json);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

/* For people; to programs a state is no reading. */
static void
print_state (Watch *watch, const WattleCliHouseDevice *device)
{
    const char *state =
        wattle_dbus_device_get_state (wattle_dbus_object_peek_device (device->object));
    g_autofree char *clock =
        wattle_cli_time_format_clock (wattle_clock_get_wall (watch->cli->clock));

    if (watch->cli->json)
        return;
    g_print ("%s %s %s\n", clock, device->id,
             wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, state));
    fflush (stdout);
}

static void
on_news_in_lines (const WattleCliHouseDevice *device,
                  const WattleCliReading *reading,
                  gpointer user_data)
{
    Watch *watch = user_data;

    if (device == NULL)
        g_printerr ("wattle: %s\n", wattle_cli_house_has_host (watch->house)
                                        ? _ ("the host is there again")
                                        : _ ("the host has ended; waiting for it to come back"));
    else if (reading == NULL)
        print_state (watch, device);
    else if (watch->cli->json)
        print_json_line (device->id, reading);
    else
        print_line (watch, device->id, reading);
}

/* The table */

static char *
make_title (Watch *watch)
{
    WattleDBusManager *manager = watch->cli->manager;
    g_autofree char *clock =
        wattle_cli_time_format_clock (wattle_clock_get_wall (watch->cli->clock));
    GVariant *broker = wattle_dbus_manager_get_broker (manager);
    GVariant *problems = wattle_dbus_manager_get_problems (manager);
    g_autofree char *connection = broker != NULL ? wattle_cli_broker_describe (broker) : NULL;
    gsize count = problems != NULL ? g_variant_n_children (problems) : 0;
    g_autofree char *trouble =
        g_strdup_printf (ngettext ("%u problem", "%u problems", count), (guint)count);

    if (!wattle_cli_house_has_host (watch->house))
        return g_strdup_printf ("%s  %s", clock,
                                _ ("the host has ended; waiting for it to come back"));
    return g_strdup_printf (_ ("%s  broker: %s  %s  (Ctrl-C ends this view)  %s"), clock,
                            connection != NULL ? connection : "–", trouble,
                            watch->note != NULL ? watch->note : "");
}

static GArray *
list_devices (Watch *watch)
{
    GPtrArray *devices = wattle_cli_house_get_devices (watch->house);
    GArray *list = g_array_new (FALSE, FALSE, sizeof (WattleCliScreenDevice));

    for (guint i = 0; i < devices->len; i++) {
        const WattleCliHouseDevice *device = g_ptr_array_index (devices, i);
        WattleDBusDevice *proxy = wattle_dbus_object_peek_device (device->object);
        WattleCliScreenDevice row = { device->id, "", "", device->readings };

        if (proxy != NULL && wattle_dbus_device_get_name (proxy) != NULL) {
            row.name = wattle_dbus_device_get_name (proxy);
            row.state = wattle_dbus_device_get_state (proxy);
        }
        g_array_append_val (list, row);
    }
    return list;
}

static void
draw (gpointer user_data)
{
    Watch *watch = user_data;
    g_autoptr (GArray) devices = list_devices (watch);
    g_autofree char *title = make_title (watch);
    WattleCliScreen screen = {
        .title = title,
        .devices = devices,
        .now = wattle_clock_get_wall (watch->cli->clock),
        .colour = watch->cli->colour,
    };
    g_autofree char *text = NULL;

    wattle_cli_terminal_get_size (STDOUT_FILENO, &screen.width, &screen.height);
    text = wattle_cli_screen_draw (&screen);
    wattle_cli_terminal_draw (text);
    fflush (stdout);
    wattle_clock_clear (watch->cli->clock, &watch->timer);
    watch->timer = wattle_clock_call_after (watch->cli->clock, REDRAW, draw, watch);
}

/* It is drawn often enough. */
static void
on_news_on_screen (const WattleCliHouseDevice *device,
                   const WattleCliReading *reading,
                   gpointer user_data)
{
}

static gboolean
on_resized (gpointer user_data)
{
    draw (user_data);
    return G_SOURCE_CONTINUE;
}

/* Both */

static gboolean
on_signal (gpointer user_data)
{
    g_main_loop_quit (((Watch *)user_data)->loop);
    return G_SOURCE_CONTINUE;
}

static void
on_time_up (gpointer user_data)
{
    Watch *watch = user_data;

    watch->end = 0;
    g_main_loop_quit (watch->loop);
}

static void
on_closed (Watch *watch)
{
    watch->lost = TRUE;
    g_main_loop_quit (watch->loop);
}

static void
run_loop (Watch *watch, guint seconds, gboolean on_screen)
{
    guint interrupt = g_unix_signal_add (SIGINT, on_signal, watch);
    guint terminate = g_unix_signal_add (SIGTERM, on_signal, watch);
    guint resize = on_screen ? g_unix_signal_add (SIGWINCH, on_resized, watch) : 0;

    g_signal_connect_swapped (watch->cli->connection, "closed", G_CALLBACK (on_closed), watch);
    if (seconds > 0)
        watch->end = wattle_clock_call_after (watch->cli->clock, seconds * G_USEC_PER_SEC,
                                              on_time_up, watch);
    if (on_screen) {
        wattle_cli_terminal_open_screen ();
        draw (watch);
    }
    g_main_loop_run (watch->loop);
    if (on_screen)
        wattle_cli_terminal_close_screen ();

    g_signal_handlers_disconnect_by_data (watch->cli->connection, watch);
    wattle_clock_clear (watch->cli->clock, &watch->timer);
    wattle_clock_clear (watch->cli->clock, &watch->end);
    g_source_remove (interrupt);
    g_source_remove (terminate);
    if (resize != 0)
        g_source_remove (resize);
}

static gboolean
check_devices (WattleCli *cli, const char *const *ids, GError **error)
{
    for (; *ids != NULL; ids++) {
        g_autoptr (WattleDBusObject) object = wattle_cli_device_find (cli, *ids, error);

        if (object == NULL)
            return FALSE;
    }
    return TRUE;
}

static int
run_watch (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *const *ids = wattle_cli_arguments_get_operands (arguments, 0);
    gboolean on_screen = cli->terminal && !cli->json;
    Watch watch = { .cli = cli, .note = wattle_cli_arguments_get (arguments, "note") };
    g_autoptr (GError) error = NULL;
    guint seconds = 0;

    if (wattle_cli_arguments_get_number (arguments, "seconds", 1, G_MAXINT32, &seconds, &error) &&
        check_devices (cli, ids, &error))
        watch.house = wattle_cli_house_new (
            cli, ids, on_screen ? on_news_on_screen : on_news_in_lines, &watch, &error);
    if (watch.house == NULL)
        return wattle_cli_fail (error);

    watch.loop = g_main_loop_new (NULL, FALSE);
    run_loop (&watch, seconds, on_screen);
    wattle_cli_house_free (watch.house);
    g_main_loop_unref (watch.loop);
    if (!watch.lost)
        return WATTLE_CLI_OK;

    g_set_error_literal (&error, WATTLE_CLI_ERROR, WATTLE_CLI_UNREACHABLE,
                         _ ("the bus has ended, and the way to the host with it"));
    return wattle_cli_fail (error);
}

static const WattleCliOption options[] = {
    { "seconds", "N", N_ ("end by itself after so long") },
    { "note", "TEXT", N_ ("a text to show above the table") },
    { NULL },
};

const WattleCliCommand wattle_cli_watch_commands[] = {
    { "watch", "[DEVICE …]", N_ ("the readings as they come"),
      N_ ("Shows the readings of all devices, or of some, as a table that follows them and fits "
          "into the window. If it goes into a file or another program, it prints a line per "
          "reading as they come. Ctrl-C ends it."),
      "wattle watch\nwattle watch iskra_sg_i0026113 --json | jq .value", options, run_watch },
    { NULL },
};
