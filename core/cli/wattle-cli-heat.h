/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Backgrounds from cool to hot for letters in a terminal, as many colours as it has. What they say
 * has to be said by the letters too. */
typedef enum {
    WATTLE_CLI_HEAT_NONE,
    WATTLE_CLI_HEAT_8,
    WATTLE_CLI_HEAT_256,
} WattleCliHeat;

WattleCliHeat wattle_cli_heat_choose (gboolean colour);

/* @level: 0 for cool to 1 for hot; below 0 for grey: not known */
const char *wattle_cli_heat_begin (WattleCliHeat self, double level);
const char *wattle_cli_heat_end (WattleCliHeat self);

G_END_DECLS
