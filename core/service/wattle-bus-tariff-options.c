/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-tariff-options.h"

#include "base/wattle-error.h"

/* A word that is misspelt must not be as if it was not said. */
static gboolean
check_option (const char *name, GVariant *value, GError **error)
{
    static const struct {
        const char *name;
        const char *type;
    } options[] = { { "replace", "b" }, { "before", "ay" } };

    for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
        if (!g_str_equal (name, options[i].name))
            continue;
        if (g_str_equal (g_variant_get_type_string (value), options[i].type))
            return TRUE;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "is of the type “%s”, it must be of “%s”",
                          g_variant_get_type_string (value), options[i].type);
        g_prefix_error (error, "%s: ", name);
        return FALSE;
    }
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "there is no option “%s”; there are “replace” and “before”", name);
    return FALSE;
}

static gboolean
check_options (GVariant *options, GError **error)
{
    GVariantIter iter;
    const char *name;
    GVariant *value;

    g_variant_iter_init (&iter, options);
    while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
        gboolean right = check_option (name, value, error);

        g_variant_unref (value);
        if (!right)
            return FALSE;
    }
    return TRUE;
}

gboolean
wattle_bus_tariff_options_read (GVariant *parameters,
                                WattleTariffImport *import,
                                GBytes **before,
                                GError **error)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
    g_autoptr (GVariant) bytes = NULL;

    if (!check_options (options, error))
        return FALSE;
    g_variant_lookup (options, "replace", "b", &import->replace);
    bytes = g_variant_lookup_value (options, "before", G_VARIANT_TYPE_BYTESTRING);
    *before = bytes != NULL ? g_variant_get_data_as_bytes (bytes) : NULL;
    import->before = *before;
    return TRUE;
}
