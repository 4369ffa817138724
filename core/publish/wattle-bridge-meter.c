/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-meter.h"

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"

static gboolean
read_unit (const char *unit, gboolean *kilo, GError **error)
{
    *kilo = unit == NULL || g_str_equal (unit, "kWh");
    if (*kilo || g_str_equal (unit, "Wh"))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is no unit; allowed are kWh and Wh", unit);
    return FALSE;
}

/* What is neither text nor number is read as an empty text, which is no reading. */
static char *
dup_text (JsonNode *node)
{
    const char *text = "";
    double number;

    if (wattle_json_node_is_number (node, &number))
        return wattle_number_format_exact (number);
    wattle_json_node_is_string (node, &text);
    return g_strdup (text);
}

static gboolean
add_reading (WattleMeterReadings *readings, JsonNode *node, gboolean kilo, GError **error)
{
    g_autofree char *text = dup_text (node);

    return wattle_watt_hours_parse (text, kilo, &readings->watt_hours[readings->count++], error);
}

static gboolean
add_list (WattleMeterReadings *readings, JsonArray *list, gboolean kilo, GError **error)
{
    guint count = json_array_get_length (list);

    if (count == 0 || count > WATTLE_WATT_HOURS_PHASES) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%u readings were given; allowed are one to three", count);
        return FALSE;
    }

    for (guint i = 0; i < count; i++)
        if (!add_reading (readings, json_array_get_element (list, i), kilo, error))
            return FALSE;
    return TRUE;
}

gboolean
wattle_bridge_meter_read (const WattleBridgeRequest *request,
                          WattleMeterReadings *readings,
                          GError **error)
{
    JsonNode *node = json_object_get_member (request->data, "readings");
    gboolean kilo;

    readings->count = 0;
    if (!read_unit (wattle_bridge_request_get_text (request, "unit"), &kilo, error) ||
        !wattle_meter_sync_parse_direction (wattle_bridge_request_get_text (request, "direction"),
                                            &readings->direction, error))
        return FALSE;
    return JSON_NODE_HOLDS_ARRAY (node)
               ? add_list (readings, json_node_get_array (node), kilo, error)
               : add_reading (readings, node, kilo, error);
}
