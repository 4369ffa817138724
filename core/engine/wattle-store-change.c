/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-change.h"

#include "wattle-host-config.h"

static void
change_free (gpointer data)
{
    WattleStoreChange *change = data;

    g_free ((char *)change->group);
    g_free ((char *)change->key);
    g_free ((char *)change->text);
    g_free (change);
}

GPtrArray *
wattle_store_change_copy_all (const WattleStoreChange *changes, guint n_changes)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func (change_free);

    for (guint i = 0; i < n_changes; i++) {
        WattleStoreChange *change = g_new (WattleStoreChange, 1);

        change->group = g_strdup (changes[i].group);
        change->key = g_strdup (changes[i].key);
        change->text = g_strdup (changes[i].text);
        g_ptr_array_add (copy, change);
    }

    return copy;
}

void
wattle_store_change_apply_all (GKeyFile *file, gpointer copy)
{
    GPtrArray *changes = copy;

    g_key_file_set_integer (file, "Host", "Format",
                            wattle_migration_get_format (&wattle_host_config_migration));
    for (guint i = 0; i < changes->len; i++) {
        const WattleStoreChange *change = g_ptr_array_index (changes, i);

        if (change->text != NULL)
            g_key_file_set_string (file, change->group, change->key, change->text);
        else
            g_key_file_remove_key (file, change->group, change->key, NULL);
    }
}
