/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-unit-private.h"

#include <math.h>
#include <string.h>

#include "modbus-sunspec.h"

#define N_REGISTERS   0x10000u
#define MAX_REGISTERS 125u

/* A SunSpec meter sits at the grid connection; of others it follows from their number what they
 * measure, so that those of one bus differ. */
static const IskraSgMeter *
find_place (const ModbusDefinition *definition, guint8 number)
{
    static const IskraSgMeterKind kinds[] = { ISKRA_SG_METER_MC774, ISKRA_SG_METER_IE38MD,
                                              ISKRA_SG_METER_WM3M4C };

    if (definition->n_phases == 1)
        return iskra_sg_meter_get (ISKRA_SG_METER_WM1_6);
    if (definition->sunspec_address != MODBUS_NO_ADDRESS)
        return iskra_sg_meter_get (ISKRA_SG_METER_IE38MD);
    return iskra_sg_meter_get (kinds[number % G_N_ELEMENTS (kinds)]);
}

/* At most half a percent more or less. */
static double
make_gain (guint8 number)
{
    return 1 + ((number * 37) % 101 - 50) * 1e-4;
}

/* 1000 and its number: each meter has another one. */
static void
put_serial (ModbusUnit *self)
{
    const ModbusDefinition *definition = self->definition;
    guint address = definition->serial_address;
    const ModbusFixed high = { definition->serial_function, (guint16)address, 0 };
    const ModbusFixed low = { definition->serial_function, (guint16)(address + 1),
                              (guint16)(1000 + self->number) };

    if (address == MODBUS_NO_ADDRESS)
        return;
    g_array_append_val (self->fixed, high);
    g_array_append_val (self->fixed, low);
}

ModbusUnit *
modbus_unit_new (guint8 number, ModbusDefinition *definition, EmulatorDay *day)
{
    ModbusUnit *self = g_new0 (ModbusUnit, 1);

    self->number = number;
    self->definition = definition;
    self->day = day;
    self->values.meter = find_place (definition, number);
    self->values.gain = make_gain (number);
    self->written = g_hash_table_new (NULL, NULL);
    self->fixed = g_array_copy (definition->fixed);
    put_serial (self);
    modbus_sunspec_fill (definition, number, self->fixed);
    return self;
}

void
modbus_unit_free (ModbusUnit *self)
{
    g_hash_table_unref (self->written);
    g_array_unref (self->fixed);
    modbus_definition_free (self->definition);
    g_free (self);
}

guint8
modbus_unit_get_number (ModbusUnit *self)
{
    return self->number;
}

static const ModbusPoint *
get_point (ModbusUnit *self, guint index)
{
    return &g_array_index (self->definition->points, ModbusPoint, index);
}

/* Registers */

/* Part of all registers, of which a question asks for some. */
typedef struct {
    guint function;
    guint first;
    guint count;
    guint16 words[MAX_REGISTERS];
} Window;

static void
put (Window *window, guint address, guint16 word)
{
    if (address >= window->first && address < window->first + window->count)
        window->words[address - window->first] = word;
}

static gboolean
touches (const Window *window, guint address, guint count)
{
    return address < window->first + window->count && window->first < address + count;
}

static double
get_factor (ModbusUnit *self, const ModbusPoint *point)
{
    int exponent = point->scale_address != MODBUS_NO_ADDRESS
                       ? modbus_values_get_exponent (&self->values, point)
                       : 0;

    return point->scale * pow (10, exponent);
}

static void
put_value (ModbusUnit *self, const ModbusPoint *point, Window *window)
{
    guint count = modbus_word_get_count (point->type);
    guint16 words[MODBUS_WORD_MAX];

    if (!touches (window, point->address, count))
        return;
    modbus_word_encode (point->type, point->order,
                        modbus_values_get (&self->values, point) / get_factor (self, point), words);
    for (guint i = 0; i < count; i++) {
        modbus_unit_peek_written (self, point->function, point->address + i, &words[i]);
        put (window, point->address + i, words[i]);
    }
}

static void
put_points (ModbusUnit *self, Window *window)
{
    for (guint i = 0; i < self->definition->points->len; i++) {
        const ModbusPoint *point = get_point (self, i);

        if (point->function != window->function)
            continue;
        put_value (self, point, window);
        if (point->scale_address != MODBUS_NO_ADDRESS)
            put (window, point->scale_address,
                 (guint16)modbus_values_get_exponent (&self->values, point));
    }
}

