/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an output can be: a boolean, a number or a text, as GVariant of type b, d or s. */

/* A switch that is on, a number other than 0. A text is neither on nor off. */
gboolean wattle_gate_value_is_on (GVariant *value);
/* NULL is equal to NULL only. @tolerance: numbers this near are the same. */
gboolean wattle_gate_value_equal (GVariant *a, GVariant *b, double tolerance);
GVariant *wattle_gate_value_new_off (GVariant *like); /* a reference */

/* As it stands in a file: "on", "off", "=21.5", "'eco". */
char *wattle_gate_value_to_text (GVariant *value);
GVariant *wattle_gate_value_from_text (const char *text); /* a reference; NULL: not understood */

G_END_DECLS
