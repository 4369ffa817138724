/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* A Connect, which is asked by Modbus. */
#define SMAPPEE_TYPE_CONNECT (smappee_connect_get_type ())
G_DECLARE_FINAL_TYPE (SmappeeConnect, smappee_connect, SMAPPEE, CONNECT, WattleDevice)

WattleDevice *smappee_connect_new (void);

G_END_DECLS
