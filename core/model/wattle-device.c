/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-exception.h"
#include "base/wattle-ident.h"
#include "base/wattle-line.h"
#include "wattle-device-batch.h"
#include "wattle-device-time.h"

#define MAX_ENTITIES    512
#define MAX_ACTIONS     32
#define MAX_CHILD_NOTES 256
#define MAX_TEXT        255 /* longer states are refused by Home Assistant */
#define MAX_TOTAL       1e15

typedef struct {
    char *maker;
    char *model;
    char *serial;
    char *version;
    char *label;
    char *mac;
    char *url;
} Identity;

typedef struct {
    GPtrArray *items;      /* of WattleEntity */
    GHashTable *by_key;    /* key, owned by the entity → entity */
    WattleEntity *metered; /* the total whose figure on the display is `reading`; both or neither */
    WattleEntity *reading;
} EntityList;

typedef struct {
    Identity identity;
    EntityList entities;
    GPtrArray *actions; /* of WattleActionSpec, strings owned */
    WattleDeviceBatch batch;
    GPtrArray *child_notes;
    WattleGuardFunc guard;
    gpointer guard_data;

    /* An answer is being decoded: what it changes is kept apart until it is believed. */
    gboolean answering;
    WattleReadingTime answer_time;
    WattleDeviceTime time;       /* its own */
    gboolean is_identity_staged; /* hardly any answer tells of it */
    Identity staged_identity;
    EntityList staged_entities; /* items is NULL while the list stays as it is */
    guint staged_notes;         /* notes from this answer, at the end of child_notes */
} WattleDevicePrivate;

/**
 * WattleDevice:
 *
 * A source that has entities, an identity, sub-devices and commands. What is reported during one
 * decode counts as a whole when decode returns %TRUE, and not at all otherwise.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WattleDevice, wattle_device, WATTLE_TYPE_SOURCE)

static void
identity_clear (Identity *identity)
{
    g_free (identity->maker);
    g_free (identity->model);
    g_free (identity->serial);
    g_free (identity->version);
    g_free (identity->label);
    g_free (identity->mac);
    g_free (identity->url);
    memset (identity, 0, sizeof *identity);
}

static Identity
identity_copy (const Identity *identity)
{
    return (Identity){
        g_strdup (identity->maker),   g_strdup (identity->model), g_strdup (identity->serial),
        g_strdup (identity->version), g_strdup (identity->label), g_strdup (identity->mac),
        g_strdup (identity->url),
    };
}

static gboolean
identity_equal (const Identity *a, const Identity *b)
{
    return g_strcmp0 (a->maker, b->maker) == 0 && g_strcmp0 (a->model, b->model) == 0 &&
           g_strcmp0 (a->serial, b->serial) == 0 && g_strcmp0 (a->version, b->version) == 0 &&
           g_strcmp0 (a->label, b->label) == 0 && g_strcmp0 (a->mac, b->mac) == 0 &&
           g_strcmp0 (a->url, b->url) == 0;
}

static void
entity_list_init (EntityList *list)
{
    *list = (EntityList){ 0 };
    list->items = g_ptr_array_new_with_free_func (g_object_unref);
    list->by_key = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
entity_list_clear (EntityList *list)
{
    g_clear_pointer (&list->by_key, g_hash_table_unref);
    g_clear_pointer (&list->items, g_ptr_array_unref);
    list->metered = NULL;
    list->reading = NULL;
}

static gboolean
entity_list_equal (const EntityList *a, const EntityList *b)
{
    if (a->items->len != b->items->len)
        return FALSE;
    for (guint i = 0; i < a->items->len; i++)
        if (a->items->pdata[i] != b->items->pdata[i])
            return FALSE;

    return TRUE;
}

static void
child_note_free (gpointer data)
{
    WattleChildNote *note = data;

    g_free (note->id);
    g_free (note->model);
    g_free (note->address);
    g_free (note->label);
    g_free (note);
}

static void
action_free (gpointer data)
{
    WattleActionSpec *action = data;

    g_free ((char *)action->name);
    g_free ((char *)action->label);
    g_free ((char *)action->hass_class);
    g_free (action);
}

static void
wattle_device_finalize (GObject *object)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (WATTLE_DEVICE (object));

    identity_clear (&priv->identity);
    identity_clear (&priv->staged_identity);
    wattle_device_batch_clear (&priv->batch);
    entity_list_clear (&priv->staged_entities);
    entity_list_clear (&priv->entities);
    g_ptr_array_unref (priv->actions);
    g_ptr_array_unref (priv->child_notes);

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

    entity_list_init (&priv->entities);
    wattle_device_batch_init (&priv->batch);
    priv->actions = g_ptr_array_new_with_free_func (action_free);
    priv->child_notes = g_ptr_array_new_with_free_func (child_note_free);
}

static Identity *
writable_identity (WattleDevicePrivate *priv)
{
    if (!priv->answering)
        return &priv->identity;
    if (!priv->is_identity_staged)
        priv->staged_identity = identity_copy (&priv->identity);
    priv->is_identity_staged = TRUE;
    return &priv->staged_identity;
}

static void
replace_text (char **field, const char *text)
{
    g_free (*field);
    *field = wattle_line_from_text (text, MAX_TEXT);
}

/**
 * wattle_device_set_identity:
 * @self: a device
 * @maker: (nullable): who makes it
 * @model: (nullable): its type, as the maker calls it
 * @serial: (nullable): its serial number
 * @version: (nullable): its firmware
 */
