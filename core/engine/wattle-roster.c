/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-roster.h"

WattleRosterEntry *
wattle_roster_entry_new (WattleRunner *runner,
                         WattleDriver *driver,
                         WattleCatalog *catalog,
                         WattleProblems *problems)
{
    WattleRosterEntry *self = g_new0 (WattleRosterEntry, 1);

    self->runner = g_object_ref (runner);
    self->driver = driver;
    g_set_object (&self->catalog, catalog);
    wattle_listing_init (&self->listing, wattle_runner_get_id (runner), problems);
    return self;
}

static void
entry_free (gpointer data)
{
    WattleRosterEntry *entry = data;

    wattle_listing_clear (&entry->listing);
    g_clear_pointer (&entry->config, wattle_device_config_free);
    g_object_unref (entry->runner);
    g_clear_object (&entry->catalog);
    g_free (entry);
}

void
wattle_roster_init (WattleRoster *self)
{
    self->entries = g_ptr_array_new_with_free_func (entry_free);
    self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

void
wattle_roster_clear (WattleRoster *self)
{
    g_clear_pointer (&self->by_id, g_hash_table_unref);
    g_clear_pointer (&self->entries, g_ptr_array_unref);
}

void
wattle_roster_add (WattleRoster *self, WattleRosterEntry *entry)
{
    g_ptr_array_add (self->entries, entry);
    g_hash_table_insert (self->by_id, (char *)wattle_runner_get_id (entry->runner), entry);
}

void
wattle_roster_remove (WattleRoster *self, WattleRosterEntry *entry)
{
    g_hash_table_remove (self->by_id, wattle_runner_get_id (entry->runner));
    g_ptr_array_remove (self->entries, entry);
}

guint
wattle_roster_count (const WattleRoster *self)
{
    return self->entries->len;
}

WattleRosterEntry *
wattle_roster_nth (const WattleRoster *self, guint index)
{
    return g_ptr_array_index (self->entries, index);
}

WattleRosterEntry *
wattle_roster_find (const WattleRoster *self, const char *id)
{
    return g_hash_table_lookup (self->by_id, id);
}

GPtrArray *
wattle_roster_list_children (const WattleRoster *self, WattleRunner *gateway)
{
    GPtrArray *children = g_ptr_array_new ();

    for (guint i = 0; i < self->entries->len; i++) {
        WattleRosterEntry *entry = wattle_roster_nth (self, i);

        if (wattle_runner_get_parent (entry->runner) == gateway)
            g_ptr_array_add (children, entry);
    }

    return children;
}

WattleRosterEntry *
wattle_roster_find_child (const WattleRoster *self, WattleRunner *gateway)
{
    g_autoptr (GPtrArray) children = wattle_roster_list_children (self, gateway);

    return children->len > 0 ? g_ptr_array_index (children, 0) : NULL;
}

const WattleDeviceConfig *
wattle_roster_find_config (const WattleRoster *self, WattleRunner *runner)
{
    for (; runner != NULL; runner = wattle_runner_get_parent (runner)) {
        WattleRosterEntry *entry = wattle_roster_find (self, wattle_runner_get_id (runner));

        if (entry != NULL && entry->config != NULL)
            return entry->config;
    }

    return NULL;
}
