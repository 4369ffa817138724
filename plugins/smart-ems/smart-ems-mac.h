/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Returns a MAC address as 12 digits in lower case, the serial number of a box, or NULL: @text is
 * none. Hyphens, colons and nothing between the bytes are all seen. */
char *smart_ems_mac_parse (const char *text);

/* The same with colons. */
char *smart_ems_mac_add_colons (const char *digits);

G_END_DECLS
