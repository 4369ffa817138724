/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-fields.h"

#include "wattle-cli-message.h"

/* Whole numbers of the bus differ in size and sign. */
static gboolean
get_integer (GVariant *value, gint64 *integer)
{
    switch (g_variant_classify (value)) {
    case G_VARIANT_CLASS_BYTE:
        *integer = g_variant_get_byte (value);
        return TRUE;
    case G_VARIANT_CLASS_UINT16:
        *integer = g_variant_get_uint16 (value);
        return TRUE;
    case G_VARIANT_CLASS_INT32:
        *integer = g_variant_get_int32 (value);
        return TRUE;
    case G_VARIANT_CLASS_UINT32:
        *integer = g_variant_get_uint32 (value);
        return TRUE;
    case G_VARIANT_CLASS_INT64:
        *integer = g_variant_get_int64 (value);
        return TRUE;
    case G_VARIANT_CLASS_UINT64:
        *integer = (gint64)g_variant_get_uint64 (value);
        return TRUE;
    default:
        return FALSE;
    }
}

void
wattle_cli_fields_add_value (WattleCliJson *json, const char *name, GVariant *value)
{
    gint64 integer;

    if (value == NULL) {
        wattle_cli_json_add_null (json, name);
    } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT)) {
        g_autoptr (GVariant) content = g_variant_get_variant (value);

        wattle_cli_fields_add_value (json, name, content);
    } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        wattle_cli_json_add_number (json, name, g_variant_get_double (value));
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        wattle_cli_json_add_boolean (json, name, g_variant_get_boolean (value));
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        wattle_cli_json_add_text (json, name, g_variant_get_string (value, NULL));
    else if (get_integer (value, &integer))
        wattle_cli_json_add_integer (json, name, integer);
    else
        wattle_cli_json_add_null (json, name);
}

static void
add_word (WattleCliJson *json, const char *name, GVariant *value)
{
    if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        wattle_cli_json_add_word (json, name, g_variant_get_string (value, NULL));
    else
        wattle_cli_json_add_null (json, name);
}

static void
add_time (WattleCliJson *json, const char *name, GVariant *value)
{
    gint64 time = 0;

    if (value != NULL)
        get_integer (value, &time);
    wattle_cli_json_add_time (json, name, time);
}

static void
add_sentence (WattleCliJson *json, const char *name, GVariant *value)
{
    g_autofree char *text = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT)
                                ? wattle_cli_message_get_english (value)
                                : NULL;

    wattle_cli_json_add_text (json, name, text);
}

static void
add_texts (WattleCliJson *json, const char *name, GVariant *value)
{
    g_autofree const char **texts =
        value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY)
            ? g_variant_get_strv (value, NULL)
            : NULL;

    wattle_cli_json_add_texts (json, name, texts);
}

/* Sorted, as a dictionary has no order of its own. */
void
wattle_cli_fields_add_pairs (WattleCliJson *json, const char *name, GVariant *pairs)
{
    g_autoptr (GTree) sorted = g_tree_new ((GCompareFunc)g_strcmp0);
    const char *value;
    const char *key;
    GVariantIter iter;

    wattle_cli_json_begin_object (json, name);
    if (pairs != NULL && g_variant_is_of_type (pairs, G_VARIANT_TYPE ("a{ss}"))) {
        g_variant_iter_init (&iter, pairs);
        while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
            g_tree_insert (sorted, (char *)key, (char *)value);
    }
    for (GTreeNode *node = g_tree_node_first (sorted); node != NULL; node = g_tree_node_next (node))
        wattle_cli_json_add_text (json, g_tree_node_key (node), g_tree_node_value (node));
    wattle_cli_json_end_object (json);
}

static void (*const adders[]) (WattleCliJson *json, const char *name, GVariant *value) = {
    [WATTLE_CLI_FIELD_VALUE] = wattle_cli_fields_add_value,
    [WATTLE_CLI_FIELD_WORD] = add_word,
    [WATTLE_CLI_FIELD_TIME] = add_time,
    [WATTLE_CLI_FIELD_SENTENCE] = add_sentence,
    [WATTLE_CLI_FIELD_TEXTS] = add_texts,
    [WATTLE_CLI_FIELD_PAIRS] = wattle_cli_fields_add_pairs,
};

void
wattle_cli_fields_add (WattleCliJson *json,
                       GVariant *dict,
                       const WattleCliField *fields,
                       guint n_fields)
{
    for (guint i = 0; i < n_fields; i++) {
        const WattleCliField *field = &fields[i];
        g_autoptr (GVariant) value = g_variant_lookup_value (dict, field->key, NULL);

        adders[field->kind](json, field->name != NULL ? field->name : field->key, value);
    }
}

void
wattle_cli_fields_add_list (WattleCliJson *json,
                            const char *name,
                            GVariant *list,
                            const WattleCliField *fields,
                            guint n_fields)
{
    GVariantIter iter;
    GVariant *child;

    wattle_cli_json_begin_array (json, name);
    if (list != NULL)
        g_variant_iter_init (&iter, list);
    while (list != NULL && (child = g_variant_iter_next_value (&iter)) != NULL) {
        g_autoptr (GVariant) dict = child;

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_fields_add (json, dict, fields, n_fields);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

void
wattle_cli_fields_print_list (GVariant *list, const WattleCliField *fields, guint n_fields)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_fields_add_list (json, NULL, list, fields, n_fields);
    wattle_cli_json_print (json);
}

const char *
wattle_cli_fields_get_text (GVariant *dict, const char *key)
{
    const char *text = "";

    g_variant_lookup (dict, key, "&s", &text);
    return text;
}
