/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-definition.h"

G_BEGIN_DECLS

/* The list of models of a SunSpec device as the GEN24 documents it: the marker, the common model of
 * 65 registers, the meter, the end. */

/* Adds to @fixed what stands in it besides the values. */
void modbus_sunspec_fill (const ModbusDefinition *definition, guint8 unit, GArray *fixed);
/* Every register of the list can be read. */
gboolean modbus_sunspec_has (const ModbusDefinition *definition, guint address);

G_END_DECLS
