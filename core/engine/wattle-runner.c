/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-runner.h"

#include "base/wattle-error.h"
#include "wattle-contact.h"
#include "wattle-runner-placeholder.h"

struct _WattleRunner {
    GObject parent_instance;

    char *id;
    char *name; /* given by a person, or NULL */
    char *driver;
    char *model;
    WattleOptions *options;
    WattleRunner *parent;
    WattleSecrets *secrets;
    WattleBatchFunc batch_func;
    gpointer batch_data;
    WattleCycleFunc cycle_func;
    gpointer cycle_data;
    WattleFrameFunc frame_func;
    gpointer frame_data;

    WattleContact contact;
};

enum {
    SIGNAL_STATE_CHANGED,
    SIGNAL_CHANGED,
    SIGNAL_CHILDREN_CHANGED,
    SIGNAL_KEEP_STATE,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleRunner, wattle_runner, G_TYPE_OBJECT)

static void
wattle_runner_dispose (GObject *object)
{
    WattleRunner *self = WATTLE_RUNNER (object);

    wattle_runner_stop (self);
    for (guint i = 0; i < WATTLE_LINK_N_KINDS; i++)
        wattle_runner_set_link (self, i, NULL);
    g_clear_object (&self->parent);

    G_OBJECT_CLASS (wattle_runner_parent_class)->dispose (object);
}

static void
wattle_runner_finalize (GObject *object)
{
    WattleRunner *self = WATTLE_RUNNER (object);

    wattle_contact_clear (&self->contact);
    g_object_unref (self->options);
    g_clear_object (&self->secrets);
    g_free (self->id);
    g_free (self->name);
    g_free (self->driver);
    g_free (self->model);

    G_OBJECT_CLASS (wattle_runner_parent_class)->finalize (object);
}

static void
wattle_runner_class_init (WattleRunnerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_runner_dispose;
    object_class->finalize = wattle_runner_finalize;

    signals[SIGNAL_STATE_CHANGED] =
        g_signal_new ("state-changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_CHILDREN_CHANGED] =
        g_signal_new ("children-changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_KEEP_STATE] = g_signal_new ("keep-state", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
wattle_runner_init (WattleRunner *self)
{
}

static void
on_keep_state (WattleStateFlags flags, gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_KEEP_STATE], 0, (guint)flags);
}

static void
on_children_changed (gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_CHILDREN_CHANGED], 0);
}

static void
on_described (gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_CHANGED], 0);
}

static void
on_batch (GPtrArray *entities, gpointer user_data)
{
    WattleRunner *self = user_data;

    if (self->batch_func != NULL)
        self->batch_func (self, entities, self->batch_data);
}

static const WattleIntakeEvents intake_events = {
    .keep_state = on_keep_state,
    .children_changed = on_children_changed,
    .described = on_described,
    .batch = on_batch,
};

static void
on_state_changed (gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_STATE_CHANGED], 0);
}

static void
on_cycle_ended (gpointer user_data)
{
    WattleRunner *self = user_data;

    if (self->cycle_func != NULL)
        self->cycle_func (self->cycle_data);
}

static void
show_frame (WattleRequest *request, WattleFrame *frame, gpointer user_data)
{
    WattleRunner *self = user_data;

    if (self->frame_func != NULL)
        self->frame_func (self, request, frame, self->frame_data);
}

static char *
fill_placeholder (const char *kind, const char *argument, gpointer user_data)
{
    WattleRunner *self = user_data;

    return wattle_runner_placeholder_fill (self, self->secrets, kind, argument);
}

static const WattleContactEvents contact_events = {
    .state_changed = on_state_changed,
    .cycle_ended = on_cycle_ended,
    .came = show_frame,
    .fill = fill_placeholder,
};

WattleRunner *
wattle_runner_new (const char *id,
                   WattleDevice *device,
                   WattleOptions *options,
                   WattleRunner *parent,
                   WattleClock *clock,
                   guint interval_ms)
{
    WattleRunner *self = g_object_new (WATTLE_TYPE_RUNNER, NULL);

    self->id = g_strdup (id);
    wattle_source_set_id (WATTLE_SOURCE (device), id);
    self->options = g_object_ref (options);
    g_set_object (&self->parent, parent);
    wattle_contact_init (&self->contact, device, clock, interval_ms, &intake_events,
                         &contact_events, G_OBJECT (self));
    return self;
}

void
wattle_runner_set_link (WattleRunner *self, WattleLinkKind kind, WattleLink *link)
{
    g_return_if_fail (kind < WATTLE_LINK_N_KINDS);

    wattle_contact_set_link (&self->contact, kind, link);
}

void
wattle_runner_set_secrets (WattleRunner *self, WattleSecrets *secrets)
{
    g_set_object (&self->secrets, secrets);
}

void
wattle_runner_start (WattleRunner *self)
{
    wattle_contact_start (&self->contact);
}

