/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager.h"

G_BEGIN_DECLS

/* Makes problems of groups [Output NAME] that protect nothing, because no output of a device that
 * is online is called like that: a relay without the protection that somebody believes it has. */
void wattle_outputs_config_check (WattleManager *manager, WattleProblems *problems);

G_END_DECLS