void
wattle_device_set_identity (WattleDevice *self,
                            const char *maker,
                            const char *model,
                            const char *serial,
                            const char *version)
{
    Identity *identity = writable_identity (wattle_device_get_instance_private (self));

    replace_text (&identity->maker, maker);
    replace_text (&identity->model, model);
    replace_text (&identity->serial, serial);
    replace_text (&identity->version, version);
}

/**
 * wattle_device_set_label:
 * @self: a device
 * @label: (nullable): what the device calls itself; a name given by a person goes before it
 */
void
wattle_device_set_label (WattleDevice *self, const char *label)
{
    replace_text (&writable_identity (wattle_device_get_instance_private (self))->label, label);
}

/**
 * wattle_device_set_address:
 * @self: a device
 * @mac: (nullable): its network address, six pairs of hexadecimal digits joined by colons
 * @url: (nullable): its web page
 */
void
wattle_device_set_address (WattleDevice *self, const char *mac, const char *url)
{
    Identity *identity = writable_identity (wattle_device_get_instance_private (self));

    replace_text (&identity->mac, mac);
    replace_text (&identity->url, url);
}

/**
 * wattle_device_set_time:
 * @self: a device
 * @time: what the device says the time is, in microseconds since whenever it counts from
 *
 * For decode: the time of day or the running time that is in this answer. Readings of a device
 * whose time is the same for three intervals, and 10 s at least, are stale, as what it sends is
 * old. A time that moves in steps of more than a few seconds is none to be told.
 *
 * A time after 1999 is taken for a time of day, counted from 1970 in UTC or in local time, and
 * `wattle doctor` compares it with the host's. It may be ahead by a minute and late by a minute or
 * three intervals, whichever is longer. A running time is not compared.
 */
void
wattle_device_set_time (WattleDevice *self, gint64 time)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    if (priv->answering)
        wattle_device_time_stage (&priv->time, time, FALSE);
}

/**
 * wattle_device_set_local_time:
 * @self: a device
 * @time: what its clock shows, in microseconds since 1970-01-01 00:00 as it would show that
 *
 * As wattle_device_set_time(), of a device that tells date and time as people read them, without a
 * zone: they have to be those of where the host is.
 */
void
wattle_device_set_local_time (WattleDevice *self, gint64 time)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    if (priv->answering)
        wattle_device_time_stage (&priv->time, time, TRUE);
}

