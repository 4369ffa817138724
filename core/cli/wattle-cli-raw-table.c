/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-raw-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/wattle-json.h"
#include "wattle-cli-table.h"

static const char *const types[] = { "float32", "uint32", "int32" }; /* in rows */
static const char *const orders[] = { "ABCD", "CDAB", "BADC", "DCBA" };

/* What stands behind the likeliest value. */
#define MARK "*"

static JsonObject *
get_register (JsonArray *registers, guint index)
{
    JsonNode *node = registers != NULL && index < json_array_get_length (registers)
                         ? json_array_get_element (registers, index)
                         : NULL;

    return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static double
get_number (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);
    double value;

    return node != NULL && wattle_json_node_is_number (node, &value) ? value : NAN;
}

static gboolean
has_word (JsonObject *object, const char *name, const char *word)
{
    return g_strcmp0 (wattle_json_peek_string (object, name), word) == 0;
}

/* Rows */

static void
add_number (WattleCliTable *table, double value)
{
    g_autofree char *text = isfinite (value) ? g_strdup_printf ("%.0f", value) : g_strdup ("–");

    wattle_cli_table_add (table, text);
}

/* One register by itself; NULL: none stands in this row. */
static void
add_word (WattleCliTable *table, JsonObject *object)
{
    if (object == NULL) {
        for (guint i = 0; i < 4; i++)
            wattle_cli_table_add (table, "");
        return;
    }
    add_number (table, get_number (object, "address"));
    wattle_cli_table_add (table, wattle_json_peek_string (object, "hex"));
    add_number (table, get_number (object, "uint16"));
    add_number (table, get_number (object, "int16"));
}

static JsonObject *
find_reading (JsonObject *object, const char *type, const char *order, gboolean *first)
{
    JsonArray *readings = wattle_json_peek_array (object, "readings");
    JsonObject *reading;

    for (guint i = 0; (reading = get_register (readings, i)) != NULL; i++)
        if (has_word (reading, "type", type) && has_word (reading, "order", order)) {
            *first = i == 0;
            return reading;
        }
    return NULL;
}

/* @begins: a value of two registers begins at @object: the likeliest one is marked. */
static void
add_value (WattleCliTable *table,
           JsonObject *object,
           const char *type,
           const char *order,
           gboolean begins)
{
    gboolean first = FALSE;
    JsonObject *reading = find_reading (object, type, order, &first);
    double value = reading != NULL ? get_number (reading, "value") : NAN;
    gboolean best = first && begins;
    g_autofree char *text = NULL;

    if (!isfinite (value))
        text = g_strdup ("– ");
    else
        text = g_strdup_printf (g_str_equal (type, "float32") ? "%.7g%s" : "%.0f%s", value,
                                best ? MARK : " ");
    wattle_cli_table_add_styled (table, best ? WATTLE_CLI_STYLE_GOOD : WATTLE_CLI_STYLE_PLAIN,
                                 text);
}

/* Without a sign or with one, most whole numbers are the same. */
static gboolean
has_sign (JsonObject *object)
{
    gboolean first;

    for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
        JsonObject *reading = find_reading (object, "int32", orders[i], &first);

        if (reading != NULL && get_number (reading, "value") < 0)
            return TRUE;
    }
    return FALSE;
}

static void
add_pair (WattleCliTable *table, JsonObject *object, JsonObject *next, gboolean begins)
{
    guint n_rows = has_sign (object) ? G_N_ELEMENTS (types) : G_N_ELEMENTS (types) - 1;

    for (guint i = 0; i < n_rows; i++) {
        add_word (table, i == 0 ? object : i == 1 ? next : NULL);
        wattle_cli_table_add (table, types[i]);
        for (guint j = 0; j < G_N_ELEMENTS (orders); j++)
            add_value (table, object, types[i], orders[j], begins);
    }
}

static void
add_single (WattleCliTable *table, JsonObject *object)
{
    add_word (table, object);
    wattle_cli_table_add (table, "");
    for (guint j = 0; j < G_N_ELEMENTS (orders); j++)
        wattle_cli_table_add (table, "");
}

static gboolean
begins_pair (JsonObject *object)
{
    const char *type = wattle_json_peek_string (object, "begins");

    return type != NULL && g_str_has_suffix (type, "32");
}

/* Registers go in pairs, as values do: a register whose next one begins a value is alone. */
static void
add_rows (WattleCliTable *table, JsonArray *registers)
{
    JsonObject *object;

    for (guint i = 0; (object = get_register (registers, i)) != NULL; i++) {
        JsonObject *next = get_register (registers, i + 1);
        gboolean begins = begins_pair (object);

        if (next == NULL || (!begins && begins_pair (next))) {
            add_single (table, object);
        } else {
            add_pair (table, object, next, begins);
            i++;
        }
    }
}

/* The sentence */

static void
append_orders (GString *text, JsonArray *list)
{
    JsonObject *object;

    g_string_append (text, _ ("Likely order of bytes:"));
    for (guint i = 0; (object = get_register (list, i)) != NULL; i++)
        g_string_append_printf (text, "%s %s %.1f %%", i > 0 ? "," : "",
                                wattle_json_peek_string (object, "order"),
                                get_number (object, "share") * 100);
    g_string_append (text, "\n");
    g_string_append_printf (text,
                            _ ("%s stands behind the value that is likeliest; all registers of one "
                               "read are judged together, so the more, the surer.\n"),
                            MARK);
}

char *
wattle_cli_raw_table (JsonObject *report, gboolean colour)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    GString *text = g_string_new (NULL);
    g_autofree char *rows = NULL;

    wattle_cli_table_add_number_column (table, C_ ("column", "Address"));
    wattle_cli_table_add_column (table, C_ ("column", "Hex"));
    wattle_cli_table_add_number_column (table, "uint16");
    wattle_cli_table_add_number_column (table, "int16");
    wattle_cli_table_add_column (table, "");
    for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
        wattle_cli_table_add_number_column (table, orders[i]);
    add_rows (table, wattle_json_peek_array (report, "registers"));

    rows = wattle_cli_table_to_text (table, colour);
    g_string_append_printf (text, "%s\n", rows);
    append_orders (text, wattle_json_peek_array (report, "orders"));
    return g_string_free (text, FALSE);
}
