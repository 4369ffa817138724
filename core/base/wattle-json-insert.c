/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-json-insert.h"

#include <string.h>

#define BLANKS " \t\r\n"

/* Going through a document that is known to be JSON; its end is where anything would go on. */

static const char *
skip_blanks (const char *text)
{
    return text + strspn (text, BLANKS);
}

static const char *
skip_string (const char *text)
{
    for (text++; *text != '\0' && *text != '"'; text++)
        if (*text == '\\' && text[1] != '\0')
            text++;
    return *text != '\0' ? text + 1 : text;
}

static gboolean
is_open (const char *text)
{
    return *text == '{' || *text == '[';
}

static const char *
skip_value (const char *text)
{
    guint depth = 0;

    if (*text == '"')
        return skip_string (text);
    if (!is_open (text))
        return text + strcspn (text, ",]}" BLANKS);
    do {
        if (*text == '"') {
            text = skip_string (text);
            continue;
        }
        if (is_open (text))
            depth++;
        else if (*text == '}' || *text == ']')
            depth--;
        text++;
    } while (depth > 0 && *text != '\0');
    return text;
}

/* Behind the comma, at the next entry; NULL: there is none. */
static const char *
skip_comma (const char *text)
{
    text = skip_blanks (text);
    return *text == ',' ? skip_blanks (text + 1) : NULL;
}

static const char *
find_member (const char *object, const char *name)
{
    gsize length = strlen (name);
    const char *next = *object == '{' ? skip_blanks (object + 1) : NULL;

    while (next != NULL && *next == '"') {
        const char *end = skip_string (next);
        const char *colon = skip_blanks (end);
        const char *value = *colon == ':' ? skip_blanks (colon + 1) : colon;

        if ((gsize)(end - next) == length + 2 && strncmp (next + 1, name, length) == 0)
            return value;
        next = skip_comma (skip_value (value));
    }
    return NULL;
}

static const char *
find_element (const char *list, guint index)
{
    const char *next = *list == '[' ? skip_blanks (list + 1) : NULL;

    for (guint i = 0; next != NULL && *next != ']'; i++) {
        if (i == index)
            return next;
        next = skip_comma (skip_value (next));
    }
    return NULL;
}

/* Writing */

/* The blanks that a line begins with. */
static char *
dup_indent (const char *document, const char *place)
{
    while (place > document && place[-1] != '\n')
        place--;
    return g_strndup (place, strspn (place, " \t"));
}

/* How entries of a list or an object are indented: as the first one, or a step more than the line
 * that it begins in. */
static char *
choose_indent (const char *document, const char *open, const char *first)
{
    g_autofree char *outer = NULL;

    if (memchr (open, '\n', (gsize)(first - open)) != NULL && *first != '}' && *first != ']')
        return dup_indent (document, first);
    outer = dup_indent (document, open);
    return g_strconcat (outer, "  ", NULL);
}

/* Puts entries at the end of what begins at @place. */
static void
append (GString *document, gsize place, const char *const *entries)
{
    const char *open = document->str + place;
    const char *close = skip_value (open) - 1;
    const char *first = skip_blanks (open + 1);
    gboolean empty = first == close;
    const char *end = close;
    g_autofree char *outer = dup_indent (document->str, open);
    g_autofree char *indent = choose_indent (document->str, open, first);
    g_autoptr (GString) text = g_string_new (NULL);

    while (strchr (BLANKS, end[-1]) != NULL)
        end--;
    for (guint i = 0; entries[i] != NULL; i++)
        g_string_append_printf (text, "%s\n%s%s", empty && i == 0 ? "" : ",", indent, entries[i]);
    if (empty) {
        g_string_append_printf (text, "\n%s", outer);
        g_string_erase (document, end - document->str, close - end);
    }
    g_string_insert (document, end - document->str, text->str);
}

/* Where a member is, which is made if need be. @empty: what it is then. */
static gboolean
need_member (GString *document, gsize *place, const char *name, const char *empty)
{
    const char *value = find_member (document->str + *place, name);
    g_autofree char *entry = NULL;

    if (value == NULL) {
        const char *const entries[] = { entry = g_strdup_printf ("\"%s\": %s", name, empty), NULL };

        if (document->str[*place] != '{')
            return FALSE;
        append (document, *place, entries);
        value = find_member (document->str + *place, name);
    }
    if (value != NULL)
        *place = (gsize)(value - document->str);
    return value != NULL;
}

static gboolean
take_step (GString *document, gsize *place, const WattleJsonStep *step, gboolean last)
{
    const char *element;

    if (step->name != NULL)
        return need_member (document, place, step->name, last ? "[]" : "{}");
    element = find_element (document->str + *place, step->index);
    if (element != NULL)
        *place = (gsize)(element - document->str);
    return element != NULL;
}

static GStrv
print_elements (JsonArray *elements, guint first)
{
    g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

    for (guint i = first; i < json_array_get_length (elements); i++) {
        g_autofree char *text = json_to_string (json_array_get_element (elements, i), FALSE);

        g_strv_builder_add (list, text);
    }
    return g_strv_builder_end (list);
}

gboolean
wattle_json_insert (GString *document,
                    const WattleJsonStep *steps,
                    guint n_steps,
                    JsonArray *elements,
                    guint first)
{
    g_auto (GStrv) entries = print_elements (elements, first);
    gsize place = (gsize)(skip_blanks (document->str) - document->str);

    if (entries[0] == NULL)
        return TRUE;
    for (guint i = 0; i < n_steps; i++)
        if (!take_step (document, &place, &steps[i], i + 1 == n_steps))
            return FALSE;
    if (document->str[place] != '[')
        return FALSE;
    append (document, place, (const char *const *)entries);
    return TRUE;
}
