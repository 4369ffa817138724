/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"

G_BEGIN_DECLS

/* Where the text will stand, which decides how a value is written into it. */
typedef enum {
    WATTLE_PLACE_URL,    /* path or query: percent-encoded */
    WATTLE_PLACE_HEADER, /* as it is; control characters are refused */
    WATTLE_PLACE_JSON,   /* inside a JSON string */
    WATTLE_PLACE_FORM,   /* application/x-www-form-urlencoded */
    WATTLE_PLACE_TEXT,   /* as it is */
} WattlePlace;

/* Returns @text with `{option:Key}`, `{basic:User:Password}` and `{state:key}` filled in. @func is
 * asked with the kinds "option" and "state"; for basic it is asked for both options. Any other
 * brace stays as it is. Errors name the placeholder, never a value. */
char *wattle_placeholder_expand (const char *text,
                                 WattlePlace place,
                                 WattlePlaceholderFunc func,
                                 gpointer user_data,
                                 GError **error);

/* The place that a body of @content_type is. */
WattlePlace wattle_placeholder_get_place (const char *content_type);

G_END_DECLS