static EntityList *
current_entities (WattleDevicePrivate *priv)
{
    return priv->staged_entities.items != NULL ? &priv->staged_entities : &priv->entities;
}

static void
entity_list_add (EntityList *list, const EntityList *known, const WattleEntitySpec *spec)
{
    g_autofree char *key = wattle_entity_spec_dup_key (spec);
    WattleEntity *entity = g_hash_table_lookup (known->by_key, key);

    if (!wattle_ident_is_valid (key) || list->items->len >= MAX_ENTITIES ||
        g_hash_table_contains (list->by_key, key)) {
        g_debug ("entity “%s” left out: its key is not valid, not new, or one too many", key);
        return;
    }

    if (entity != NULL && wattle_entity_matches (entity, spec))
        g_object_ref (entity);
    else
        entity = wattle_entity_new (spec);
    g_ptr_array_add (list->items, entity);
    g_hash_table_insert (list->by_key, (char *)wattle_entity_get_key (entity), entity);
}

/* The host keeps `energy_import` going when the device starts again or is replaced; what the
 * display shows is then another figure, and an entity of its own. */
static void
add_meter_reading (EntityList *list, const EntityList *known)
{
    static const WattleEntitySpec spec = {
        .key = "meter_reading_import",
        .quantity = WATTLE_QUANTITY_ENERGY,
        .name = N_ ("Meter reading import"),
        .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED,
        .counter = WATTLE_COUNTER_READING,
    };
    WattleEntity *metered = g_hash_table_lookup (list->by_key, "energy_import");

    if (metered == NULL || wattle_entity_get_counter (metered) != WATTLE_COUNTER_LIFETIME)
        return;

    entity_list_add (list, known, &spec);
    list->reading = g_hash_table_lookup (list->by_key, spec.key);
    if (list->reading != NULL)
        list->metered = metered;
}

static void
replace_entities (WattleDevicePrivate *priv, EntityList *list)
{
    EntityList *target = priv->answering ? &priv->staged_entities : &priv->entities;

    add_meter_reading (list, current_entities (priv));
    entity_list_clear (target);
    *target = *list;
}

/**
 * wattle_device_set_entities: (skip)
 * @self: a device
 * @specs: (array length=n_specs): every entity it has from now on
 * @n_specs: how many, at most 512
 *
 * Replaces the list. Entities whose description stays keep their readings.
 */
void
wattle_device_set_entities (WattleDevice *self, const WattleEntitySpec *specs, guint n_specs)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    EntityList list;

    entity_list_init (&list);
    for (guint i = 0; i < n_specs; i++)
        entity_list_add (&list, current_entities (priv), &specs[i]);
    replace_entities (priv, &list);
}

static void
put_entity (WattleDevicePrivate *priv, const WattleEntitySpec *spec)
{
    EntityList *known = current_entities (priv);
    EntityList list;

    entity_list_init (&list);
    for (guint i = 0; i < known->items->len; i++) {
        WattleEntity *entity = g_ptr_array_index (known->items, i);

        if (!g_str_equal (wattle_entity_get_key (entity), spec->key) && entity != known->reading)
            entity_list_add (&list, known, wattle_entity_get_spec (entity));
    }
    entity_list_add (&list, known, spec);
    replace_entities (priv, &list);
}

/**
 * wattle_device_add_entity:
 * @self: a device
 * @key: identifier
 * @quantity: what it measures
 * @name: (nullable): untranslated name; %NULL takes the quantity's
 * @flags: properties
 *
 * Adds one entity; one of that key is replaced. For languages that have no C tables.
 */
void
wattle_device_add_entity (WattleDevice *self,
                          const char *key,
                          WattleQuantity quantity,
                          const char *name,
                          WattleEntityFlags flags)
{
    WattleEntitySpec spec = { .key = key, .quantity = quantity, .name = name, .flags = flags };

    put_entity (wattle_device_get_instance_private (self), &spec);
}

