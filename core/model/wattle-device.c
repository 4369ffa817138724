/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-private.h"

#include "base/wattle-error.h"
#include "base/wattle-exception.h"
#include "wattle-device-actions.h"
#include "wattle-device-batch.h"
#include "wattle-device-children.h"
#include "wattle-device-entities.h"
#include "wattle-device-identity.h"
#include "wattle-device-time.h"

typedef struct {
    GPtrArray *actions; /* of WattleActionSpec */
    WattleDeviceIdentity identity;
    WattleDeviceEntities entities;
    WattleDeviceBatch batch;
    WattleDeviceChildren children;
    WattleDeviceTime time; /* its own */
    WattleGuardFunc guard;
    gpointer guard_data;

    /* An answer is being decoded: what it changes is kept apart until it is believed. */
    gboolean answering;
    WattleReadingTime answer_time;
} WattleDevicePrivate;

/**
 * WattleDevice:
 *
 * A source that has entities, an identity, sub-devices and commands. What is reported during one
 * decode counts as a whole when decode returns %TRUE, and not at all otherwise.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WattleDevice, wattle_device, WATTLE_TYPE_SOURCE)

static void
wattle_device_finalize (GObject *object)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (WATTLE_DEVICE (object));

    wattle_device_batch_clear (&priv->batch);
    wattle_device_identity_clear (&priv->identity);
    wattle_device_entities_clear (&priv->entities);
    wattle_device_children_clear (&priv->children);
    g_ptr_array_unref (priv->actions);

    G_OBJECT_CLASS (wattle_device_parent_class)->finalize (object);
}

/**
 * WattleDeviceClass::command:
 * @self: a device
 * @command: what a person or a rule wants
 * @step: counts from 0
 * @error: return location for an error that says what is allowed
 *
 * Returns: (transfer full) (nullable): the next request of the command; %NULL without error ends it
 */

static void
wattle_device_class_init (WattleDeviceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_device_finalize;
}

static void
wattle_device_init (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->actions = wattle_device_actions_new ();
    wattle_device_entities_init (&priv->entities);
    wattle_device_batch_init (&priv->batch);
    wattle_device_children_init (&priv->children);
}

/* Its parts, each for the file that is named like it */

WattleDeviceIdentity *
wattle_device_peek_identity (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return &priv->identity;
}

WattleDeviceEntities *
wattle_device_peek_entities (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return &priv->entities;
}

WattleDeviceBatch *
wattle_device_peek_readings (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return &priv->batch;
}

WattleDeviceChildren *
wattle_device_peek_children (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return &priv->children;
}

WattleDeviceTime *
wattle_device_peek_time (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return &priv->time;
}

GPtrArray *
wattle_device_peek_actions (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->actions;
}

gboolean
wattle_device_is_answering (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->answering;
}

/* Answers */

void
wattle_device_set_guard (WattleDevice *self, WattleGuardFunc func, gpointer user_data)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->guard = func;
    priv->guard_data = user_data;
}

void
wattle_device_release (WattleDevice *self, const char *key, double number, WattleQuality quality)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = wattle_device_find_entity (self, key);

    if (entity != NULL && wattle_entity_release (entity, number, quality))
        wattle_device_batch_touch (&priv->batch, entity);
}

void
wattle_device_set_max_age (WattleDevice *self, gint64 now, gint64 max_age)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->answer_time.monotonic = now;
    priv->answer_time.max_age = max_age;
}

void
wattle_device_begin_answer (WattleDevice *self, gint64 time)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->answering = TRUE;
    priv->answer_time = (WattleReadingTime){ .wall = time };
    wattle_device_time_drop (&priv->time);
    wattle_device_children_begin (&priv->children);
    wattle_device_identity_drop (&priv->identity);
}

WattleDeviceChanges
wattle_device_commit_answer (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleDeviceChanges changes = 0;

    priv->answering = FALSE;
    if (wattle_device_entities_commit (&priv->entities))
        changes |= WATTLE_DEVICE_CHANGED_ENTITIES;
    if (wattle_device_identity_commit (&priv->identity))
        changes |= WATTLE_DEVICE_CHANGED_ENTITIES;
    wattle_device_time_commit (&priv->time, &priv->answer_time);
    wattle_device_batch_commit (&priv->batch, &priv->answer_time, priv->guard, priv->guard_data);
    if (changes & WATTLE_DEVICE_CHANGED_ENTITIES)
        wattle_device_batch_forget_removed (&priv->batch, &priv->entities.told);
    if (wattle_device_children_is_staged (&priv->children))
        changes |= WATTLE_DEVICE_CHANGED_CHILDREN;

    return changes;
}

void
wattle_device_drop_answer (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->answering = FALSE;
    wattle_device_entities_drop (&priv->entities);
    wattle_device_batch_drop (&priv->batch);
    wattle_device_children_drop (&priv->children);
}

GPtrArray *
wattle_device_peek_batch (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->batch.touched;
}

void
wattle_device_clear_batch (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    g_ptr_array_set_size (priv->batch.touched, 0);
}

void
wattle_device_expire (WattleDevice *self, gint64 now, gboolean away)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    for (guint i = 0; i < priv->entities.told.items->len; i++) {
        WattleEntity *entity = g_ptr_array_index (priv->entities.told.items, i);

        if (wattle_entity_expire (entity, now, away))
            wattle_device_batch_touch (&priv->batch, entity);
    }
}

/* Commands */

WattleRequest *
wattle_device_command (WattleDevice *self, WattleCommand *command, guint step, GError **error)
{
    WattleDeviceClass *klass = WATTLE_DEVICE_GET_CLASS (self);
    g_autoptr (GError) problem = NULL;
    WattleRequest *request;

    if (klass->command == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "the device takes no commands");
        return NULL;
    }

    wattle_exception_forget ();
    request = klass->command (self, command, step, &problem);
    if (request == NULL && problem == NULL)
        wattle_exception_take_error (&problem);
    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    return request;
}
