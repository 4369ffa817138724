/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-log.h"

#include <unistd.h>

static gboolean show_info;

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
    for (gsize i = 0; i < n_fields; i++)
        if (g_str_equal (fields[i].key, key))
            return fields[i].value;

    return "";
}

static gboolean
is_shown (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
    if (level &
        (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE))
        return TRUE;
    if ((level & G_LOG_LEVEL_INFO) && show_info)
        return TRUE;

    return !g_log_writer_default_would_drop (level, find_field (fields, n_fields, "GLIB_DOMAIN"));
}

static const char *
name_level (GLogLevelFlags level)
{
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
        return "CRITICAL ";
    if (level & G_LOG_LEVEL_WARNING)
        return "WARNING ";
    return level & G_LOG_LEVEL_DEBUG ? "debug " : "";
}

static void
write_line (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
    g_autofree char *line = g_strdup_printf ("%s %s%s\n", time, name_level (level),
                                             find_field (fields, n_fields, "MESSAGE"));

    /* One write, so that lines of several processes stay whole. */
    if (write (STDERR_FILENO, line, strlen (line)) < 0)
        return;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
    if (!is_shown (level, fields, n_fields))
        return G_LOG_WRITER_HANDLED;

    if (g_log_writer_is_journald (STDERR_FILENO) &&
        g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
        return G_LOG_WRITER_HANDLED;

    write_line (level, fields, n_fields);
    return G_LOG_WRITER_HANDLED;
}

void
wattle_log_init (gboolean verbose)
{
    show_info = verbose;
    g_log_set_writer_func (write_log, NULL, NULL);
}
