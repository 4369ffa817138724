/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-counters.h"

#include <string.h>

#include "iskra-sg-blocks.h"
#include "iskra-sg-counter.h"

#define MAX_COUNTERS 64 /* of one kind */

static const WattleQuantity kinds[] = {
    WATTLE_QUANTITY_ENERGY,
    WATTLE_QUANTITY_REACTIVE_ENERGY,
    WATTLE_QUANTITY_APPARENT_ENERGY,
};

static WattleQuantity
find_kind (const char *unit)
{
    double factor;

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (iskra_sg_value_scale (unit, wattle_quantity_get_unit (kinds[i]), &factor))
            return kinds[i];

    return WATTLE_QUANTITY_NUMBER;
}

static WattleDirection
find_direction (const char *way)
{
    if (g_str_equal (way, "import"))
        return WATTLE_DIRECTION_IMPORT;
    if (g_str_equal (way, "export"))
        return WATTLE_DIRECTION_EXPORT;
    return WATTLE_DIRECTION_NONE;
}

/* "Total" or "Phase 2"; not said is the total. */
static guint
read_phase (JsonObject *entry)
{
    g_autofree char *text = iskra_sg_value_dup_text (entry, "phase");
    const char *digit = text != NULL ? strpbrk (text, "123") : NULL;

    return digit != NULL ? (guint)(*digit - '0') : 0;
}

/* "1 2 3 4 5 6" → bits */
static guint32
read_tariffs (JsonObject *entry)
{
    g_autofree char *text = iskra_sg_value_dup_text (entry, "tariff");
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", ISKRA_SG_MAX_TARIFFS);
    guint32 tariffs = 0;
    guint64 tariff;

    for (guint i = 0; words[i] != NULL; i++)
        if (g_ascii_string_to_unsigned (words[i], 10, 1, ISKRA_SG_MAX_TARIFFS, &tariff, NULL))
            tariffs |= 1u << (tariff - 1);

    return tariffs;
}

/* A counter that is not in use has neither unit nor direction. */
static void
read_entry (JsonObject *entry, gboolean resettable, guint position, GPtrArray *counters)
{
    g_autofree char *unit = iskra_sg_value_dup_text (entry, "unit");
    g_autofree char *way = iskra_sg_value_dup_text (entry, "direction");
    const char *base;
    IskraSgCounter *counter;

    if (unit == NULL || way == NULL)
        return;

    counter = g_new0 (IskraSgCounter, 1);
    counter->position = position;
    counter->resettable = resettable;
    counter->quantity = find_kind (unit);
    counter->direction = find_direction (way);
    counter->phase = read_phase (entry);
    counter->tariffs = read_tariffs (entry);
    base = counter->quantity != WATTLE_QUANTITY_NUMBER
               ? wattle_quantity_get_unit (counter->quantity)
               : unit;
    counter->value = iskra_sg_value_read (json_object_get_member (entry, "value"), base, unit);
    counter->both = g_str_equal (way, "bidirectional");
    counter->unit = g_steal_pointer (&unit);
    g_ptr_array_add (counters, counter);
}

static gboolean
read_list (JsonObject *object, const char *member, GPtrArray *counters, GError **error)
{
    JsonArray *list;

    if (!iskra_sg_value_is_given (object, member))
        return TRUE;
    if (!wattle_json_get_array (object, member, &list, error))
        return FALSE;
    if (json_array_get_length (list) > MAX_COUNTERS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” has %u entries, at most %d are read",
                          member, json_array_get_length (list), MAX_COUNTERS);
        return FALSE;
    }

    for (guint i = 0; i < json_array_get_length (list); i++) {
        JsonNode *entry = json_array_get_element (list, i);

        if (!JSON_NODE_HOLDS_OBJECT (entry)) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s”: entry %u is not an object",
                              member, i + 1);
            return FALSE;
        }
        read_entry (json_node_get_object (entry), g_str_equal (member, "resettable"), i + 1,
                    counters);
    }

    return TRUE;
}

/* Returns what the meter counts, or NULL. */
GPtrArray *
iskra_sg_counters_decode (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) counters = iskra_sg_counter_list_new ();
    g_autoptr (GPtrArray) readings = iskra_sg_readings_new ();
    JsonObject *object;

    if (!wattle_json_get_object (root, "counters", &object, error) ||
        !read_list (object, "non_resettable", counters, error) ||
        !read_list (object, "resettable", counters, error))
        return NULL;

    iskra_sg_counter_list_add (counters, readings);
    return iskra_sg_blocks_decode (object, readings, error) ? g_steal_pointer (&readings) : NULL;
}
