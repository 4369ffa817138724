/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-command-queue.h"

/* A command that could not begin for this long is dropped: a relay must not move minutes later. */
#define COMMAND_AGE (10 * G_USEC_PER_SEC)

struct _WattleOrder {
    WattleCommand *command;
    WattleCommandDone done;
    gpointer user_data;
    gint64 given; /* when */
};

void
wattle_command_queue_init (WattleCommandQueue *self)
{
    g_queue_init (&self->orders);
}

gboolean
wattle_command_queue_is_empty (const WattleCommandQueue *self)
{
    return self->orders.length == 0;
}

gboolean
wattle_command_queue_push (WattleCommandQueue *self,
                           WattleCommand *command,
                           gint64 now,
                           WattleCommandDone done,
                           gpointer user_data)
{
    WattleOrder *order;

    if (self->orders.length >= WATTLE_COMMAND_QUEUE_MAX)
        return FALSE;

    order = g_new (WattleOrder, 1);
    order->command = g_object_ref (command);
    order->done = done;
    order->user_data = user_data;
    order->given = now;
    g_queue_push_tail (&self->orders, order);
    return TRUE;
}

WattleCommand *
wattle_command_queue_peek (WattleCommandQueue *self)
{
    WattleOrder *order = g_queue_peek_head (&self->orders);

    return order->command;
}

gboolean
wattle_command_queue_is_late (WattleCommandQueue *self, gint64 now)
{
    WattleOrder *order = g_queue_peek_head (&self->orders);

    return now - order->given > COMMAND_AGE;
}

WattleOrder *
wattle_command_queue_take (WattleCommandQueue *self)
{
    return g_queue_pop_head (&self->orders);
}

void
wattle_order_finish (WattleOrder *self, const GError *error)
{
    self->done (error, self->user_data);
    g_object_unref (self->command);
    g_free (self);
}
