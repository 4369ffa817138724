/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-quarantine.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/wattle-error.h"
#include "wattle-client-id.h"
#include "wattle-counter-line.h"
#include "wattle-file-read.h"
#include "wattle-key-file.h"
#include "wattle-ledger.h"

#define FOLDER "quarantine"
#define TOPIC  "quarantine"

struct _WattleQuarantine {
    GObject parent_instance;

    char *state_dir;
    WattleProblems *problems;
    WattleClock *clock;
};

G_DEFINE_FINAL_TYPE (WattleQuarantine, wattle_quarantine, G_TYPE_OBJECT)

static void
wattle_quarantine_finalize (GObject *object)
{
    WattleQuarantine *self = WATTLE_QUARANTINE (object);

    g_free (self->state_dir);
    g_object_unref (self->problems);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_quarantine_parent_class)->finalize (object);
}

static void
wattle_quarantine_class_init (WattleQuarantineClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_quarantine_finalize;
}

static void
wattle_quarantine_init (WattleQuarantine *self)
{
}

WattleQuarantine *
wattle_quarantine_new (const char *state_dir, WattleProblems *problems, WattleClock *clock)
{
    WattleQuarantine *self = g_object_new (WATTLE_TYPE_QUARANTINE, NULL);

    self->state_dir = g_strdup (state_dir);
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (clock);
    return self;
}

/* config/devices/a.conf → quarantine/config-devices-a.conf.20260131T120000Z; a file already there
 * is never replaced. */
char *
wattle_quarantine_choose_place (const char *state_dir, const char *name, gint64 time)
{
    g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
    g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
    g_autofree char *flat = g_strdelimit (g_strdup (name), G_DIR_SEPARATOR_S, '-');
    g_autofree char *stem = g_strdup_printf ("%s.%s", flat, stamp);
    char *path = g_build_filename (state_dir, FOLDER, stem, NULL);

    for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++) {
        g_autofree char *other = g_strdup_printf ("%s-%u", stem, i);

        g_free (path);
        path = g_build_filename (state_dir, FOLDER, other, NULL);
    }

    return path;
}

char *
wattle_quarantine_put (const char *state_dir, const char *name, WattleClock *clock, GError **error)
{
    g_autofree char *path = g_build_filename (state_dir, name, NULL);
    g_autofree char *folder = g_build_filename (state_dir, FOLDER, NULL);
    g_autofree char *place =
        wattle_quarantine_choose_place (state_dir, name, wattle_clock_get_wall (clock));

    if (g_mkdir_with_parents (folder, 0700) == 0 && g_rename (path, place) == 0)
        return g_steal_pointer (&place);

    wattle_error_set (error, WATTLE_ERROR_FAILED, "it could not be moved to %s: %s", place,
                      g_strerror (errno));
    return NULL;
}

static void
move_aside (WattleQuarantine *self, const char *subject, const char *name, const char *reason)
{
    g_autofree char *path = g_build_filename (self->state_dir, name, NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *place = wattle_quarantine_put (self->state_dir, name, self->clock, &error);

    if (place != NULL)
        wattle_problems_set (self->problems, subject, TOPIC,
                             "%s: %s; it was moved to %s and is not used", path, reason, place);
    else
        wattle_problems_set (self->problems, subject, TOPIC, "%s: %s; %s", path, reason,
                             error->message);
}

static guint
inspect (WattleQuarantine *self, const char *subject, const char *name)
{
    g_autofree char *path = g_build_filename (self->state_dir, name, NULL);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) error = NULL;

    if (wattle_key_file_load (path, file, G_KEY_FILE_NONE, &error) ||
        g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return 0;

    move_aside (self, subject, name, error->message);
    return 1;
}

static guint
inspect_client_id (WattleQuarantine *self)
{
    g_autofree char *path = g_build_filename (self->state_dir, WATTLE_CLIENT_ID_FILE, NULL);
    g_autoptr (GError) error = NULL;

    if (wattle_client_id_check (path, &error) ||
        g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return 0;

    move_aside (self, WATTLE_CLIENT_ID_FILE, WATTLE_CLIENT_ID_FILE, error->message);
    return 1;
}

/* What is read line by line is of use as long as it can be read at all. */
static guint
inspect_lines (WattleQuarantine *self, const char *subject, const char *name, gsize max_size)
{
    g_autofree char *path = g_build_filename (self->state_dir, name, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;
    gsize length;

    if (wattle_file_read (path, max_size, &text, &length, &error) ||
        g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return 0;

    move_aside (self, subject, name, error->message);
    return 1;
}

/* The name of each file without its suffix is the id of the device it is about. */
static guint
inspect_folder (WattleQuarantine *self, const char *folder, const char *suffix)
{
    g_autofree char *path = g_build_filename (self->state_dir, folder, NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;
    guint count = 0;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *relative = g_build_filename (folder, name, NULL);
        g_autofree char *subject = NULL;

        if (!g_str_has_suffix (name, suffix) || *name == '.')
            continue;
        subject = g_strndup (name, strlen (name) - strlen (suffix));
        count += inspect (self, subject, relative);
    }

    return count;
}

guint
wattle_quarantine_sweep (WattleQuarantine *self)
{
    guint count = 0;

    count += inspect (self, "host", "config/wattle.conf");
    count += inspect (self, "secrets", "secrets.conf");
    count += inspect (self, "broker", "broker.conf");
    count += inspect (self, "outputs", "outputs.conf");
    count += inspect_client_id (self);
    count += inspect_lines (self, "counters", "counters.conf", WATTLE_COUNTER_LINE_MAX_FILE);
    count += inspect_lines (self, "counters", "ledger.jsonl", WATTLE_LEDGER_MAX_FILE);
    count += inspect_folder (self, "config/devices", ".conf");
    count += inspect_folder (self, "devices", ".state");
    return count;
}
