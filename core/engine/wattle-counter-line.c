/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-line.h"

#include <math.h>

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
