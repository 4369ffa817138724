/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-counters.h"

#include <string.h>

#define MAX_COUNTERS 64 /* of one kind */
#define MAX_BLOCKS   16
#define MAX_TARIFFS  32
#define MAX_UNIT     16 /* characters in a name */

typedef struct {
    guint position; /* from 1, within its kind */
    gboolean resettable;
    WattleQuantity quantity; /* WATTLE_QUANTITY_NUMBER if the unit is not one of energy */
    WattleDirection direction;
    gboolean both;   /* counts both directions */
    char *unit;      /* as the meter calls it */
    guint phase;     /* 0 is the total */
    guint32 tariffs; /* a bit per tariff; 0 if not said */
    IskraSgValue value;
} Counter;

static const WattleQuantity kinds[] = {
    WATTLE_QUANTITY_ENERGY,
    WATTLE_QUANTITY_REACTIVE_ENERGY,
    WATTLE_QUANTITY_APPARENT_ENERGY,
};

static void
counter_free (gpointer data)
{
    Counter *counter = data;

    g_free (counter->unit);
    g_free (counter);
}

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
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", MAX_TARIFFS);
    guint32 tariffs = 0;
    guint64 tariff;

    for (guint i = 0; words[i] != NULL; i++)
        if (g_ascii_string_to_unsigned (words[i], 10, 1, MAX_TARIFFS, &tariff, NULL))
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
    Counter *counter;

    if (unit == NULL || way == NULL)
        return;

    counter = g_new0 (Counter, 1);
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

static guint32
collect_tariffs (GPtrArray *counters)
{
    guint32 tariffs = 0;

    for (guint i = 0; i < counters->len; i++)
        tariffs |= ((Counter *)g_ptr_array_index (counters, i))->tariffs;
    return tariffs;
}

static gboolean
counts_all (const Counter *counter, guint32 tariffs)
{
    return counter->tariffs == 0 || counter->tariffs == tariffs;
}

/* The counter that stands for its kind and direction: the first non-resettable total; without one
 * the first resettable total that counts all tariffs. The non-resettable ones come first. */
static gboolean
is_main (GPtrArray *counters, guint index, guint32 tariffs)
{
    const Counter *counter = g_ptr_array_index (counters, index);

    if (counter->quantity == WATTLE_QUANTITY_NUMBER ||
        counter->direction == WATTLE_DIRECTION_NONE || counter->phase != 0 ||
        (counter->resettable && !counts_all (counter, tariffs)))
        return FALSE;

    for (guint i = 0; i < index; i++) {
        const Counter *other = g_ptr_array_index (counters, i);

        if (other->quantity == counter->quantity && other->direction == counter->direction &&
            other->phase == 0 && (!other->resettable || counts_all (other, tariffs)))
            return FALSE;
    }

    return TRUE;
}

static const char *
direction_suffix (const Counter *counter)
{
    return counter->direction == WATTLE_DIRECTION_IMPORT   ? "_import"
           : counter->direction == WATTLE_DIRECTION_EXPORT ? "_export"
                                                           : "";
}

/* Kind and direction are part of the key: if a person sets the counter up anew, it is another
 * series. */
static char *
make_key (const Counter *counter)
{
    const char *stem = counter->quantity != WATTLE_QUANTITY_NUMBER
                           ? wattle_quantity_get_info (counter->quantity)->key
                           : "counter";

    return g_strdup_printf ("%s%s_%s%u", stem, direction_suffix (counter),
                            counter->resettable ? "r" : "nr", counter->position);
}

static const char *
direction_name (const Counter *counter)
{
    switch (counter->direction) {
    case WATTLE_DIRECTION_IMPORT:
        return "import";
    case WATTLE_DIRECTION_EXPORT:
        return "export";
    case WATTLE_DIRECTION_NONE:
        break;
    }

    return counter->both ? "bidirectional" : "of unknown direction";
}

static void
append_tariffs (GString *name, guint32 tariffs)
{
    g_string_append (name, (tariffs & (tariffs - 1)) != 0 ? ", tariffs" : ", tariff");
    for (guint i = 0; i < MAX_TARIFFS; i++)
        if ((tariffs & (1u << i)) != 0)
            g_string_append_printf (name, " %u", i + 1);
}

static void
append_kind (GString *name, const Counter *counter)
{
    g_autofree char *unit = NULL;

    if (counter->quantity != WATTLE_QUANTITY_NUMBER) {
        g_string_append (name, wattle_quantity_get_info (counter->quantity)->name);
        return;
    }

    unit = g_utf8_substring (counter->unit, 0, MIN (g_utf8_strlen (counter->unit, -1), MAX_UNIT));
    g_string_append_printf (name, "Counter in %s", g_strdelimit (unit, "\r\n\t", ' '));
}

static char *
make_name (const Counter *counter, guint32 tariffs)
{
    GString *name = g_string_new (NULL);

    append_kind (name, counter);
    g_string_append_printf (name, " %s", direction_name (counter));
    if (counter->phase > 0)
        g_string_append_printf (name, " L%u", counter->phase);
    if (!counts_all (counter, tariffs))
        append_tariffs (name, counter->tariffs);
    g_string_append_printf (name, ", %s counter %u",
                            counter->resettable ? "resettable" : "non-resettable",
                            counter->position);

    return g_string_free (name, FALSE);
}

