/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/wattle-json.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-json.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-report.h"
#include "wattle-cli-text.h"
#include "wattle-cli-time.h"

#define LINES     100
#define MAX_LINES 1000

/* Most urgent first. */
static const char *const levels[] = { "critical", "warning", "message", "info", "debug", NULL };

typedef struct {
    WattleCli *cli;
    guint level; /* lines of higher ones are left out */
    GMainLoop *loop;
    GDataInputStream *lines;
    GCancellable *cancellable;
} Reader;

static guint
find_level (const char *name)
{
    guint index;

    for (index = 0; levels[index] != NULL && !g_str_equal (levels[index], name);)
        index++;
    return index;
}

static WattleCliStyle
get_style (WattleCli *cli, guint level)
{
    if (!cli->colour || level == 2)
        return WATTLE_CLI_STYLE_PLAIN;
    return level < 2 ? WATTLE_CLI_STYLE_BAD : WATTLE_CLI_STYLE_FAINT;
}

static void
print_line (WattleCli *cli, gint64 time, const char *level, const char *domain, const char *message)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autofree char *date = wattle_cli_time_format_local (time);
    g_autofree char *clean = wattle_cli_text_clean (message);
    WattleCliStyle style = get_style (cli, find_level (level));

    if (!cli->json) {
        g_print ("%s %s%s%s %s\n", date, wattle_cli_style_begin (style), level,
                 wattle_cli_style_end (style), clean);
        return;
    }
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_time (json, "time", time);
    wattle_cli_json_add_text (json, "level", level);
    wattle_cli_json_add_text (json, "domain", domain);
    wattle_cli_json_add_text (json, "message", message);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
take_line (Reader *reader, const char *line)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (line, -1, NULL);
    const char *message = object != NULL ? wattle_json_peek_string (object, "message") : NULL;
    const char *level = object != NULL ? wattle_json_peek_string (object, "level") : NULL;
    const char *domain = object != NULL ? wattle_json_peek_string (object, "domain") : NULL;
    gint64 time = 0;

    if (message == NULL || level == NULL || find_level (level) > reader->level)
        return;
    wattle_json_get_integer (object, "time", 0, G_MAXINT64, &time, NULL);
    print_line (reader->cli, time, level, domain, message);
    fflush (stdout);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Reader *reader = user_data;
    g_autofree char *line =
        g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

    if (line == NULL) {
        g_main_loop_quit (reader->loop);
        return;
    }
    take_line (reader, line);
    g_data_input_stream_read_line_async (reader->lines, G_PRIORITY_DEFAULT, reader->cancellable,
                                         on_line, reader);
}

static gboolean
on_signal (gpointer user_data)
{
    g_cancellable_cancel (((Reader *)user_data)->cancellable);
    return G_SOURCE_CONTINUE;
}

/* Until the host has said all, or Ctrl-C. FALSE: the host went away. */
static gboolean
read_lines (Reader *reader, int file, gboolean follow)
{
    g_autoptr (GInputStream) input = g_unix_input_stream_new (file, TRUE);
    guint interrupt = g_unix_signal_add (SIGINT, on_signal, reader);
    guint terminate = g_unix_signal_add (SIGTERM, on_signal, reader);
    gboolean wanted;

    reader->loop = g_main_loop_new (NULL, FALSE);
    reader->cancellable = g_cancellable_new ();
    reader->lines = g_data_input_stream_new (input);
    g_data_input_stream_read_line_async (reader->lines, G_PRIORITY_DEFAULT, reader->cancellable,
                                         on_line, reader);
    g_main_loop_run (reader->loop);
    wanted = !follow || g_cancellable_is_cancelled (reader->cancellable);

    g_source_remove (interrupt);
    g_source_remove (terminate);
    g_object_unref (reader->lines);
    g_object_unref (reader->cancellable);
    g_main_loop_unref (reader->loop);
    return wanted;
}

static int
set_level (WattleCli *cli, const char *level)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        wattle_cli_bus_change (cli->manager, "SetLogLevel", g_variant_new ("(s)", level), &error);

    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "level", level,
                                   _ ("The host logs from the level %s on, until it ends."), level);
}

static GVariant *
make_options (guint lines, gboolean follow)
{
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "lines", "u", lines);
    g_variant_dict_insert (&options, "follow", "b", follow);
    return g_variant_new ("(@a{sv})", g_variant_dict_end (&options));
}

static gboolean
read_level (const WattleCliArguments *arguments, guint *level, GError **error)
{
    const char *name = wattle_cli_arguments_get (arguments, "level");
    g_autofree char *sentence = NULL;

    if (name == NULL)
        return TRUE;
    *level = find_level (name);
    if (levels[*level] != NULL)
        return TRUE;

    sentence = g_strdup_printf (_ ("“%s” is no level of the log"), name);
    wattle_cli_nearest_refuse (error, sentence, name, levels);
    return FALSE;
}

static int
run_log (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *wanted = wattle_cli_arguments_get (arguments, "set-level");
    gboolean follow = wattle_cli_arguments_has (arguments, "follow");
    Reader reader = { .cli = cli, .level = G_MAXUINT };
    g_autoptr (GError) error = NULL;
    guint lines = LINES;
    int file = -1;

    if (wanted != NULL)
        return set_level (cli, wanted);
    if (read_level (arguments, &reader.level, &error) &&
        wattle_cli_arguments_get_number (arguments, "lines", 0, MAX_LINES, &lines, &error))
        file = wattle_cli_bus_open (cli->manager, "OpenLog", make_options (lines, follow), &error);
    if (file < 0)
        return wattle_cli_fail (error);
    if (read_lines (&reader, file, follow))
        return WATTLE_CLI_OK;

    g_set_error_literal (&error, WATTLE_CLI_ERROR, WATTLE_CLI_UNREACHABLE,
                         _ ("the host has ended meanwhile"));
    return wattle_cli_fail (error);
}

static const WattleCliOption options[] = {
    { "follow", NULL, N_ ("show new lines as they come, until Ctrl-C") },
    { "lines", "N", N_ ("how many old lines are looked at first, 100 by default, at most 1000") },
    { "level", "LEVEL",
      N_ ("only lines that are at least as urgent: critical, warning, message, info or debug") },
    { "set-level", "LEVEL",
      N_ ("change what the host logs, until it ends: warning, message, info or debug") },
    { NULL },
};

const WattleCliCommand wattle_cli_log_commands[] = {
    { "log", "", N_ ("what the host has logged"),
      N_ ("Shows the last lines of the host's log. They are one line per change of state."),
      "wattle log --follow\nwattle log --set-level info", options, run_log },
    { NULL },
};
