/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-which.h"

#include <string.h>

void
modbus_meter_which_init (ModbusMeterWhich *self,
                         const WattleMeter *definition,
                         const WattleMeter *other,
                         const char *known)
{
    memset (self, 0, sizeof *self);
    self->maps[0] = wattle_meter_ref (definition);
    /* Each has to say by what it is known. */
    if (other != NULL && definition->alternative != NULL && other->alternative != NULL)
        self->maps[1] = wattle_meter_ref (other);
    self->decided = self->maps[1] == NULL;
    for (guint i = 0; i < MODBUS_METER_WHICH_N && self->maps[1] != NULL; i++)
        if (g_strcmp0 (known, self->maps[i]->id) == 0)
            self->current = i; /* it is looked at first: another meter may be there by now */
}

void
modbus_meter_which_clear (ModbusMeterWhich *self)
{
    for (guint i = 0; i < MODBUS_METER_WHICH_N; i++)
        g_clear_pointer (&self->maps[i], wattle_meter_unref);
}

const WattleMeter *
modbus_meter_which_get (const ModbusMeterWhich *self)
{
    return self->maps[self->current];
}

void
modbus_meter_which_doubt (ModbusMeterWhich *self)
{
    self->decided = self->maps[1] == NULL;
    modbus_meter_which_begin (self);
}

void
modbus_meter_which_begin (ModbusMeterWhich *self)
{
    for (guint i = 0; i < MODBUS_METER_WHICH_N && !self->decided; i++)
        self->told[i] = MODBUS_METER_WHICH_UNKNOWN;
}

/* The one it was taken for first; that of the other only if this leaves a doubt. */
gboolean
modbus_meter_which_next (const ModbusMeterWhich *self, guint *index)
{
    if (self->decided)
        return FALSE;

    *index = self->current;
    if (self->told[*index] != MODBUS_METER_WHICH_UNKNOWN)
        *index = 1 - self->current;
    return self->told[*index] == MODBUS_METER_WHICH_UNKNOWN;
}

static void
decide (ModbusMeterWhich *self, guint index)
{
    self->current = index;
    self->decided = TRUE;
}

/* A value decides. Otherwise one that is refused speaks for the other one, if that answers; two
 * zeros are a new meter, two refusals another device: nothing is known then. */
void
modbus_meter_which_take (ModbusMeterWhich *self, guint index, ModbusMeterTelltale told)
{
    guint other = 1 - index;

    self->told[index] = told;
    if (told == MODBUS_METER_WHICH_VALUE)
        decide (self, index);
    else if (told == MODBUS_METER_WHICH_ZERO && self->told[other] == MODBUS_METER_WHICH_REFUSED)
        decide (self, index);
    else if (told == MODBUS_METER_WHICH_REFUSED && self->told[other] == MODBUS_METER_WHICH_ZERO)
        decide (self, other);
}
