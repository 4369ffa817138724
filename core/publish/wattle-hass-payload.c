/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-payload.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/wattle-json.h"
#include "wattle-hass-component.h"
#include "wattle-hass-components.h"

#define HOST_PROBLEMS  "problems"
#define HOST_CONNECTED "connected_devices"
#define HOST_VERSION   "version"

char *
wattle_hass_payload_discovery_topic (const WattleHassHost *host, const char *id)
{
    if (id == NULL)
        return g_strdup_printf ("%s/device/%s/config", host->prefix, host->instance);
    return g_strdup_printf ("%s/device/%s_%s/config", host->prefix, host->instance, id);
}

char *
wattle_hass_payload_state_topic (const WattleHassHost *host, const char *id)
{
    if (id == NULL)
        return g_strdup_printf ("%s/bridge/host", host->instance);
    return g_strdup_printf ("%s/%s/state", host->instance, id);
}

char *
wattle_hass_payload_attributes_topic (const WattleHassHost *host, const char *id)
{
    return g_strdup_printf ("%s/%s/attributes", host->instance, id);
}

char *
wattle_hass_payload_availability_topic (const WattleHassHost *host, const char *id)
{
    return g_strdup_printf ("%s/%s/availability", host->instance, id);
}

char *
wattle_hass_payload_bridge_topic (const WattleHassHost *host)
{
    return g_strdup_printf ("%s/bridge/state", host->instance);
}

char *
wattle_hass_payload_sentinel_topic (const WattleHassHost *host)
{
    return g_strdup_printf ("%s/bridge/sentinel", host->instance);
}

char *
wattle_hass_payload_discovery_filter (const WattleHassHost *host)
{
    return g_strdup_printf ("%s/device/+/config", host->prefix);
}

char *
wattle_hass_payload_command_filter (const WattleHassHost *host)
{
    return g_strdup_printf ("%s/+/+/set", host->instance);
}

/* Takes `<instance>/<id>/<name>/set` apart. */
gboolean
wattle_hass_payload_parse_command (const WattleHassHost *host,
                                   const char *topic,
                                   char **id,
                                   char **name)
{
    g_auto (GStrv) levels = g_strsplit (topic, "/", -1);

    if (g_strv_length (levels) != 4 || !g_str_equal (levels[0], host->instance) ||
        levels[1][0] == '\0' || levels[2][0] == '\0' || !g_str_equal (levels[3], "set"))
        return FALSE;

    *id = g_strdup (levels[1]);
    *name = g_strdup (levels[2]);
    return TRUE;
}

/* Of an output. */
static void
list_parts (GHashTable *components, WattleDevice *device, WattleEntity *entity)
{
    if (!wattle_hass_output_is_one (entity))
        return;

    for (int part = 0; part < WATTLE_HASS_OUTPUT_N_PARTS; part++) {
        g_autofree char *key =
            wattle_hass_output_dup_key (device, entity, (WattleHassOutputPart)part);

        wattle_hass_components_put (components, key,
                                    wattle_hass_output_get_platform ((WattleHassOutputPart)part));
    }
}

GHashTable *
wattle_hass_payload_list_components (WattleDevice *device)
{
    GHashTable *components = wattle_hass_components_new ();

    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        wattle_hass_components_put (components, wattle_entity_get_key (entity),
                                    wattle_hass_component_get_platform (entity));
        list_parts (components, device, entity);
    }
    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *action = wattle_device_get_action (device, i);
        g_autofree char *key = wattle_hass_component_dup_action_key (device, action);

        if (!action->deliberate)
            wattle_hass_components_put (components, key, "button");
    }

    return components;
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
    if (text != NULL && *text != '\0')
        json_object_set_string_member (object, member, text);
}

static void
add_identifier (JsonObject *object, const char *identifier)
{
    JsonArray *identifiers = json_array_new ();

    json_array_add_string_element (identifiers, identifier);
    json_object_set_array_member (object, "identifiers", identifiers);
}

static void
add_connection (JsonObject *object, const char *mac)
{
    JsonArray *connections;
    JsonArray *connection;

    if (mac == NULL || *mac == '\0')
        return;

    connections = json_array_new ();
    connection = json_array_new ();
    json_array_add_string_element (connection, "mac");
    json_array_add_string_element (connection, mac);
    json_array_add_array_element (connections, connection);
    json_object_set_array_member (object, "connections", connections);
}

/* The last gateway is the nearest one. */
static char *
find_via (const WattleHassHost *host, const char *const *gateways)
{
    guint n = gateways != NULL ? g_strv_length ((char **)gateways) : 0;

    if (n == 0)
        return g_strdup (host->instance);
    return g_strdup_printf ("%s_%s", host->instance, gateways[n - 1]);
}

