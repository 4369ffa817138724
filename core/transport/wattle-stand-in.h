/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a recording shows instead of something that must not be in it. */

/* A 9 for each digit, an X for all else: valid within a JSON string and as a JSON number. */
char *wattle_stand_in_for_secret (const char *text);

/* Letters for letters and digits for digits, with @number in them; an address out of the ranges
 * that are nobody's for an IP address and a MAC. */
char *wattle_stand_in_for_identifier (const char *text, guint number);

/* The twelve digits of a MAC that is written with colons or dashes; NULL for all else. */
char *wattle_stand_in_strip_mac (const char *text);

/* An address that is the same for everyone: of this machine, or of none. */
gboolean wattle_stand_in_is_local (const char *text);

G_END_DECLS
