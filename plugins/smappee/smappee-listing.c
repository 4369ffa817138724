/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-listing.h"

static void
drop_next (SmappeeListing *self)
{
    g_clear_pointer (&self->next, g_ptr_array_unref);
    g_clear_pointer (&self->next_text, g_free);
}

static void
put_in_force (SmappeeListing *self, GPtrArray *list, char *text)
{
    g_clear_pointer (&self->list, g_ptr_array_unref);
    g_free (self->text);
    self->list = list;
    self->text = text;
}

gboolean
smappee_listing_offer (SmappeeListing *self, GPtrArray *list, char *text, gint64 now)
{
    gboolean known = self->list != NULL && g_str_equal (text, self->text);
    gboolean waits = self->next != NULL && g_str_equal (text, self->next_text);

    if (known)
        drop_next (self);
    if (known || waits) {
        g_ptr_array_unref (list);
        g_free (text);
        return FALSE;
    }

    drop_next (self);
    if (self->list == NULL) {
        put_in_force (self, list, text);
        return TRUE;
    }
    self->next = list;
    self->next_text = text;
    self->since = now;
    return FALSE;
}

/* A clock that was set back does not hold it up. */
gboolean
smappee_listing_pass (SmappeeListing *self, gint64 now)
{
    if (self->next == NULL || (now >= self->since && now - self->since < SMAPPEE_LISTING_WAIT))
        return FALSE;

    put_in_force (self, g_steal_pointer (&self->next), g_steal_pointer (&self->next_text));
    return TRUE;
}

void
smappee_listing_clear (SmappeeListing *self)
{
    drop_next (self);
    g_clear_pointer (&self->list, g_ptr_array_unref);
    g_clear_pointer (&self->text, g_free);
}
