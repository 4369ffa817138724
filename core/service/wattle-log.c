/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-log.h"

#include <unistd.h>

#include "base/wattle-error.h"

typedef struct {
    WattleLogLine line; /* its message and domain are owned */
} Kept;

typedef struct {
    guint id;
    GSourceFunc func;
    gpointer user_data;
} Watcher;

/* Threads log too. */
static GMutex mutex;
static Kept kept[WATTLE_LOG_KEPT]; /* line n stands at n % WATTLE_LOG_KEPT */
static guint64 last_number;
static gboolean told; /* an idle source will tell the watchers */

/* Of the main loop only. */
static GArray *watchers;
static guint last_watcher;

static const struct {
    const char *name;
    GLogLevelFlags shown;
} levels[] = {
    { "warning", G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING },
    { "message",
      G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE },
    { "info", G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE |
                  G_LOG_LEVEL_INFO },
    { "debug", G_LOG_LEVEL_MASK },
};

static guint level_index = 1;

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
    for (gsize i = 0; i < n_fields; i++)
        if (g_str_equal (fields[i].key, key))
            return fields[i].value;

    return "";
}

/* Libraries are heard for what is wrong, and for more by G_MESSAGES_DEBUG. */
static gboolean
is_shown (GLogLevelFlags level, const char *domain)
{
    gboolean ours = g_str_has_prefix (domain, "wattle");

    if (level & levels[ours ? level_index : MIN (level_index, 1)].shown)
        return TRUE;

    return (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) &&
           !g_log_writer_default_would_drop (level, domain);
}

static const char *
name_level (GLogLevelFlags level)
{
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
        return "critical";
    if (level & G_LOG_LEVEL_WARNING)
        return "warning";
    if (level & G_LOG_LEVEL_MESSAGE)
        return "message";
    return level & G_LOG_LEVEL_DEBUG ? "debug" : "info";
}

static void
write_line (GLogLevelFlags level, const char *message)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
    gboolean plain = level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO);
    g_autofree char *line = g_strdup_printf ("%s %s%s%s\n", time, plain ? "" : name_level (level),
                                             plain ? "" : " ", message);

    /* One write, so that lines of several processes stay whole. */
    if (write (STDERR_FILENO, line, strlen (line)) < 0)
        return;
}

/* Keeping */

static gboolean
tell_watchers (gpointer user_data)
{
    g_autoptr (GArray) now = g_array_copy (watchers);

    g_mutex_lock (&mutex);
    told = FALSE;
    g_mutex_unlock (&mutex);
    for (guint i = 0; i < now->len; i++) {
        Watcher *watcher = &g_array_index (now, Watcher, i);

        watcher->func (watcher->user_data);
    }
    return G_SOURCE_REMOVE;
}

static void
keep (GLogLevelFlags level, const char *domain, const char *message)
{
    WattleLogLine *line;

    g_mutex_lock (&mutex);
    line = &kept[++last_number % WATTLE_LOG_KEPT].line;
    g_free ((char *)line->domain);
    g_free ((char *)line->message);
    line->number = last_number;
    line->time = g_get_real_time ();
    line->level = name_level (level);
    line->domain = g_strdup (domain);
    line->message = g_utf8_make_valid (message, -1);
    if (!told && watchers != NULL && watchers->len > 0) {
        told = TRUE;
        g_idle_add (tell_watchers, NULL);
    }
    g_mutex_unlock (&mutex);
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
    const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
    const char *message = find_field (fields, n_fields, "MESSAGE");

    if (!is_shown (level, domain))
        return G_LOG_WRITER_HANDLED;

    keep (level, domain, message);
    if (g_log_writer_is_journald (STDERR_FILENO) &&
        g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
        return G_LOG_WRITER_HANDLED;

    write_line (level, message);
    return G_LOG_WRITER_HANDLED;
}

void
wattle_log_init (gboolean verbose)
{
    level_index = verbose ? 2 : 1;
    g_log_set_writer_func (write_log, NULL, NULL);
}

gboolean
wattle_log_set_level (const char *name, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
        if (g_str_equal (name, levels[i].name)) {
            level_index = i;
            return TRUE;
        }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is no level of the log; there are: %s",
                      name, "warning, message, info, debug");
    return FALSE;
}

const char *
wattle_log_get_level (void)
{
    return levels[level_index].name;
}

/* A copy, so that @func may log. */
static gboolean
copy_line (guint64 number, WattleLogLine *copy)
{
    gboolean found;

    g_mutex_lock (&mutex);
    *copy = kept[number % WATTLE_LOG_KEPT].line;
    found = copy->number == number;
    if (found) {
        copy->domain = g_strdup (copy->domain);
        copy->message = g_strdup (copy->message);
    }
    g_mutex_unlock (&mutex);
    return found;
}

guint64
wattle_log_read (guint64 number, WattleLogFunc func, gpointer user_data)
{
    guint64 last = wattle_log_get_last ();
    WattleLogLine line;

    if (last > WATTLE_LOG_KEPT)
        number = MAX (number, last - WATTLE_LOG_KEPT);
    while (number < last) {
        if (!copy_line (++number, &line))
            continue;
        func (&line, user_data);
        g_free ((char *)line.domain);
        g_free ((char *)line.message);
    }
    return last;
}

guint64
wattle_log_get_last (void)
{
    guint64 last;

    g_mutex_lock (&mutex);
    last = last_number;
    g_mutex_unlock (&mutex);
    return last;
}

guint
wattle_log_watch (GSourceFunc func, gpointer user_data)
{
    Watcher watcher = { ++last_watcher, func, user_data };

    g_mutex_lock (&mutex);
    if (watchers == NULL)
        watchers = g_array_new (FALSE, FALSE, sizeof (Watcher));
    g_array_append_val (watchers, watcher);
    g_mutex_unlock (&mutex);
    return watcher.id;
}

void
wattle_log_unwatch (guint id)
{
    g_mutex_lock (&mutex);
    for (guint i = 0; i < watchers->len; i++)
        if (g_array_index (watchers, Watcher, i).id == id) {
            g_array_remove_index (watchers, i);
            break;
        }
    g_mutex_unlock (&mutex);
}
