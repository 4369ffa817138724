/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-device.h"

G_BEGIN_DECLS

/* What stands in Home Assistant beside an output itself: who holds it, until when a person does,
 * and a button that ends that. */
typedef enum {
    WATTLE_HASS_OUTPUT_HELD_BY,
    WATTLE_HASS_OUTPUT_OVERRIDE_UNTIL,
    WATTLE_HASS_OUTPUT_RELEASE,
    WATTLE_HASS_OUTPUT_N_PARTS,
} WattleHassOutputPart;

gboolean wattle_hass_output_is_one (WattleEntity *entity);

const char *wattle_hass_output_get_platform (WattleHassOutputPart part);
/* The key of the component, which no entity and no action of the device has. */
char *
wattle_hass_output_dup_key (WattleDevice *device, WattleEntity *output, WattleHassOutputPart part);
/* What a person calls it: of the output's own name. */
char *wattle_hass_output_dup_name (WattleEntity *output, WattleHassOutputPart part);

/* The output that a button is for; NULL: @key is none of such a button. */
WattleEntity *wattle_hass_output_find_released (WattleDevice *device, const char *key);

G_END_DECLS
