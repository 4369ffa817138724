/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-found.h"
#include "wattle-manager.h"

G_BEGIN_DECLS

/* Devices beyond these are left out. */
#define WATTLE_DISCOVERY_RESULTS_MAX 256

/* A device that was found. */
typedef struct {
    char *driver;
    WattleFound *found;
    char *id;              /* to give it; NULL: none comes of what it told */
    char *known;           /* the device of the house that it is; NULL: none */
    const char *certainty; /* how sure the model is: "certain", "likely", "possible"; NULL: the
                              device says itself what it is */
    char **alternatives;   /* other models that it may be; NULL: none */
} WattleDiscoveryResult;

/* Arrays of WattleDiscoveryResult. */
GPtrArray *wattle_discovery_results_new (void);

/* FALSE: it is there already, or there are too many. One serial number of one driver is one device,
 * and of its answers the first counts of those that tell most: name, id, links and options beside
 * the model. Without serial numbers it is the links that make a device. */
gboolean wattle_discovery_results_add (GPtrArray *results, const char *driver, WattleFound *found);

/* Without looking whether it is there already; the result can be completed. */
WattleDiscoveryResult *
wattle_discovery_results_append (GPtrArray *results, const char *driver, WattleFound *found);

/* Sorts by driver, then serial number, and tells which devices the house has. @manager: or NULL. */
void wattle_discovery_results_complete (GPtrArray *results, WattleManager *manager);

G_END_DECLS
