/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"

G_BEGIN_DECLS

/* Finds out whether the broker keeps a request that has just come in. MQTT does not say so to who
 * listens already, but to who begins to listen. */
typedef struct _WattleBridgeCheck WattleBridgeCheck;

/* @error: NULL, or why the request must not be carried out. May free the check. */
typedef void (*WattleBridgeCheckFunc) (WattleBridgeCheck *self,
                                       const GError *error,
                                       gpointer user_data);

/* @name: behind <instance>/bridge/. @func is called once, unless the check is freed before. */
WattleBridgeCheck *wattle_bridge_check_new (const WattleBridgePort *port,
                                            const char *name,
                                            GBytes *payload,
                                            WattleBridgeCheckFunc func,
                                            gpointer user_data);
void wattle_bridge_check_free (WattleBridgeCheck *self);

/* The error of a request that is kept. */
GError *wattle_bridge_check_new_error (void);

G_END_DECLS
