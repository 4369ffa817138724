/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker-process.h"

#include <gio/gio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "wattle-broker-state.h"

#define PROVEN_AFTER   (10 * G_USEC_PER_SEC)
#define PROBE_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)

struct _WattleBrokerProcess {
    GObject parent_instance;

    WattleClock *clock;
    char *host;
    guint16 port;
    GSubprocess *process; /* NULL: it ended */
    GDataInputStream *log;
    GCancellable *cancellable;
    char *last_line;
    gboolean ready;
    gint64 started_at;
    guint probe_timer;
};

G_DEFINE_FINAL_TYPE (WattleBrokerProcess, wattle_broker_process, G_TYPE_OBJECT)

enum {
    READY,
    ENDED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void probe (gpointer user_data);
static void read_log (WattleBrokerProcess *self);

char *
wattle_broker_process_find_program (const char *program, GError **error)
{
    static const char *const folders[] = { "/usr/sbin", "/usr/local/sbin" };
    char *path = g_find_program_in_path (program);

    for (guint i = 0; path == NULL && i < G_N_ELEMENTS (folders); i++) {
        path = g_build_filename (folders[i], program, NULL);
        if (!g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
            g_clear_pointer (&path, g_free);
    }

    if (path == NULL)
        wattle_error_set (
            error, WATTLE_ERROR_NOT_FOUND,
            "cannot start the embedded broker: there is no program %s in PATH, /usr/sbin "
            "or /usr/local/sbin; install the Debian package mosquitto, or configure a "
            "broker of your own",
            program);
    return path;
}

/* The end */

/* What is under way finishes as cancelled; nothing of the process is known any more. */
static void
forget (WattleBrokerProcess *self)
{
    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->process);
    g_clear_object (&self->log);
    wattle_clock_clear (self->clock, &self->probe_timer);
    self->ready = FALSE;
}

static char *
describe_end (WattleBrokerProcess *self)
{
    const char *line = self->last_line != NULL ? self->last_line : "";
    const char *separator = self->last_line != NULL ? ": " : "";

    if (g_subprocess_get_if_signaled (self->process))
        return g_strdup_printf ("signal %d%s%s", g_subprocess_get_term_sig (self->process),
                                separator, line);
    return g_strdup_printf ("status %d%s%s", g_subprocess_get_exit_status (self->process),
                            separator, line);
}

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBrokerProcess) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *how = NULL;

    if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
        return;

    how = describe_end (self);
    forget (self);
    g_signal_emit (self, signals[ENDED], 0, how);
}

/* What it says */

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBrokerProcess) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                       result, NULL, &error);

    if (line == NULL)
        return;

    g_debug ("mosquitto: %s", line);
    g_free (self->last_line);
    self->last_line = g_steal_pointer (&line);
    if (self->log != NULL)
        read_log (self);
}

static void
read_log (WattleBrokerProcess *self)
{
    g_data_input_stream_read_line_async (self->log, G_PRIORITY_LOW, self->cancellable, on_line,
                                         g_object_ref (self));
}

/* The beginning */

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBrokerProcess) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (connection == NULL) {
        self->probe_timer = wattle_clock_call_after (self->clock, PROBE_INTERVAL, probe, self);
        return;
    }

    self->ready = TRUE;
    g_signal_emit (self, signals[READY], 0);
}

static void
probe (gpointer user_data)
{
    WattleBrokerProcess *self = user_data;
    g_autoptr (GSocketClient) client = g_socket_client_new ();

    self->probe_timer = 0;
    g_socket_client_set_enable_proxy (client, FALSE);
    g_socket_client_connect_to_host_async (client, self->host, self->port, self->cancellable,
                                           on_probed, g_object_ref (self));
}

/* Between fork and exec. The broker must not survive a host that is killed. */
static void
prepare_child (gpointer user_data)
{
    prctl (PR_SET_PDEATHSIG, SIGTERM);
    /* Ctrl-C is for the host, which says goodbye over the broker before it ends it. */
    setsid ();
    if (getppid () != GPOINTER_TO_INT (user_data))
        _exit (1);
}

static GSubprocess *
launch (const char *path, const char *folder, GError **error)
{
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

    g_subprocess_launcher_set_cwd (launcher, folder);
    g_subprocess_launcher_set_child_setup (launcher, prepare_child, GINT_TO_POINTER (getpid ()),
                                           NULL);
    return g_subprocess_launcher_spawn (launcher, error, path, "-c", WATTLE_BROKER_CONFIG_FILE,
                                        NULL);
}

WattleBrokerProcess *
wattle_broker_process_start (const char *path,
                             const char *folder,
                             const char *host,
                             guint16 port,
                             WattleClock *clock,
                             GError **error)
{
    WattleBrokerProcess *self;
    GSubprocess *process = launch (path, folder, error);

    if (process == NULL) {
        g_prefix_error (error, "cannot start the embedded broker: ");
        return NULL;
    }

    self = g_object_new (WATTLE_TYPE_BROKER_PROCESS, NULL);
    self->clock = g_object_ref (clock);
    self->host = g_strdup (host);
    self->port = port;
    self->process = process;
    self->started_at = wattle_clock_get_monotonic (clock);
    self->log = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
    g_subprocess_wait_async (process, self->cancellable, on_exited, g_object_ref (self));
    read_log (self);
    probe (self);
    return self;
}

/* Asking and telling */

gboolean
wattle_broker_process_is_ready (WattleBrokerProcess *self)
{
    return self->ready;
}

gboolean
wattle_broker_process_is_proven (WattleBrokerProcess *self)
{
    return wattle_clock_get_monotonic (self->clock) - self->started_at >= PROVEN_AFTER;
}

const char *
wattle_broker_process_get_pid (WattleBrokerProcess *self)
{
    return self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
}

void
wattle_broker_process_reload (WattleBrokerProcess *self)
{
    if (self->ready)
        g_subprocess_send_signal (self->process, SIGHUP);
}

void
wattle_broker_process_terminate (WattleBrokerProcess *self)
{
    if (self->process != NULL)
        g_subprocess_send_signal (self->process, SIGTERM);
}

void
wattle_broker_process_kill (WattleBrokerProcess *self)
{
    if (self->process != NULL)
        g_subprocess_force_exit (self->process);
}

void
wattle_broker_process_abandon (WattleBrokerProcess *self)
{
    wattle_broker_process_kill (self);
    forget (self);
}

/* Life */

static void
wattle_broker_process_finalize (GObject *object)
{
    WattleBrokerProcess *self = WATTLE_BROKER_PROCESS (object);

    forget (self);
    g_object_unref (self->cancellable);
    g_object_unref (self->clock);
    g_free (self->last_line);
    g_free (self->host);

    G_OBJECT_CLASS (wattle_broker_process_parent_class)->finalize (object);
}

static void
wattle_broker_process_class_init (WattleBrokerProcessClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_broker_process_finalize;

    signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
    signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wattle_broker_process_init (WattleBrokerProcess *self)
{
    self->cancellable = g_cancellable_new ();
}