/**
 * wattle_device_add_counter:
 * @self: a device
 * @key: identifier
 * @quantity: what it counts
 * @name: (nullable): untranslated name; %NULL takes the quantity's
 * @kind: how it moves
 *
 * As wattle_device_add_entity(), for a counter that does not move as its quantity usually does.
 */
void
wattle_device_add_counter (WattleDevice *self,
                           const char *key,
                           WattleQuantity quantity,
                           const char *name,
                           WattleCounterKind kind)
{
    WattleEntitySpec spec = { .key = key, .quantity = quantity, .name = name, .counter = kind };

    put_entity (wattle_device_get_instance_private (self), &spec);
}

/**
 * wattle_device_add_action: (skip)
 * @self: a device
 * @spec: what it can do; copied
 *
 * For configure: adds an action; one that is there already is kept.
 */
void
wattle_device_add_action (WattleDevice *self, const WattleActionSpec *spec)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleActionSpec *action;

    g_return_if_fail (wattle_ident_is_valid (spec->name));

    for (guint i = 0; i < priv->actions->len; i++)
        if (g_str_equal (wattle_device_get_action (self, i)->name, spec->name))
            return;
    if (priv->actions->len >= MAX_ACTIONS)
        return;

    action = g_new0 (WattleActionSpec, 1);
    action->name = g_strdup (spec->name);
    action->label = g_strdup (spec->label);
    action->hass_class = g_strdup (spec->hass_class);
    action->deliberate = spec->deliberate;
    g_ptr_array_add (priv->actions, action);
}

/**
 * wattle_device_add_plain_action:
 * @self: a device
 * @name: identifier, such as `identify`
 * @label: untranslated name for people
 * @hass_class: (nullable): button class in Home Assistant: `identify` or `restart`
 *
 * As wattle_device_add_action(), for languages that have no C tables.
 */
void
wattle_device_add_plain_action (WattleDevice *self,
                                const char *name,
                                const char *label,
                                const char *hass_class)
{
    WattleActionSpec spec = { name, label, hass_class };

    wattle_device_add_action (self, &spec);
}

static void
stage (WattleDevicePrivate *priv, WattleEntity *entity, WattleValue value)
{
    EntityList *list = current_entities (priv);

    if (!priv->answering) {
        wattle_value_clear (&value);
        return;
    }

    if (entity == list->metered) {
        WattleValue copy = value; /* a number or missing: it owns no text */

        wattle_device_batch_stage (&priv->batch, list->reading, &copy);
    }
    wattle_device_batch_stage (&priv->batch, entity, &value);
}

static WattleEntity *
lookup (WattleDevicePrivate *priv, const char *key, WattleValueType type)
{
    WattleEntity *entity = g_hash_table_lookup (current_entities (priv)->by_key, key);

    if (entity == NULL) {
        g_debug ("reading of “%s” left out: there is no such entity", key);
        return NULL;
    }
    if (type != WATTLE_VALUE_NONE && wattle_entity_get_info (entity)->type != type) {
        g_debug ("reading of “%s” left out: a value of this type does not fit", key);
        return NULL;
    }

    return entity;
}

/* A total never falls: what a device shows instead of a value it lacks, such as -1 or the largest
 * of numbers, would stay for ever. */
static gboolean
is_possible (WattleEntity *entity, double value)
{
    if (!isfinite (value))
        return FALSE;
    return wattle_entity_get_counter (entity) != WATTLE_COUNTER_LIFETIME ||
           (value >= 0 && value <= MAX_TOTAL);
}

static void
stage_number (WattleDevicePrivate *priv, WattleEntity *entity, double value)
{
    if (is_possible (entity, value))
        stage (priv, entity, (WattleValue){ .type = WATTLE_VALUE_NUMBER, .number = value });
    else
        stage (priv, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
}

/**
 * wattle_device_report:
 * @self: a device
 * @key: an entity that holds a number
 * @value: its value in the unit of the quantity; one that is not finite counts as missing, and so
 *   does the value of a counter that is meant to last if it is below 0 or above 1e15
 *
 * For decode: a reading of this answer.
 */
void
wattle_device_report (WattleDevice *self, const char *key, double value)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = lookup (priv, key, WATTLE_VALUE_NUMBER);

    if (entity != NULL)
        stage_number (priv, entity, value);
}

