/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-blocks.h"

#include <glib/gi18n-lib.h>

#define MAX_BLOCKS 16

static const struct {
    const char *row; /* as the gateway calls it; NULL: it does not tell */
    const char *key;
    const char *name;
    WattleQuantity quantity;
    gboolean past; /* stands still until the period ends */
} block_rows[ISKRA_SG_N_BLOCK_VALUES] = {
    [ISKRA_SG_BLOCK_ENERGY_MONTH] = { "This Month Consumed Energy", "energy_this_month",
                                      N_ ("Energy this month"), WATTLE_QUANTITY_ENERGY, FALSE },
    [ISKRA_SG_BLOCK_ENERGY_PREVIOUS_MONTH] = { "Previous Month Consumed Energy",
                                               "energy_previous_month",
                                               N_ ("Energy previous month"), WATTLE_QUANTITY_ENERGY,
                                               TRUE },
    [ISKRA_SG_BLOCK_ENERGY_YEAR] = { "This Year Consumed Energy", "energy_this_year",
                                     N_ ("Energy this year"), WATTLE_QUANTITY_ENERGY, FALSE },
    [ISKRA_SG_BLOCK_ENERGY_PREVIOUS_YEAR] = { "Previous Year Consumed Energy",
                                              "energy_previous_year", N_ ("Energy previous year"),
                                              WATTLE_QUANTITY_ENERGY, TRUE },
    [ISKRA_SG_BLOCK_EXCESS_MONTH] = { "This Month Excess Power", "excess_power_this_month",
                                      N_ ("Excess power this month"), WATTLE_QUANTITY_ACTIVE_POWER,
                                      FALSE },
    [ISKRA_SG_BLOCK_EXCESS_PREVIOUS_MONTH] = { "Previous Month Excess Power",
                                               "excess_power_previous_month",
                                               N_ ("Excess power previous month"),
                                               WATTLE_QUANTITY_ACTIVE_POWER, TRUE },
    [ISKRA_SG_BLOCK_PEAK_MONTH] = { NULL, "peak_power_this_month",
                                    N_ ("Highest 15-minute power this month"),
                                    WATTLE_QUANTITY_ACTIVE_POWER, FALSE },
    [ISKRA_SG_BLOCK_PEAK_PREVIOUS_MONTH] = { NULL, "peak_power_previous_month",
                                             N_ ("Highest 15-minute power previous month"),
                                             WATTLE_QUANTITY_ACTIVE_POWER, TRUE },
};

/* @block: from 1 */
void
iskra_sg_blocks_add_value (GPtrArray *readings,
                           IskraSgBlockValue kind,
                           guint block,
                           const IskraSgValue *value)
{
    gboolean energy = block_rows[kind].quantity == WATTLE_QUANTITY_ENERGY;
    g_autofree char *key = g_strdup_printf ("%s_b%u", block_rows[kind].key, block);
    g_autofree char *name = g_strdup_printf (_ ("%s, block %u"), _ (block_rows[kind].name), block);
    WattleEntitySpec spec = {
        .key = key,
        .quantity = block_rows[kind].quantity,
        .direction = energy ? WATTLE_DIRECTION_IMPORT : WATTLE_DIRECTION_NONE,
        .name = name,
        .flags = block_rows[kind].past ? WATTLE_ENTITY_DISABLED : 0,
        .counter = energy ? WATTLE_COUNTER_PERIODIC : WATTLE_COUNTER_NONE,
    };

    iskra_sg_readings_add_value (readings, &spec, value);
}

void
iskra_sg_blocks_add_active (GPtrArray *readings, const IskraSgValue *value)
{
    WattleEntitySpec spec = { "active_block", WATTLE_QUANTITY_TARIFF, .name = N_ ("Active block") };

    iskra_sg_readings_add_value (readings, &spec, value);
}

static void
add_block (JsonObject *row, guint kind, guint block, JsonNode *node, GPtrArray *readings)
{
    const char *base = wattle_quantity_get_unit (block_rows[kind].quantity);
    g_autofree char *unit = iskra_sg_value_dup_text (row, "unit");
    IskraSgValue value = iskra_sg_value_read (node, base, unit != NULL ? unit : base);

    iskra_sg_blocks_add_value (readings, kind, block, &value);
}

static void
add_block_row (JsonObject *row, GPtrArray *readings)
{
    const char *name = wattle_json_peek_string (row, "name");

    for (guint kind = 0; kind < G_N_ELEMENTS (block_rows); kind++) {
        if (name == NULL || g_strcmp0 (name, block_rows[kind].row) != 0)
            continue;
        for (guint block = 1; block <= MAX_BLOCKS; block++) {
            g_autofree char *member = g_strdup_printf ("time_block_%u", block);
            JsonNode *node = json_object_get_member (row, member);

            if (node != NULL)
                add_block (row, kind, block, node, readings);
        }
    }
}

static void
add_active_block (JsonObject *block, GPtrArray *readings)
{
    JsonNode *node = json_object_get_member (block, "active_block");
    IskraSgValue value;

    if (node == NULL)
        return;
    value = iskra_sg_value_read (node, "", "");
    iskra_sg_blocks_add_active (readings, &value);
}

/* Adds what the time blocks of the counters say, if the meter has them. */
gboolean
iskra_sg_blocks_decode (JsonObject *counters, GPtrArray *readings, GError **error)
{
    JsonObject *block;
    JsonArray *rows;

    if (!iskra_sg_value_is_given (counters, "block"))
        return TRUE;
    if (!wattle_json_get_object (counters, "block", &block, error) ||
        !wattle_json_get_array (block, "blocks", &rows, error))
        return FALSE;

    add_active_block (block, readings);
    for (guint i = 0; i < json_array_get_length (rows); i++) {
        JsonNode *row = json_array_get_element (rows, i);

        if (!JSON_NODE_HOLDS_OBJECT (row)) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“blocks”: entry %u is not an object",
                              i + 1);
            return FALSE;
        }
        add_block_row (json_node_get_object (row), readings);
    }

    return TRUE;
}
