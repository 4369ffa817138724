/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-sunspec.h"

#include <string.h>

#include "modbus-meter-points.h"

#define MARKER     "SunS"
#define END_MODEL  0xffff
#define HEADER     MODBUS_METER_SUNSPEC_HEADER
#define MAX_MODELS 100

#define MAX_ADDRESS 0xffff

static void
search (ModbusMeterSunspec *self)
{
    const WattleMeter *definition = self->definition;

    *self = (ModbusMeterSunspec){ .definition = definition };
    self->found = definition->n_bases == 0;
    if (!self->found)
        self->address = definition->bases[0];
}

static void
check (ModbusMeterSunspec *self, guint address)
{
    search (self);
    self->checking = TRUE;
    self->address = address;
}

void
modbus_meter_sunspec_init (ModbusMeterSunspec *self, const WattleMeter *definition, guint known)
{
    self->definition = definition;
    search (self);
    if (!self->found && known != 0)
        check (self, known);
}

void
modbus_meter_sunspec_begin (ModbusMeterSunspec *self)
{
    self->fresh = FALSE;
    if (!self->found && !self->checking)
        search (self);
}

guint
modbus_meter_sunspec_get_address (const ModbusMeterSunspec *self)
{
    return (guint)((gint)self->definition->model_address + self->offset);
}

void
modbus_meter_sunspec_doubt (ModbusMeterSunspec *self)
{
    if (self->definition->n_bases > 0)
        check (self, modbus_meter_sunspec_get_address (self));
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

gboolean
modbus_meter_sunspec_is_wanted (const WattleMeter *definition, const guint8 *header)
{
    for (guint i = 0; i < definition->n_models; i++)
        if (definition->models[i] == get_word (header))
            return TRUE;

    return FALSE;
}

/* Requests of an even length may reach one register farther. */
static gboolean
fits (const WattleMeter *definition, gint offset)
{
    gint margin = definition->limits.even ? 1 : 0;

    for (guint i = 0; i < definition->n_points; i++) {
        WattleRegisterSpan span = modbus_meter_points_get_span (&definition->points[i]);
        gint first = span.address + offset - margin;
        gint end = span.address + span.count + offset + margin;

        if (first < 0 || end > MAX_ADDRESS + 1)
            return FALSE;
    }
    return TRUE;
}

/* FALSE: it cannot be there, as registers of it would be nowhere. */
static gboolean
find (ModbusMeterSunspec *self)
{
    gint offset = (gint)self->address - self->definition->model_address;

    if (!fits (self->definition, offset))
        return FALSE;

    self->found = TRUE;
    self->fresh = TRUE;
    self->checking = FALSE;
    self->offset = offset;
    return TRUE;
}

static gboolean
take_model (ModbusMeterSunspec *self, const guint8 *header, GError **error)
{
    guint model = get_word (header);

    if (modbus_meter_sunspec_is_wanted (self->definition, header) && find (self))
        return TRUE;

    self->address += HEADER + get_word (header + 2);
    if (model == END_MODEL || self->address > MAX_ADDRESS + 1 - HEADER ||
        ++self->n_models > MAX_MODELS)
        return go_on (self, error);
    return TRUE;
}

/* Whether the model is where it was; else it is searched. */
static void
take_check (ModbusMeterSunspec *self, const guint8 *bytes)
{
    if (bytes == NULL || !modbus_meter_sunspec_is_wanted (self->definition, bytes) || !find (self))
        search (self);
}

gboolean
modbus_meter_sunspec_take (ModbusMeterSunspec *self,
                           const guint8 *bytes,
                           gsize length,
                           GError **error)
{
    if (self->found || self->lost)
        return TRUE;
    if (length != HEADER * 2)
        bytes = NULL;
    if (self->checking) {
        take_check (self, bytes);
        return TRUE;
    }
    if (bytes == NULL)
        return go_on (self, error);
    if (self->in_list)
        return take_model (self, bytes, error);
    if (memcmp (bytes, MARKER, HEADER * 2) != 0)
        return go_on (self, error);

    self->in_list = TRUE;
    self->n_models = 0;
    self->address += HEADER;
    return TRUE;
}
