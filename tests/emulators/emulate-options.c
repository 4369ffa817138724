/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate-options.h"

#include <string.h>

#define MAX_SPEED 100000

gboolean
emulate_options_parse (const char *title,
                       const GOptionEntry *entries,
                       int *argc,
                       char ***argv,
                       GError **error)
{
    g_autoptr (GOptionContext) context = g_option_context_new (title);

    g_option_context_add_main_entries (context, entries, NULL);
    return g_option_context_parse (context, argc, argv, error);
}

gboolean
emulate_options_refuse (GError **error, const char *text)
{
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);
    return FALSE;
}

gboolean
emulate_options_check_port (const char *name, int port, int min, GError **error)
{
    if (port >= min && port <= 65535)
        return TRUE;
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s must be 0 to 65535", name);
    return FALSE;
}

gboolean
emulate_options_check_speed (double speed, GError **error)
{
    return (speed > 0 && speed <= MAX_SPEED) ||
           emulate_options_refuse (error, "--speed must be above 0 and at most 100000");
}

gboolean
emulate_options_read_start (const char *text, gint64 *start, GError **error)
{
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
    g_autoptr (GDateTime) time = NULL;

    *start = g_get_real_time ();
    if (text == NULL)
        return TRUE;
    time = g_date_time_new_from_iso8601 (text, utc);
    if (time == NULL || g_date_time_to_unix (time) < 0)
        return emulate_options_refuse (
            error, "--start-time must be a time from 1970 on, such as 2026-06-01T10:00:00");
    *start = g_date_time_to_unix (time) * G_USEC_PER_SEC;
    return TRUE;
}

gboolean
emulate_options_read_broker (const char *text, char **host, guint *port, GError **error)
{
    const char *colon = text != NULL ? strrchr (text, ':') : NULL;
    guint64 number = 0;

    *host = NULL;
    if (text == NULL)
        return TRUE;
    if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &number, NULL))
        return emulate_options_refuse (error, "--mqtt must be an IP address, a colon and a port");
    *host = g_strndup (text, (gsize)(colon - text));
    *port = (guint)number;
    return TRUE;
}
