/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-value.h"

#include "base/wattle-json.h"
#include "base/wattle-message.h"
#include "engine/wattle-device-config.h"

/* Sentences */

GVariant *
wattle_bus_value_message (const WattleMessage *message)
{
    GVariantDict dict;

    if (message != NULL)
        return wattle_message_to_variant (message);
    g_variant_dict_init (&dict, NULL);
    return g_variant_dict_end (&dict);
}

static void
append_member (GString *text, const char *name, const char *value)
{
    g_string_append_printf (text, "%s\"%s\":", text->len > 1 ? "," : "", name);
    wattle_json_append_string (text, value);
}

void
wattle_bus_value_insert_text (GVariantDict *dict, const char *key, const char *text)
{
    g_variant_dict_insert (dict, key, "s", text != NULL ? text : "");
}

char *
wattle_bus_value_error_text (const GError *error)
{
    g_autoptr (WattleMessage) message = wattle_message_new_from_error (error);
    const char *template = wattle_message_get_template (message);
    const char *const *arguments = wattle_message_get_arguments (message);
    GString *text = g_string_new ("{");

    append_member (text, "text", wattle_message_get_text (message));
    append_member (text, "prefix", wattle_message_get_prefix (message));
    append_member (text, "template", template != NULL ? template : "");
    g_string_append (text, ",\"arguments\":[");
    for (guint i = 0; arguments[i] != NULL; i++) {
        if (i > 0)
            g_string_append_c (text, ',');
        wattle_json_append_string (text, arguments[i]);
    }
    g_string_append (text, "]}");
    return g_string_free (text, FALSE);
}

GVariant *
wattle_bus_value_problems (WattleProblems *problems)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
        const WattleProblem *problem = wattle_problems_get (problems, i);
        GVariantDict dict;

        g_variant_dict_init (&dict, NULL);
        g_variant_dict_insert (&dict, "subject", "s", problem->subject);
        g_variant_dict_insert (&dict, "topic", "s", problem->topic);
        g_variant_dict_insert (&dict, "since", "x", problem->since);
        g_variant_dict_insert_value (&dict, "message", wattle_bus_value_message (problem->data));
        g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
    }
    return g_variant_builder_end (&list);
}

GVariant *
wattle_bus_value_findings (GPtrArray *findings)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < findings->len; i++) {
        const WattleDeviceFinding *finding = g_ptr_array_index (findings, i);
        GVariantDict dict;

        g_variant_dict_init (&dict, NULL);
        g_variant_dict_insert (&dict, "group", "s", finding->group);
        g_variant_dict_insert (&dict, "key", "s", finding->key);
        g_variant_dict_insert_value (&dict, "message", wattle_bus_value_message (finding->message));
        g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
    }
    return g_variant_builder_end (&list);
}

/* Entities */

static const char *const value_types[] = {
    [WATTLE_VALUE_NONE] = "",
    [WATTLE_VALUE_NUMBER] = "number",
    [WATTLE_VALUE_BOOLEAN] = "boolean",
    [WATTLE_VALUE_TEXT] = "text",
};

static const char *const directions[] = {
    [WATTLE_DIRECTION_NONE] = "",
    [WATTLE_DIRECTION_IMPORT] = "import",
    [WATTLE_DIRECTION_EXPORT] = "export",
};

static const char *const counters[] = {
    [WATTLE_COUNTER_NONE] = "",
    [WATTLE_COUNTER_LIFETIME] = "lifetime",
    [WATTLE_COUNTER_RESETTABLE] = "resettable",
    [WATTLE_COUNTER_PERIODIC] = "periodic",
    [WATTLE_COUNTER_READING] = "reading",
};

static void
insert_output (GVariantDict *dict, const WattleEntitySpec *spec)
{
    g_auto (GStrv) options = g_strsplit (spec->options != NULL ? spec->options : "", "|", -1);

    if (*options != NULL)
        g_variant_dict_insert (dict, "options", "^as", options);
    if (!(spec->flags & WATTLE_ENTITY_OUTPUT))
        return;
    g_variant_dict_insert (dict, "min", "d", spec->min);
    g_variant_dict_insert (dict, "max", "d", spec->max);
    g_variant_dict_insert (dict, "step", "d", spec->step);
}

static GVariant *
describe_entity (WattleEntity *entity, guint order)
{
    const WattleEntitySpec *spec = wattle_entity_get_spec (entity);
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", wattle_entity_get_name (entity));
    g_variant_dict_insert (&dict, "quantity", "s", info->key);
    g_variant_dict_insert (&dict, "type", "s", value_types[info->type]);
    g_variant_dict_insert (&dict, "unit", "s", wattle_entity_get_unit (entity));
    g_variant_dict_insert (&dict, "decimals", "i", info->decimals);
    g_variant_dict_insert (&dict, "phase", "u", spec->phase);
    g_variant_dict_insert (&dict, "direction", "s", directions[spec->direction]);
    g_variant_dict_insert (&dict, "counter", "s", counters[wattle_entity_get_counter (entity)]);
    g_variant_dict_insert (&dict, "order", "u", order);
    g_variant_dict_insert (&dict, "diagnostic", "b", (spec->flags & WATTLE_ENTITY_DIAGNOSTIC) != 0);
    g_variant_dict_insert (&dict, "disabled", "b", (spec->flags & WATTLE_ENTITY_DISABLED) != 0);
    g_variant_dict_insert (&dict, "output", "b", (spec->flags & WATTLE_ENTITY_OUTPUT) != 0);
    g_variant_dict_insert (&dict, "adjustable", "b", (spec->flags & WATTLE_ENTITY_ADJUSTABLE) != 0);
    insert_output (&dict, spec);
    return g_variant_dict_end (&dict);
}

