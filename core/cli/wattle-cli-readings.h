/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* All readings of a device, of WattleCliReading. */

/* An object with a member per key. */
void wattle_cli_readings_add (WattleCliJson *json, const char *name, GPtrArray *readings);
void wattle_cli_readings_print (WattleCli *cli, GPtrArray *readings);

G_END_DECLS
