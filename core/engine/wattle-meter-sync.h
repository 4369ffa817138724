/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-watt-hours.h"
#include "wattle-counters.h"
#include "wattle-runner.h"

G_BEGIN_DECLS

/* What the utility's meter shows. */
typedef struct {
    gint64 watt_hours[WATTLE_WATT_HOURS_PHASES];
    guint count;
    WattleDirection direction;
} WattleMeterReadings;

/* "import", "export" or NULL, which is import. */
gboolean
wattle_meter_sync_parse_direction (const char *word, WattleDirection *direction, GError **error);

/* Sets the counters of a device that can be set to what the utility's meter shows, one after the
 * other, while its totals go on from where they are. @who: for the ledger. @done is called once:
 * when the device shows the new figures, or with what went wrong. One counter that adds three of
 * them up is `energy_import` or `energy_export`. */
void wattle_meter_sync_run (WattleRunner *runner,
                            WattleCounters *counters,
                            const WattleMeterReadings *readings,
                            const char *who,
                            WattleCommandDone done,
                            gpointer user_data);

G_END_DECLS
