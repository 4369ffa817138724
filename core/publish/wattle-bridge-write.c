/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-write.h"

#include "base/wattle-error.h"
#include "base/wattle-json-writer.h"
#include "engine/wattle-config-dict.h"
#include "wattle-bridge-meter.h"
#include "wattle-bridge-outputs.h"
#include "wattle-bridge-roster.h"

#define AUTHOR "mqtt"

static const char *
get_text (const WattleBridgeCall *call, const char *member)
{
    return wattle_bridge_request_get_text (wattle_bridge_call_get_request (call), member);
}

/* Answers */

static void
return_id (WattleBridgeCall *call, const char *id)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "id", id);
    wattle_json_writer_end_object (writer);
    wattle_bridge_call_return (call, wattle_json_writer_finish (writer));
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleBridgeCall *call = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);

    if (id != NULL)
        return_id (call, id);
    else
        wattle_bridge_call_fail (call, error);
}

static void
on_acted (const GError *error, gpointer user_data)
{
    WattleBridgeCall *call = user_data;
    g_autofree char *id = g_strdup (get_text (call, "id"));

    if (error == NULL)
        return_id (call, id);
    else
        wattle_bridge_call_fail (call, error);
}

/* Configurations */

static void
add_device (const WattleBridgePort *port, WattleBridgeCall *call)
{
    g_autoptr (GVariant) dict =
        wattle_bridge_request_dup_config (wattle_bridge_call_get_request (call));
    g_autoptr (WattleDeviceConfig) base = wattle_admin_make_config (
        port->admin, get_text (call, "driver"), get_text (call, "model"), get_text (call, "id"));
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config = wattle_config_dict_apply (base, dict, &error);

    if (config != NULL)
        wattle_admin_add_async (port->admin, config, AUTHOR, on_changed, call);
    else
        wattle_bridge_call_fail (call, error);
}

static void
apply (const WattleBridgePort *port, WattleBridgeCall *call, GVariant *dict)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) now =
        wattle_admin_dup_config (port->admin, get_text (call, "id"), &error);
    g_autoptr (WattleDeviceConfig) wanted =
        now != NULL ? wattle_config_dict_apply (now, dict, &error) : NULL;

    if (wanted != NULL)
        wattle_admin_configure_async (port->admin, wanted, AUTHOR, on_changed, call);
    else
        wattle_bridge_call_fail (call, error);
}

/* Takes a floating @value. */
static void
apply_one (const WattleBridgePort *port, WattleBridgeCall *call, const char *key, GVariant *value)
{
    GVariantDict dict;
    g_autoptr (GVariant) change = NULL;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert_value (&dict, key, value);
    change = g_variant_ref_sink (g_variant_dict_end (&dict));
    apply (port, call, change);
}

static void
configure (const WattleBridgePort *port, WattleBridgeCall *call)
{
    g_autoptr (GVariant) dict =
        wattle_bridge_request_dup_config (wattle_bridge_call_get_request (call));

    apply (port, call, dict);
}

static void
rename_device (const WattleBridgePort *port, WattleBridgeCall *call)
{
    apply_one (port, call, "name", g_variant_new_string (get_text (call, "name")));
}

static void
enable (const WattleBridgePort *port, WattleBridgeCall *call)
{
    apply_one (port, call, "enabled", g_variant_new_boolean (TRUE));
}

static void
disable (const WattleBridgePort *port, WattleBridgeCall *call)
{
    apply_one (port, call, "enabled", g_variant_new_boolean (FALSE));
}

static void
remove_device (const WattleBridgePort *port, WattleBridgeCall *call)
{
    wattle_admin_remove_async (port->admin, get_text (call, "id"), AUTHOR, on_changed, call);
}

/* The answer goes first: what is read then may end this very connection. */
static void
reload (const WattleBridgePort *port, WattleBridgeCall *call)
{
    g_autoptr (WattleAdmin) admin = g_object_ref (port->admin);

    wattle_bridge_call_return (call, NULL);
    wattle_admin_reload (admin);
}

