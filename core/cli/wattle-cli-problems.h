/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Lists of what is wrong, as of the property Problems. */

void wattle_cli_problems_add (WattleCliJson *json, const char *name, GVariant *problems);

/* With a line that counts them; nothing if there is none. */
void wattle_cli_problems_print (WattleCli *cli, GVariant *problems);

G_END_DECLS
