/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-private.h"

G_BEGIN_DECLS

/* Messages that the broker keeps of this host and that nobody wants any more. Those of the journal
 * are cleared by themselves; these are the rest, such as of a lost journal. */

/* The discovery topics among what was found. */
GStrv wattle_hass_strays_list (WattleHass *hass, WattleHassSurvey *survey);

/* All that is kept with the message at @topic; the discovery topic is the last one. */
GStrv wattle_hass_strays_list_topics (WattleHass *hass, const char *topic);

/* Of the device it is about; empty: the host. */
char *wattle_hass_strays_dup_id (WattleHass *hass, const char *topic);

G_END_DECLS
