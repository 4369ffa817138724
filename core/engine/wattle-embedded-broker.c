/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-embedded-broker.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/wattle-backoff.h"
#include "base/wattle-error.h"
#include "wattle-broker-state.h"

#define BACKOFF_MIN_MS 250
#define BACKOFF_MAX_MS 60000
#define PROVEN_AFTER   (10 * G_USEC_PER_SEC)
#define PROBE_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)
#define STOP_DEADLINE  (2 * G_USEC_PER_SEC)

struct _WattleEmbeddedBroker {
    GObject parent_instance;

    WattleClock *clock;
    WattleBackoff backoff;
    WattleBrokerState *state;
    char *listen;
    char *program;
    char *path; /* of the program */
    char *host; /* where to connect to */
    GInetAddress *address;

    GSubprocess *process;
    GDataInputStream *log;
    GCancellable *cancellable; /* of what belongs to the process */
    char *last_line;
    char *detail;     /* why there is no process */
    gboolean changed; /* accounts the process has not read yet */
    gboolean ready;
    gboolean was_ready; /* since start: the port is ours and stays */
    gint64 started_at;
    guint probe_timer;
    guint restart_timer;

    gboolean stopping;
    guint stop_timer;
    WattleClockFunc stop_done;
    gpointer stop_data;
};

G_DEFINE_FINAL_TYPE (WattleEmbeddedBroker, wattle_embedded_broker, G_TYPE_OBJECT)

enum {
    READY,
    FAILED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void probe (gpointer user_data);
static void read_log (WattleEmbeddedBroker *self);
static void restart (gpointer user_data);

/* The process and its pipe may outlive the object by a moment and must not keep it. */
static GWeakRef *
weak_new (WattleEmbeddedBroker *self)
{
    GWeakRef *weak = g_new0 (GWeakRef, 1);

    g_weak_ref_init (weak, self);
    return weak;
}

static WattleEmbeddedBroker *
weak_take (GWeakRef *weak)
{
    WattleEmbeddedBroker *self = g_weak_ref_get (weak);

    g_weak_ref_clear (weak);
    g_free (weak);
    return self;
}

static char *
find_program (const char *program, GError **error)
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

static GInetAddress *
parse_listen (const char *listen, GError **error)
{
    GInetAddress *address;

    if (listen == NULL || *listen == '\0' || strcmp (listen, "loopback") == 0)
        return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

    address = g_inet_address_new_from_string (listen);
    if (address == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "wattle.conf: [EmbeddedBroker] Listen: “%s” is no address; allowed are "
                          "loopback, an IPv4 or IPv6 address of this host, and 0.0.0.0 or :: for "
                          "all of them",
                          listen);
    return address;
}

gboolean
wattle_embedded_broker_check_listen (const char *listen, GError **error)
{
    g_autoptr (GInetAddress) address = parse_listen (listen, error);

    return address != NULL && wattle_broker_state_check_address (address, error);
}

static char *
get_reachable (GInetAddress *address)
{
    g_autoptr (GInetAddress) loopback = NULL;

    if (!g_inet_address_get_is_any (address))
        return g_inet_address_to_string (address);

    loopback = g_inet_address_new_loopback (g_inet_address_get_family (address));
    return g_inet_address_to_string (loopback);
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

static gboolean
on_idle_stopped (gpointer user_data)
{
    WattleEmbeddedBroker *self = user_data;
    WattleClockFunc done = self->stop_done;

    self->stop_done = NULL;
    self->stopping = FALSE;
    if (done != NULL)
        done (self->stop_data);
    return G_SOURCE_REMOVE;
}

static void
finish_stop (WattleEmbeddedBroker *self)
{
    wattle_clock_clear (self->clock, &self->stop_timer);
    g_idle_add_full (G_PRIORITY_DEFAULT, on_idle_stopped, g_object_ref (self), g_object_unref);
}

static void
forget_process (WattleEmbeddedBroker *self)
{
    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
    g_clear_object (&self->process);
    g_clear_object (&self->log);
    wattle_clock_clear (self->clock, &self->probe_timer);
    self->ready = FALSE;
}

static void
restart_later (WattleEmbeddedBroker *self)
{
    guint delay = wattle_backoff_next (&self->backoff, g_random_double ());

    self->restart_timer =
        wattle_clock_call_after (self->clock, delay * G_TIME_SPAN_MILLISECOND, restart, self);
}

static char *
describe_end (WattleEmbeddedBroker *self)
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
    g_autoptr (WattleEmbeddedBroker) self = weak_take (user_data);
    g_autoptr (GError) error = NULL;
    g_autofree char *end = NULL;

    if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
        return;

    end = describe_end (self);
    forget_process (self);
    if (self->stopping) {
        finish_stop (self);
        return;
    }

    g_message ("the embedded broker ended (%s) and is started again", end);
    g_free (self->detail);
    self->detail = g_strdup_printf ("the embedded broker on %s port %u ended (%s) and is started "
                                    "again",
                                    self->host, self->state->port, end);
    if (wattle_clock_get_monotonic (self->clock) - self->started_at >= PROVEN_AFTER)
        wattle_backoff_reset (&self->backoff);
    restart_later (self);
    g_signal_emit (self, signals[FAILED], 0);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleEmbeddedBroker) self = weak_take (user_data);
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                       result, NULL, &error);

    if (line == NULL || self == NULL)
        return;

    g_debug ("mosquitto: %s", line);
    g_free (self->last_line);
    self->last_line = g_steal_pointer (&line);
    if (self->log == G_DATA_INPUT_STREAM (source))
        read_log (self);
}

