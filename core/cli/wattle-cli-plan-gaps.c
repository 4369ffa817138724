/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-gaps.h"

#include <glib/gi18n.h>

#include "base/wattle-json-document.h"

/* Words of the document. */
typedef struct {
    const char *from;
    const char *component;
    const char *tariff;
} Gap;

typedef void (*GapFunc) (const Gap *gap, gpointer data);

/* Whatever is not there, which is so in no plan, has no elements. */
static guint
count (JsonArray *array)
{
    return array != NULL ? json_array_get_length (array) : 0;
}

static JsonObject *
get_object (JsonArray *array, guint index)
{
    JsonNode *node = json_array_get_element (array, index);

    return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Adds the tariffs of a season that have no price and were not there yet. */
static void
add_tariffs (GPtrArray *tariffs, JsonObject *season, JsonObject *prices)
{
    JsonArray *schedule = season != NULL ? wattle_json_peek_array (season, "schedule") : NULL;

    for (guint i = 0; i < count (schedule); i++) {
        JsonObject *entry = get_object (schedule, i);
        const char *tariff = entry != NULL ? wattle_json_peek_string (entry, "tariff") : NULL;

        if (tariff != NULL && !(prices != NULL && json_object_has_member (prices, tariff)) &&
            !g_ptr_array_find_with_equal_func (tariffs, tariff, g_str_equal, NULL))
            g_ptr_array_add (tariffs, (gpointer)tariff);
    }
}

static void
look (const char *from, JsonObject *component, GapFunc func, gpointer data)
{
    JsonArray *seasons = wattle_json_peek_array (component, "seasons");
    JsonObject *prices = wattle_json_peek_object (component, "prices");
    g_autoptr (GPtrArray) tariffs = g_ptr_array_new ();

    for (guint i = 0; i < count (seasons); i++)
        add_tariffs (tariffs, get_object (seasons, i), prices);
    for (guint i = 0; i < tariffs->len; i++) {
        Gap gap = { from, wattle_json_peek_string (component, "id"), tariffs->pdata[i] };

        func (&gap, data);
    }
}

static void
look_at_version (JsonObject *version, GapFunc func, gpointer data)
{
    const char *from = wattle_json_peek_string (version, "from");
    JsonArray *components = wattle_json_peek_array (version, "components");

    for (guint i = 0; i < count (components); i++) {
        JsonObject *component = get_object (components, i);

        if (component != NULL)
            look (from, component, func, data);
    }
}

static void
each (GBytes *text, GapFunc func, gpointer data)
{
    gsize length;
    const char *bytes = g_bytes_get_data (text, &length);
    g_autoptr (JsonObject) root = wattle_json_document_parse (bytes, (gssize)length, NULL);
    JsonArray *versions = root != NULL ? wattle_json_peek_array (root, "versions") : NULL;

    for (guint i = 0; i < count (versions); i++) {
        JsonObject *version = get_object (versions, i);

        if (version != NULL)
            look_at_version (version, func, data);
    }
}

static void
print (const Gap *gap, gpointer data)
{
    g_print (
        _ ("Note: from %s on “%s” has no price in “%s”; what a kWh costs is not known then.\n"),
        gap->from, gap->tariff, gap->component);
}

void
wattle_cli_plan_gaps_print (GBytes *text)
{
    each (text, print, NULL);
}

static void
add_json (const Gap *gap, gpointer json)
{
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "from", gap->from);
    wattle_cli_json_add_text (json, "component", gap->component);
    wattle_cli_json_add_text (json, "tariff", gap->tariff);
    wattle_cli_json_end_object (json);
}

void
wattle_cli_plan_gaps_add_json (WattleCliJson *json, GBytes *text)
{
    wattle_cli_json_begin_array (json, "without_price");
    each (text, add_json, json);
    wattle_cli_json_end_array (json);
}
