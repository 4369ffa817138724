/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* The host as a program, which is run for what needs its plugins or its links but no house. */

/* Where it is said to be (WATTLED), beside this program, or where it is installed. */
char *wattle_cli_daemon_find (void);

/* Runs it to its end and returns its exit status and what it printed; what it complains about goes
 * to standard error by itself. NULL for @output and an error if it could not be run. */
int wattle_cli_daemon_run (const char *const *command, char **output, GError **error);

void wattle_cli_daemon_set_error (GError **error, const char *host, const char *why);

G_END_DECLS