/* Devices */

static WattleRunner *
find_runner (const WattleBridgePort *port, const char *id, GError **error)
{
    const WattleAdminParts *house = wattle_bridge_port_get_house (port);
    WattleRunner *runner = wattle_manager_find (house->manager, id);

    if (runner != NULL)
        return runner;

    if (wattle_bridge_roster_has (house, id))
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "%s does not run: it is %s", id,
                          wattle_bridge_roster_get_state (house, id));
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", id);
    return NULL;
}

static gboolean
check_action (WattleRunner *runner, const char *name, GError **error)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *spec = wattle_device_get_action (device, i);

        if (g_str_equal (spec->name, name))
            return TRUE;
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", spec->name);
    }

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s has no action “%s”; there are: %s",
                      wattle_runner_get_id (runner), name, list->len > 0 ? list->str : "none");
    return FALSE;
}

static void
act (const WattleBridgePort *port, WattleBridgeCall *call)
{
    const char *name = get_text (call, "action");
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCommand) command = NULL;
    WattleRunner *runner = find_runner (port, get_text (call, "id"), &error);

    if (runner == NULL || !check_action (runner, name, &error)) {
        wattle_bridge_call_fail (call, error);
        return;
    }

    command = wattle_command_new_action (name);
    wattle_runner_act (runner, command, on_acted, call);
}

static void
refresh (const WattleBridgePort *port, WattleBridgeCall *call)
{
    g_autoptr (GError) error = NULL;
    WattleRunner *runner = find_runner (port, get_text (call, "id"), &error);

    if (runner == NULL) {
        wattle_bridge_call_fail (call, error);
        return;
    }

    wattle_runner_poll_all (runner);
    on_acted (NULL, call);
}

static void
sync_meter (const WattleBridgePort *port, WattleBridgeCall *call)
{
    WattleManager *manager = wattle_bridge_port_get_house (port)->manager;
    g_autoptr (GError) error = NULL;
    WattleMeterReadings readings = { 0 };
    WattleRunner *runner = find_runner (port, get_text (call, "id"), &error);

    if (runner != NULL &&
        wattle_bridge_meter_read (wattle_bridge_call_get_request (call), &readings, &error))
        wattle_meter_sync_run (runner, wattle_manager_get_counters (manager), &readings, AUTHOR,
                               on_acted, call);
    else
        wattle_bridge_call_fail (call, error);
}

typedef void (*Writer) (const WattleBridgePort *port, WattleBridgeCall *call);

static const Writer writers[WATTLE_BRIDGE_UNKNOWN] = {
    [WATTLE_BRIDGE_DEVICE_ADD] = add_device,
    [WATTLE_BRIDGE_DEVICE_CONFIGURE] = configure,
    [WATTLE_BRIDGE_DEVICE_RENAME] = rename_device,
    [WATTLE_BRIDGE_DEVICE_ENABLE] = enable,
    [WATTLE_BRIDGE_DEVICE_DISABLE] = disable,
    [WATTLE_BRIDGE_DEVICE_REMOVE] = remove_device,
    [WATTLE_BRIDGE_DEVICE_ACT] = act,
    [WATTLE_BRIDGE_DEVICE_REFRESH] = refresh,
    [WATTLE_BRIDGE_DEVICE_SYNC_METER] = sync_meter,
    [WATTLE_BRIDGE_OUTPUT_SET] = wattle_bridge_outputs_set,
    [WATTLE_BRIDGE_OUTPUT_RELEASE] = wattle_bridge_outputs_release,
    [WATTLE_BRIDGE_RELOAD] = reload,
};

void
wattle_bridge_write_serve (const WattleBridgePort *port, WattleBridgeCall *call)
{
    WattleBridgeVerb verb = wattle_bridge_call_get_request (call)->verb;

    g_return_if_fail (verb < G_N_ELEMENTS (writers) && writers[verb] != NULL);

    writers[verb](port, call);
}
