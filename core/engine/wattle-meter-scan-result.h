/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-meter-search.h"
#include "wattle-discovery-results.h"

G_BEGIN_DECLS

/* Where on a bus something has answered. */
typedef struct {
    WattleLink *link;
    guint number;
    const char *driver;     /* of what is found */
    WattleCatalog *catalog; /* of that driver; NULL: it is gone */
    WattleManager *manager; /* tells which devices the house has; or NULL */
} WattleMeterScanUnit;

/* Adds what came of @search, which is done, to an array of WattleDiscoveryResult. A unit is what is
 * found once: serial numbers of different makers may be the same. */
void wattle_meter_scan_result_add (GPtrArray *results,
                                   const WattleMeterScanUnit *unit,
                                   WattleMeterSearch *search);

G_END_DECLS