static void
fill (ModbusUnit *self, Window *window)
{
    memset (window->words, 0, sizeof window->words);
    modbus_values_take (&self->values, self->day);
    put_points (self, window);
    for (guint i = 0; i < self->fixed->len; i++) {
        const ModbusFixed *fixed = &g_array_index (self->fixed, ModbusFixed, i);

        if (fixed->function == window->function)
            put (window, fixed->address, fixed->word);
    }
}

double
modbus_unit_get_value (ModbusUnit *self, guint function, guint address)
{
    for (guint i = 0; i < self->definition->points->len; i++) {
        const ModbusPoint *point = get_point (self, i);
        Window window = { function, address, modbus_word_get_count (point->type) };

        if (point->function != function || point->address != address)
            continue;
        fill (self, &window);
        return modbus_word_decode (point->type, point->order, window.words) *
               get_factor (self, point);
    }
    return NAN;
}

static gboolean
has_register (ModbusUnit *self, guint function, guint address)
{
    const Window one = { function, address, 1 };

    for (guint i = 0; i < self->definition->points->len; i++) {
        const ModbusPoint *point = get_point (self, i);

        if (point->function == function &&
            (touches (&one, point->address, modbus_word_get_count (point->type)) ||
             point->scale_address == address))
            return TRUE;
    }
    for (guint i = 0; i < self->fixed->len; i++)
        if (g_array_index (self->fixed, ModbusFixed, i).function == function &&
            g_array_index (self->fixed, ModbusFixed, i).address == address)
            return TRUE;
    return function == MODBUS_READ_HOLDING && modbus_sunspec_has (self->definition, address);
}

static gboolean
has_all (ModbusUnit *self, guint function, guint address, guint count)
{
    for (guint i = 0; i < count; i++)
        if (!has_register (self, function, address + i))
            return FALSE;

    return TRUE;
}

/* Answers */

gsize
modbus_unit_refuse (const guint8 *question, guint exception, guint8 *answer)
{
    answer[0] = question[0] | 0x80;
    answer[1] = (guint8)exception;
    return 2;
}

guint
modbus_unit_get_word (const guint8 *bytes)
{
    return (guint)bytes[0] << 8 | bytes[1];
}

/* Half of a value is a bad address to an Eastron; but a single register it answers. */
static gboolean
is_half (ModbusUnit *self, guint address, guint count)
{
    return self->definition->even && count > 1 && (address % 2 != 0 || count % 2 != 0);
}

static gsize
read_registers (ModbusUnit *self, gboolean strict, const guint8 *question, guint8 *answer)
{
    Window window = { question[0], modbus_unit_get_word (question + 1),
                      modbus_unit_get_word (question + 3) };

    if (window.count < 1 || window.count > MAX_REGISTERS)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    if (window.first + window.count > N_REGISTERS || is_half (self, window.first, window.count) ||
        (strict && !has_all (self, window.function, window.first, window.count)))
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_ADDRESS, answer);

    fill (self, &window);
    answer[0] = question[0];
    answer[1] = (guint8)(window.count * 2);
    for (guint i = 0; i < window.count; i++) {
        answer[2 + i * 2] = (guint8)(window.words[i] >> 8);
        answer[3 + i * 2] = (guint8)window.words[i];
    }
    return 2 + window.count * 2;
}

/* Function, address and number; a write has its values behind them. */
#define MIN_LENGTH 5
#define MIN_WRITE  7

static gboolean
is_whole (const guint8 *question, gsize length)
{
    gboolean several = question[0] == MODBUS_WRITE_COILS || question[0] == MODBUS_WRITE_REGISTERS;

    return several ? length >= MIN_WRITE : length == MIN_LENGTH;
}

gsize
modbus_unit_answer (ModbusUnit *self,
                    gboolean strict,
                    const guint8 *question,
                    gsize length,
                    guint8 *answer)
{
    guint function = question[0];

    if (!(function >= MODBUS_READ_COILS && function <= MODBUS_WRITE_REGISTER) &&
        function != MODBUS_WRITE_COILS && function != MODBUS_WRITE_REGISTERS)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_FUNCTION, answer);
    if (!is_whole (question, length))
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    if (function <= MODBUS_READ_DISCRETE)
        return modbus_unit_read_bits (self, strict, question, answer);
    if (function <= MODBUS_READ_INPUT)
        return read_registers (self, strict, question, answer);
    if (function == MODBUS_WRITE_COIL || function == MODBUS_WRITE_COILS)
        return modbus_unit_write_bits (self, question, length, answer);
    return modbus_unit_write (self, question, length, answer);
}
