/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Definitions of meters in files of this person, looked at without a host. */

/* NULL: it cannot be read, or is longer than a definition may be. */
GBytes *wattle_cli_definition_file_read (const char *path, GError **error);
/* The id of what it holds; NULL: the error names the place in it, and what is allowed there. In
 * English; the second one is for people. */
char *wattle_cli_definition_file_check (GBytes *text, GError **error);
char *wattle_cli_definition_file_explain (const GError *error);

/* An example to be changed, for a meter of this name. */
char *wattle_cli_definition_file_make (const char *name);

G_END_DECLS
