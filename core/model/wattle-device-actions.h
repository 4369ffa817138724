/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device can do that is not an output. */
#pragma once

#include "wattle-device-private.h"

G_BEGIN_DECLS

/* Those of @device, which owns them: an array of WattleActionSpec that owns its texts. */
GPtrArray *wattle_device_peek_actions (WattleDevice *device);

GPtrArray *wattle_device_actions_new (void);

G_END_DECLS
