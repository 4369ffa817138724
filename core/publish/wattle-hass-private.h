/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For the files that the publisher is made of. */
#pragma once

#include "wattle-hass-bridge.h"
#include "wattle-hass-command.h"
#include "wattle-hass-device.h"
#include "wattle-hass-orphans.h"
#include "wattle-hass-round.h"
#include "wattle-hass-sentinel.h"
#include "wattle-hass-survey.h"
#include "wattle-hass.h"

G_BEGIN_DECLS

struct _WattleHass {
    GObject parent_instance;

    WattleManager *manager;
    WattleOutputs *outputs;
    WattleProblems *problems;
    WattleHassPort port; /* its strings are owned */
    char *name;
    int min_interval_ms;

    WattleHassBridge *bridge;
    WattleHassRound *round;
    WattleHassOrphans *orphans;
    WattleHassCommand *command; /* these are there between start and stop */
    WattleHassSentinel *sentinel;
    WattleHassSurvey *survey;
    GPtrArray *devices;    /* of WattleHassDevice, in order of arrival: gateways come first */
    GHashTable *by_runner; /* WattleRunner → WattleHassDevice */
};

G_END_DECLS