GVariant *
wattle_bus_value_flatten (GVariant *value)
{
    g_variant_get_data (value);
    return value;
}

GVariant *
wattle_bus_value_entities (WattleDevice *device)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{sa{sv}}"));
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        g_variant_builder_add (&list, "{s@a{sv}}", wattle_entity_get_key (entity),
                               describe_entity (entity, i));
    }
    return wattle_bus_value_flatten (g_variant_builder_end (&list));
}

/* D-Bus has no empty tuples. */
static GVariant *
get_value (WattleEntity *entity)
{
    if (!wattle_entity_has_value (entity))
        return g_variant_new_string ("");

    switch (wattle_entity_get_value_type (entity)) {
    case WATTLE_VALUE_NUMBER:
        return g_variant_new_double (wattle_entity_get_number (entity));
    case WATTLE_VALUE_BOOLEAN:
        return g_variant_new_boolean (wattle_entity_get_boolean (entity));
    case WATTLE_VALUE_TEXT:
        return g_variant_new_string (wattle_entity_get_text (entity));
    case WATTLE_VALUE_NONE:
        break;
    }
    return g_variant_new_string ("");
}

GVariant *
wattle_bus_value_reading (WattleEntity *entity)
{
    return g_variant_new ("(vxy)", get_value (entity), wattle_entity_get_time (entity),
                          (guchar)wattle_entity_get_quality (entity));
}

GVariant *
wattle_bus_value_readings (WattleDevice *device)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{s(vxy)}"));
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        g_variant_builder_add (&list, "{s@(vxy)}", wattle_entity_get_key (entity),
                               wattle_bus_value_reading (entity));
    }
    return g_variant_builder_end (&list);
}

GVariant *
wattle_bus_value_actions (WattleDevice *device)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{ss}"));
    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *spec = wattle_device_get_action (device, i);

        g_variant_builder_add (&list, "{ss}", spec->name, spec->label);
    }
    return g_variant_builder_end (&list);
}

/* What a driver takes */

static const char *const option_types[] = {
    [WATTLE_OPTION_TEXT] = "text",       [WATTLE_OPTION_SECRET] = "secret",
    [WATTLE_OPTION_INTEGER] = "integer", [WATTLE_OPTION_NUMBER] = "number",
    [WATTLE_OPTION_BOOLEAN] = "boolean", [WATTLE_OPTION_CHOICE] = "choice",
};

static GVariant *
describe_option (const WattleOptionSpec *spec)
{
    g_auto (GStrv) choices = g_strsplit (spec->choices != NULL ? spec->choices : "", "|", -1);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "key", "s", spec->key);
    g_variant_dict_insert (&dict, "type", "s", option_types[spec->type]);
    g_variant_dict_insert (&dict, "label", "s", spec->label != NULL ? spec->label : "");
    g_variant_dict_insert (&dict, "default", "s", spec->fallback != NULL ? spec->fallback : "");
    g_variant_dict_insert (&dict, "required", "b", spec->required);
    g_variant_dict_insert (&dict, "min", "d", spec->min);
    g_variant_dict_insert (&dict, "max", "d", spec->max);
    g_variant_dict_insert (&dict, "choices", "^as", choices);
    return g_variant_dict_end (&dict);
}

static GVariant *
list_options (WattleCatalog *catalog, const char *model)
{
    g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog, model);
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++)
        g_variant_builder_add_value (&list,
                                     describe_option (wattle_options_get_nth_spec (options, i)));
    return g_variant_builder_end (&list);
}

static GVariant *
list_links (WattleCatalog *catalog, const char *model)
{
    guint kinds = wattle_catalog_get_link_kinds (catalog, model);
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("as"));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autofree char *name = g_ascii_strdown (wattle_device_config_get_link_key (kind), -1);

        if (kinds & (1u << kind))
            g_variant_builder_add (&list, "s", name);
    }
    return g_variant_builder_end (&list);
}

GVariant *
wattle_bus_value_schema (WattleCatalog *catalog, const char *driver, const char *model)
{
    WattleModelFlags flags = wattle_catalog_get_model_flags (catalog, model);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "driver", "s", driver);
    g_variant_dict_insert (&dict, "model", "s", model);
    g_variant_dict_insert (&dict, "name", "s", wattle_catalog_get_model_name (catalog, model));
    g_variant_dict_insert (&dict, "child", "b", (flags & WATTLE_MODEL_CHILD) != 0);
    if (flags & WATTLE_MODEL_DEFAULT)
        g_variant_dict_insert (&dict, "default", "b", TRUE);
    g_variant_dict_insert (&dict, "any-link", "b", (flags & WATTLE_MODEL_ANY_LINK) != 0);
    g_variant_dict_insert (&dict, "interval", "u", wattle_catalog_get_interval (catalog, model));
    g_variant_dict_insert (&dict, "min-interval", "u",
                           wattle_catalog_get_min_interval (catalog, model));
    g_variant_dict_insert_value (&dict, "links", list_links (catalog, model));
    g_variant_dict_insert_value (&dict, "options", list_options (catalog, model));
    return g_variant_dict_end (&dict);
}