static void
read_log (WattleEmbeddedBroker *self)
{
    g_data_input_stream_read_line_async (self->log, G_PRIORITY_LOW, self->cancellable, on_line,
                                         weak_new (self));
}

/* Before it is ready the signal would end it. */
static void
reload_process (WattleEmbeddedBroker *self)
{
    if (!self->changed || !self->ready)
        return;

    self->changed = FALSE;
    g_subprocess_send_signal (self->process, SIGHUP);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleEmbeddedBroker) self = weak_take (user_data);
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL)
        return;
    if (connection == NULL) {
        self->probe_timer = wattle_clock_call_after (self->clock, PROBE_INTERVAL, probe, self);
        return;
    }

    self->ready = TRUE;
    self->was_ready = TRUE;
    g_clear_pointer (&self->detail, g_free);
    g_message ("the embedded broker listens on %s port %u", self->host, self->state->port);
    reload_process (self);
    g_signal_emit (self, signals[READY], 0);
}

static void
probe (gpointer user_data)
{
    WattleEmbeddedBroker *self = user_data;
    g_autoptr (GSocketClient) client = g_socket_client_new ();

    self->probe_timer = 0;
    g_socket_client_set_enable_proxy (client, FALSE);
    g_socket_client_connect_to_host_async (client, self->host, self->state->port, self->cancellable,
                                           on_probed, weak_new (self));
}

static GSubprocess *
launch (WattleEmbeddedBroker *self, GError **error)
{
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

    g_subprocess_launcher_set_cwd (launcher, self->state->folder);
    g_subprocess_launcher_set_child_setup (launcher, prepare_child, GINT_TO_POINTER (getpid ()),
                                           NULL);
    return g_subprocess_launcher_spawn (launcher, error, self->path, "-c",
                                        WATTLE_BROKER_CONFIG_FILE, NULL);
}

static gboolean
spawn (WattleEmbeddedBroker *self, GError **error)
{
    /* Others know the port once it was ready; until then somebody else may have been quicker. */
    if (!self->was_ready && !wattle_broker_state_choose_port (self->state, self->address, error))
        return FALSE;
    if (!wattle_broker_state_save (self->state, self->address, error))
        return FALSE;

    self->changed = FALSE;
    self->process = launch (self, error);
    if (self->process == NULL) {
        g_prefix_error (error, "cannot start the embedded broker: ");
        return FALSE;
    }

    self->started_at = wattle_clock_get_monotonic (self->clock);
    self->cancellable = g_cancellable_new ();
    self->log = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
    g_clear_pointer (&self->last_line, g_free);
    g_subprocess_wait_async (self->process, self->cancellable, on_exited, weak_new (self));
    read_log (self);
    probe (self);
    return TRUE;
}

static void
restart (gpointer user_data)
{
    WattleEmbeddedBroker *self = user_data;
    g_autoptr (GError) error = NULL;

    self->restart_timer = 0;
    if (spawn (self, &error))
        return;

    if (g_strcmp0 (self->detail, error->message) != 0)
        g_message ("%s", error->message);
    g_free (self->detail);
    self->detail = g_strdup (error->message);
    restart_later (self);
    g_signal_emit (self, signals[FAILED], 0);
}

gboolean
wattle_embedded_broker_start (WattleEmbeddedBroker *self, GError **error)
{
    g_return_val_if_fail (self->address == NULL, FALSE);

    self->path = find_program (self->program, error);
    if (self->path == NULL)
        return FALSE;
    self->address = parse_listen (self->listen, error);
    if (self->address == NULL)
        return FALSE;

    self->host = get_reachable (self->address);
    if (!self->state->fixed_port)
        return spawn (self, error);

    /* Whoever has it now, perhaps the broker of a host that was killed, may be about to leave. */
    if (!wattle_broker_state_check_address (self->address, error))
        return FALSE;
    restart (self);
    return TRUE;
}

static void
on_stop_late (gpointer user_data)
{
    WattleEmbeddedBroker *self = user_data;

    self->stop_timer = 0;
    g_subprocess_force_exit (self->process);
}

