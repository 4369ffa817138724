/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-manager.h"
#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* Clears what the broker keeps of devices that are gone, of those an earlier run announced too. A
 * device that is only out of reach is never cleared: it has to be gone from the configuration, or
 * for a day from the listings of its gateway. */
typedef struct _WattleHassOrphans WattleHassOrphans;

WattleHassOrphans *wattle_hass_orphans_new (const WattleHassPort *port, WattleManager *manager);
void wattle_hass_orphans_free (WattleHassOrphans *self);

/* Until it is called, nobody knows which devices there should be, and none is missed. */
void wattle_hass_orphans_set_configured (WattleHassOrphans *self, const char *const *ids);

/* @gateway has named all its sub-devices. */
void wattle_hass_orphans_end_listing (WattleHassOrphans *self,
                                      const char *gateway,
                                      const char *const *names);

void wattle_hass_orphans_set_gone (WattleHassOrphans *self, const char *id);

/* Clears what there is to clear, if there is a connection. */
void wattle_hass_orphans_sweep (WattleHassOrphans *self);

/* What was not echoed may not have arrived: it is cleared again. */
void wattle_hass_orphans_lose_connection (WattleHassOrphans *self);

/* Whether that a discovery topic was cleared, as the broker says, is its own doing. */
gboolean wattle_hass_orphans_take_echo (WattleHassOrphans *self, const char *topic);

/* Whether a device that the broker keeps a message of is surely not there any more. @gateway: that
 * it was behind, or NULL. */
gboolean
wattle_hass_orphans_has_gone (WattleHassOrphans *self, const char *id, const char *gateway);

/* Topics that are to be cleared. */
GStrv wattle_hass_orphans_list (WattleHassOrphans *self);

G_END_DECLS
