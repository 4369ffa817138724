/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-job.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-message.h"
#include "wattle-cli-terminal.h"
#include "wattle-cli-text.h"

#define BAR 20

typedef struct {
    WattleDBusJob *proxy;
    GMainLoop *loop;
    gboolean shows; /* standard error is a terminal */
    gboolean shown;
} Job;

char *
wattle_cli_job_describe (double progress, const char *message, guint width)
{
    g_autoptr (GString) line = g_string_new (NULL);
    guint full = progress > 0 ? (guint)(MIN (progress, 1) * BAR) : 0;

    if (progress >= 0) {
        g_string_append_c (line, '[');
        for (guint i = 0; i < BAR; i++)
            g_string_append_c (line, i < full ? '#' : ' ');
        g_string_append_printf (line, "] %3d %%  ", (int)(MIN (progress, 1) * 100));
    }
    g_string_append (line, message != NULL ? message : "");
    return wattle_cli_text_cut (line->str, width);
}

static gboolean
is_running (Job *job)
{
    return g_strcmp0 (wattle_dbus_job_get_state (job->proxy), "running") == 0;
}

static void
show (Job *job)
{
    g_autofree char *message =
        wattle_cli_message_translate (wattle_dbus_job_get_message (job->proxy));
    g_autofree char *clean = message != NULL ? wattle_cli_text_clean (message) : NULL;
    g_autofree char *line = NULL;
    guint width;
    guint height;

    if (!job->shows)
        return;
    wattle_cli_terminal_get_size (STDERR_FILENO, &width, &height);
    line = wattle_cli_job_describe (wattle_dbus_job_get_progress (job->proxy), clean, width - 1);
    g_printerr ("\r%s\033[K", line);
    job->shown = TRUE;
}

static void
on_changed (Job *job)
{
    if (is_running (job))
        show (job);
    else
        g_main_loop_quit (job->loop);
}

/* The host went away, and the job with it. */
static void
on_owner (Job *job)
{
    g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (job->proxy));

    if (owner == NULL)
        g_main_loop_quit (job->loop);
}

/* What is left is to hear that it was cancelled. */
static gboolean
on_interrupt (gpointer user_data)
{
    Job *job = user_data;

    wattle_cli_bus_tell (job->proxy, "Cancel", NULL);
    return G_SOURCE_CONTINUE;
}

static WattleDBusJob *
open_job (WattleCli *cli, const char *path, GError **error)
{
    g_autoptr (GAsyncResult) result = NULL;
    GError *cause = NULL;
    WattleDBusJob *proxy;

    wattle_dbus_job_proxy_new (cli->connection, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                               g_dbus_proxy_get_name (G_DBUS_PROXY (cli->manager)), path, NULL,
                               wattle_cli_bus_note_result, &result);
    proxy = wattle_dbus_job_proxy_new_finish (wattle_cli_bus_await (&result), &cause);
    if (proxy == NULL)
        wattle_cli_message_propagate (error, cause);
    return proxy;
}

static GVariant *
finish (Job *job, GVariant **details, GError **error)
{
    const char *state = wattle_dbus_job_get_state (job->proxy);
    g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (job->proxy));
    g_autofree char *message = NULL;

    if (owner == NULL) {
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_UNREACHABLE,
                             _ ("the host has ended meanwhile"));
        return NULL;
    }
    if (g_strcmp0 (state, "done") == 0)
        return g_variant_ref (wattle_dbus_job_get_result (job->proxy));

    if (g_strcmp0 (state, "failed") == 0)
        *details = g_variant_ref (wattle_dbus_job_get_result (job->proxy));
    message = wattle_cli_message_translate (wattle_dbus_job_get_message (job->proxy));
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                         g_strcmp0 (state, "cancelled") == 0 ? _ ("cancelled")
                         : message != NULL                   ? message
                                                             : _ ("it failed"));
    return NULL;
}

static void
wait_for (Job *job)
{
    guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, job);
    guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, job);

    job->loop = g_main_loop_new (NULL, FALSE);
    g_signal_connect_swapped (job->proxy, "g-properties-changed", G_CALLBACK (on_changed), job);
    g_signal_connect_swapped (job->proxy, "notify::g-name-owner", G_CALLBACK (on_owner), job);
    show (job);
    if (is_running (job))
        g_main_loop_run (job->loop);

    g_signal_handlers_disconnect_by_data (job->proxy, job);
    g_source_remove (interrupt);
    g_source_remove (terminate);
    g_main_loop_unref (job->loop);
    if (job->shown)
        g_printerr ("\r\033[K");
}

GVariant *
wattle_cli_job_try (WattleCli *cli,
                    gpointer proxy,
                    const char *method,
                    GVariant *parameters,
                    GVariant **details,
                    GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_change (proxy, method, parameters, error);
    g_autoptr (WattleDBusJob) job_proxy = NULL;
    Job job = { 0 };
    const char *path;

    if (reply == NULL)
        return NULL;
    g_variant_get (reply, "(&o)", &path);
    job_proxy = open_job (cli, path, error);
    if (job_proxy == NULL)
        return NULL;

    job.proxy = job_proxy;
    job.shows = wattle_cli_terminal_can_draw (STDERR_FILENO);
    wait_for (&job);
    return finish (&job, details, error);
}

GVariant *
wattle_cli_job_run (WattleCli *cli,
                    gpointer proxy,
                    const char *method,
                    GVariant *parameters,
                    GError **error)
{
    g_autoptr (GVariant) details = NULL;

    return wattle_cli_job_try (cli, proxy, method, parameters, &details, error);
}
