/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-line.h"

#include <string.h>

#define MAX_UTF8_LENGTH 4 /* bytes of a character */

/* Also what a terminal obeys beyond ASCII, what ends a line and what turns its direction. */
static gboolean
is_shown (gunichar character)
{
    switch (g_unichar_type (character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
    default:
        return TRUE;
    }
}

char *
wattle_line_from_part (const char *text, guint max)
{
    g_autofree char *valid = NULL;
    GString *line;

    if (text == NULL)
        return NULL;

    valid = g_utf8_make_valid (text, (gssize)strnlen (text, MAX_UTF8_LENGTH * (gsize)max));
    line = g_string_new (NULL);
    for (const char *at = valid; *at != '\0' && max > 0; at = g_utf8_next_char (at), max--) {
        gunichar character = g_utf8_get_char (at);

        g_string_append_unichar (line, is_shown (character) ? character : ' ');
    }

    return g_string_free (line, FALSE);
}

char *
wattle_line_from_text (const char *text, guint max)
{
    char *line = wattle_line_from_part (text, max);

    return line != NULL ? g_strstrip (line) : NULL;
}

gboolean
wattle_line_can_be_shown (const char *text)
{
    if (!g_utf8_validate (text, -1, NULL))
        return FALSE;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
        if (!is_shown (g_utf8_get_char (at)))
            return FALSE;

    return TRUE;
}

gboolean
wattle_line_is_plain (const char *text, gsize max)
{
    for (const char *at = text; *at != '\0'; at++)
        if (g_ascii_iscntrl (*at))
            return FALSE;

    return strlen (text) <= max;
}