/**
 * wattle_device_report_index:
 * @self: a device
 * @index: place of an entity in the list that was set, counted from 0
 * @value: its value in the unit of the quantity; 0 is off, all else on, for one that is on or off
 *
 * As wattle_device_report(), for tables: no key is looked up.
 */
void
wattle_device_report_index (WattleDevice *self, guint index, double value)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    EntityList *list = current_entities (priv);
    WattleEntity *entity;

    g_return_if_fail (index < list->items->len);

    entity = g_ptr_array_index (list->items, index);
    if (wattle_entity_get_info (entity)->type == WATTLE_VALUE_BOOLEAN)
        stage (priv, entity, (WattleValue){ .type = WATTLE_VALUE_BOOLEAN, .boolean = value != 0 });
    else
        stage_number (priv, entity, value);
}

/**
 * wattle_device_report_missing_index:
 * @self: a device
 * @index: place of an entity in the list that was set, counted from 0
 *
 * As wattle_device_report_missing(), for tables: no key is looked up.
 */
void
wattle_device_report_missing_index (WattleDevice *self, guint index)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    EntityList *list = current_entities (priv);

    g_return_if_fail (index < list->items->len);

    stage (priv, g_ptr_array_index (list->items, index),
           (WattleValue){ .type = WATTLE_VALUE_NONE });
}

/**
 * wattle_device_report_boolean:
 * @self: a device
 * @key: an entity that is on or off
 * @value: its value
 *
 * For decode: a reading of this answer.
 */
void
wattle_device_report_boolean (WattleDevice *self, const char *key, gboolean value)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = lookup (priv, key, WATTLE_VALUE_BOOLEAN);

    if (entity != NULL)
        stage (priv, entity,
               (WattleValue){ .type = WATTLE_VALUE_BOOLEAN, .boolean = value != FALSE });
}

/**
 * wattle_device_report_text:
 * @self: a device
 * @key: an entity that holds text
 * @value: (nullable): its value; cut at 255 characters; %NULL counts as missing
 *
 * For decode: a reading of this answer.
 */
void
wattle_device_report_text (WattleDevice *self, const char *key, const char *value)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = lookup (priv, key, WATTLE_VALUE_TEXT);

    if (entity != NULL && value != NULL)
        stage (priv, entity,
               (WattleValue){ .type = WATTLE_VALUE_TEXT,
                              .text = wattle_line_from_text (value, MAX_TEXT) });
    else if (entity != NULL)
        stage (priv, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
}

/**
 * wattle_device_report_missing:
 * @self: a device
 * @key: an entity
 *
 * For decode: the device says that it lacks this value.
 */
void
wattle_device_report_missing (WattleDevice *self, const char *key)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = lookup (priv, key, WATTLE_VALUE_NONE);

    if (entity != NULL)
        stage (priv, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
}

static void
add_child_note (WattleDevice *self, WattleChildNote note)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    if (priv->child_notes->len >= MAX_CHILD_NOTES) {
        child_note_free (g_memdup2 (&note, sizeof note));
        return;
    }
    g_ptr_array_add (priv->child_notes, g_memdup2 (&note, sizeof note));
    if (priv->answering)
        priv->staged_notes++;
}

/**
 * wattle_device_set_child:
 * @self: a gateway
 * @id: device identifier of the part behind it; it stays the same wherever the part is plugged in
 * @model: the driver's model to make it of
 * @address: where it is found now; its option `Address`
 * @label: (nullable): what it is called
 *
 * Names a sub-device: a device of its own that is asked over the gateway's links. One that is there
 * already is moved to @address. An @id that is no device identifier is ignored.
 */
