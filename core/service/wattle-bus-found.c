/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-found.h"

#include "engine/wattle-device-config.h"
#include "engine/wattle-discovery-results.h"
#include "wattle-bus-value.h"

static GVariant *
list_links (WattleFound *found)
{
    GVariantBuilder links;

    g_variant_builder_init (&links, G_VARIANT_TYPE ("a{ss}"));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autofree char *name = g_ascii_strdown (wattle_device_config_get_link_key (kind), -1);

        if (wattle_found_get_link (found, kind) != NULL)
            g_variant_builder_add (&links, "{ss}", name, wattle_found_get_link (found, kind));
    }
    return g_variant_builder_end (&links);
}

static GVariant *
list_options (WattleFound *found)
{
    g_auto (GStrv) keys = wattle_found_list_options (found);
    GVariantBuilder options;

    g_variant_builder_init (&options, G_VARIANT_TYPE ("a{ss}"));
    for (guint i = 0; keys[i] != NULL; i++)
        g_variant_builder_add (&options, "{ss}", keys[i], wattle_found_get_option (found, keys[i]));
    return g_variant_builder_end (&options);
}

static GVariant *
describe (const WattleDiscoveryResult *result)
{
    static const char *const none[] = { NULL };
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    wattle_bus_value_insert_text (&dict, "driver", result->driver);
    wattle_bus_value_insert_text (&dict, "model", wattle_found_get_model (result->found));
    wattle_bus_value_insert_text (&dict, "id", result->id);
    wattle_bus_value_insert_text (&dict, "name", wattle_found_get_name (result->found));
    wattle_bus_value_insert_text (&dict, "serial", wattle_found_get_serial (result->found));
    wattle_bus_value_insert_text (&dict, "known", result->known);
    wattle_bus_value_insert_text (&dict, "certainty", result->certainty);
    g_variant_dict_insert (&dict, "alternatives", "^as",
                           result->alternatives != NULL ? (const char *const *)result->alternatives
                                                        : none);
    g_variant_dict_insert_value (&dict, "links", list_links (result->found));
    g_variant_dict_insert_value (&dict, "options", list_options (result->found));
    return g_variant_dict_end (&dict);
}

static GVariant *
list_sentences (GPtrArray *errors)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < errors->len; i++) {
        g_autoptr (WattleMessage) message =
            wattle_message_new_from_error (g_ptr_array_index (errors, i));

        g_variant_builder_add_value (&list, wattle_bus_value_message (message));
    }
    return g_variant_builder_end (&list);
}

GVariant *
wattle_bus_found_describe (GPtrArray *results, GPtrArray *unreached)
{
    GVariantBuilder found;
    GVariantDict dict;

    g_variant_builder_init (&found, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < results->len; i++)
        g_variant_builder_add_value (&found, describe (g_ptr_array_index (results, i)));
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert_value (&dict, "found", g_variant_builder_end (&found));
    if (unreached != NULL && unreached->len > 0)
        g_variant_dict_insert_value (&dict, "unreached", list_sentences (unreached));
    return g_variant_dict_end (&dict);
}
