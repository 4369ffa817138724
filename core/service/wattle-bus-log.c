/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-log.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "wattle-bus-call.h"
#include "wattle-log.h"

#define MAX_READERS 16

/* A reader that does not read is not waited for: lines that do not fit into the pipe are left out.
 */
typedef struct {
    int pipe;
    guint64 number; /* of the last line */
    guint watch;    /* of the log; 0: only what is there */
    guint hangup;   /* of the pipe */
    gboolean broken;
} Reader;

static guint n_readers;

static void
append_line (const WattleLogLine *line, gpointer user_data)
{
    Reader *reader = user_data;
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_printf (text, "{\"time\":%" G_GINT64_FORMAT ",\"level\":", line->time);
    wattle_json_append_string (text, line->level);
    g_string_append (text, ",\"domain\":");
    wattle_json_append_string (text, line->domain);
    g_string_append (text, ",\"message\":");
    wattle_json_append_string (text, line->message);
    g_string_append (text, "}\n");
    if (text->len <= PIPE_BUF && write (reader->pipe, text->str, text->len) < 0 && errno == EPIPE)
        reader->broken = TRUE;
}

static void
reader_free (Reader *reader)
{
    if (reader->watch != 0)
        wattle_log_unwatch (reader->watch);
    g_clear_handle_id (&reader->hangup, g_source_remove);
    g_close (reader->pipe, NULL);
    n_readers--;
    g_free (reader);
}

static gboolean
on_lines (gpointer user_data)
{
    Reader *reader = user_data;

    if (!reader->broken)
        reader->number = wattle_log_read (reader->number, append_line, reader);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_hangup (int pipe, GIOCondition condition, gpointer user_data)
{
    Reader *reader = user_data;

    reader->hangup = 0;
    reader_free (reader);
    return G_SOURCE_REMOVE;
}

static Reader *
reader_new (int pipe, guint lines)
{
    Reader *reader = g_new0 (Reader, 1);
    guint64 last = wattle_log_get_last ();

    n_readers++;
    reader->pipe = pipe;
    reader->number = last > lines ? last - lines : 0;
    on_lines (reader);
    return reader;
}

/* Hands the read end to the caller. */
static void
return_pipe (GDBusMethodInvocation *invocation, int end)
{
    g_autoptr (GUnixFDList) list = g_unix_fd_list_new_from_array (&end, 1);

    g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                             list);
}

static gboolean
open_pipe (int ends[2], GError **error)
{
    g_autoptr (GError) cause = NULL;

    if (n_readers >= MAX_READERS) {
        wattle_error_set (error, WATTLE_ERROR_BUSY, "at most %d clients can read the log",
                          MAX_READERS);
        return FALSE;
    }
    if (!g_unix_open_pipe (ends, FD_CLOEXEC, &cause) ||
        !g_unix_set_fd_nonblocking (ends[1], TRUE, &cause)) {
        wattle_error_set (error, WATTLE_ERROR_FAILED, "the log cannot be opened: %s",
                          cause->message);
        return FALSE;
    }
    /* Old lines are written at once; a pipe holds 64 KiB otherwise. */
    fcntl (ends[1], F_SETPIPE_SZ, 1024 * 1024);
    return TRUE;
}

static void
open_log (gpointer owner,
          GDBusMethodInvocation *invocation,
          GVariant *parameters,
          const char *author)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
    g_autoptr (GError) error = NULL;
    gboolean follow = FALSE;
    guint lines = WATTLE_LOG_KEPT;
    Reader *reader;
    int ends[2];

    g_variant_lookup (options, "lines", "u", &lines);
    g_variant_lookup (options, "follow", "b", &follow);
    if (!open_pipe (ends, &error)) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    reader = reader_new (ends[1], MIN (lines, WATTLE_LOG_KEPT));
    return_pipe (invocation, ends[0]);
    if (!follow) {
        reader_free (reader);
        return;
    }
    reader->watch = wattle_log_watch (on_lines, reader);
    reader->hangup = g_unix_fd_add (ends[1], G_IO_ERR | G_IO_HUP, on_hangup, reader);
}

static void
set_level (gpointer owner,
           GDBusMethodInvocation *invocation,
           GVariant *parameters,
           const char *author)
{
    g_autoptr (GError) error = NULL;
    const char *level;

    g_variant_get (parameters, "(&s)", &level);
    if (wattle_log_set_level (level, &error))
        g_dbus_method_invocation_return_value (invocation, NULL);
    else
        wattle_bus_call_fail (invocation, error);
}

static const WattleBusMethodInfo methods[] = {
    { "OpenLog", WATTLE_AUTH_NONE, open_log },
    { "SetLogLevel", WATTLE_AUTH_CONFIGURE, set_level },
};

void
wattle_bus_log_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
