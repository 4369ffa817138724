/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-roster.h"

#include <string.h>

#include "transport/wattle-mqtt-client.h"

/* What a response has beside the list. */
#define MARGIN 4096

static const WattleDeviceConfig *
find_config (const WattleAdminParts *house, const char *id)
{
    return wattle_store_find_device (house->store, id);
}

GStrv
wattle_bridge_roster_list_ids (const WattleAdminParts *house)
{
    const char *const *configured = wattle_store_get_ids (house->store);
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    for (guint i = 0; i < wattle_manager_get_n_runners (house->manager); i++)
        g_strv_builder_add (ids,
                            wattle_runner_get_id (wattle_manager_get_runner (house->manager, i)));
    for (; configured != NULL && *configured != NULL; configured++)
        if (wattle_manager_find (house->manager, *configured) == NULL)
            g_strv_builder_add (ids, *configured);
    return g_strv_builder_end (ids);
}

gboolean
wattle_bridge_roster_has (const WattleAdminParts *house, const char *id)
{
    const char *const *configured = wattle_store_get_ids (house->store);

    return wattle_manager_find (house->manager, id) != NULL || find_config (house, id) != NULL ||
           (configured != NULL && g_strv_contains (configured, id));
}

const char *
wattle_bridge_roster_get_name (const WattleAdminParts *house, const char *id)
{
    WattleRunner *runner = wattle_manager_find (house->manager, id);
    const WattleDeviceConfig *config = find_config (house, id);
    const char *name = NULL;

    if (runner != NULL)
        name = wattle_runner_get_name (runner);
    else if (config != NULL)
        name = config->name;
    return name != NULL && *name != '\0' ? name : id;
}

const char *
wattle_bridge_roster_get_state (const WattleAdminParts *house, const char *id)
{
    WattleRunner *runner = wattle_manager_find (house->manager, id);
    const WattleDeviceConfig *config = find_config (house, id);

    if (runner != NULL)
        return wattle_runner_get_state_name (runner);
    return config != NULL && !config->enabled ? "disabled" : "broken";
}

static void
add_identity (WattleJsonWriter *writer, const WattleAdminParts *house, const char *id)
{
    WattleRunner *runner = wattle_manager_find (house->manager, id);
    WattleRunner *parent = runner != NULL ? wattle_runner_get_parent (runner) : NULL;
    WattleDevice *device = runner != NULL ? wattle_runner_get_device (runner) : NULL;
    const WattleDeviceConfig *config = find_config (house, id);
    const char *driver = config != NULL ? config->driver : NULL;
    const char *model = config != NULL ? config->model : NULL;

    wattle_json_writer_add_text (writer, "id", id);
    wattle_json_writer_add_text (writer, "name", wattle_bridge_roster_get_name (house, id));
    wattle_json_writer_add_text (writer, "driver",
                                 runner != NULL ? wattle_runner_get_driver (runner) : driver);
    wattle_json_writer_add_text (writer, "model",
                                 runner != NULL ? wattle_runner_get_model (runner) : model);
    wattle_json_writer_add_text (writer, "maker",
                                 device != NULL ? wattle_device_get_maker (device) : NULL);
    wattle_json_writer_add_text (writer, "product",
                                 device != NULL ? wattle_device_get_model (device) : NULL);
    wattle_json_writer_add_text (writer, "serial",
                                 device != NULL ? wattle_device_get_serial (device) : NULL);
    wattle_json_writer_add_text (writer, "state", wattle_bridge_roster_get_state (house, id));
    wattle_json_writer_add_text (writer, "parent",
                                 parent != NULL ? wattle_runner_get_id (parent) : NULL);
}

/* What there is */

static void
add_entity (WattleJsonWriter *writer, WattleEntity *entity)
{
    gboolean output = (wattle_entity_get_flags (entity) & WATTLE_ENTITY_OUTPUT) != 0;

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "key", wattle_entity_get_key (entity));
    wattle_json_writer_add_text (writer, "name", wattle_entity_get_name (entity));
    wattle_json_writer_add_text (writer, "quantity", wattle_entity_get_info (entity)->key);
    wattle_json_writer_add_text (writer, "unit", wattle_entity_get_hass_unit (entity));
    wattle_json_writer_add_boolean (writer, "output", output);
    wattle_json_writer_end_object (writer);
}

