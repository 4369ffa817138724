/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-control.h"
#include "smappee-box.h"

G_BEGIN_DECLS

/* Faults and state of a monitor. Port 0: any. */
EmulatorControl *
smappee_box_control_new (SmappeeBox *device, const char *address, guint port, GError **error);

G_END_DECLS
