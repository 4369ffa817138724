/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-heat.h"

#include <string.h>

#define BLACK_ON_256 "\033[38;5;16;48;5;"
#define BLACK_ON_8   "\033[30;"

static const char *const many[] = {
    BLACK_ON_256 "72m",  BLACK_ON_256 "114m", BLACK_ON_256 "150m", BLACK_ON_256 "186m",
    BLACK_ON_256 "222m", BLACK_ON_256 "215m", BLACK_ON_256 "209m", BLACK_ON_256 "203m",
};

static const char *const few[] = {
    BLACK_ON_8 "42m", BLACK_ON_8 "46m", BLACK_ON_8 "43m", BLACK_ON_8 "45m", BLACK_ON_8 "41m",
};

WattleCliHeat
wattle_cli_heat_choose (gboolean colour)
{
    const char *term = g_getenv ("TERM");
    const char *more = g_getenv ("COLORTERM");

    if (!colour)
        return WATTLE_CLI_HEAT_NONE;
    return (term != NULL && strstr (term, "256") != NULL) || (more != NULL && *more != '\0')
               ? WATTLE_CLI_HEAT_256
               : WATTLE_CLI_HEAT_8;
}

static guint
find_step (double level, guint n)
{
    return (guint)(CLAMP (level, 0, 1) * (n - 1) + 0.5);
}

const char *
wattle_cli_heat_begin (WattleCliHeat self, double level)
{
    switch (self) {
    case WATTLE_CLI_HEAT_256:
        return level < 0 ? BLACK_ON_256 "250m" : many[find_step (level, G_N_ELEMENTS (many))];
    case WATTLE_CLI_HEAT_8:
        return level < 0 ? BLACK_ON_8 "47m" : few[find_step (level, G_N_ELEMENTS (few))];
    default:
        return "";
    }
}

const char *
wattle_cli_heat_end (WattleCliHeat self)
{
    return self == WATTLE_CLI_HEAT_NONE ? "" : "\033[0m";
}
