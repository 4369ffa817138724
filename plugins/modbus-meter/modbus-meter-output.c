/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-output.h"

#include <math.h>

#include "modbus-meter-points.h"

/* Devices take a while to show what they were told. */
#define READ_BACK_MS  100
#define READ_AGAIN_MS 1000
#define MAX_READS     3

#define TOLERANCE 1e-6 /* of a float with 24 bits, relative */

#define WRITE_COIL 5

static gboolean
is_number (const WattleMeterPoint *point)
{
    return wattle_quantity_get_info (point->spec.quantity)->type == WATTLE_VALUE_NUMBER;
}

/* With its unit. */
static char *
print_value (const WattleMeterPoint *point, double value)
{
    const char *unit = wattle_quantity_get_unit (point->spec.quantity);
    g_autofree char *number = wattle_number_format_exact (value);

    return g_strconcat (number, *unit != '\0' ? " " : "", unit, NULL);
}

static gboolean
find_point (const WattleMeter *definition, WattleCommand *command, guint *index, GError **error)
{
    const char *name = wattle_command_get_name (command);

    for (*index = 0; *index < definition->n_points; (*index)++) {
        const WattleMeterPoint *point = &definition->points[*index];

        if (wattle_command_is_action (command) || !g_str_equal (point->spec.key, name))
            continue;
        if (point->write_function != 0)
            return TRUE;
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "“%s” can only be read: its definition has no access read-write", name);
        return FALSE;
    }

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "the meter has no output “%s”", name);
    return FALSE;
}

/* Written so that what is no number is refused too. */
static gboolean
check_range (const WattleMeterPoint *point, double value, GError **error)
{
    g_autofree char *min = NULL;
    g_autofree char *max = NULL;

    if (!is_number (point) || (value >= point->spec.min && value <= point->spec.max))
        return TRUE;

    min = wattle_number_format_exact (point->spec.min);
    max = print_value (point, point->spec.max);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be from %s to %s", point->spec.key, min,
                      max);
    return FALSE;
}

gboolean
modbus_meter_output_begin (ModbusMeterOutput *self,
                           const WattleMeter *definition,
                           WattleCommand *command,
                           GError **error)
{
    *self = (ModbusMeterOutput){ 0 };
    if (!find_point (definition, command, &self->point, error))
        return FALSE;
    self->wanted = is_number (&definition->points[self->point])
                       ? wattle_command_get_number (command)
                       : (wattle_command_get_boolean (command) ? 1 : 0);
    self->active = check_range (&definition->points[self->point], self->wanted, error);
    return self->active;
}

WattleRequest *
modbus_meter_output_write (const ModbusMeterOutput *self,
                           const WattleMeter *definition,
                           guint tag,
                           guint8 unit,
                           gint offset)
{
    const WattleMeterPoint *point = &definition->points[self->point];
    guint16 words[WATTLE_REGISTER_MAX_WORDS] = { 0 };
    WattleRequest *request;

    /* Both ends of the range fit, so what lies between does. */
    if (point->write_function == WRITE_COIL)
        words[0] = self->wanted != 0;
    else
        wattle_register_encode (point->type, point->order, self->wanted / point->scale, words);
    request = wattle_request_new_write (tag, unit, point->write_function,
                                        (guint16)(point->address + offset), words,
                                        (guint16)wattle_meter_point_get_words (point));
    wattle_request_with_timeout (request, definition->timeout_ms);
    return wattle_request_with_gap (request, definition->gap_ms);
}

WattleRegisterBlock
modbus_meter_output_get_block (const ModbusMeterOutput *self, const WattleMeter *definition)
{
    WattleRegisterSpan span = modbus_meter_points_get_span (&definition->points[self->point]);

    return (WattleRegisterBlock){
        .function = span.function, .address = span.address, .count = span.count, .n_spans = 1
    };
}

/* To half of what a register can tell apart. */
static gboolean
is_as_wanted (const ModbusMeterOutput *self, const WattleMeterPoint *point)
{
    double tolerance = MAX (point->spec.step / 2, fabs (self->wanted) * TOLERANCE);

    return self->read && fabs (self->value - self->wanted) <= tolerance;
}

static void
complain (const ModbusMeterOutput *self, const WattleMeterPoint *point, GError **error)
{
    g_autofree char *wanted = print_value (point, self->wanted);
    g_autofree char *value = print_value (point, self->value);

    if (self->read)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s was set to %s, and is %s",
                          point->spec.key, wanted, value);
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "%s was set to %s, and the meter does not tell what it is now",
                          point->spec.key, wanted);
}

WattleRequest *
modbus_meter_output_read_back (ModbusMeterOutput *self,
                               const WattleMeter *definition,
                               guint tag,
                               guint8 unit,
                               gint offset,
                               GError **error)
{
    const WattleMeterPoint *point = &definition->points[self->point];
    WattleRegisterBlock block = modbus_meter_output_get_block (self, definition);
    WattleRequest *request;

    if (self->reads > 0 && is_as_wanted (self, point))
        return NULL;
    if (self->reads == MAX_READS) {
        complain (self, point, error);
        return NULL;
    }

    request = wattle_request_new_registers (tag, unit, block.function,
                                            (guint16)(block.address + offset), block.count);
    wattle_request_with_delay (request, self->reads == 0 ? READ_BACK_MS : READ_AGAIN_MS);
    wattle_request_with_timeout (request, definition->timeout_ms);
    self->reads++;
    return wattle_request_with_gap (request, definition->gap_ms);
}
