/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-line.h"

#include <math.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-number.h"

/* Half of what an integer holds, so that times can be subtracted. */
#define MAX_TIME 4e18

static gboolean
is_time (double number)
{
    return fabs (number) <= MAX_TIME;
}

gboolean
wattle_counter_line_parse (const char *line, double numbers[WATTLE_COUNTER_LINE_NUMBERS])
{
    g_auto (GStrv) parts = g_strsplit (line, ";", WATTLE_COUNTER_LINE_NUMBERS + 1);

    if (g_strv_length (parts) != WATTLE_COUNTER_LINE_NUMBERS)
        return FALSE;
    for (guint i = 0; i < WATTLE_COUNTER_LINE_NUMBERS; i++)
        if (!wattle_number_parse (parts[i], &numbers[i], NULL))
            return FALSE;

    return numbers[WATTLE_COUNTER_LINE_RESOLUTION] > 0 &&
           is_time (numbers[WATTLE_COUNTER_LINE_MOVED]) &&
           is_time (numbers[WATTLE_COUNTER_LINE_PREVIOUS_MOVED]) &&
           is_time (numbers[WATTLE_COUNTER_LINE_CHANGED]);
}

char *
wattle_counter_line_format (const double numbers[WATTLE_COUNTER_LINE_NUMBERS])
{
    GString *line = g_string_new (NULL);

    for (guint i = 0; i < WATTLE_COUNTER_LINE_NUMBERS; i++) {
        g_autofree char *text = wattle_number_format_exact (numbers[i]);

        g_string_append_printf (line, "%s%s", i > 0 ? ";" : "", text);
    }

    return g_string_free (line, FALSE);
}

static gboolean
check_device (GKeyFile *file, const char *id, GError **error)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, id, NULL, NULL);

    if (!wattle_ident_is_valid_device (id)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "[%s] is not the id of a device", id);
        return FALSE;
    }

    for (guint i = 0; keys[i] != NULL; i++) {
        g_autofree char *line = g_key_file_get_string (file, id, keys[i], NULL);
        double numbers[WATTLE_COUNTER_LINE_NUMBERS];

        if (line != NULL &&
            (g_str_equal (keys[i], WATTLE_COUNTER_LINE_SERIAL) ||
             (wattle_ident_is_valid (keys[i]) && wattle_counter_line_parse (line, numbers))))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "[%s] %s is not a counter", id, keys[i]);
        return FALSE;
    }

    return TRUE;
}

gboolean
wattle_counter_line_check (GKeyFile *file, GError **error)
{
    g_auto (GStrv) ids = g_key_file_get_groups (file, NULL);

    for (guint i = 0; ids[i] != NULL; i++)
        if (!check_device (file, ids[i], error))
            return FALSE;

    return TRUE;
}

/* Salvaging */

typedef struct {
    GKeyFile *file;
    char *group; /* NULL: whose the next lines are is not known */
} Salvage;

/* A second group of a device is that of another one whose name was damaged. */
static gboolean
begin_group (Salvage *self, const char *line)
{
    gsize length = strlen (line);
    g_autofree char *id = length > 2 ? g_strndup (line + 1, length - 2) : NULL;

    g_clear_pointer (&self->group, g_free);
    if (id == NULL || *line != '[' || line[length - 1] != ']' ||
        !wattle_ident_is_valid_device (id) || g_key_file_has_group (self->file, id))
        return FALSE;

    self->group = g_steal_pointer (&id);
    return TRUE;
}

static gboolean
is_member (const char *key, const char *value)
{
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];

    return g_str_equal (key, WATTLE_COUNTER_LINE_SERIAL) ||
           (wattle_ident_is_valid (key) && wattle_counter_line_parse (value, numbers));
}

/* The host writes an empty line in front of each group, so what follows one whose head is damaged
 * is not taken for the last one's. */
static gboolean
salvage_line (Salvage *self, const char *line)
{
    const char *equals = strchr (line, '=');
    g_autofree char *key = equals != NULL ? g_strndup (line, (gsize)(equals - line)) : NULL;

    if (*line == '\0') {
        g_clear_pointer (&self->group, g_free);
        return TRUE;
    }
    if (key == NULL || !is_member (key, equals + 1))
        return strpbrk (line, "[]") != NULL && begin_group (self, line);
    if (self->group == NULL || g_key_file_has_key (self->file, self->group, key, NULL))
        return FALSE;

    g_key_file_set_value (self->file, self->group, key, equals + 1);
    return TRUE;
}

static gboolean
salvage_bytes (Salvage *self, const char *bytes, gsize length)
{
    g_autofree char *line = g_strndup (bytes, length);

    /* A line with such bytes in it may have begun a group. */
    if (strlen (line) < length || !g_utf8_validate_len (line, length, NULL)) {
        if (memchr (bytes, '=', length) == NULL)
            g_clear_pointer (&self->group, g_free);
        return FALSE;
    }
    return salvage_line (self, line);
}

GKeyFile *
wattle_counter_line_salvage (const char *text, gsize length, guint *bad_line)
{
    Salvage salvage = { g_key_file_new (), NULL };
    const char *end = text + length;

    *bad_line = 0;
    for (guint number = 1; text < end; number++) {
        const char *stop = memchr (text, '\n', (gsize)(end - text));
        gboolean whole = stop != NULL;

        if (!whole)
            stop = end;
        if ((!salvage_bytes (&salvage, text, (gsize)(stop - text)) || !whole) && *bad_line == 0)
            *bad_line = number;
        text = stop + 1;
    }

    g_free (salvage.group);
    return salvage.file;
}
