/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-http.h"

G_BEGIN_DECLS

/* A port of its own for what no device has, POST /emulator/fault and GET /emulator/state, where the
 * emulated device speaks no HTTP or another one. */
typedef struct _EmulatorControl EmulatorControl;

typedef struct {
    EmulatorHttpChange change; /* what a fault does */
    char *(*describe) (gpointer owner);
} EmulatorControlFuncs;

/* @owner: a GObject, of which a reference is held; @port: 0: any */
EmulatorControl *emulator_control_new (gpointer owner,
                                       const EmulatorControlFuncs *funcs,
                                       const char *address,
                                       guint port,
                                       GError **error);
void emulator_control_free (EmulatorControl *self);
guint emulator_control_get_port (EmulatorControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorControl, emulator_control_free)

G_END_DECLS
