/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says about the devices behind it, until somebody takes it. */
#pragma once

#include "wattle-device-private.h"

G_BEGIN_DECLS

typedef struct {
    GPtrArray *notes; /* of WattleChildNote */
    guint staged;     /* notes of the answer that is being decoded, at the end */
} WattleDeviceChildren;

/* Those of @device, which owns them. */
WattleDeviceChildren *wattle_device_peek_children (WattleDevice *device);

void wattle_device_children_init (WattleDeviceChildren *self);
void wattle_device_children_clear (WattleDeviceChildren *self);
void wattle_device_children_begin (WattleDeviceChildren *self);
gboolean wattle_device_children_is_staged (const WattleDeviceChildren *self);
void wattle_device_children_drop (WattleDeviceChildren *self); /* what is staged */

G_END_DECLS
