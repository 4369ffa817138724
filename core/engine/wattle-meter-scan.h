/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-meter-library.h"
#include "transport/wattle-link-pool.h"
#include "wattle-discovery-results.h"
#include "wattle-plugins.h"
#include "wattle-unit-set.h"

G_BEGIN_DECLS

/* How long a unit may take for its first answer at most, in ms. */
#define WATTLE_METER_SCAN_TIMEOUT_MAX 10000

/* How far it is. */
typedef void (*WattleMeterScanFunc) (guint n_done,
                                     guint n_units,
                                     guint n_found,
                                     gpointer user_data);

/* Looks for meters on one Modbus bus: asks unit after unit, and those that answer what they are.
 * Its requests wait in the same queue as those of the devices that are read there, and only one of
 * it at a time; so others are delayed by one answer, or by one that does not come. */
#define WATTLE_TYPE_METER_SCAN (wattle_meter_scan_get_type ())
G_DECLARE_FINAL_TYPE (WattleMeterScan, wattle_meter_scan, WATTLE, METER_SCAN, GObject)

typedef struct {
    WattleClock *clock;
    WattleLinkPool *links;
    WattlePlugins *plugins;
    WattleManager *manager; /* tells which devices the house has; or NULL */
} WattleMeterScanParts;

/* Refers to each part, and takes @library, which holds the definitions of the driver @driver. */
WattleMeterScan *wattle_meter_scan_new (const WattleMeterScanParts *parts,
                                        const char *driver,
                                        WattleMeterLibrary *library);

/* Once for each object. @timeout_ms: for the first answer of a unit; 0: what the bus needs.
 * @progress: or NULL; not after it was cancelled. */
void wattle_meter_scan_run_async (WattleMeterScan *self,
                                  const char *uri,
                                  const WattleUnitSet *units,
                                  guint timeout_ms,
                                  GCancellable *cancellable,
                                  WattleMeterScanFunc progress,
                                  gpointer progress_data,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns an array of WattleDiscoveryResult in the order of units; of a unit that answers and is no
 * meter that is known, the driver is empty. Fails when the bus cannot be reached. */
GPtrArray *
wattle_meter_scan_run_finish (WattleMeterScan *self, GAsyncResult *result, GError **error);

G_END_DECLS
