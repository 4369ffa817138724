/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-meter-sync.h"
#include "wattle-bridge-request.h"

G_BEGIN_DECLS

/* What a request says of a meter: "readings" in "unit" (kWh or Wh), and "direction". A text is as
 * exact as it is written, a number as exact as its JSON is read. */
gboolean wattle_bridge_meter_read (const WattleBridgeRequest *request,
                                   WattleMeterReadings *readings,
                                   GError **error);

G_END_DECLS
