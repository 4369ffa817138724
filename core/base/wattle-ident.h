/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WATTLE_IDENT_MAX:
 *
 * Longest identifier of an instance, option or entity, in characters.
 */
#define WATTLE_IDENT_MAX 32

/**
 * WATTLE_IDENT_DEVICE_MAX:
 *
 * Longest device identifier, in characters.
 */
#define WATTLE_IDENT_DEVICE_MAX 63

gboolean wattle_ident_is_valid (const char *text);
gboolean wattle_ident_is_valid_device (const char *text);
gboolean wattle_ident_is_reserved (const char *text);
char *wattle_ident_from_text (const char *text);

G_END_DECLS
