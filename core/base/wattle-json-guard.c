/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "wattle-error.h"
#include "wattle-json-private.h"

/* Of the position, as editors count them, from 1. */
static void
find_place (const WattleJsonGuard *guard, gsize *line, gsize *column)
{
    *line = 1;
    *column = 1;
    for (gsize i = 0; i < MIN (guard->position, guard->length); i++) {
        if (guard->data[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((guchar)guard->data[i] & 0xc0) != 0x80) {
            ++*column; /* not within a letter */
        }
    }
}

static gboolean
fail_at (const WattleJsonGuard *guard, const char *what, GError **error)
{
    gsize line;
    gsize column;

    if (!guard->written) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s at byte %zu", what, guard->position);
        return FALSE;
    }
    find_place (guard, &line, &column);
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s at line %zu, column %zu", what, line,
                      column);
    return FALSE;
}

/* The UTF-16 unit of an escape \uXXXX at the position, or -1. */
static int
read_unit (const WattleJsonGuard *guard)
{
    const char *text = guard->data + guard->position;
    int unit = 0;

    if (guard->length - guard->position < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit (text[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value (text[i]);
    }

    return unit;
}

/* Goes to the last character of an escape. Half a surrogate pair makes json-glib leak the string.
 */
static gboolean
skip_escape (WattleJsonGuard *guard, GError **error)
{
    int unit = read_unit (guard);

    if (guard->position + 1 < guard->length && g_ascii_isdigit (guard->data[guard->position + 1]))
        return fail_at (guard, "escape that JSON does not have", error);
    if (guard->position + 1 < guard->length && guard->data[guard->position + 1] != 'u') {
        guard->position++;
        return TRUE;
    }
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return fail_at (guard, "escape that stands for no character", error);

    if (unit >= 0xd800 && unit <= 0xdbff) {
        guard->position += 6;
        unit = read_unit (guard);
        if (unit < 0xdc00 || unit > 0xdfff)
            return fail_at (guard, "half a surrogate pair", error);
    }
    guard->position += 5;
    return TRUE;
}

static gboolean
skip_string (WattleJsonGuard *guard, GError **error)
{
    for (guard->position++; guard->position < guard->length; guard->position++) {
        if (guard->data[guard->position] == '"')
            return TRUE;
        if (guard->data[guard->position] == '\\' && !skip_escape (guard, error))
            return FALSE;
    }

    return fail_at (guard, "cut off", error);
}

/* What people put before a document, or in it. */
static gboolean
refuse_extra (const WattleJsonGuard *guard, GError **error)
{
    const char *rest = guard->data + guard->position;
    gsize left = guard->length - guard->position;

    if (left >= 3 && memcmp (rest, "\xef\xbb\xbf", 3) == 0)
        return fail_at (guard, "byte order mark, which JSON does not have,", error);
    if (*rest == '#' || (left >= 2 && *rest == '/' && (rest[1] == '/' || rest[1] == '*')))
        return fail_at (guard, "comment, which JSON does not have,", error);
    return TRUE;
}

/* @last: what stood before */
static gboolean
check_written (const WattleJsonGuard *guard, char last, GError **error)
{
    char c = guard->data[guard->position];

    if (!guard->written)
        return TRUE;
    if (last == ',' && (c == '}' || c == ']'))
        return fail_at (guard, "bracket right behind a comma", error);
    return refuse_extra (guard, error);
}

static gboolean
take_bracket (WattleJsonGuard *guard, gboolean *complete, GError **error)
{
    char c = guard->data[guard->position];

    if (c == '{' || c == '[') {
        if (++guard->depth > WATTLE_JSON_MAX_DEPTH)
            return fail_at (guard, "nested too deep", error);
    } else if (--guard->depth < 0) {
        return fail_at (guard, "bracket without its opening one", error);
    }
    *complete = guard->depth == 0;
    return TRUE;
}

static gboolean
take (WattleJsonGuard *guard, gboolean *complete, GError **error)
{
    switch (guard->data[guard->position]) {
    case '{':
    case '[':
    case '}':
    case ']':
        return take_bracket (guard, complete, error);
    case '"':
        return skip_string (guard, error);
    case '/':
    case '#':
    case '\'':
    case '\0':
        return fail_at (guard, "character that JSON does not have", error);
    default:
        return TRUE;
    }
}

gboolean
wattle_json_guard_check (WattleJsonGuard *guard, GError **error)
{
    gboolean complete = FALSE;
    char last = '\0';

    for (; guard->position < guard->length; guard->position++) {
        char c = guard->data[guard->position];

        if (g_ascii_isspace (c))
            continue;
        if (!check_written (guard, last, error))
            return FALSE;
        if (complete)
            return fail_at (guard, "text behind the document", error);
        if (guard->depth == 0 && c != '{' && c != '[')
            return fail_at (guard, "neither an object nor an array", error);
        if (!take (guard, &complete, error))
            return FALSE;
        last = c;
    }

    return complete || fail_at (guard, "cut off", error);
}

/* "<data>:LINE:COLUMN: Parse error: SENTENCE" */
gboolean
wattle_json_guard_explain (const WattleJsonGuard *guard, const GError *problem, GError **error)
{
    static const char *const words = "Parse error: ";
    const char *sentence = strstr (problem->message, words);
    guint line;
    guint column;

    if (guard->written && sentence != NULL &&
        sscanf (problem->message, "<data>:%u:%u:", &line, &column) == 2)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s at line %u, column %u",
                          sentence + strlen (words), line, column);
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s", problem->message);
    return FALSE;
}
