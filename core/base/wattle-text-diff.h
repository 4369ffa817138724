/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends what makes @to out of @from, as diff -u words it, with three lines around each change;
 * nothing if they are equal. NULL stands for a file that is not there. Texts that differ nearly
 * everywhere are said to differ everywhere, so that it takes no longer than reading them. */
void wattle_text_diff (GString *out, const char *name, const char *from, const char *to);

G_END_DECLS
