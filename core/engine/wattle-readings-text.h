/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager.h"
#include "transport/wattle-redaction.h"

G_BEGIN_DECLS

/* All readings of a device and its sub-devices, sorted: per device a line `[ID] STATE`, then lines
 * `KEY = VALUE (QUALITY)`. What a recording must give. @redaction may be NULL. */
char *wattle_readings_text (WattleManager *manager, WattleRunner *root, WattleRedaction *redaction);

/* The device that @runner or one of its gateways was configured as. */
WattleRunner *wattle_readings_text_find_root (WattleRunner *runner);

G_END_DECLS
