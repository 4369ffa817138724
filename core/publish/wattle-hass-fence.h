/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* Tells when the broker has dealt with all that it was sent and asked for until now: a message goes
 * there and comes back. */
typedef struct _WattleHassFence WattleHassFence;

/* @error: NULL, or why that will never be known. May free the fence. */
typedef void (*WattleHassFenceFunc) (const GError *error, gpointer user_data);

/* @func is called once, unless the fence is freed before. */
WattleHassFence *
wattle_hass_fence_new (const WattleHassPort *port, WattleHassFenceFunc func, gpointer user_data);
void wattle_hass_fence_free (WattleHassFence *self);

G_END_DECLS
