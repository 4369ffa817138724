/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-json-writer.h"
#include "engine/wattle-admin.h"

G_BEGIN_DECLS

/* The devices of the house as the bridge tells of them: those that run, with their sub-devices, and
 * those that are configured and do not. A text that is not known is empty; units and values are
 * those of the state messages. */

GStrv wattle_bridge_roster_list_ids (const WattleAdminParts *house);
gboolean wattle_bridge_roster_has (const WattleAdminParts *house, const char *id);
const char *wattle_bridge_roster_get_name (const WattleAdminParts *house, const char *id);

/* One of starting, online, degraded, offline, gone, disabled (a person has switched it off) and
 * broken (what is configured cannot run). */
const char *wattle_bridge_roster_get_state (const WattleAdminParts *house, const char *id);

/* The list of all. One that is too long for a message is told without entities. */
char *wattle_bridge_roster_dup_list (const WattleAdminParts *house);

/* One with its readings. */
char *wattle_bridge_roster_dup_device (const WattleAdminParts *house, const char *id);

G_END_DECLS
