/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "modbus-word.h"

G_BEGIN_DECLS

/* What an emulated meter takes from a definition (a file of data/meters). It reads the file by
 * itself, not with the code of the host that is to be tested against it. */

#define MODBUS_NO_ADDRESS 0x10000u

typedef enum {
    MODBUS_NET,
    MODBUS_IMPORT,
    MODBUS_EXPORT,
} ModbusDirection;

typedef struct {
    char *quantity;
    char *key;   /* (nullable) what tells it from others of the same quantity */
    guint phase; /* 1 to 3; 0: none */
    ModbusDirection direction;
    gboolean resettable;

    guint8 function;
    guint16 address;
    ModbusWordType type;
    ModbusWordOrder order;
    double scale;
    guint scale_address; /* of a power of ten; or MODBUS_NO_ADDRESS */

    gboolean writable;
    double min; /* of what may be written */
    double max;
} ModbusPoint;

/* A register that always shows the same. */
typedef struct {
    guint8 function;
    guint16 address;
    guint16 word;
} ModbusFixed;

typedef struct {
    char *id;
    char *manufacturer;
    guint8 unit; /* as it leaves the factory */
    guint n_phases;
    gboolean even;  /* half of a value cannot be read */
    GArray *points; /* of ModbusPoint */
    GArray *fixed;  /* of ModbusFixed */
    guint8 serial_function;
    guint serial_address;  /* of a number of 32 bits; or MODBUS_NO_ADDRESS */
    guint sunspec_address; /* of the meter's model; or MODBUS_NO_ADDRESS */
    guint16 sunspec_model;
} ModbusDefinition;

/* The root of the file, whichever kind it is of; free with json_object_unref(). */
JsonObject *modbus_definition_read (const char *path, GError **error);
/* Whether it is of a meter that is asked by HTTP. */
gboolean modbus_definition_is_http (JsonObject *root);

ModbusDefinition *modbus_definition_load (const char *path, GError **error);
void modbus_definition_free (ModbusDefinition *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusDefinition, modbus_definition_free)

G_END_DECLS
