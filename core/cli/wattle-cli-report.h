/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* Says that something was done: a sentence for people, or an object of one member for programs.
 * Returns the exit status. */
int wattle_cli_report_done (WattleCli *cli,
                            const char *member,
                            const char *value,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
