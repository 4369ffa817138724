/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-sunspec.h"

#include <string.h>

#define MARKER     "SunS"
#define END_MODEL  0xffff
#define HEADER     2 /* registers: id and length of a model, or the marker */
#define MAX_MODELS 100

void
modbus_meter_sunspec_begin (ModbusMeterSunspec *self, const WattleMeter *definition)
{
    if (self->definition != NULL && self->found)
        return;

    memset (self, 0, sizeof *self);
    self->definition = definition;
    self->found = definition->n_bases == 0;
    if (!self->found)
        self->address = definition->bases[0];
}

gboolean
modbus_meter_sunspec_next (ModbusMeterSunspec *self, guint *address, guint *count)
{
    *address = self->address;
    *count = HEADER;
    return !self->found && !self->lost;
}

static guint
get_word (const guint8 *bytes)
{
    return (guint)bytes[0] << 8 | bytes[1];
}

/* The next place a list may begin at. */
static gboolean
go_on (ModbusMeterSunspec *self, GError **error)
{
    self->in_list = FALSE;
    if (++self->base < self->definition->n_bases) {
        self->address = self->definition->bases[self->base];
        return TRUE;
    }

    self->lost = TRUE;
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the device has no SunSpec model %u of a meter", self->definition->models[0]);
    return FALSE;
}

static gboolean
is_wanted (ModbusMeterSunspec *self, guint model)
{
    for (guint i = 0; i < self->definition->n_models; i++)
        if (self->definition->models[i] == model)
            return TRUE;

    return FALSE;
}

static gboolean
take_model (ModbusMeterSunspec *self, guint model, guint length, GError **error)
{
    if (is_wanted (self, model)) {
        self->found = TRUE;
        self->offset = (gint)self->address - self->definition->model_address;
        return TRUE;
    }

    self->address += HEADER + length;
    if (model == END_MODEL || self->address > 0xffff - HEADER || ++self->n_models > MAX_MODELS)
        return go_on (self, error);
    return TRUE;
}

gboolean
modbus_meter_sunspec_take (ModbusMeterSunspec *self,
                           const guint8 *bytes,
                           gsize length,
                           GError **error)
{
    if (self->found || self->lost)
        return TRUE;
    if (bytes == NULL || length != HEADER * 2)
        return go_on (self, error);
    if (self->in_list)
        return take_model (self, get_word (bytes), get_word (bytes + 2), error);
    if (memcmp (bytes, MARKER, HEADER * 2) != 0)
        return go_on (self, error);

    self->in_list = TRUE;
    self->n_models = 0;
    self->address += HEADER;
    return TRUE;
}
