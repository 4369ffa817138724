/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes runners, with their devices configured and their links set; nothing runs yet. */
#pragma once

#include "wattle-device-check.h"
#include "wattle-manager-parts.h"
#include "wattle-roster.h"

G_BEGIN_DECLS

/* What is wrong becomes problems of the device. */
gboolean wattle_runner_maker_check (const WattleManagerParts *parts,
                                    const WattleDeviceConfig *config,
                                    WattleDevicePlan *plan);
/* The same for what is found out by making it; NULL then. */
WattleRunner *wattle_runner_maker_make (const WattleManagerParts *parts,
                                        const WattleDeviceConfig *config,
                                        const WattleDevicePlan *plan);

/* A part behind a gateway: of the gateway's driver, options and links. */
WattleRunner *wattle_runner_maker_make_child (const WattleManagerParts *parts,
                                              const WattleRosterEntry *gateway,
                                              const WattleChildNote *note,
                                              GError **error);

G_END_DECLS
