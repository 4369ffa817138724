/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs the command of a command line, which begins with the name of the program. Returns an exit
 * status. */
int wattle_cli_program_run (const char *const *words);

G_END_DECLS
