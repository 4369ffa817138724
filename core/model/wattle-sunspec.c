/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-sunspec.h"

#include <string.h>

#define MARKER    "SunS"
#define END_MODEL 0xffff
#define HEADER    2 /* registers: id and length of a model, or the marker */

void
wattle_sunspec_begin (WattleSunspec *self, const guint *bases, guint n_bases)
{
    memset (self, 0, sizeof *self);
    self->n_bases = MIN (n_bases, WATTLE_SUNSPEC_MAX_BASES);
    self->ended = self->n_bases == 0;
    for (guint i = 0; i < self->n_bases; i++)
        self->bases[i] = bases[i];
    self->address = self->bases[0];
}

gboolean
wattle_sunspec_next (WattleSunspec *self, guint16 *address, guint16 *count)
{
    if (self->ended)
        return FALSE;

    *address = (guint16)self->address;
    *count = HEADER;
    return TRUE;
}

/* A list that was found is the only one. */
static void
leave (WattleSunspec *self)
{
    if (self->in_list || ++self->base == self->n_bases)
        self->ended = TRUE;
    else
        self->address = self->bases[self->base];
}

static guint
get_word (const guint8 *bytes)
{
    return (guint)bytes[0] << 8 | bytes[1];
}

static void
take_model (WattleSunspec *self, guint id, guint length)
{
    if (id == 0 || id == END_MODEL || self->n_models == WATTLE_SUNSPEC_MAX_MODELS) {
        leave (self);
        return;
    }

    self->models[self->n_models++] = (WattleSunspecModel){ (guint16)id, (guint16)self->address };
    self->address += HEADER + length;
    if (self->address > 0x10000 - HEADER)
        leave (self);
}

void
wattle_sunspec_take (WattleSunspec *self, const guint8 *bytes)
{
    if (self->ended)
        return;
    if (bytes == NULL) {
        leave (self);
    } else if (self->in_list) {
        take_model (self, get_word (bytes), get_word (bytes + 2));
    } else if (memcmp (bytes, MARKER, HEADER * 2) == 0) {
        self->in_list = TRUE;
        self->address += HEADER;
        if (self->address > 0x10000 - HEADER)
            leave (self);
    } else {
        leave (self);
    }
}

const WattleSunspecModel *
wattle_sunspec_find (const WattleSunspec *self, guint id)
{
    for (guint i = 0; i < self->n_models; i++)
        if (self->models[i].id == id)
            return &self->models[i];

    return NULL;
}
