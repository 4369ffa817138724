/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"

G_BEGIN_DECLS

/* Why a serial port cannot be used, and what a person can do about it. @error: an errno, with
 * EMFILE for a descriptor that libmodbus cannot take, and EBUSY for a port that is locked. @user:
 * who the host runs as. Pure. */
WattleMessage *wattle_modbus_serial_fault_new (const char *device, int error, const char *user);

G_END_DECLS
