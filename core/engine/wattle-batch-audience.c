/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-batch-audience.h"

typedef struct {
    WattleBatchFunc func;
    gpointer user_data;
} Listener;

void
wattle_batch_audience_init (WattleBatchAudience *self)
{
    self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
}

void
wattle_batch_audience_clear (WattleBatchAudience *self)
{
    g_clear_pointer (&self->listeners, g_array_unref);
}

void
wattle_batch_audience_add (WattleBatchAudience *self, WattleBatchFunc func, gpointer user_data)
{
    Listener listener = { func, user_data };

    g_array_append_val (self->listeners, listener);
}

void
wattle_batch_audience_remove (WattleBatchAudience *self, gpointer user_data)
{
    for (guint i = self->listeners->len; i > 0; i--)
        if (g_array_index (self->listeners, Listener, i - 1).user_data == user_data)
            g_array_remove_index (self->listeners, i - 1);
}

void
wattle_batch_audience_tell (WattleBatchAudience *self, WattleRunner *runner, GPtrArray *entities)
{
    for (guint i = 0; i < self->listeners->len; i++) {
        Listener *listener = &g_array_index (self->listeners, Listener, i);

        listener->func (runner, entities, listener->user_data);
    }
}
