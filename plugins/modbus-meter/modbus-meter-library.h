/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-meter-definition.h"

G_BEGIN_DECLS

/* All definitions of a folder. */
typedef struct _ModbusMeterLibrary ModbusMeterLibrary;

/* A file that is no definition is left out, and told to @complain with its path and what is wrong.
 */
ModbusMeterLibrary *modbus_meter_library_new (const char *folder,
                                              void (*complain) (const char *sentence,
                                                                gpointer user_data),
                                              gpointer user_data);
void modbus_meter_library_free (ModbusMeterLibrary *self);

guint modbus_meter_library_get_length (ModbusMeterLibrary *self);
/* In the order of their ids. */
const ModbusMeterDefinition *modbus_meter_library_get (ModbusMeterLibrary *self, guint index);
const ModbusMeterDefinition *modbus_meter_library_find (ModbusMeterLibrary *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusMeterLibrary, modbus_meter_library_free)

G_END_DECLS
