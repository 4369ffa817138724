/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-round.h"

void
iskra_sg_round_init (IskraSgRound *self)
{
    self->reads = g_array_new (FALSE, FALSE, sizeof (IskraSgRead));
    self->n_taken = 0;
    self->image = iskra_sg_image_new ();
}

void
iskra_sg_round_clear (IskraSgRound *self)
{
    g_clear_pointer (&self->reads, g_array_unref);
    g_clear_pointer (&self->image, iskra_sg_image_free);
}

void
iskra_sg_round_begin (IskraSgRound *self)
{
    self->n_taken = 0;
    g_array_set_size (self->reads, 0);
    iskra_sg_image_clear (self->image);
}

void
iskra_sg_round_add (IskraSgRound *self, const IskraSgRead *read)
{
    g_array_append_vals (self->reads, read, 1);
}

gboolean
iskra_sg_round_is_done (const IskraSgRound *self)
{
    return self->n_taken >= self->reads->len;
}

static const IskraSgRead *
get_read (const IskraSgRound *self)
{
    return &g_array_index (self->reads, IskraSgRead, self->n_taken);
}

WattleRequest *
iskra_sg_round_ask (const IskraSgRound *self, guint tag, guint unit)
{
    return iskra_sg_modbus_read (tag, unit, get_read (self));
}

gboolean
iskra_sg_round_take (IskraSgRound *self, WattleFrame *frame, GError **error)
{
    const IskraSgRead *read = get_read (self);

    if (!iskra_sg_modbus_check (frame, read, error))
        return FALSE;
    iskra_sg_image_add (self->image, read, wattle_frame_get_bytes (frame));
    self->n_taken++;
    return TRUE;
}

void
iskra_sg_round_pass (IskraSgRound *self)
{
    self->n_taken++;
}

void
iskra_sg_round_give_up (IskraSgRound *self)
{
    self->n_taken = self->reads->len;
}

gboolean
iskra_sg_round_expects (const IskraSgRound *self, GError **error)
{
    if (!iskra_sg_round_is_done (self))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question");
    return FALSE;
}