void
wattle_embedded_broker_stop (WattleEmbeddedBroker *self, WattleClockFunc done, gpointer user_data)
{
    g_return_if_fail (!self->stopping);

    self->stopping = TRUE;
    self->stop_done = done;
    self->stop_data = user_data;
    wattle_clock_clear (self->clock, &self->restart_timer);
    if (self->process == NULL) {
        finish_stop (self);
        return;
    }

    self->stop_timer = wattle_clock_call_after (self->clock, STOP_DEADLINE, on_stop_late, self);
    g_subprocess_send_signal (self->process, SIGTERM);
}

static void
wattle_embedded_broker_dispose (GObject *object)
{
    WattleEmbeddedBroker *self = WATTLE_EMBEDDED_BROKER (object);

    wattle_clock_clear (self->clock, &self->restart_timer);
    wattle_clock_clear (self->clock, &self->stop_timer);
    if (self->process != NULL) {
        g_subprocess_force_exit (self->process);
        forget_process (self);
    }

    G_OBJECT_CLASS (wattle_embedded_broker_parent_class)->dispose (object);
}

static void
wattle_embedded_broker_finalize (GObject *object)
{
    WattleEmbeddedBroker *self = WATTLE_EMBEDDED_BROKER (object);

    wattle_broker_state_free (self->state);
    g_free (self->detail);
    g_clear_object (&self->address);
    g_object_unref (self->clock);
    g_free (self->last_line);
    g_free (self->listen);
    g_free (self->program);
    g_free (self->path);
    g_free (self->host);

    G_OBJECT_CLASS (wattle_embedded_broker_parent_class)->finalize (object);
}

static void
wattle_embedded_broker_class_init (WattleEmbeddedBrokerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_embedded_broker_dispose;
    object_class->finalize = wattle_embedded_broker_finalize;

    signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
    signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_embedded_broker_init (WattleEmbeddedBroker *self)
{
    self->program = g_strdup ("mosquitto");
    wattle_backoff_init (&self->backoff, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
}

WattleEmbeddedBroker *
wattle_embedded_broker_new (const char *state_dir, const char *listen, WattleClock *clock)
{
    WattleEmbeddedBroker *self = g_object_new (WATTLE_TYPE_EMBEDDED_BROKER, NULL);

    self->clock = g_object_ref (clock);
    self->listen = g_strdup (listen);
    self->state = wattle_broker_state_load (state_dir);
    return self;
}

void
wattle_embedded_broker_set_program (WattleEmbeddedBroker *self, const char *program)
{
    g_free (self->program);
    self->program = g_strdup (program);
}

void
wattle_embedded_broker_set_port (WattleEmbeddedBroker *self, guint16 port)
{
    if (port == 0)
        return;

    self->state->port = port;
    self->state->fixed_port = TRUE;
}

void
wattle_embedded_broker_set_topics (WattleEmbeddedBroker *self,
                                   const char *instance,
                                   const char *prefix)
{
    g_free (self->state->instance);
    g_free (self->state->prefix);
    self->state->instance = g_strdup (instance);
    self->state->prefix = g_strdup (prefix);
}

void
wattle_embedded_broker_set_account (WattleEmbeddedBroker *self,
                                    const char *id,
                                    const char *const *filters)
{
    if (wattle_broker_state_set_account (self->state, id, filters))
        self->changed = TRUE;
}

const char *
wattle_embedded_broker_get_account_password (WattleEmbeddedBroker *self, const char *id)
{
    WattleBrokerAccount *account = wattle_broker_state_find_account (self->state, id);

    return account != NULL ? account->password : NULL;
}

void
wattle_embedded_broker_reload (WattleEmbeddedBroker *self)
{
    g_autoptr (GError) error = NULL;

    if (!self->changed || self->process == NULL)
        return;
    if (!wattle_broker_state_save (self->state, self->address, &error)) {
        g_message ("%s", error->message);
        return;
    }
    reload_process (self);
}

const char *
wattle_embedded_broker_get_detail (WattleEmbeddedBroker *self)
{
    return self->detail;
}

gboolean
wattle_embedded_broker_is_ready (WattleEmbeddedBroker *self)
{
    return self->ready;
}

const char *
wattle_embedded_broker_get_host (WattleEmbeddedBroker *self)
{
    return self->host;
}

guint16
wattle_embedded_broker_get_port (WattleEmbeddedBroker *self)
{
    return self->state->port;
}

const char *
wattle_embedded_broker_get_username (WattleEmbeddedBroker *self)
{
    return WATTLE_BROKER_HOST_USER;
}

const char *
wattle_embedded_broker_get_password (WattleEmbeddedBroker *self)
{
    return self->state->host_password;
}

const char *
wattle_embedded_broker_get_client_username (WattleEmbeddedBroker *self)
{
    return WATTLE_BROKER_CLIENT_USER;
}

const char *
wattle_embedded_broker_get_client_password (WattleEmbeddedBroker *self)
{
    return self->state->client_password;
}

const char *
wattle_embedded_broker_get_pid (WattleEmbeddedBroker *self)
{
    return self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
}
