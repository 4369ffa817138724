/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* Shows a difference of two texts, in the unified format, in colours where there are any. @max: at
 * most so many lines, which are cut where they are very long, and then how many more there are; 0:
 * all as it is. */
void wattle_cli_diff_text_print (WattleCli *cli, const char *diff, guint max);

/* How one document became another. Each NULL: there is none. Bytes that are no text are shown as
 * such. */
char *wattle_cli_diff_text_make (const char *name, GBytes *before, GBytes *after);

G_END_DECLS