void
wattle_device_set_child (WattleDevice *self,
                         const char *id,
                         const char *model,
                         const char *address,
                         const char *label)
{
    if (wattle_ident_is_valid_device (id))
        add_child_note (self,
                        (WattleChildNote){ WATTLE_CHILD_PRESENT, g_strdup (id), g_strdup (model),
                                           wattle_line_from_text (address, MAX_TEXT),
                                           wattle_line_from_text (label, MAX_TEXT) });
}

/**
 * wattle_device_lose_child:
 * @self: a gateway
 * @id: a sub-device
 *
 * Names a sub-device that still belongs to the gateway but does not answer it: offline, not gone.
 */
void
wattle_device_lose_child (WattleDevice *self, const char *id)
{
    add_child_note (self, (WattleChildNote){ WATTLE_CHILD_LOST, g_strdup (id), NULL, NULL, NULL });
}

/**
 * wattle_device_end_children:
 * @self: a gateway
 *
 * Ends a complete listing: sub-devices not named since the last one are gone. They are unavailable,
 * and removed after 24 hours.
 */
void
wattle_device_end_children (WattleDevice *self)
{
    add_child_note (self, (WattleChildNote){ WATTLE_CHILD_END, NULL, NULL, NULL, NULL });
}

/**
 * wattle_device_get_maker:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): who makes it
 */
const char *
wattle_device_get_maker (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.maker;
}

/**
 * wattle_device_get_model:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its type
 */
const char *
wattle_device_get_model (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.model;
}

/**
 * wattle_device_get_serial:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its serial number
 */
const char *
wattle_device_get_serial (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.serial;
}

/**
 * wattle_device_get_version:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its firmware
 */
const char *
wattle_device_get_version (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.version;
}

/**
 * wattle_device_get_label:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): what it calls itself
 */
const char *
wattle_device_get_label (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.label;
}

/**
 * wattle_device_get_mac:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its network address
 */
const char *
wattle_device_get_mac (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.mac;
}

/**
 * wattle_device_get_url:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its web page
 */
const char *
wattle_device_get_url (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->identity.url;
}

/**
 * wattle_device_get_n_entities:
 * @self: a device
 *
 * Returns: how many entities it has
 */
guint
wattle_device_get_n_entities (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->entities.items->len;
}

/**
 * wattle_device_get_entity:
 * @self: a device
 * @index: less than wattle_device_get_n_entities()
 *
 * Returns: (transfer none): that entity
 */
WattleEntity *
wattle_device_get_entity (WattleDevice *self, guint index)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return g_ptr_array_index (priv->entities.items, index);
}

/**
 * wattle_device_find_entity:
 * @self: a device
 * @key: identifier
 *
 * Returns: (transfer none) (nullable): the entity of that key
 */
WattleEntity *
wattle_device_find_entity (WattleDevice *self, const char *key)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return g_hash_table_lookup (priv->entities.by_key, key);
}

/**
 * wattle_device_get_n_actions:
 * @self: a device
 *
 * Returns: how many actions it has
 */
guint
wattle_device_get_n_actions (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return priv->actions->len;
}

/**
 * wattle_device_get_action: (skip)
 * @self: a device
 * @index: less than wattle_device_get_n_actions()
 *
 * Returns: (transfer none): that action
 */
const WattleActionSpec *
wattle_device_get_action (WattleDevice *self, guint index)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    return g_ptr_array_index (priv->actions, index);
}

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
wattle_device_set_attribute_members (WattleDevice *self, const char *key, const char *members)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleEntity *entity = lookup (priv, key, WATTLE_VALUE_NONE);

    if (entity != NULL)
        wattle_entity_set_attributes (entity, members);
}

/**
 * wattle_device_set_attributes:
 * @self: a device
 * @key: key of one of its entities
 * @attributes: (nullable): what is told of the entity beside its value, such as where its sensor
 *   is; %NULL for nothing
 *
 * During configure or an answer, after the entity was set. Home Assistant shows them as attributes.
 */
