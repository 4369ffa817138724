/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-migration.h"

#include "base/wattle-error.h"
#include "base/wattle-number.h"

#define KEY "Format"

int
wattle_migration_get_format (const WattleMigration *self)
{
    int format = 1;

    while (self->steps[format - 1] != NULL)
        format++;
    return format;
}

static gboolean
read_format (const WattleMigration *self, GKeyFile *file, int *format, GError **error)
{
    g_autofree char *text = g_key_file_get_value (file, self->group, KEY, NULL);
    int known = wattle_migration_get_format (self);
    gint64 value = 1;

    if (text != NULL &&
        !wattle_number_parse_integer (g_strstrip (text), 1, G_MAXINT, &value, NULL)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be a whole number from 1 to %d", known);
        return FALSE;
    }
    if (value > known) {
        wattle_error_set (
            error, WATTLE_ERROR_NOT_SUPPORTED,
            "this file is of format %d, written for a newer Wattle; this one knows the "
            "formats up to %d, and leaves the file as it is",
            (int)value, known);
        return FALSE;
    }

    *format = (int)value;
    return TRUE;
}

gboolean
wattle_migration_run (const WattleMigration *self, GKeyFile *file, GError **error)
{
    int known = wattle_migration_get_format (self);
    int format;

    if (!read_format (self, file, &format, error))
        return FALSE;

    for (; format < known; format++) {
        if (!self->steps[format - 1](file, error)) {
            g_prefix_error (error, "cannot be brought from format %d to %d: ", format, format + 1);
            return FALSE;
        }
        g_key_file_set_integer (file, self->group, KEY, format + 1);
    }

    return TRUE;
}
