/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean wattle_number_scan (const char *text, const char **end, double *value);
gboolean wattle_number_parse (const char *text, double *value, GError **error);
gboolean wattle_number_parse_ranged (const char *text,
                                     double min,
                                     double max,
                                     double *value,
                                     GError **error);
gboolean wattle_number_parse_integer (const char *text,
                                      gint64 min,
                                      gint64 max,
                                      gint64 *value,
                                      GError **error);
void wattle_number_append (GString *buffer, double value, int decimals);
char *wattle_number_format (double value, int decimals);
char *wattle_number_format_exact (double value);

G_END_DECLS
