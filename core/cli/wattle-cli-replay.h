/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* Readings as of an .expected as an array of devices: the values are the texts that stand there,
 * null for a dash. */
void wattle_cli_replay_add (WattleCliJson *json, const char *readings);

G_END_DECLS