static JsonObject *
build_device (const WattleHassHost *host, const WattleHassDescription *description)
{
    JsonObject *object = json_object_new ();
    WattleDevice *device = description->device;
    const char *url = wattle_device_get_url (device);
    g_autofree char *identifier = g_strdup_printf ("%s_%s", host->instance, description->id);
    g_autofree char *via = find_via (host, description->gateways);

    add_identifier (object, identifier);
    add_connection (object, wattle_device_get_mac (device));
    json_object_set_string_member (object, "name", description->name);
    set_text (object, "manufacturer", wattle_device_get_maker (device));
    set_text (object, "model", wattle_device_get_model (device));
    set_text (object, "serial_number", wattle_device_get_serial (device));
    set_text (object, "sw_version", wattle_device_get_version (device));
    /* Any other scheme would make Home Assistant refuse the device. */
    if (url != NULL && (g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://")))
        set_text (object, "configuration_url", url);
    json_object_set_string_member (object, "via_device", via);

    return object;
}

static JsonObject *
build_origin (const WattleHassHost *host)
{
    JsonObject *origin = json_object_new ();

    json_object_set_string_member (origin, "name", "Wattle");
    set_text (origin, "sw_version", host->version);
    return origin;
}

static void
add_availability (JsonArray *list, char *topic)
{
    JsonObject *item = json_object_new ();

    json_object_set_string_member (item, "topic", topic);
    json_array_add_object_element (list, item);
    g_free (topic);
}

/* The host, then every gateway, then the device itself: all of them must be there. */
static JsonArray *
build_availability (const WattleHassHost *host, const WattleHassDescription *description)
{
    JsonArray *list = json_array_new ();
    const char *const *gateways = description != NULL ? description->gateways : NULL;

    add_availability (list, wattle_hass_payload_bridge_topic (host));
    for (; gateways != NULL && *gateways != NULL; gateways++)
        add_availability (list, wattle_hass_payload_availability_topic (host, *gateways));
    if (description != NULL)
        add_availability (list, wattle_hass_payload_availability_topic (host, description->id));

    return list;
}

/* Takes over @device and @components. */
static char *
build_message (const WattleHassHost *host,
               const WattleHassDescription *description,
               JsonObject *device,
               JsonObject *components)
{
    g_autoptr (JsonObject) root = json_object_new ();
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    g_autofree char *state_topic =
        wattle_hass_payload_state_topic (host, description != NULL ? description->id : NULL);

    json_object_set_object_member (root, "device", device);
    json_object_set_object_member (root, "origin", build_origin (host));
    json_object_set_array_member (root, "availability", build_availability (host, description));
    json_object_set_string_member (root, "availability_mode", "all");
    json_object_set_string_member (root, "state_topic", state_topic);
    json_object_set_object_member (root, "components", components);

    json_node_set_object (node, root);
    return json_to_string (node, FALSE);
}

/* Home Assistant works through the components in order, so what goes makes room first. */
static void
add_removed (JsonObject *components, GHashTable *removed)
{
    g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (removed), (GCompareFunc)strcmp);

    for (GList *item = keys; item != NULL; item = item->next) {
        JsonObject *component = json_object_new ();

        json_object_set_string_member (component, "platform",
                                       g_hash_table_lookup (removed, item->data));
        json_object_set_object_member (components, item->data, component);
    }
}

static void
add_component (JsonObject *components, const char *key, JsonObject *component)
{
    /* The key is still taken by what has to be removed first. */
    if (json_object_has_member (components, key))
        json_object_unref (component);
    else
        json_object_set_object_member (components, key, component);
}

static void
add_parts (JsonObject *components,
           const WattleHassHost *host,
           const WattleHassDescription *description,
           WattleEntity *entity)
{
    if (!wattle_hass_output_is_one (entity))
        return;

    for (int i = 0; i < WATTLE_HASS_OUTPUT_N_PARTS; i++) {
        WattleHassOutputPart part = (WattleHassOutputPart)i;
        g_autofree char *key = wattle_hass_output_dup_key (description->device, entity, part);

        add_component (components, key,
                       wattle_hass_component_new_part (host, description, entity, part));
    }
}

char *
wattle_hass_payload_describe_device (const WattleHassHost *host,
                                     const WattleHassDescription *description,
                                     GHashTable *removed)
{
    WattleDevice *device = description->device;
    JsonObject *components = json_object_new ();

    if (removed != NULL)
        add_removed (components, removed);
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        add_component (components, wattle_entity_get_key (entity),
                       wattle_hass_component_new_entity (host, description, entity));
        add_parts (components, host, description, entity);
    }
    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *action = wattle_device_get_action (device, i);
        g_autofree char *key = wattle_hass_component_dup_action_key (device, action);

        if (!action->deliberate)
            add_component (components, key,
                           wattle_hass_component_new_action (host, description, action));
    }

    return build_message (host, description, build_device (host, description), components);
}

char *
wattle_hass_payload_describe_host (const WattleHassHost *host, const char *name)
{
    JsonObject *device = json_object_new ();
    JsonObject *components = json_object_new ();

    add_identifier (device, host->instance);
    json_object_set_string_member (device, "name", name);
    set_text (device, "sw_version", host->version);

    json_object_set_object_member (
        components, HOST_VERSION,
        wattle_hass_component_new_host (host, HOST_VERSION, _ ("Version"), FALSE));
    json_object_set_object_member (
        components, HOST_PROBLEMS,
        wattle_hass_component_new_host (host, HOST_PROBLEMS, _ ("Problems"), TRUE));
    json_object_set_object_member (
        components, HOST_CONNECTED,
        wattle_hass_component_new_host (host, HOST_CONNECTED, _ ("Connected devices"), TRUE));

    return build_message (host, NULL, device, components);
}

char *
wattle_hass_payload_host_state (const WattleHassHost *host, guint problems, guint connected)
{
    GString *text = g_string_new ("{\"" HOST_VERSION "\":");

    wattle_json_append_string (text, host->version);
    g_string_append_printf (text, ",\"" HOST_PROBLEMS "\":%u", problems);
    g_string_append_printf (text, ",\"" HOST_CONNECTED "\":%u}", connected);
    return g_string_free (text, FALSE);
}
