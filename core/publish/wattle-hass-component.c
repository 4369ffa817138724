/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-component.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The host's own entities use this in place of a device id. */
#define HOST_ID "bridge"

#define DIAGNOSTIC "diagnostic"

const char *
wattle_hass_component_get_platform (WattleEntity *entity)
{
    return wattle_entity_get_info (entity)->type == WATTLE_VALUE_BOOLEAN ? "binary_sensor"
                                                                         : "sensor";
}

/* An action may bear the name of an entity, a component key may not. */
char *
wattle_hass_component_dup_action_key (WattleDevice *device, const WattleActionSpec *action)
{
    if (wattle_device_find_entity (device, action->name) == NULL)
        return g_strdup (action->name);
    return g_strdup_printf ("%s_button", action->name);
}

static JsonObject *
new_component (const WattleHassHost *host, const char *platform, const char *id, const char *key)
{
    JsonObject *component = json_object_new ();
    g_autofree char *unique_id = g_strdup_printf ("%s_%s_%s", host->instance, id, key);
    g_autofree char *entity_id = g_strdup_printf ("%s.%s_%s", platform, id, key);

    json_object_set_string_member (component, "platform", platform);
    json_object_set_string_member (component, "unique_id", unique_id);
    json_object_set_string_member (component, "default_entity_id", entity_id);
    return component;
}

/* Home Assistant puts the device's name in front by itself. */
static const char *
without_device_name (const char *name, const char *device)
{
    gsize length = strlen (device);

    if (length == 0 || g_ascii_strncasecmp (name, device, length) != 0)
        return name;
    if (name[length] == '\0')
        return NULL;
    return name[length] == ' ' && name[length + 1] != '\0' ? name + length + 1 : name;
}

static void
set_name (JsonObject *component, const char *name, const char *device)
{
    const char *rest = without_device_name (name, device);
    g_autofree char *first = NULL;
    g_autofree char *shown = NULL;

    if (rest == NULL) {
        json_object_set_null_member (component, "name");
        return;
    }

    first = g_utf8_strup (rest, g_utf8_next_char (rest) - rest);
    shown = g_strconcat (first, *rest != '\0' ? g_utf8_next_char (rest) : "", NULL);
    json_object_set_string_member (component, "name", rest == name ? name : shown);
}

static void
set_template (JsonObject *component, const char *key)
{
    g_autofree char *text = g_strdup_printf ("{{ value_json.%s }}", key);

    json_object_set_string_member (component, "value_template", text);
}

/* How far the value can be trusted, and of when it is. This topic is not shared by the components
 * of a device. */
static void
set_attributes (JsonObject *component, const WattleHassHost *host, const char *id, const char *key)
{
    g_autofree char *topic = wattle_hass_payload_attributes_topic (host, id);
    g_autofree char *text = g_strdup_printf ("{{ value_json['%s'] | tojson }}", key);

    json_object_set_string_member (component, "json_attributes_topic", topic);
    json_object_set_string_member (component, "json_attributes_template", text);
}

static void
set_options (JsonObject *component, const char *options)
{
    g_auto (GStrv) words = g_strsplit (options, "|", -1);
    JsonArray *list = json_array_new ();

    for (char **word = words; *word != NULL; word++)
        json_array_add_string_element (list, *word);
    json_object_set_array_member (component, "options", list);
}

/* An enumeration without its words is plain text to Home Assistant. */
static void
set_class (JsonObject *component, WattleEntity *entity)
{
    const char *name = wattle_entity_get_info (entity)->hass_class;
    const char *options = wattle_entity_get_spec (entity)->options;
    gboolean has_options = options != NULL && *options != '\0';

    if (name == NULL)
        return;
    if (!g_str_equal (name, "enum")) {
        json_object_set_string_member (component, "device_class", name);
    } else if (has_options) {
        json_object_set_string_member (component, "device_class", name);
        set_options (component, options);
    }
}

/* A tariff is a number, but its average says nothing. */
static const char *
find_state_class (WattleEntity *entity)
{
    WattleQuantity quantity = wattle_entity_get_quantity (entity);

    if (quantity == WATTLE_QUANTITY_TARIFF)
        return NULL;
    if (wattle_entity_get_counter (entity) == WATTLE_COUNTER_READING)
        return "total";
    if (wattle_entity_get_counter (entity) != WATTLE_COUNTER_NONE)
        return "total_increasing";
    return quantity == WATTLE_QUANTITY_PHASE_ANGLE ? "measurement_angle" : "measurement";
}

static void
set_number (JsonObject *component, WattleEntity *entity)
{
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);
    const char *state_class = find_state_class (entity);

    if (*info->hass_unit != '\0')
        json_object_set_string_member (component, "unit_of_measurement", info->hass_unit);
    if (state_class != NULL)
        json_object_set_string_member (component, "state_class", state_class);
    json_object_set_int_member (component, "suggested_display_precision", info->hass_decimals);
}

JsonObject *
wattle_hass_component_new_entity (const WattleHassHost *host,
                                  const WattleHassDescription *device,
                                  WattleEntity *entity)
{
    const char *key = wattle_entity_get_key (entity);
    WattleEntityFlags flags = wattle_entity_get_flags (entity);
    JsonObject *component =
        new_component (host, wattle_hass_component_get_platform (entity), device->id, key);

    set_name (component, wattle_entity_get_name (entity), device->name);
    set_class (component, entity);
    if (wattle_entity_get_info (entity)->type == WATTLE_VALUE_NUMBER)
        set_number (component, entity);
    set_template (component, key);
    set_attributes (component, host, device->id, key);
    if (flags & WATTLE_ENTITY_DIAGNOSTIC)
        json_object_set_string_member (component, "entity_category", DIAGNOSTIC);
    if (flags & WATTLE_ENTITY_DISABLED)
        json_object_set_boolean_member (component, "enabled_by_default", FALSE);

    return component;
}

JsonObject *
wattle_hass_component_new_action (const WattleHassHost *host,
                                  const WattleHassDescription *device,
                                  const WattleActionSpec *action)
{
    JsonObject *component = new_component (host, "button", device->id, action->name);
    g_autofree char *topic =
        g_strdup_printf ("%s/%s/%s/set", host->instance, device->id, action->name);

    set_name (component, _ (action->label), device->name);
    json_object_set_string_member (component, "command_topic", topic);
    json_object_set_string_member (component, "payload_press", "PRESS");
    if (action->hass_class != NULL)
        json_object_set_string_member (component, "device_class", action->hass_class);
    if (g_strcmp0 (action->hass_class, "identify") == 0)
        json_object_set_string_member (component, "entity_category", DIAGNOSTIC);

    return component;
}

JsonObject *
wattle_hass_component_new_host (const WattleHassHost *host,
                                const char *key,
                                const char *name,
                                gboolean is_number)
{
    JsonObject *component = new_component (host, "sensor", HOST_ID, key);
    g_autofree char *entity_id = g_strdup_printf ("sensor.%s_%s", host->instance, key);

    json_object_set_string_member (component, "default_entity_id", entity_id);
    json_object_set_string_member (component, "name", name);
    if (is_number)
        json_object_set_string_member (component, "state_class", "measurement");
    set_template (component, key);
    json_object_set_string_member (component, "entity_category", DIAGNOSTIC);
    return component;
}
