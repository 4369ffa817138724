/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-lines.h"

#include <string.h>

#define MARK "\xEF\xBB\xBF" /* of UTF-8 */

/* A dot and a line are not allowed, but some programs have them in names. */
#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"

typedef struct {
    const char *name;
    gboolean text; /* may be empty, and its parameters mean nothing here */
} Property;

/* Of events. The others are of no use, and other programs write them as they like. */
static const Property properties[] = {
    { "DTSTART", FALSE }, { "DTEND", FALSE },  { "DURATION", FALSE },  { "RRULE", FALSE },
    { "EXRULE", FALSE },  { "RDATE", FALSE },  { "EXDATE", FALSE },    { "RECURRENCE-ID", FALSE },
    { "STATUS", TRUE },   { "SUMMARY", TRUE }, { "CATEGORIES", TRUE },
};

static const Property program = { "PRODID", TRUE }; /* of calendars */

/* Of each depth. */
static const char *const components[] = { "VCALENDAR", "VEVENT" };

typedef struct {
    GString *picked;
    guint depth;          /* in how many components a line is */
    guint foreign;        /* the depth of one that is of no use, 0: in none */
    const Property *last; /* of the line before; NULL: one that is of no use */
    gboolean wrong;
} Picker;

char *
wattle_ics_lines_unfold (const char *data, gsize length, gsize *shorter)
{
    GString *text = g_string_sized_new (length);

    for (gsize i = 0; i < length; i++) {
        if (data[i] != '\n' || i + 1 == length || (data[i + 1] != ' ' && data[i + 1] != '\t')) {
            g_string_append_c (text, data[i]);
            continue;
        }
        if (text->len > 0 && text->str[text->len - 1] == '\r')
            g_string_truncate (text, text->len - 1);
        i++;
    }
    *shorter = text->len;
    return g_string_free (text, FALSE);
}

/* Components */

static gboolean
is_wanted (const Picker *self, const char *name)
{
    return self->depth <= G_N_ELEMENTS (components) &&
           g_ascii_strcasecmp (name, components[self->depth - 1]) == 0;
}

static void
begin (Picker *self, const char *name)
{
    self->depth++;
    if (self->foreign != 0)
        return;
    if (is_wanted (self, name)) {
        g_string_append_printf (self->picked, "BEGIN:%s\n", name);
        return;
    }
    self->foreign = self->depth;
    self->wrong |= self->depth == 1;
}

static void
end (Picker *self, const char *name)
{
    if (self->depth == 0) {
        self->wrong = TRUE;
        return;
    }
    if (self->foreign == self->depth) {
        self->foreign = 0;
    } else if (self->foreign == 0) {
        self->wrong |= !is_wanted (self, name);
        g_string_append_printf (self->picked, "END:%s\n", name);
    }
    self->depth--;
}

/* Properties */

static gboolean
has_name (const char *line, gsize length, const Property *property)
{
    return strlen (property->name) == length &&
           g_ascii_strncasecmp (line, property->name, length) == 0;
}

static const Property *
find_property (const Picker *self, const char *line, gsize length)
{
    if (self->depth == 1)
        return has_name (line, length, &program) ? &program : NULL;
    for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
        if (has_name (line, length, &properties[i]))
            return &properties[i];
    return NULL;
}

/* Behind the parameters; NULL: there is none. */
static const char *
find_value (const char *line)
{
    gboolean quoted = FALSE;

    for (; *line != '\0'; line++) {
        if (*line == '"')
            quoted = !quoted;
        else if (*line == ':' && !quoted)
            return line + 1;
    }
    return NULL;
}

static void
take_property (Picker *self, const char *line, const Property *property)
{
    const char *value = find_value (line);

    if (value == NULL)
        g_string_append_printf (self->picked, "%s:\n", property->name);
    else if (!property->text)
        g_string_append_printf (self->picked, "%s\n", line);
    else if (*value != '\0')
        g_string_append_printf (self->picked, "%s:%s\n", property->name, value);
}

/* A line without a name belongs to the one before, whose program did not fold it as it should. */
static void
take_line_of_component (Picker *self, const char *line)
{
    gsize length = strspn (line, NAME_LETTERS);
    const Property *property = find_property (self, line, length);

    if (line[length] == ':' || line[length] == ';') {
        self->last = property;
        if (property != NULL)
            take_property (self, line, property);
    } else if (property != NULL || self->last != NULL) {
        property = property != NULL ? property : self->last;
        g_string_append_printf (self->picked, "%s:\n", property->name);
    }
}

static void
take_line (Picker *self, char *line)
{
    if (g_str_has_prefix (line, MARK)) /* files behind each other */
        line += strlen (MARK);
    g_strchomp (line);
    if (g_ascii_strncasecmp (line, "BEGIN:", strlen ("BEGIN:")) == 0) {
        self->last = NULL;
        begin (self, line + strlen ("BEGIN:"));
    } else if (g_ascii_strncasecmp (line, "END:", strlen ("END:")) == 0) {
        self->last = NULL;
        end (self, line + strlen ("END:"));
    } else if (*line != '\0' && self->depth > 0 && self->foreign == 0) {
        take_line_of_component (self, line);
    }
}

char *
wattle_ics_lines_pick (char *text)
{
    Picker self = { .picked = g_string_new (NULL) };

    while (text != NULL) {
        char *next = strchr (text, '\n');

        if (next != NULL)
            *next++ = '\0';
        take_line (&self, text);
        text = next;
    }
    if (!self.wrong && self.depth == 0 && self.picked->len > 0)
        return g_string_free (self.picked, FALSE);
    g_string_free (self.picked, TRUE);
    return NULL;
}
