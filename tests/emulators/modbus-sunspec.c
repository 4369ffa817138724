/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-sunspec.h"

#include <string.h>

#define COMMON_LENGTH 65
#define INT_LENGTH    105
#define FLOAT_LENGTH  124

static guint
get_base (const ModbusDefinition *definition)
{
    return definition->sunspec_address - 2 - COMMON_LENGTH - 2;
}

static guint
get_length (const ModbusDefinition *definition)
{
    return definition->sunspec_model < 210 ? INT_LENGTH : FLOAT_LENGTH;
}

static void
put (GArray *fixed, guint address, guint word)
{
    const ModbusFixed entry = { 3, (guint16)address, (guint16)word };

    g_array_append_val (fixed, entry);
}

/* Padded with zeros. */
static void
put_text (GArray *fixed, guint address, guint n_words, const char *text)
{
    char bytes[2 * 16] = { 0 };

    memcpy (bytes, text, MIN (strlen (text), sizeof bytes));
    for (guint i = 0; i < n_words; i++)
        put (fixed, address + i, (guint)(guint8)bytes[2 * i] << 8 | (guint8)bytes[2 * i + 1]);
}

static void
put_common (const ModbusDefinition *definition, guint8 unit, GArray *fixed)
{
    guint common = get_base (definition) + 2;
    g_autofree char *serial = g_strdup_printf ("3924%06u", 1000u + unit);

    put (fixed, common, 1);
    put (fixed, common + 1, COMMON_LENGTH);
    put_text (fixed, common + 2, 16,
              definition->manufacturer != NULL ? definition->manufacturer : "");
    put_text (fixed, common + 18, 16, "Smart Meter TS 65A-3");
    put_text (fixed, common + 34, 8, "<primary>");
    put_text (fixed, common + 42, 8, "1.3");
    put_text (fixed, common + 50, 16, serial);
    put (fixed, common + 66, unit);
}

void
modbus_sunspec_fill (const ModbusDefinition *definition, guint8 unit, GArray *fixed)
{
    guint model = definition->sunspec_address;
    guint end = model + 2 + get_length (definition);

    if (model == MODBUS_NO_ADDRESS)
        return;
    put (fixed, get_base (definition), 0x5375);
    put (fixed, get_base (definition) + 1, 0x6e53);
    put_common (definition, unit, fixed);
    put (fixed, model, definition->sunspec_model);
    put (fixed, model + 1, get_length (definition));
    put (fixed, end, 0xffff);
    put (fixed, end + 1, 0);
}

gboolean
modbus_sunspec_has (const ModbusDefinition *definition, guint address)
{
    guint model = definition->sunspec_address;

    return model != MODBUS_NO_ADDRESS && address >= get_base (definition) &&
           address < model + 2 + get_length (definition) + 2;
}
