/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who a device is, as it says itself. */
#pragma once

#include "wattle-device-private.h"

G_BEGIN_DECLS

typedef struct {
    char *maker;
    char *model;
    char *serial;
    char *version;
    char *label;
    char *mac;
    char *url;
} WattleIdentity;

/* What an answer tells is kept apart until the answer is believed. */
typedef struct {
    WattleIdentity told;
    WattleIdentity staged;
    gboolean is_staged; /* hardly any answer tells of it */
} WattleDeviceIdentity;

/* That of @device, which owns it. */
WattleDeviceIdentity *wattle_device_peek_identity (WattleDevice *device);

void wattle_device_identity_clear (WattleDeviceIdentity *self);
void wattle_device_identity_drop (WattleDeviceIdentity *self); /* what is staged */
gboolean
wattle_device_identity_commit (WattleDeviceIdentity *self); /* returns whether it changed */

G_END_DECLS
