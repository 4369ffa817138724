/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"
#include "iskra-sg-meter.h"
#include "modbus-definition.h"

G_BEGIN_DECLS

/* What a meter in the emulated house measures. Powers of the phases sum to the total, energies are
 * the integral of the power, currents follow from power and voltage: it reads the same curve as the
 * meters behind the Iskra gateway. */

typedef struct {
    const IskraSgMeter *meter; /* which of the house's circuits it sits in */
    double gain;               /* no two meters agree in the last digit */
    IskraSgHouse *house;
    gint64 taken; /* when it measured */
    IskraSgReading reading;
} ModbusValues;

/* As of now. */
void modbus_values_take (ModbusValues *values, EmulatorDay *day);
/* In the unit of the quantity. */
double modbus_values_get (const ModbusValues *values, const ModbusPoint *point);
/* The power of ten that a meter with scale registers writes it with. */
int modbus_values_get_exponent (const ModbusValues *values, const ModbusPoint *point);

G_END_DECLS
