/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "modbus-fault.h"

G_BEGIN_DECLS

/* What “wattle-emulate modbus-meter” is told. */

typedef struct {
    char *path;
    guint8 unit; /* 0: as it leaves the factory */
    gboolean http;
} ModbusOptionsMeter;

typedef struct {
    char **definitions;
    char **faults;
    char *address;
    char *link;
    char *ready_file;
    char *start_time;
    int tcp; /* ports; -1: none */
    int rtu_over_tcp;
    int http;
    int control;
    gboolean pty;
    double speed;

    /* What follows from these. */
    GArray *meters; /* of ModbusOptionsMeter */
    GArray *knobs;  /* of ModbusFault */
    gboolean has_modbus;
    gboolean has_http;
    gint64 start;
} ModbusOptions;

gboolean modbus_options_parse (ModbusOptions *options, int argc, char **argv, GError **error);
void modbus_options_clear (ModbusOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModbusOptions, modbus_options_clear)

G_END_DECLS
