/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Definitions of meters in files of this person, looked at without a host. */

/* The id of what it holds; NULL: the error names the place in it, and what is allowed there, in
 * English: see wattle_cli_message_explain(). */
char *wattle_cli_definition_file_check (GBytes *text, GError **error);

/* An example to be changed, for a meter of this name. */
char *wattle_cli_definition_file_make (const char *name);

G_END_DECLS
