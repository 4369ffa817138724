/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Categories of a calendar that mean nothing in a plan, so that their days become holidays, which a
 * person may not have meant. @document: of the plan; @days: of WattleIcsDay. May be empty. */
GStrv wattle_cli_plan_categories_find (GBytes *document, GPtrArray *days);

/* A line, if there are any. */
void wattle_cli_plan_categories_print (const char *const *categories);

G_END_DECLS
