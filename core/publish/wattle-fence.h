/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "transport/wattle-mqtt-client.h"

G_BEGIN_DECLS

/* Tells when the broker has dealt with all that it was sent and asked for until now: a message goes
 * there and comes back. */
typedef struct _WattleFence WattleFence;

/* @error: NULL, or why that will never be known. May free the fence. */
typedef void (*WattleFenceFunc) (const GError *error, gpointer user_data);

/* @func is called once, unless the fence is freed before. @topic: one that the host may read and
 * write; several fences may share it. */
WattleFence *wattle_fence_new (WattleMqttClient *client,
                               WattleClock *clock,
                               const char *topic,
                               WattleFenceFunc func,
                               gpointer user_data);
void wattle_fence_free (WattleFence *self);

G_END_DECLS