void
wattle_device_set_attributes (WattleDevice *self, const char *key, JsonObject *attributes)
{
    g_autoptr (JsonNode) node = NULL;
    g_autofree char *text = NULL;

    if (attributes == NULL || json_object_get_size (attributes) == 0) {
        wattle_device_set_attribute_members (self, key, NULL);
        return;
    }

    node = json_node_init_object (json_node_alloc (), attributes);
    text = json_to_string (node, FALSE);
    text[strlen (text) - 1] = '\0'; /* without its braces */
    wattle_device_set_attribute_members (self, key, text + 1);
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
    priv->staged_notes = 0;
    identity_clear (&priv->staged_identity);
    priv->is_identity_staged = FALSE;
}

static gboolean
commit_entities (WattleDevicePrivate *priv)
{
    gboolean changed;

    if (priv->staged_entities.items == NULL)
        return FALSE;

    changed = !entity_list_equal (&priv->staged_entities, &priv->entities);
    entity_list_clear (&priv->entities);
    priv->entities = priv->staged_entities;
    priv->staged_entities = (EntityList){ 0 };
    return changed;
}

/* Subscribers look what a batch holds up in the device. */
static void
forget_removed_entities (WattleDevicePrivate *priv)
{
    for (guint i = priv->batch.touched->len; i > 0; i--) {
        WattleEntity *entity = g_ptr_array_index (priv->batch.touched, i - 1);

        if (g_hash_table_lookup (priv->entities.by_key, wattle_entity_get_key (entity)) != entity)
            g_ptr_array_remove_index (priv->batch.touched, i - 1);
    }
}

WattleDeviceChanges
wattle_device_commit_answer (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    WattleDeviceChanges changes = 0;

    priv->answering = FALSE;
    if (commit_entities (priv))
        changes |= WATTLE_DEVICE_CHANGED_ENTITIES;
    if (priv->is_identity_staged && !identity_equal (&priv->identity, &priv->staged_identity)) {
        identity_clear (&priv->identity);
        priv->identity = priv->staged_identity;
        memset (&priv->staged_identity, 0, sizeof priv->staged_identity);
        changes |= WATTLE_DEVICE_CHANGED_ENTITIES;
    }
    wattle_device_time_commit (&priv->time, &priv->answer_time);
    wattle_device_batch_commit (&priv->batch, &priv->answer_time, priv->guard, priv->guard_data);
    if (changes & WATTLE_DEVICE_CHANGED_ENTITIES)
        forget_removed_entities (priv);
    if (priv->staged_notes > 0)
        changes |= WATTLE_DEVICE_CHANGED_CHILDREN;

    return changes;
}

void
wattle_device_drop_answer (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    priv->answering = FALSE;
    entity_list_clear (&priv->staged_entities);
    wattle_device_batch_drop (&priv->batch);
    g_ptr_array_set_size (priv->child_notes, (int)(priv->child_notes->len - priv->staged_notes));
}

gboolean
wattle_device_stands_still (WattleDevice *self, gint64 now, gint64 span, gint64 *since)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);

    *since = priv->time.moved_wall;
    return priv->time.still && now - priv->time.moved >= span;
}

gboolean
wattle_device_get_told_time (WattleDevice *self, WattleDeviceTold *told)
{
    const WattleDeviceTime *time =
        &((WattleDevicePrivate *)wattle_device_get_instance_private (self))->time;

    *told = (WattleDeviceTold){ time->value, time->moved_wall, time->local };
    return time->known;
}

GPtrArray *
wattle_device_take_child_notes (WattleDevice *self)
{
    WattleDevicePrivate *priv = wattle_device_get_instance_private (self);
    GPtrArray *notes = priv->child_notes;

    priv->child_notes = g_ptr_array_new_with_free_func (child_note_free);
    return notes;
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

    for (guint i = 0; i < priv->entities.items->len; i++) {
        WattleEntity *entity = g_ptr_array_index (priv->entities.items, i);

        if (wattle_entity_expire (entity, now, away))
            wattle_device_batch_touch (&priv->batch, entity);
    }
}

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
