/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-line.h"

#include <string.h>

#define MAX_UTF8_LENGTH 4 /* bytes of a character */

char *
wattle_line_from_text (const char *text, guint max)
{
    g_autofree char *valid = NULL;
    char *line;

    if (text == NULL)
        return NULL;

    valid = g_utf8_make_valid (text, (gssize)strnlen (text, MAX_UTF8_LENGTH * (gsize)max));
    for (char *c = valid; *c != '\0'; c++)
        if (g_ascii_iscntrl (*c))
            *c = ' ';
    line = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), (glong)max));
    return g_strstrip (line);
}