static void
add_entities (WattleJsonWriter *writer, WattleDevice *device)
{
    wattle_json_writer_begin_array (writer, "entities");
    for (guint i = 0; device != NULL && i < wattle_device_get_n_entities (device); i++)
        add_entity (writer, wattle_device_get_entity (device, i));
    wattle_json_writer_end_array (writer);
}

static void
add_actions (WattleJsonWriter *writer, WattleDevice *device)
{
    wattle_json_writer_begin_array (writer, "actions");
    for (guint i = 0; device != NULL && i < wattle_device_get_n_actions (device); i++)
        wattle_json_writer_add_text (writer, NULL, wattle_device_get_action (device, i)->name);
    wattle_json_writer_end_array (writer);
}

static char *
write_list (const WattleAdminParts *house, gboolean entities)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();
    g_auto (GStrv) ids = wattle_bridge_roster_list_ids (house);

    wattle_json_writer_begin_array (writer, NULL);
    for (char **id = ids; *id != NULL; id++) {
        WattleRunner *runner = wattle_manager_find (house->manager, *id);
        WattleDevice *device = runner != NULL ? wattle_runner_get_device (runner) : NULL;

        wattle_json_writer_begin_object (writer, NULL);
        add_identity (writer, house, *id);
        if (entities)
            add_entities (writer, device);
        add_actions (writer, device);
        wattle_json_writer_end_object (writer);
    }
    wattle_json_writer_end_array (writer);
    return wattle_json_writer_finish (writer);
}

/* Brokers and clients drop what is longer. */
char *
wattle_bridge_roster_dup_list (const WattleAdminParts *house)
{
    char *list = write_list (house, TRUE);

    if (strlen (list) <= WATTLE_MQTT_PAYLOAD_MAX - MARGIN)
        return list;

    g_free (list);
    return write_list (house, FALSE);
}

/* What it reads */

static void
add_value (WattleJsonWriter *writer, WattleEntity *entity)
{
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);
    WattleValueType type = wattle_entity_has_value (entity) ? wattle_entity_get_value_type (entity)
                                                            : WATTLE_VALUE_NONE;

    switch (type) {
    case WATTLE_VALUE_NUMBER:
        wattle_json_writer_add_number (writer, "value",
                                       wattle_entity_get_number (entity) * info->hass_scale,
                                       info->exact ? -1 : info->hass_decimals);
        break;
    case WATTLE_VALUE_BOOLEAN:
        wattle_json_writer_add_boolean (writer, "value", wattle_entity_get_boolean (entity));
        break;
    case WATTLE_VALUE_TEXT:
        wattle_json_writer_add_text (writer, "value", wattle_entity_get_text (entity));
        break;
    case WATTLE_VALUE_NONE:
        wattle_json_writer_add_null (writer, "value");
        break;
    }
}

static void
add_reading (WattleJsonWriter *writer, WattleEntity *entity)
{
    wattle_json_writer_begin_object (writer, wattle_entity_get_key (entity));
    add_value (writer, entity);
    wattle_json_writer_add_text (writer, "unit", wattle_entity_get_hass_unit (entity));
    wattle_json_writer_add_text (writer, "quality",
                                 wattle_quality_get_name (wattle_entity_get_quality (entity)));
    wattle_json_writer_add_integer (writer, "time", wattle_entity_get_time (entity));
    wattle_json_writer_end_object (writer);
}

char *
wattle_bridge_roster_dup_device (const WattleAdminParts *house, const char *id)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();
    WattleRunner *runner = wattle_manager_find (house->manager, id);
    WattleDevice *device = runner != NULL ? wattle_runner_get_device (runner) : NULL;

    wattle_json_writer_begin_object (writer, NULL);
    add_identity (writer, house, id);
    wattle_json_writer_begin_object (writer, "entities");
    for (guint i = 0; device != NULL && i < wattle_device_get_n_entities (device); i++)
        add_reading (writer, wattle_device_get_entity (device, i));
    wattle_json_writer_end_object (writer);
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}
