/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-command.h"

G_BEGIN_DECLS

/* What --help says: of a command; of the commands of a group, or of all. */
char *wattle_cli_help_describe (const WattleCliCommand *command);
char *wattle_cli_help_list (const char *group);

/* For the completion of a shell: per command a line of its name, a tab, and its options. */
char *wattle_cli_help_list_commands (void);

G_END_DECLS
