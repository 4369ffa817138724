/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Reading registers of a Modbus bus as they are: `devices probe --raw`. No host has to run. */

/* Members of a table of options. */
#define WATTLE_CLI_RAW_OPTIONS                                                                     \
    { "raw", "URI", N_ ("show registers of a Modbus bus as they are") },                           \
        { "unit", "N", N_ ("with --raw: address of the device on the bus, 1 by default") },        \
        { "function", "3|4",                                                                       \
          N_ ("with --raw: 3 holding registers, 4 input registers (default)") },                   \
        { "address", "N", N_ ("with --raw: first register, such as 52 or 0x34; 0 by default") },   \
    {                                                                                              \
        "count", "N", N_ ("with --raw: how many registers, 20 by default, at most 125")            \
    }

/* Whether none of the others stands there without --raw. */
gboolean wattle_cli_raw_check (const WattleCliArguments *arguments, GError **error);

/* Returns an exit status. */
int wattle_cli_raw_run (WattleCli *cli, const WattleCliArguments *arguments);

G_END_DECLS
