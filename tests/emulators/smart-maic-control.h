/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-control.h"
#include "smart-maic.h"

G_BEGIN_DECLS

/* Faults and state of a smart-MAIC. Port 0: any. */
EmulatorControl *
smart_maic_control_new (SmartMaic *device, const char *address, guint port, GError **error);

G_END_DECLS
