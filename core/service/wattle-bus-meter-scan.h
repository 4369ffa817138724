/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Manager.Scan() of a Modbus bus. Takes @job and ends it. @options: of the method, with "bus". */
void wattle_bus_meter_scan_start (WattleBusTree *tree, WattleBusJob *job, GVariant *options);

G_END_DECLS