static void
add_counter (GPtrArray *readings, GPtrArray *counters, guint index, guint32 tariffs)
{
    const Counter *counter = g_ptr_array_index (counters, index);
    g_autofree char *key = NULL;
    g_autofree char *name = NULL;
    WattleEntitySpec spec = {
        .quantity = counter->quantity,
        .direction = counter->direction,
        .counter = counter->resettable ? WATTLE_COUNTER_RESETTABLE : WATTLE_COUNTER_LIFETIME,
    };

    if (!is_main (counters, index, tariffs)) {
        spec.key = key = make_key (counter);
        spec.name = name = make_name (counter, tariffs);
        spec.phase = counter->phase;
        if (counter->resettable)
            spec.flags = WATTLE_ENTITY_DISABLED;
    }
    iskra_sg_readings_add_value (readings, &spec, &counter->value);
}

static const struct {
    const char *row; /* as the meter calls it */
    const char *key;
    const char *name;
    WattleQuantity quantity;
    gboolean past; /* stands still until the period ends */
} block_rows[] = {
    { "This Month Consumed Energy", "energy_this_month", "Energy this month",
      WATTLE_QUANTITY_ENERGY, FALSE },
    { "Previous Month Consumed Energy", "energy_previous_month", "Energy previous month",
      WATTLE_QUANTITY_ENERGY, TRUE },
    { "This Year Consumed Energy", "energy_this_year", "Energy this year", WATTLE_QUANTITY_ENERGY,
      FALSE },
    { "Previous Year Consumed Energy", "energy_previous_year", "Energy previous year",
      WATTLE_QUANTITY_ENERGY, TRUE },
    { "This Month Excess Power", "excess_power_this_month", "Excess power this month",
      WATTLE_QUANTITY_ACTIVE_POWER, FALSE },
    { "Previous Month Excess Power", "excess_power_previous_month", "Excess power previous month",
      WATTLE_QUANTITY_ACTIVE_POWER, TRUE },
};

static void
add_block (JsonObject *row, guint kind, guint block, JsonNode *node, GPtrArray *readings)
{
    gboolean energy = block_rows[kind].quantity == WATTLE_QUANTITY_ENERGY;
    const char *base = wattle_quantity_get_unit (block_rows[kind].quantity);
    g_autofree char *unit = iskra_sg_value_dup_text (row, "unit");
    g_autofree char *key = g_strdup_printf ("%s_b%u", block_rows[kind].key, block);
    g_autofree char *name = g_strdup_printf ("%s, block %u", block_rows[kind].name, block);
    WattleEntitySpec spec = {
        .key = key,
        .quantity = block_rows[kind].quantity,
        .direction = energy ? WATTLE_DIRECTION_IMPORT : WATTLE_DIRECTION_NONE,
        .name = name,
        .flags = block_rows[kind].past ? WATTLE_ENTITY_DISABLED : 0,
        .counter = energy ? WATTLE_COUNTER_PERIODIC : WATTLE_COUNTER_NONE,
    };
    IskraSgValue value = iskra_sg_value_read (node, base, unit != NULL ? unit : base);

    iskra_sg_readings_add_value (readings, &spec, &value);
}

static void
add_block_row (JsonObject *row, GPtrArray *readings)
{
    const char *name = wattle_json_peek_string (row, "name");

    for (guint kind = 0; kind < G_N_ELEMENTS (block_rows); kind++) {
        if (g_strcmp0 (name, block_rows[kind].row) != 0)
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
    WattleEntitySpec spec = { "active_block", WATTLE_QUANTITY_TARIFF, .name = "Active block" };
    JsonNode *node = json_object_get_member (block, "active_block");
    IskraSgValue value;

    if (node == NULL)
        return;
    value = iskra_sg_value_read (node, "", "");
    iskra_sg_readings_add_value (readings, &spec, &value);
}

static gboolean
read_blocks (JsonObject *object, GPtrArray *readings, GError **error)
{
    JsonObject *block;
    JsonArray *rows;

    if (!iskra_sg_value_is_given (object, "block"))
        return TRUE;
    if (!wattle_json_get_object (object, "block", &block, error) ||
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

/* Returns what the meter counts, or NULL. */
GPtrArray *
iskra_sg_counters_decode (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) counters = g_ptr_array_new_with_free_func (counter_free);
    g_autoptr (GPtrArray) readings = iskra_sg_readings_new ();
    JsonObject *object;
    guint32 tariffs;

    if (!wattle_json_get_object (root, "counters", &object, error) ||
        !read_list (object, "non_resettable", counters, error) ||
        !read_list (object, "resettable", counters, error))
        return NULL;

    tariffs = collect_tariffs (counters);
    for (guint i = 0; i < counters->len; i++)
        add_counter (readings, counters, i, tariffs);

    return read_blocks (object, readings, error) ? g_steal_pointer (&readings) : NULL;
}
