/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-embedded-broker.h"

#include <gio/gio.h>

#include "base/wattle-backoff.h"
#include "base/wattle-stop.h"
#include "wattle-broker-address.h"
#include "wattle-broker-process.h"
#include "wattle-broker-state.h"

#define BACKOFF_MIN_MS 250
#define BACKOFF_MAX_MS 60000
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

    WattleBrokerProcess *process; /* NULL: none runs */
    char *detail;                 /* why there is no process */
    gboolean changed;             /* accounts the process has not read yet */
    gboolean was_ready;           /* since start: the port is ours and stays */
    guint restart_timer;
    WattleStop stop;
};

G_DEFINE_FINAL_TYPE (WattleEmbeddedBroker, wattle_embedded_broker, G_TYPE_OBJECT)

enum {
    READY,
    FAILED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void restart (gpointer user_data);

gboolean
wattle_embedded_broker_check_listen (const char *listen, GError **error)
{
    g_autoptr (GInetAddress) address = wattle_broker_address_parse (listen, error);

    return address != NULL && wattle_broker_address_check (address, error);
}

static void
restart_later (WattleEmbeddedBroker *self)
{
    guint delay = wattle_backoff_next (&self->backoff, g_random_double ());

    self->restart_timer =
        wattle_clock_call_after (self->clock, delay * G_TIME_SPAN_MILLISECOND, restart, self);
}

static void
drop_process (WattleEmbeddedBroker *self)
{
    g_signal_handlers_disconnect_by_data (self->process, self);
    g_clear_object (&self->process);
}

static void
on_ended (WattleBrokerProcess *process, const char *how, gpointer user_data)
{
    g_autoptr (WattleEmbeddedBroker) self = g_object_ref (user_data);

    drop_process (self);
    if (self->stop.under_way) {
        wattle_stop_finish (&self->stop);
        return;
    }

    g_message ("the embedded broker ended (%s) and is started again", how);
    g_free (self->detail);
    self->detail = g_strdup_printf ("the embedded broker on %s port %u ended (%s) and is started "
                                    "again",
                                    self->host, self->state->port, how);
    if (wattle_broker_process_is_proven (process))
        wattle_backoff_reset (&self->backoff);
    restart_later (self);
    g_signal_emit (self, signals[FAILED], 0);
}

static gboolean
is_ready (WattleEmbeddedBroker *self)
{
    return self->process != NULL && wattle_broker_process_is_ready (self->process);
}

static void
reload_process (WattleEmbeddedBroker *self)
{
    if (!self->changed || !is_ready (self))
        return;

    self->changed = FALSE;
    wattle_broker_process_reload (self->process);
}

static void
on_ready (WattleBrokerProcess *process, gpointer user_data)
{
    g_autoptr (WattleEmbeddedBroker) self = g_object_ref (user_data);

    self->was_ready = TRUE;
    g_clear_pointer (&self->detail, g_free);
    g_message ("the embedded broker listens on %s port %u", self->host, self->state->port);
    reload_process (self);
    g_signal_emit (self, signals[READY], 0);
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
    self->process = wattle_broker_process_start (self->path, self->state->folder, self->host,
                                                 self->state->port, self->clock, error);
    if (self->process == NULL)
        return FALSE;

    g_signal_connect (self->process, "ready", G_CALLBACK (on_ready), self);
    g_signal_connect (self->process, "ended", G_CALLBACK (on_ended), self);
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

    self->path = wattle_broker_process_find_program (self->program, error);
    if (self->path == NULL)
        return FALSE;
    self->address = wattle_broker_address_parse (self->listen, error);
    if (self->address == NULL)
        return FALSE;

    self->host = wattle_broker_address_get_reachable (self->address);
    if (!self->state->fixed_port)
        return spawn (self, error);

    /* Whoever has it now, perhaps the broker of a host that was killed, may be about to leave. */
    if (!wattle_broker_address_check (self->address, error))
        return FALSE;
    restart (self);
    return TRUE;
}

static void
on_stop_late (gpointer user_data)
{
    WattleEmbeddedBroker *self = user_data;

    wattle_broker_process_kill (self->process);
}

void
wattle_embedded_broker_stop (WattleEmbeddedBroker *self, WattleClockFunc done, gpointer user_data)
{
    g_return_if_fail (!self->stop.under_way);

    wattle_stop_begin (&self->stop, done, user_data);
    wattle_clock_clear (self->clock, &self->restart_timer);
    if (self->process == NULL) {
        wattle_stop_finish (&self->stop);
        return;
    }

    wattle_stop_limit (&self->stop, STOP_DEADLINE, on_stop_late);
    wattle_broker_process_terminate (self->process);
}

static void
wattle_embedded_broker_dispose (GObject *object)
{
    WattleEmbeddedBroker *self = WATTLE_EMBEDDED_BROKER (object);

    wattle_clock_clear (self->clock, &self->restart_timer);
    wattle_stop_clear (&self->stop);
    if (self->process != NULL) {
        wattle_broker_process_abandon (self->process);
        drop_process (self);
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
    wattle_stop_init (&self->stop, G_OBJECT (self), clock);
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
    return is_ready (self);
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
    return self->process != NULL ? wattle_broker_process_get_pid (self->process) : NULL;
}
