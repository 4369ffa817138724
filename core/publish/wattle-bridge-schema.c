/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-schema.h"

#include "base/wattle-error.h"
#include "base/wattle-json-writer.h"

static const char *const option_types[] = {
    [WATTLE_OPTION_TEXT] = "text",       [WATTLE_OPTION_SECRET] = "secret",
    [WATTLE_OPTION_INTEGER] = "integer", [WATTLE_OPTION_NUMBER] = "number",
    [WATTLE_OPTION_BOOLEAN] = "boolean", [WATTLE_OPTION_CHOICE] = "choice",
};

/* @list: separated by bars. */
static void
add_choices (WattleJsonWriter *writer, const char *list)
{
    g_auto (GStrv) choices = g_strsplit (list != NULL ? list : "", "|", -1);

    wattle_json_writer_begin_array (writer, "choices");
    for (char **choice = choices; *choice != NULL; choice++)
        wattle_json_writer_add_text (writer, NULL, *choice);
    wattle_json_writer_end_array (writer);
}

static void
add_option (WattleJsonWriter *writer, const WattleOptionSpec *spec)
{
    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "key", spec->key);
    wattle_json_writer_add_text (writer, "type", option_types[spec->type]);
    wattle_json_writer_add_text (writer, "label", spec->label);
    wattle_json_writer_add_text (writer, "default", spec->fallback);
    wattle_json_writer_add_boolean (writer, "required", spec->required);
    wattle_json_writer_add_number (writer, "min", spec->min, -1);
    wattle_json_writer_add_number (writer, "max", spec->max, -1);
    add_choices (writer, spec->choices);
    wattle_json_writer_end_object (writer);
}

static void
add_options (WattleJsonWriter *writer, WattleCatalog *catalog, const char *model)
{
    g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog, model);

    wattle_json_writer_begin_array (writer, "options");
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++)
        add_option (writer, wattle_options_get_nth_spec (options, i));
    wattle_json_writer_end_array (writer);
}

static void
add_links (WattleJsonWriter *writer, WattleCatalog *catalog, const char *model)
{
    guint kinds = wattle_catalog_get_link_kinds (catalog, model);

    wattle_json_writer_begin_array (writer, "links");
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autofree char *name = g_ascii_strdown (wattle_device_config_get_link_key (kind), -1);

        if (kinds & (1u << kind))
            wattle_json_writer_add_text (writer, NULL, name);
    }
    wattle_json_writer_end_array (writer);
}

static void
add_model (WattleJsonWriter *writer, WattleCatalog *catalog, const char *driver, const char *model)
{
    WattleModelFlags flags = wattle_catalog_get_model_flags (catalog, model);

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "driver", driver);
    wattle_json_writer_add_text (writer, "model", model);
    wattle_json_writer_add_text (writer, "name", wattle_catalog_get_model_name (catalog, model));
    wattle_json_writer_add_boolean (writer, "child", (flags & WATTLE_MODEL_CHILD) != 0);
    wattle_json_writer_add_boolean (writer, "any_link", (flags & WATTLE_MODEL_ANY_LINK) != 0);
    wattle_json_writer_add_integer (writer, "interval",
                                    wattle_catalog_get_interval (catalog, model));
    wattle_json_writer_add_integer (writer, "min_interval",
                                    wattle_catalog_get_min_interval (catalog, model));
    add_links (writer, catalog, model);
    add_options (writer, catalog, model);
    wattle_json_writer_end_object (writer);
}

static void
add_driver (WattleJsonWriter *writer, WattlePlugins *plugins, const char *driver, const char *model)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, driver);
    g_auto (GStrv) models = catalog != NULL ? wattle_catalog_list_models (catalog) : NULL;

    for (char **name = models; name != NULL && *name != NULL; name++)
        if (model == NULL || g_str_equal (model, *name))
            add_model (writer, catalog, driver, *name);
}

char *
wattle_bridge_schema_dup (const WattleAdminParts *house,
                          const char *driver,
                          const char *model,
                          GError **error)
{
    g_autofree char *names = wattle_plugins_list_drivers (house->plugins);
    g_auto (GStrv) drivers = g_strsplit (names, ", ", -1);
    WattleJsonWriter *writer;

    if (driver != NULL && !g_strv_contains ((const char *const *)drivers, driver)) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "“%s” is no driver; there are: %s", driver,
                          names);
        return NULL;
    }

    writer = wattle_json_writer_new ();
    wattle_json_writer_begin_array (writer, NULL);
    for (char **name = drivers; *name != NULL; name++)
        if (driver == NULL || g_str_equal (driver, *name))
            add_driver (writer, house->plugins, *name, model);
    wattle_json_writer_end_array (writer);
    return wattle_json_writer_finish (writer);
}

static void
add_finding (WattleJsonWriter *writer, const WattleDeviceFinding *finding)
{
    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "group", finding->group);
    wattle_json_writer_add_text (writer, "key", finding->key);
    wattle_json_writer_add_text (writer, "message", wattle_message_get_text (finding->message));
    wattle_json_writer_end_object (writer);
}

char *
wattle_bridge_schema_dup_findings (GPtrArray *findings)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_begin_array (writer, "findings");
    for (guint i = 0; i < findings->len; i++)
        add_finding (writer, g_ptr_array_index (findings, i));
    wattle_json_writer_end_array (writer);
    wattle_json_writer_end_object (writer);
    return wattle_json_writer_finish (writer);
}
