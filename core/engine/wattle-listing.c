/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-listing.h"

static GHashTable *
create_id_set (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
wattle_listing_init (WattleListing *self, const char *gateway, WattleProblems *problems)
{
    *self = (WattleListing){
        .gateway = gateway,
        .problems = g_object_ref (problems),
        .refused = create_id_set (),
        .was_refused = create_id_set (),
    };
}

void
wattle_listing_clear (WattleListing *self)
{
    g_clear_pointer (&self->names, g_ptr_array_unref);
    g_clear_pointer (&self->refused, g_hash_table_unref);
    g_clear_pointer (&self->was_refused, g_hash_table_unref);
    g_clear_object (&self->problems);
}

void
wattle_listing_note_name (WattleListing *self, const char *id)
{
    if (self->names == NULL)
        self->names = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (self->names, g_strdup (id));
}

GPtrArray *
wattle_listing_take_names (WattleListing *self)
{
    wattle_listing_note_name (self, NULL); /* the end */
    return g_steal_pointer (&self->names);
}

static char *
make_topic (const WattleListing *self)
{
    return g_strconcat ("child/", self->gateway, NULL);
}

void
wattle_listing_refuse (WattleListing *self, const char *id, const char *format, ...)
{
    g_autofree char *topic = make_topic (self);
    g_autofree char *message = NULL;
    va_list arguments;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);

    wattle_problems_set (self->problems, id, topic, "%s", message);
    g_hash_table_add (self->refused, g_strdup (id));
}

void
wattle_listing_forgive (WattleListing *self)
{
    g_autofree char *topic = make_topic (self);
    GHashTable *last = self->was_refused;
    GHashTableIter iter;
    gpointer id;

    g_hash_table_iter_init (&iter, last);
    while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!g_hash_table_contains (self->refused, id))
            wattle_problems_clear (self->problems, id, topic);

    self->was_refused = self->refused;
    g_hash_table_remove_all (last);
    self->refused = last;
}
