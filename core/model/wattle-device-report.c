/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an answer says about entities: checked, and staged until the answer is believed. */
#include <math.h>
#include <string.h>

#include "base/wattle-line.h"
#include "wattle-device-batch.h"
#include "wattle-device-entities.h"

#define MAX_TOTAL 1e15

static WattleEntityList *
get_current (WattleDevice *self)
{
    return wattle_device_entities_get_current (wattle_device_peek_entities (self));
}

static void
stage (WattleDevice *self, WattleEntity *entity, WattleValue value)
{
    WattleEntityList *list = get_current (self);
    WattleDeviceBatch *batch = wattle_device_peek_readings (self);

    if (!wattle_device_is_answering (self)) {
        wattle_value_clear (&value);
        return;
    }

    if (entity == list->metered) {
        WattleValue copy = value; /* a number or missing: it owns no text */

        wattle_device_batch_stage (batch, list->reading, &copy);
    }
    wattle_device_batch_stage (batch, entity, &value);
}

static WattleEntity *
lookup (WattleDevice *self, const char *key, WattleValueType type)
{
    WattleEntity *entity = wattle_entity_list_find (get_current (self), key);

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
stage_number (WattleDevice *self, WattleEntity *entity, double value)
{
    if (is_possible (entity, value))
        stage (self, entity, (WattleValue){ .type = WATTLE_VALUE_NUMBER, .number = value });
    else
        stage (self, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
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
    WattleEntity *entity = lookup (self, key, WATTLE_VALUE_NUMBER);

    if (entity != NULL)
        stage_number (self, entity, value);
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
    WattleEntityList *list = get_current (self);
    WattleEntity *entity;

    g_return_if_fail (index < list->items->len);

    entity = g_ptr_array_index (list->items, index);
    if (wattle_entity_get_info (entity)->type == WATTLE_VALUE_BOOLEAN)
        stage (self, entity, (WattleValue){ .type = WATTLE_VALUE_BOOLEAN, .boolean = value != 0 });
    else
        stage_number (self, entity, value);
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
    WattleEntityList *list = get_current (self);

    g_return_if_fail (index < list->items->len);

    stage (self, g_ptr_array_index (list->items, index),
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
    WattleEntity *entity = lookup (self, key, WATTLE_VALUE_BOOLEAN);

    if (entity != NULL)
        stage (self, entity,
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
    WattleEntity *entity = lookup (self, key, WATTLE_VALUE_TEXT);

    if (entity != NULL && value != NULL)
        stage (self, entity,
               (WattleValue){ .type = WATTLE_VALUE_TEXT,
                              .text = wattle_line_from_text (value, WATTLE_DEVICE_MAX_TEXT) });
    else if (entity != NULL)
        stage (self, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
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
    WattleEntity *entity = lookup (self, key, WATTLE_VALUE_NONE);

    if (entity != NULL)
        stage (self, entity, (WattleValue){ .type = WATTLE_VALUE_NONE });
}

void
wattle_device_set_attribute_members (WattleDevice *self, const char *key, const char *members)
{
    WattleEntity *entity = lookup (self, key, WATTLE_VALUE_NONE);

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
