/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-components.h"

GHashTable *
wattle_hass_components_new (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)g_ref_string_release,
                                  (GDestroyNotify)g_ref_string_release);
}

GHashTable *
wattle_hass_components_copy (GHashTable *self)
{
    GHashTable *copy = wattle_hass_components_new ();

    wattle_hass_components_put_all (copy, self);
    return copy;
}

void
wattle_hass_components_put (GHashTable *self, const char *key, const char *platform)
{
    g_hash_table_insert (self, g_ref_string_new_intern (key), g_ref_string_new_intern (platform));
}

void
wattle_hass_components_put_all (GHashTable *self, GHashTable *others)
{
    GHashTableIter iter;
    gpointer key;
    gpointer platform;

    g_hash_table_iter_init (&iter, others);
    while (g_hash_table_iter_next (&iter, &key, &platform))
        wattle_hass_components_put (self, key, platform);
}
