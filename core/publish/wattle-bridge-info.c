/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-info.h"

#include <stdio.h>
#include <unistd.h>

#include "wattle-bridge-roster.h"

/* The host */

static const char *const plugin_states[] = {
    [WATTLE_PLUGIN_LOADED] = "loaded",     [WATTLE_PLUGIN_WAITING] = "waiting",
    [WATTLE_PLUGIN_DISABLED] = "disabled", [WATTLE_PLUGIN_SHADOWED] = "shadowed",
    [WATTLE_PLUGIN_REFUSED] = "refused",   [WATTLE_PLUGIN_FAILED] = "failed",
};

static void
add_plugin (WattleJsonWriter *writer, const WattlePluginInfo *info)
{
    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "module", info->module);
    wattle_json_writer_add_text (writer, "name", info->name != NULL ? info->name : info->module);
    wattle_json_writer_add_text (writer, "version", info->version);
    wattle_json_writer_add_text (writer, "state", plugin_states[info->state]);
    if (info->error != NULL)
        wattle_json_writer_add_text (writer, "error", info->error);
    wattle_json_writer_end_object (writer);
}

static void
add_plugins (WattleJsonWriter *writer, WattlePlugins *plugins)
{
    wattle_json_writer_begin_array (writer, "plugins");
    for (guint i = 0; i < wattle_plugins_get_count (plugins); i++)
        add_plugin (writer, wattle_plugins_get_info (plugins, i));
    wattle_json_writer_end_array (writer);
}

/* Whoever may read this need not know whom the host logs in as elsewhere, or with what. */
static void
add_config (WattleJsonWriter *writer, const WattleBridgePort *port, const WattleHostConfig *config)
{
    gboolean embedded = *config->mqtt.uri == '\0';

    wattle_json_writer_begin_object (writer, "config");
    wattle_json_writer_add_text (writer, "broker", wattle_mqtt_client_get_uri (port->client));
    wattle_json_writer_add_boolean (writer, "embedded_broker", embedded);
    if (embedded)
        wattle_json_writer_add_text (writer, "listen", config->listen);
    wattle_json_writer_begin_array (writer, "publish");
    for (guint i = 0; i < config->publishes->len; i++)
        wattle_json_writer_add_text (
            writer, NULL, ((WattlePublishConfig *)g_ptr_array_index (config->publishes, i))->name);
    wattle_json_writer_end_array (writer);
    wattle_json_writer_end_object (writer);
}

char *
wattle_bridge_info_dup_host (const WattleBridgePort *port)
{
    const WattleAdminParts *house = wattle_bridge_port_get_house (port);
    const WattleHostConfig *config = wattle_store_get_host (house->store);
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "version", port->version);
    wattle_json_writer_add_integer (writer, "api", WATTLE_BRIDGE_API);
    wattle_json_writer_add_text (writer, "instance", port->instance);
    wattle_json_writer_add_text (writer, "discovery_prefix", config->discovery_prefix);
    wattle_json_writer_add_text (writer, "mode", wattle_bridge_mode_get_name (port->mode));
    wattle_json_writer_add_text (writer, "log_level", port->log.get_level ());
    add_config (writer, port, config);
    add_plugins (writer, house->plugins);
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}

/* How it is */

/* Resident memory in MiB; 0 where the system does not say. */
static double
measure_memory (void)
{
    g_autofree char *text = NULL;
    long size;
    long resident;

    if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
        sscanf (text, "%ld %ld", &size, &resident) != 2)
        return 0;
    return (double)resident * (double)sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

guint
wattle_bridge_info_count_online (const WattleBridgePort *port)
{
    WattleManager *manager = wattle_bridge_port_get_house (port)->manager;
    guint online = 0;

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        online += wattle_runner_is_available (wattle_manager_get_runner (manager, i));
    return online;
}

static void
add_devices (WattleJsonWriter *writer, const WattleBridgePort *port)
{
    g_auto (GStrv) ids = wattle_bridge_roster_list_ids (wattle_bridge_port_get_house (port));

    wattle_json_writer_begin_object (writer, "devices");
    wattle_json_writer_add_integer (writer, "online", wattle_bridge_info_count_online (port));
    wattle_json_writer_add_integer (writer, "total", g_strv_length (ids));
    wattle_json_writer_end_object (writer);
}

static void
add_mqtt (WattleJsonWriter *writer, WattleMqttClient *client)
{
    WattleMqttCounts counts;

    wattle_mqtt_client_get_counts (client, &counts);
    wattle_json_writer_begin_object (writer, "mqtt");
    wattle_json_writer_add_boolean (writer, "connected", wattle_mqtt_client_is_connected (client));
    wattle_json_writer_add_integer (writer, "queued", counts.queued);
    wattle_json_writer_add_integer (writer, "published", (gint64)counts.published);
    wattle_json_writer_add_integer (writer, "received", (gint64)counts.received);
    wattle_json_writer_end_object (writer);
}

void
wattle_bridge_info_add_health (WattleJsonWriter *writer, const WattleBridgePort *port)
{
    gint64 uptime = wattle_clock_get_monotonic (port->clock) - port->begun;

    wattle_json_writer_add_integer (writer, "response_time",
                                    wattle_clock_get_wall (port->clock) / G_TIME_SPAN_MILLISECOND);
    wattle_json_writer_begin_object (writer, "process");
    wattle_json_writer_add_integer (writer, "uptime_sec", uptime / G_USEC_PER_SEC);
    wattle_json_writer_add_number (writer, "memory_used_mb", measure_memory (), 2);
    wattle_json_writer_end_object (writer);
    add_mqtt (writer, port->client);
    add_devices (writer, port);
    wattle_json_writer_add_integer (
        writer, "problems",
        wattle_problems_get_count (wattle_bridge_port_get_house (port)->problems));
}

char *
wattle_bridge_info_dup_health (const WattleBridgePort *port)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_bridge_info_add_health (writer, port);
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}

/* What is wrong */

void
wattle_bridge_info_add_problem (WattleJsonWriter *writer, const WattleProblem *problem)
{
    wattle_json_writer_add_text (writer, "subject", problem->subject);
    wattle_json_writer_add_text (writer, "topic", problem->topic);
    wattle_json_writer_add_integer (writer, "since", problem->since);
    wattle_json_writer_add_text (writer, "message", problem->message);
}

char *
wattle_bridge_info_dup_problems (const WattleBridgePort *port)
{
    WattleProblems *problems = wattle_bridge_port_get_house (port)->problems;
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_array (writer, NULL);
    for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
        wattle_json_writer_begin_object (writer, NULL);
        wattle_bridge_info_add_problem (writer, wattle_problems_get (problems, i));
        wattle_json_writer_end_object (writer);
    }
    wattle_json_writer_end_array (writer);
    return wattle_json_writer_finish (writer);
}
