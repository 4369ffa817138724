/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-schema.h"

#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-nearest.h"

/* What @key of each says. */
static GPtrArray *
list_texts (GPtrArray *dicts, const char *key)
{
    GPtrArray *texts = g_ptr_array_new ();

    for (guint i = 0; i < dicts->len; i++) {
        const char *text = wattle_cli_fields_get_text (g_ptr_array_index (dicts, i), key);

        if (texts->len == 0 || !g_str_equal (g_ptr_array_index (texts, texts->len - 1), text))
            g_ptr_array_add (texts, (char *)text);
    }
    g_ptr_array_add (texts, NULL);
    return texts;
}

static void
refuse (GPtrArray *dicts, const char *key, const char *sentence, const char *word, GError **error)
{
    g_autoptr (GPtrArray) known = list_texts (dicts, key);

    wattle_cli_nearest_refuse (error, sentence, word, (const char *const *)known->pdata);
}

static GPtrArray *
select_dicts (GVariant *list, const char *key, const char *wanted)
{
    GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
    GVariantIter iter;
    GVariant *dict;

    g_variant_iter_init (&iter, list);
    while ((dict = g_variant_iter_next_value (&iter)) != NULL) {
        gboolean child = FALSE;

        g_variant_lookup (dict, "child", "b", &child);
        if (child ||
            (wanted != NULL && !g_str_equal (wattle_cli_fields_get_text (dict, key), wanted)))
            g_variant_unref (dict);
        else
            g_ptr_array_add (found, dict);
    }
    return found;
}

/* NULL: none is meant where none is named. */
static GVariant *
find_default (GPtrArray *models)
{
    for (guint i = 0; i < models->len; i++) {
        GVariant *model = g_ptr_array_index (models, i);
        gboolean meant = FALSE;

        g_variant_lookup (model, "default", "b", &meant);
        if (meant || models->len == 1)
            return model;
    }
    return NULL;
}

static GVariant *
select_model (GPtrArray *models, const char *driver, const char *model, GError **error)
{
    gboolean given = model != NULL && *model != '\0';
    GVariant *meant = given ? NULL : find_default (models);
    g_autofree char *sentence = NULL;

    if (meant != NULL)
        return g_variant_ref (meant);
    for (guint i = 0; given && i < models->len; i++)
        if (g_str_equal (wattle_cli_fields_get_text (g_ptr_array_index (models, i), "model"),
                         model))
            return g_variant_ref (g_ptr_array_index (models, i));

    sentence = given ? g_strdup_printf (_ ("%s has no model “%s”"), driver, model)
                     : g_strdup_printf (_ ("%s has several models, so --model is needed"), driver);
    refuse (models, "model", sentence, given ? model : "", error);
    return NULL;
}

/* The models of a driver; NULL: there is no such driver. */
static GPtrArray *
find_models (WattleCli *cli, const char *driver, GError **error)
{
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (cli->manager, "GetSchema", g_variant_new ("(ss)", "", ""), error);
    g_autofree char *sentence = NULL;
    g_autoptr (GPtrArray) models = NULL;
    g_autoptr (GPtrArray) all = NULL;
    g_autoptr (GVariant) list = NULL;

    if (reply == NULL)
        return NULL;

    list = g_variant_get_child_value (reply, 0);
    models = select_dicts (list, "driver", driver);
    if (models->len > 0)
        return g_steal_pointer (&models);

    all = select_dicts (list, "driver", NULL);
    sentence = g_strdup_printf (_ ("there is no driver “%s”"), driver);
    refuse (all, "driver", sentence, driver, error);
    return NULL;
}

gboolean
wattle_cli_schema_check_driver (WattleCli *cli, const char *driver, GError **error)
{
    g_autoptr (GPtrArray) models = find_models (cli, driver, error);

    return models != NULL;
}

GVariant *
wattle_cli_schema_find (WattleCli *cli, const char *driver, const char *model, GError **error)
{
    g_autoptr (GPtrArray) models = find_models (cli, driver, error);

    return models != NULL ? select_model (models, driver, model, error) : NULL;
}

GVariant *
wattle_cli_schema_find_option (GVariant *schema, const char *key, GError **error)
{
    g_autoptr (GVariant) list =
        g_variant_lookup_value (schema, "options", G_VARIANT_TYPE ("aa{sv}"));
    g_autoptr (GPtrArray) options =
        list != NULL ? select_dicts (list, "key", NULL) : g_ptr_array_new ();
    g_autofree char *sentence = NULL;

    for (guint i = 0; i < options->len; i++)
        if (g_str_equal (wattle_cli_fields_get_text (g_ptr_array_index (options, i), "key"), key))
            return g_variant_ref (g_ptr_array_index (options, i));

    sentence = g_strdup_printf (_ ("%s has no option “%s”"),
                                wattle_cli_fields_get_text (schema, "driver"), key);
    refuse (options, "key", sentence, key, error);
    return NULL;
}
