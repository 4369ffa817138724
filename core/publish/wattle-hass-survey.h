/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-bridge.h"

G_BEGIN_DECLS

/* Looks at what the broker keeps of discovery messages: those of this host, and whether those of
 * others clash with them. One look at a time serves all who asked meanwhile. */
typedef struct _WattleHassSurvey WattleHassSurvey;

/* @devices: of WattleHassDevice. */
WattleHassSurvey *
wattle_hass_survey_new (const WattleHassPort *port, WattleHassBridge *bridge, GPtrArray *devices);

/* Whoever still waits is told that there will be nothing. */
void wattle_hass_survey_free (WattleHassSurvey *self);

/* What was found can be looked at during the call only; not at all with an @error. */
typedef void (*WattleHassSurveyFunc) (WattleHassSurvey *self,
                                      const GError *error,
                                      gpointer user_data);
/* @func is called once, maybe at once. */
void wattle_hass_survey_ask (WattleHassSurvey *self, WattleHassSurveyFunc func, gpointer user_data);

/* Topics of messages of this host, in order, and what they say. */
GStrv wattle_hass_survey_list_topics (WattleHassSurvey *self);
GBytes *wattle_hass_survey_find (WattleHassSurvey *self, const char *topic); /* NULL: none */

/* As of wattle_hass_claims_find_clash(). */
const char *
wattle_hass_survey_find_clash (WattleHassSurvey *self, const char *topic, const char *key);

G_END_DECLS
