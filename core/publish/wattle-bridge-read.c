/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-read.h"

#include "base/wattle-error.h"
#include "base/wattle-json-writer.h"
#include "engine/wattle-config-dict.h"
#include "wattle-bridge-info.h"
#include "wattle-bridge-outputs.h"
#include "wattle-bridge-roster.h"
#include "wattle-bridge-schema.h"

/* Each returns its answer, or NULL and an error. */
typedef char *(*Reader) (const WattleBridgePort *port,
                         const WattleBridgeRequest *request,
                         GError **error);

static char *
check_health (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_boolean (writer, "healthy", TRUE);
    wattle_bridge_info_add_health (writer, port);
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}

static char *
tell_info (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    return wattle_bridge_info_dup_host (port);
}

static char *
list_devices (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    return wattle_bridge_roster_dup_list (wattle_bridge_port_get_house (port));
}

static char *
tell_device (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    const WattleAdminParts *house = wattle_bridge_port_get_house (port);
    const char *id = wattle_bridge_request_get_text (request, "id");

    if (wattle_bridge_roster_has (house, id))
        return wattle_bridge_roster_dup_device (house, id);

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", id);
    return NULL;
}

static char *
list_problems (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    return wattle_bridge_info_dup_problems (port);
}

static char *
tell_schema (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    return wattle_bridge_schema_dup (wattle_bridge_port_get_house (port),
                                     wattle_bridge_request_get_text (request, "driver"),
                                     wattle_bridge_request_get_text (request, "model"), error);
}

static char *
validate (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    g_autoptr (GVariant) dict = wattle_bridge_request_dup_config (request);
    g_autoptr (WattleDeviceConfig) base =
        wattle_admin_make_config (port->admin, wattle_bridge_request_get_text (request, "driver"),
                                  wattle_bridge_request_get_text (request, "model"), NULL);
    g_autoptr (WattleDeviceConfig) config = wattle_config_dict_apply (base, dict, error);
    g_autoptr (GPtrArray) findings = NULL;

    if (config == NULL)
        return NULL;

    findings = wattle_admin_validate (port->admin, config);
    return wattle_bridge_schema_dup_findings (findings);
}

static char *
handle_level (const WattleBridgePort *port, const WattleBridgeRequest *request, GError **error)
{
    const char *level = wattle_bridge_request_get_text (request, "level");
    WattleJsonWriter *writer;

    if (level != NULL && !port->log.set_level (level, error))
        return NULL;

    writer = wattle_json_writer_new ();
    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "level", port->log.get_level ());
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}

static const Reader readers[] = {
    [WATTLE_BRIDGE_HEALTH_CHECK] = check_health,
    [WATTLE_BRIDGE_INFO] = tell_info,
    [WATTLE_BRIDGE_DEVICES] = list_devices,
    [WATTLE_BRIDGE_DEVICE_GET] = tell_device,
    [WATTLE_BRIDGE_PROBLEMS] = list_problems,
    [WATTLE_BRIDGE_SCHEMA] = tell_schema,
    [WATTLE_BRIDGE_VALIDATE] = validate,
    [WATTLE_BRIDGE_LOG_LEVEL] = handle_level,
    [WATTLE_BRIDGE_OUTPUT_WHY] = wattle_bridge_outputs_dup_reason,
};

void
wattle_bridge_read_serve (const WattleBridgePort *port, WattleBridgeCall *call)
{
    const WattleBridgeRequest *request = wattle_bridge_call_get_request (call);
    g_autoptr (GError) error = NULL;
    char *data;

    g_return_if_fail (request->verb < G_N_ELEMENTS (readers));

    data = readers[request->verb](port, request, &error);
    if (data != NULL)
        wattle_bridge_call_return (call, data);
    else
        wattle_bridge_call_fail (call, error);
}
