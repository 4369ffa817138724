/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-command.h"

G_BEGIN_DECLS

/* All commands there are. */

typedef void (*WattleCliCommandsFunc) (const WattleCliCommand *command, gpointer user_data);
/* In the order of a help text; @group: NULL for all. */
void wattle_cli_commands_each (const char *group, WattleCliCommandsFunc func, gpointer user_data);

/* Finds the command that @words (of char *) begin with, options aside, and takes its words out of
 * them. A group whose command is missing or not known is an error; @group is set to its name then.
 */
const WattleCliCommand *
wattle_cli_commands_take (GPtrArray *words, const char **group, GError **error);

G_END_DECLS
