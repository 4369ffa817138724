/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The packs of a folder, for tests and for the programs beside them. */
#pragma once

#include <string.h>

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

typedef struct {
    char *folder;
    GHashTable *found; /* country → WattleHolidayPack */
} TestPacks;

static inline TestPacks *
test_packs_new (const char *folder)
{
    TestPacks *packs = g_new0 (TestPacks, 1);

    packs->folder = g_strdup (folder);
    packs->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify)wattle_holiday_pack_unref);
    return packs;
}

static inline void
test_packs_free (TestPacks *packs)
{
    g_hash_table_unref (packs->found);
    g_free (packs->folder);
    g_free (packs);
}

/* A WattlePackFunc. What a plan calls a country may be anything. */
static inline WattleHolidayPack *
test_packs_find (const char *country, gpointer user_data)
{
    TestPacks *packs = (TestPacks *)user_data;
    WattleHolidayPack *pack = (WattleHolidayPack *)g_hash_table_lookup (packs->found, country);
    g_autofree char *name = g_strconcat (country, ".json", NULL);
    g_autofree char *path = g_build_filename (packs->folder, name, NULL);
    g_autofree char *text = NULL;

    if (pack != NULL || strchr (country, '/') != NULL)
        return pack;
    if (g_file_get_contents (path, &text, NULL, NULL))
        pack = wattle_holiday_pack_parse (text, -1, NULL);
    if (pack != NULL)
        g_hash_table_insert (packs->found, g_strdup (country), pack);
    return pack;
}

G_END_DECLS
