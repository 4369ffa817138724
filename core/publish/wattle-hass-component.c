/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-component.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The host's own entities use this in place of a device id. */
#define HOST_ID "bridge"

#define DIAGNOSTIC "diagnostic"

static const char *
get_output_platform (WattleEntity *entity)
{
    switch (wattle_entity_get_info (entity)->type) {
    case WATTLE_VALUE_BOOLEAN:
        return "switch";
    case WATTLE_VALUE_NUMBER:
        return "number";
    case WATTLE_VALUE_TEXT:
    case WATTLE_VALUE_NONE:
        break;
    }
    return "select";
}

const char *
wattle_hass_component_get_platform (WattleEntity *entity)
{
    if (wattle_hass_output_is_one (entity))
        return get_output_platform (entity);
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
    const char *unit = wattle_entity_get_hass_unit (entity);
    const char *state_class = find_state_class (entity);

    if (*unit != '\0')
        json_object_set_string_member (component, "unit_of_measurement", unit);
    if (state_class != NULL)
        json_object_set_string_member (component, "state_class", state_class);
    json_object_set_int_member (component, "suggested_display_precision", info->hass_decimals);
}

/* Outputs */

static void
set_command (JsonObject *component, const WattleHassHost *host, const char *id, const char *key)
{
    g_autofree char *topic = g_strdup_printf ("%s/%s/%s/set", host->instance, id, key);

    json_object_set_string_member (component, "command_topic", topic);
}

/* Without limits Home Assistant would take 1 to 100. */
static void
set_limits (JsonObject *component, WattleEntity *entity)
{
    const WattleEntitySpec *spec = wattle_entity_get_spec (entity);
    double scale = wattle_entity_get_info (entity)->hass_scale;
    gboolean limited = spec->max > spec->min;

    json_object_set_double_member (component, "min", limited ? spec->min * scale : -1e9);
    json_object_set_double_member (component, "max", limited ? spec->max * scale : 1e9);
    json_object_set_double_member (component, "step",
                                   MAX (spec->step > 0 ? spec->step * scale : 0.001, 0.001));
}

/* A switch has no class, and a choice needs none. */
static void
set_output (JsonObject *component, WattleEntity *entity)
{
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);
    const char *options = wattle_entity_get_spec (entity)->options;
    const char *unit = wattle_entity_get_hass_unit (entity);

    if (info->type == WATTLE_VALUE_BOOLEAN)
        return;
    if (info->type != WATTLE_VALUE_NUMBER) {
        set_options (component, options != NULL ? options : "");
        return;
    }

    if (info->hass_class != NULL)
        json_object_set_string_member (component, "device_class", info->hass_class);
    if (*unit != '\0')
        json_object_set_string_member (component, "unit_of_measurement", unit);
    set_limits (component, entity);
}

JsonObject *
wattle_hass_component_new_part (const WattleHassHost *host,
                                const WattleHassDescription *device,
                                WattleEntity *output,
                                WattleHassOutputPart part)
{
    g_autofree char *key = wattle_hass_output_dup_key (device->device, output, part);
    g_autofree char *name = wattle_hass_output_dup_name (output, part);
    JsonObject *component =
        new_component (host, wattle_hass_output_get_platform (part), device->id, key);

    set_name (component, name, device->name);
    if (part == WATTLE_HASS_OUTPUT_RELEASE) {
        set_command (component, host, device->id, key);
        json_object_set_string_member (component, "payload_press", "PRESS");
        json_object_set_string_member (component, "entity_category", "config");
        return component;
    }

    if (part == WATTLE_HASS_OUTPUT_OVERRIDE_UNTIL)
        json_object_set_string_member (component, "device_class", "timestamp");
    set_template (component, key);
    json_object_set_string_member (component, "entity_category", DIAGNOSTIC);
    return component;
}

static void
set_kind (JsonObject *component, const WattleHassHost *host, const char *id, WattleEntity *entity)
{
    if (wattle_hass_output_is_one (entity)) {
        set_command (component, host, id, wattle_entity_get_key (entity));
        set_output (component, entity);
        return;
    }

    set_class (component, entity);
    if (wattle_entity_get_info (entity)->type == WATTLE_VALUE_NUMBER)
        set_number (component, entity);
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
    set_kind (component, host, device->id, entity);
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

    set_name (component, _ (action->label), device->name);
    set_command (component, host, device->id, action->name);
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
