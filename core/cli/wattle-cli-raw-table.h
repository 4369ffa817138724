/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Registers as of `wattled --read-registers`, as a table and a sentence for people. What is not in
 * @report is left empty. */
char *wattle_cli_raw_table (JsonObject *report, gboolean colour);

G_END_DECLS