void
wattle_runner_stop (WattleRunner *self)
{
    wattle_contact_stop (&self->contact);
}

gboolean
wattle_runner_poll (WattleRunner *self)
{
    return wattle_contact_poll (&self->contact);
}

void
wattle_runner_push (WattleRunner *self, WattleFrame *frame)
{
    wattle_contact_push (&self->contact, frame);
}

void
wattle_runner_tell (WattleRunner *self)
{
    wattle_contact_tell (&self->contact);
}

void
wattle_runner_expire (WattleRunner *self)
{
    wattle_contact_expire (&self->contact);
}

void
wattle_runner_poll_all (WattleRunner *self)
{
    wattle_contact_poll_all (&self->contact);
}

void
wattle_runner_restart (WattleRunner *self)
{
    wattle_contact_restart (&self->contact);
}

void
wattle_runner_set_gone (WattleRunner *self, gboolean gone)
{
    wattle_contact_set_gone (&self->contact, gone);
}

void
wattle_runner_set_lost (WattleRunner *self, gboolean lost)
{
    wattle_contact_set_lost (&self->contact, lost);
}

void
wattle_runner_act (WattleRunner *self,
                   WattleCommand *command,
                   WattleCommandDone done,
                   gpointer user_data)
{
    g_autoptr (GError) error = NULL;

    if (!wattle_contact_is_there (&self->contact))
        error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s is not there", self->id);
    else if (!wattle_dialogue_give (&self->contact.dialogue, command, done, user_data))
        error = wattle_error_new (WATTLE_ERROR_BUSY, "%s has %d commands waiting; try again later",
                                  self->id, WATTLE_COMMAND_QUEUE_MAX);
    if (error != NULL)
        done (error, user_data);
}

void
wattle_runner_hold (WattleRunner *self)
{
    wattle_dialogue_hold (&self->contact.dialogue);
}

void
wattle_runner_release (WattleRunner *self)
{
    wattle_dialogue_release (&self->contact.dialogue);
}

void
wattle_runner_set_batch_func (WattleRunner *self, WattleBatchFunc func, gpointer user_data)
{
    self->batch_func = func;
    self->batch_data = user_data;
}

void
wattle_runner_set_cycle_func (WattleRunner *self, WattleCycleFunc func, gpointer user_data)
{
    self->cycle_func = func;
    self->cycle_data = user_data;
}

void
wattle_runner_set_frame_func (WattleRunner *self, WattleFrameFunc func, gpointer user_data)
{
    self->frame_func = func;
    self->frame_data = user_data;
}

const char *
wattle_runner_get_id (WattleRunner *self)
{
    return self->id;
}

const char *
wattle_runner_get_name (WattleRunner *self)
{
    const char *label = wattle_device_get_label (self->contact.subject.device);

    if (self->name != NULL && *self->name != '\0')
        return self->name;
    return label != NULL && *label != '\0' ? label : self->id;
}

void
wattle_runner_set_name (WattleRunner *self, const char *name)
{
    g_free (self->name);
    self->name = g_strdup (name);
}

const char *
wattle_runner_get_driver (WattleRunner *self)
{
    return self->driver;
}

void
wattle_runner_set_driver (WattleRunner *self, const char *driver)
{
    g_free (self->driver);
    self->driver = g_strdup (driver);
}

const char *
wattle_runner_get_model (WattleRunner *self)
{
    return self->model;
}

void
wattle_runner_set_model (WattleRunner *self, const char *model)
{
    g_free (self->model);
    self->model = g_strdup (model);
}

WattleDevice *
wattle_runner_get_device (WattleRunner *self)
{
    return self->contact.subject.device;
}

WattleOptions *
wattle_runner_get_options (WattleRunner *self)
{
    return self->options;
}

WattleRunner *
wattle_runner_get_parent (WattleRunner *self)
{
    return self->parent;
}

WattleLink *
wattle_runner_get_link (WattleRunner *self, WattleLinkKind kind)
{
    return wattle_subject_get_link (&self->contact.subject, kind);
}

guint
wattle_runner_get_interval (WattleRunner *self)
{
    return self->contact.subject.interval;
}

gboolean
wattle_runner_is_polled (WattleRunner *self)
{
    return wattle_subject_is_polled (&self->contact.subject);
}

WattleRunnerState
wattle_runner_get_state (WattleRunner *self)
{
    return self->contact.health.state;
}

const char *
wattle_runner_get_state_name (WattleRunner *self)
{
    return wattle_health_get_state_name (&self->contact.health);
}

const char *
wattle_runner_get_error (WattleRunner *self)
{
    return wattle_health_get_error (&self->contact.health);
}

const WattleMessage *
wattle_runner_get_error_message (WattleRunner *self)
{
    return self->contact.health.error;
}

gboolean
wattle_runner_is_available (WattleRunner *self)
{
    return wattle_contact_is_available (&self->contact);
}
