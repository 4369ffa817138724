/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counters.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <gio/gio.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "model/wattle-counter.h"
#include "wattle-counter-line.h"
#include "wattle-counter-write.h"
#include "wattle-file-read.h"
#include "wattle-quarantine.h"

/* Ceilings lie this long ahead at the rate of the last minutes, but never less than at 1 kW. */
#define AHEAD      (60 * G_USEC_PER_SEC)
#define LEAST_RATE (1000 / 3.6e9) /* Wh per µs */

/* Over how long a rate is taken: what moved between two writes that follow each other at once, as
 * they do with many meters, says nothing. */
#define RATE_SPAN (10 * G_USEC_PER_SEC)

#define RETRY_DELAY (10 * G_USEC_PER_SEC)

/* Counters of other quantities than energy, per hour. */
#define MAX_VOLUME_RATE 100.0 /* m³ */
#define NO_LIMIT        1e12

typedef struct {
    WattleCounter counter;
    gboolean kept;       /* on disk, if with other figures: its totals may be published */
    gboolean replaced;   /* the device is another one since the last reading */
    gboolean doubted;    /* which is said; the entity may be another one meanwhile */
    double rate;         /* units per µs */
    double noted;        /* raw + offset when the rate was taken */
    gint64 noted_time;   /* monotonic; 0: never */
    double next_ceiling; /* what the write under way will allow; NAN if it knows nothing of it */
} Guarded;

typedef struct {
    WattleCounters *owner;
    char *id;
    char *serial;         /* or NULL */
    WattleDevice *device; /* borrowed; NULL while the device is not there */
    double max_power;
    GHashTable *counters;    /* entity key → Guarded */
    WattleCounterSync *sync; /* NULL: nobody sets its counters */
} Member;

struct _WattleCounters {
    GObject parent_instance;

    char *state_dir;
    char *path;
    GBytes *damaged;     /* the file as it was found, until a copy of it is kept; or NULL */
    char *damaged_place; /* where that will be */
    WattleLedger *ledger;
    WattleProblems *problems;
    WattleClock *clock;
    GHashTable *members; /* id → Member */
    gboolean writing;
    gboolean write_again;
    gboolean used; /* a device was guarded, so what is here goes beyond what was loaded */
    guint last_job;
    GMutex disk;    /* held while files are written, by whichever thread */
    guint disk_job; /* number of the last job on disk; guarded by the mutex */
    guint retry_timer;
    GPtrArray *waiting; /* of GTask, each with the number of the job it waits for */
};

enum {
    SIGNAL_RELEASED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleCounters, wattle_counters, G_TYPE_OBJECT)

static void
member_free (gpointer data)
{
    Member *member = data;

    g_clear_pointer (&member->sync, wattle_counter_sync_free);
    g_hash_table_unref (member->counters);
    g_free (member->id);
    g_free (member->serial);
    g_free (member);
}

static void
wattle_counters_finalize (GObject *object)
{
    WattleCounters *self = WATTLE_COUNTERS (object);

    wattle_clock_clear (self->clock, &self->retry_timer);
    g_hash_table_unref (self->members);
    g_ptr_array_unref (self->waiting);
    wattle_ledger_free (self->ledger);
    g_mutex_clear (&self->disk);
    g_object_unref (self->problems);
    g_object_unref (self->clock);
    g_clear_pointer (&self->damaged, g_bytes_unref);
    g_free (self->damaged_place);
    g_free (self->path);
    g_free (self->state_dir);

    G_OBJECT_CLASS (wattle_counters_parent_class)->finalize (object);
}

static void
wattle_counters_class_init (WattleCountersClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_counters_finalize;

    signals[SIGNAL_RELEASED] = g_signal_new ("released", WATTLE_TYPE_COUNTERS, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wattle_counters_init (WattleCounters *self)
{
    g_mutex_init (&self->disk);
    self->members = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, member_free);
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

WattleCounters *
wattle_counters_new (const char *state_dir, WattleProblems *problems, WattleClock *clock)
{
    WattleCounters *self = g_object_new (WATTLE_TYPE_COUNTERS, NULL);
    g_autofree char *ledger = g_build_filename (state_dir, "ledger.jsonl", NULL);

    self->state_dir = g_strdup (state_dir);
    self->path = g_build_filename (state_dir, "counters.conf", NULL);
    self->ledger = wattle_ledger_new (ledger);
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (clock);
    return self;
}

WattleLedger *
wattle_counters_get_ledger (WattleCounters *self)
{
    return self->ledger;
}

static Member *
get_member (WattleCounters *self, const char *id)
{
    Member *member = g_hash_table_lookup (self->members, id);

    if (member == NULL) {
        member = g_new0 (Member, 1);
        member->owner = self;
        member->id = g_strdup (id);
        member->max_power = WATTLE_COUNTERS_MAX_POWER;
        member->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
        g_hash_table_insert (self->members, member->id, member);
    }

    return member;
}

/* The file. Times are wall times there, since the monotonic clock starts anew with the machine. */

static gint64
to_wall (WattleCounters *self, gint64 monotonic)
{
    return wattle_clock_get_wall (self->clock) -
           (wattle_clock_get_monotonic (self->clock) - monotonic);
}

static gint64
to_monotonic (WattleCounters *self, double wall)
{
    gint64 age = wattle_clock_get_wall (self->clock) - (gint64)wall;

    return wattle_clock_get_monotonic (self->clock) - MAX (age, 0);
}

/* @kept: it comes from the file that this host writes. */
static gboolean
load_counter (WattleCounters *self,
              Member *member,
              const char *key,
              const char *line,
              gboolean kept)
{
    Guarded *guarded = g_new0 (Guarded, 1);
    WattleCounter *counter = &guarded->counter;
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];

    if (!wattle_counter_line_parse (line, numbers)) {
        g_free (guarded);
        return FALSE;
    }

    wattle_counter_init (counter, NO_LIMIT, numbers[WATTLE_COUNTER_LINE_RESOLUTION]);
    counter->known = TRUE;
    counter->raw = numbers[WATTLE_COUNTER_LINE_RAW];
    counter->offset = numbers[WATTLE_COUNTER_LINE_OFFSET];
    counter->published = numbers[WATTLE_COUNTER_LINE_PUBLISHED];
    counter->ceiling = kept ? counter->published : -INFINITY;
    guarded->kept = kept;
    guarded->next_ceiling = NAN;
    guarded->rate = numbers[WATTLE_COUNTER_LINE_RATE];
    counter->moved = to_monotonic (self, numbers[WATTLE_COUNTER_LINE_MOVED]);
    counter->seen = counter->moved;
    counter->has_previous = numbers[WATTLE_COUNTER_LINE_HAS_PREVIOUS] != 0;
    counter->previous_raw = numbers[WATTLE_COUNTER_LINE_PREVIOUS_RAW];
    counter->previous_offset = numbers[WATTLE_COUNTER_LINE_PREVIOUS_OFFSET];
    counter->previous_moved = to_monotonic (self, numbers[WATTLE_COUNTER_LINE_PREVIOUS_MOVED]);
    counter->changed = to_monotonic (self, numbers[WATTLE_COUNTER_LINE_CHANGED]);
    g_hash_table_replace (member->counters, g_strdup (key), guarded);
    return TRUE;
}

static void
load_member (WattleCounters *self, GKeyFile *file, const char *id)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, id, NULL, NULL);
    Member *member = get_member (self, id);

    member->serial = g_key_file_get_string (file, id, WATTLE_COUNTER_LINE_SERIAL, NULL);
    for (guint i = 0; keys[i] != NULL; i++) {
        g_autofree char *line = g_key_file_get_string (file, id, keys[i], NULL);

        if (line != NULL && !g_str_equal (keys[i], WATTLE_COUNTER_LINE_SERIAL))
            load_counter (self, member, keys[i], line, TRUE);
    }
}

/* The next write replaces the file, and with it what a person may still read there. */
static void
note_damage (WattleCounters *self, const char *text, gsize length, guint line)
{
    self->damaged = g_bytes_new (text, length);
    self->damaged_place = wattle_quarantine_choose_place (self->state_dir, "counters.conf",
                                                          wattle_clock_get_wall (self->clock));
    wattle_problems_set (self->problems, "counters", "file",
                         "%s: damaged (see line %u); counters that it does not tell of start anew; "
                         "a copy of it is kept as %s before it is written again",
                         self->path, line, self->damaged_place);
}

static void
load_ledger (WattleCounters *self)
{
    const char *path = wattle_ledger_get_path (self->ledger);
    g_autofree char *place = g_strconcat (path, ": ", NULL);
    g_autoptr (GError) error = NULL;
    guint skipped;

    if (!wattle_ledger_load (self->ledger, &skipped, &error)) {
        if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            wattle_problems_set_error (self->problems, "counters", "ledger", place, error);
        return;
    }
    if (skipped > 0)
        wattle_problems_set (self->problems, "counters", "ledger",
                             "%s: damaged; lines that are not understood and not shown: %u", path,
                             skipped);
}

void
wattle_counters_load (WattleCounters *self)
{
    g_autoptr (GKeyFile) file = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    g_auto (GStrv) ids = NULL;
    gsize length;
    guint bad_line;

    load_ledger (self);
    if (!wattle_file_read (self->path, WATTLE_COUNTER_LINE_MAX_FILE, &text, &length, &error)) {
        g_autofree char *place = g_strconcat (self->path, ": ", NULL);

        if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            wattle_problems_set_error (self->problems, "counters", "file", place, error);
        return;
    }

    file = wattle_counter_line_salvage (text, length, &bad_line);
    ids = g_key_file_get_groups (file, NULL);
    for (guint i = 0; ids[i] != NULL; i++)
        load_member (self, file, ids[i]);
    if (bad_line != 0)
        note_damage (self, text, length, bad_line);
}

/* @published: the highest total that this run may show until the file is written again. */
static void
save_counter (WattleCounters *self,
              WattleCounterImage *image,
              const char *key,
              const Guarded *guarded,
              double published)
{
    const WattleCounter *counter = &guarded->counter;
    const double numbers[WATTLE_COUNTER_LINE_NUMBERS] = {
        [WATTLE_COUNTER_LINE_RAW] = counter->raw,
        [WATTLE_COUNTER_LINE_OFFSET] = counter->offset,
        [WATTLE_COUNTER_LINE_PUBLISHED] = published,
        [WATTLE_COUNTER_LINE_RESOLUTION] = counter->resolution,
        [WATTLE_COUNTER_LINE_RATE] = guarded->rate,
        [WATTLE_COUNTER_LINE_MOVED] = (double)to_wall (self, counter->moved),
        [WATTLE_COUNTER_LINE_HAS_PREVIOUS] = counter->has_previous,
        [WATTLE_COUNTER_LINE_PREVIOUS_RAW] = counter->previous_raw,
        [WATTLE_COUNTER_LINE_PREVIOUS_OFFSET] = counter->previous_offset,
        [WATTLE_COUNTER_LINE_PREVIOUS_MOVED] = (double)to_wall (self, counter->previous_moved),
        [WATTLE_COUNTER_LINE_CHANGED] = (double)to_wall (self, counter->changed),
    };

    wattle_counter_image_add (image, key, numbers);
}

typedef enum {
    SAVE,
    LAST_SAVE, /* nothing more will be published by this run */
    EXPORT,    /* for others: nothing here changes */
} Purpose;

static void
note_rate (Guarded *guarded, double total, gint64 now)
{
    gint64 elapsed = now - guarded->noted_time;

    if (guarded->noted_time != 0 && elapsed < RATE_SPAN)
        return;
    if (guarded->noted_time != 0)
        guarded->rate = fmax (0, total - guarded->noted) / (double)elapsed;
    guarded->noted = total;
    guarded->noted_time = now;
}

/* How far ahead the next ceiling lies. @exact: not at all. */
static void
plan_ceiling (WattleCounters *self, Guarded *guarded, gboolean exact)
{
    const WattleCounter *counter = &guarded->counter;
    double wanted = counter->raw + counter->offset;

    note_rate (guarded, wanted, wattle_clock_get_monotonic (self->clock));
    guarded->next_ceiling = counter->published;
    if (!exact)
        guarded->next_ceiling = ceil (
            fmax (counter->published, wanted + fmax (guarded->rate, LEAST_RATE) * (double)AHEAD));
}

static void
save_member (WattleCounters *self, WattleCounterImage *image, Member *member, Purpose purpose)
{
    GHashTableIter counters;
    gpointer key;
    gpointer value;

    wattle_counter_image_begin_device (image, member->id, member->serial);
    g_hash_table_iter_init (&counters, member->counters);
    while (g_hash_table_iter_next (&counters, &key, &value)) {
        Guarded *guarded = value;
        double published = guarded->counter.published;

        if (purpose != EXPORT) {
            plan_ceiling (self, guarded, purpose == LAST_SAVE);
            published = guarded->next_ceiling;
        }
        save_counter (self, image, key, guarded, published);
    }
}

static WattleCounterImage *
save (WattleCounters *self, Purpose purpose)
{
    WattleCounterImage *image = wattle_counter_image_new ();
    GHashTableIter members;
    gpointer member;

    g_hash_table_iter_init (&members, self->members);
    while (g_hash_table_iter_next (&members, NULL, &member))
        save_member (self, image, member, purpose);

    return image;
}

char *
wattle_counters_export (WattleCounters *self)
{
    g_autoptr (WattleCounterImage) image = save (self, EXPORT);

    return wattle_counter_image_to_text (image);
}

/* Writing */

static gboolean
run_job (WattleCounters *self, WattleCounterWrite *job, GError **error)
{
    gboolean written = TRUE;

    g_mutex_lock (&self->disk);
    /* A job that waited until a later one was done would put old ceilings over new ones. */
    if (job->number > self->disk_job) {
        written = wattle_counter_write_run (job, error);
        self->disk_job = job->number;
    }
    g_mutex_unlock (&self->disk);
    return written;
}

static WattleCounterWrite *
make_job (WattleCounters *self, Purpose purpose)
{
    WattleCounterWrite *job = g_new0 (WattleCounterWrite, 1);

    job->number = ++self->last_job;
    job->path = g_strdup (self->path);
    job->image = save (self, purpose);
    job->ledger_path = g_strdup (wattle_ledger_get_path (self->ledger));
    job->ledger_lines = wattle_ledger_take_unwritten (self->ledger);
    job->damaged = self->damaged != NULL ? g_bytes_ref (self->damaged) : NULL;
    job->damaged_place = g_strdup (self->damaged_place);
    return job;
}

/* Returns whether a total may be published now that could not before. */
static gboolean
raise_ceiling (Member *member, const char *key, Guarded *guarded)
{
    WattleCounterStep step;

    if (isnan (guarded->next_ceiling))
        return FALSE;

    guarded->counter.ceiling = guarded->next_ceiling;
    if (guarded->kept)
        return FALSE;

    guarded->kept = TRUE;
    step = wattle_counter_repeat (&guarded->counter);
    if (member->device != NULL)
        wattle_device_release (member->device, key, step.value, step.quality);
    return member->device != NULL;
}

static gboolean
raise_ceilings_of (Member *member)
{
    GHashTableIter counters;
    gpointer key;
    gpointer value;
    gboolean released = FALSE;

    g_hash_table_iter_init (&counters, member->counters);
    while (g_hash_table_iter_next (&counters, &key, &value))
        released |= raise_ceiling (member, key, value);

    return released;
}

static void
raise_ceilings (WattleCounters *self)
{
    g_autoptr (GPtrArray) released = g_ptr_array_new_with_free_func (g_free);
    GHashTableIter members;
    gpointer member;

    g_hash_table_iter_init (&members, self->members);
    while (g_hash_table_iter_next (&members, NULL, &member))
        if (raise_ceilings_of (member))
            g_ptr_array_add (released, g_strdup (((Member *)member)->id));

    for (guint i = 0; i < released->len; i++)
        g_signal_emit (self, signals[SIGNAL_RELEASED], 0, g_ptr_array_index (released, i));
}

static void begin_write (WattleCounters *self);

static void
on_retry (gpointer user_data)
{
    WattleCounters *self = user_data;

    self->retry_timer = 0;
    begin_write (self);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;

    if (run_job (source, data, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

/* @error: NULL: it is on disk. */
static void
tell_waiting (WattleCounters *self, guint number, const GError *error)
{
    for (guint i = 0; i < self->waiting->len;) {
        GTask *task = g_ptr_array_index (self->waiting, i);

        if (GPOINTER_TO_UINT (g_task_get_task_data (task)) > number) {
            i++;
            continue;
        }
        if (error == NULL)
            g_task_return_boolean (task, TRUE);
        else
            g_task_return_error (task, g_error_copy (error));
        g_ptr_array_remove_index (self->waiting, i);
    }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleCounters *self = WATTLE_COUNTERS (source);
    g_autoptr (GError) error = NULL;
    const WattleCounterWrite *job;

    self->writing = FALSE;
    job = g_task_get_task_data (G_TASK (result));
    if (g_task_propagate_boolean (G_TASK (result), &error)) {
        wattle_problems_clear (self->problems, "counters", "write");
        g_clear_pointer (&self->damaged, g_bytes_unref);
        raise_ceilings (self);
        tell_waiting (self, job->number, NULL);
        if (self->write_again)
            begin_write (self);
        return;
    }

    tell_waiting (self, job->number, error);
    if (job->ledger_lines != NULL)
        wattle_ledger_put_back (self->ledger, job->ledger_lines);
    wattle_problems_set (self->problems, "counters", "write",
                         "totals stand still until they can be kept: %s", error->message);
    if (self->retry_timer == 0)
        self->retry_timer = wattle_clock_call_after (self->clock, RETRY_DELAY, on_retry, self);
}

static void
begin_write (WattleCounters *self)
{
    g_autoptr (GTask) task = NULL;

    self->write_again = self->writing;
    if (self->writing || self->retry_timer != 0)
        return;

    self->writing = TRUE;
    task = g_task_new (self, NULL, on_written, NULL);
    g_task_set_name (task, "wattle counters");
    g_task_set_task_data (task, make_job (self, SAVE), (GDestroyNotify)wattle_counter_write_free);
    g_task_run_in_thread (task, run_in_thread);
}

void
wattle_counters_save_async (WattleCounters *self, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (self, NULL, callback, user_data);

    g_task_set_task_data (task, GUINT_TO_POINTER (self->last_job + 1), NULL);
    g_ptr_array_add (self->waiting, task);
    begin_write (self);
}

gboolean
wattle_counters_save_finish (WattleCounters *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
wattle_counters_is_writing (WattleCounters *self)
{
    return self->writing;
}

void
wattle_counters_flush (WattleCounters *self)
{
    g_autoptr (GError) error = NULL;
    WattleCounterWrite *job;

    if (!self->used)
        return;

    job = make_job (self, LAST_SAVE);
    if (!run_job (self, job, &error))
        g_message ("counters: %s", error->message);
    wattle_counter_write_free (job);
}

/* Guarding */

static double
find_max_rate (const Member *member, WattleEntity *entity)
{
    switch (wattle_entity_get_quantity (entity)) {
    case WATTLE_QUANTITY_ENERGY:
    case WATTLE_QUANTITY_REACTIVE_ENERGY:
    case WATTLE_QUANTITY_APPARENT_ENERGY:
        return member->max_power;
    case WATTLE_QUANTITY_VOLUME:
        return MAX_VOLUME_RATE;
    default:
        return NO_LIMIT;
    }
}

static Guarded *
get_guarded (Member *member, WattleEntity *entity)
{
    const char *key = wattle_entity_get_key (entity);
    Guarded *guarded = g_hash_table_lookup (member->counters, key);

    if (guarded == NULL) {
        guarded = g_new0 (Guarded, 1);
        guarded->next_ceiling = NAN;
        wattle_counter_init (&guarded->counter, 0, wattle_entity_get_spec (entity)->resolution);
        g_hash_table_insert (member->counters, g_strdup (key), guarded);
    }
    guarded->counter.max_rate = find_max_rate (member, entity);

    return guarded;
}

static void
note_change (Member *member,
             WattleEntity *entity,
             const WattleCounter *counter,
             const WattleCounterStep *step)
{
    gboolean asked = step->event == WATTLE_COUNTER_SYNCHRONISED && member->sync != NULL;
    WattleLedgerEntry entry = {
        .time = wattle_clock_get_wall (member->owner->clock),
        .device = member->id,
        .entity = (char *)wattle_entity_get_key (entity),
        .from = step->offset_before,
        .to = counter->offset,
        .kind = (char *)wattle_counter_event_get_name (step->event),
        .who = (char *)(asked ? wattle_counter_sync_get_who (member->sync) : "guard"),
    };
    g_autofree char *total = wattle_number_format (step->value, 0);

    wattle_ledger_add (member->owner->ledger, &entry);
    g_message ("%s: %s: %s; its total goes on from %s %s", member->id, entry.entity, entry.kind,
               total, wattle_entity_get_unit (entity));
}

static void
show_doubt (Member *member, WattleEntity *entity, WattleQuality quality, double raw)
{
    g_autofree char *topic = g_strdup_printf ("counter/%s", wattle_entity_get_key (entity));
    g_autofree char *figure = wattle_number_format (raw, 0);

    if (quality == WATTLE_QUALITY_SUSPECT)
        wattle_problems_set (member->owner->problems, member->id, topic,
                             "%s shows %s %s, which is less than before; its last total is kept",
                             wattle_entity_get_name (entity), figure,
                             wattle_entity_get_unit (entity));
    else
        wattle_problems_clear (member->owner->problems, member->id, topic);
}

/* @writing: a higher ceiling may be on its way to the disk. */
static gboolean
needs_ceiling (const Guarded *guarded, gboolean writing)
{
    const WattleCounter *counter = &guarded->counter;
    double wanted = counter->raw + counter->offset;
    double ahead = fmax (guarded->rate, LEAST_RATE) * (double)AHEAD;
    double ceiling = counter->ceiling;

    if (writing && !isnan (guarded->next_ceiling))
        ceiling = fmax (ceiling, guarded->next_ceiling);
    return wanted + ahead / 2 > ceiling;
}

static void
note_goal (Member *member, const WattleCounter *counter, const WattleCounterStep *step)
{
    if (member->sync == NULL)
        return;

    wattle_counter_sync_note (member->sync, counter, step);
    if (wattle_counter_sync_is_over (member->sync))
        g_clear_pointer (&member->sync, wattle_counter_sync_free);
}

static WattleQuality
guard_reading (WattleEntity *entity, double *value, gpointer user_data)
{
    Member *member = user_data;
    Guarded *guarded = get_guarded (member, entity);
    WattleCounter *counter = &guarded->counter;
    gboolean fresh = !counter->known;
    gboolean doubted;
    double raw = *value;
    WattleCounterStep step;

    step = wattle_counter_take (counter, raw, wattle_clock_get_monotonic (member->owner->clock),
                                guarded->replaced);
    guarded->replaced = FALSE;
    if (fresh)
        counter->ceiling = -INFINITY;
    if (step.event != WATTLE_COUNTER_WENT_ON && step.event != WATTLE_COUNTER_GLITCHED)
        note_change (member, entity, counter, &step);
    note_goal (member, counter, &step);
    doubted = step.quality == WATTLE_QUALITY_SUSPECT;
    if (doubted || guarded->doubted)
        show_doubt (member, entity, step.quality, raw);
    guarded->doubted = doubted;
    if (needs_ceiling (guarded, member->owner->writing) || step.offset_before != counter->offset)
        begin_write (member->owner);

    *value = step.value;
    return guarded->kept ? step.quality : WATTLE_QUALITY_MISSING;
}

void
wattle_counters_guard (WattleCounters *self, const char *id, WattleDevice *device, double max_power)
{
    Member *member = get_member (self, id);

    self->used = TRUE;
    member->device = device;
    member->max_power = max_power;
    wattle_device_set_guard (device, guard_reading, member);
}

void
wattle_counters_release (WattleCounters *self, const char *id)
{
    Member *member = g_hash_table_lookup (self->members, id);

    if (member == NULL || member->device == NULL)
        return;

    wattle_device_set_guard (member->device, NULL, NULL);
    member->device = NULL;
    g_clear_pointer (&member->sync, wattle_counter_sync_free);
}

void
wattle_counters_set_serial (WattleCounters *self, const char *id, const char *serial)
{
    Member *member = get_member (self, id);
    GHashTableIter iter;
    gpointer guarded;

    if (serial == NULL || *serial == '\0' || g_strcmp0 (serial, member->serial) == 0)
        return;

    if (member->serial != NULL) {
        g_hash_table_iter_init (&iter, member->counters);
        while (g_hash_table_iter_next (&iter, NULL, &guarded))
            ((Guarded *)guarded)->replaced = TRUE;
    }
    g_free (member->serial);
    member->serial = g_strdup (serial);
    begin_write (self);
}

gboolean
wattle_counters_undo (WattleCounters *self, guint64 id, const char *who, GError **error)
{
    const WattleLedgerEntry *entry = wattle_ledger_find (self->ledger, id);
    Member *member = entry != NULL ? g_hash_table_lookup (self->members, entry->device) : NULL;
    Guarded *guarded =
        member != NULL ? g_hash_table_lookup (member->counters, entry->entity) : NULL;
    WattleLedgerEntry undone = { 0 };

    if (guarded == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "the ledger has no line %" PRIu64 " of a counter that is there", id);
        return FALSE;
    }

    undone = *entry;
    undone.time = wattle_clock_get_wall (self->clock);
    undone.kind = (char *)"undone";
    undone.who = (char *)who;
    undone.from = guarded->counter.offset;
    undone.to = guarded->counter.offset - (entry->to - entry->from);
    guarded->counter.offset = undone.to;
    guarded->counter.has_previous = FALSE;
    wattle_ledger_add (self->ledger, &undone);
    begin_write (self);
    return TRUE;
}

/* Setting counters in their device */

static WattleCounter *
find_counter (Member *member, const char *key)
{
    Guarded *guarded = key != NULL ? g_hash_table_lookup (member->counters, key) : NULL;

    return guarded != NULL && guarded->counter.known ? &guarded->counter : NULL;
}

static gboolean
check_goals (Member *member, const WattleCountersGoals *goals, GError **error)
{
    if (member->sync != NULL && wattle_counter_sync_is_busy (member->sync)) {
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "counters of %s are being set already; try again later", member->id);
        return FALSE;
    }

    for (guint i = 0; i < goals->count; i++) {
        if (find_counter (member, goals->keys[i]) != NULL)
            continue;
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                          "%s has not told yet what %s is; try again later", member->id,
                          goals->keys[i]);
        return FALSE;
    }
    return TRUE;
}

gboolean
wattle_counters_set_goals (WattleCounters *self,
                           const char *id,
                           const WattleCountersGoals *goals,
                           const char *who,
                           GError **error)
{
    Member *member = get_member (self, id);
    WattleCounter *total = find_counter (member, goals->total);

    if (!check_goals (member, goals, error))
        return FALSE;

    g_clear_pointer (&member->sync, wattle_counter_sync_free);
    member->sync = wattle_counter_sync_new (who, self->clock);
    for (guint i = 0; i < goals->count; i++)
        wattle_counter_sync_add (member->sync, find_counter (member, goals->keys[i]),
                                 goals->values[i]);
    if (total != NULL)
        wattle_counter_sync_set_total (member->sync, total, goals->sum);
    return TRUE;
}

void
wattle_counters_await_goals (WattleCounters *self,
                             const char *id,
                             WattleCounterSyncFunc func,
                             gpointer user_data)
{
    Member *member = get_member (self, id);

    if (member->sync == NULL)
        func (WATTLE_COUNTER_SYNC_UNSEEN, user_data);
    else
        wattle_counter_sync_await (member->sync, func, user_data);
}

void
wattle_counters_end_goals (WattleCounters *self, const char *id, guint index, gboolean unsent)
{
    Member *member = get_member (self, id);

    if (member->sync == NULL)
        return;

    if (unsent && index == 0)
        g_clear_pointer (&member->sync, wattle_counter_sync_free);
    else
        wattle_counter_sync_fail (member->sync, unsent ? index - 1 : index);
}

/* Taking over */

/* What came in from elsewhere of a device that is not the one here. */
static void
mark_replaced (Member *member, const char *key)
{
    Guarded *guarded = g_hash_table_lookup (member->counters, key);

    guarded->replaced = TRUE;
}

static gboolean
is_known (Member *member, const char *key)
{
    const Guarded *guarded = g_hash_table_lookup (member->counters, key);

    return guarded != NULL && guarded->counter.known;
}

static guint
import_member (WattleCounters *self, GKeyFile *file, const char *id)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, id, NULL, NULL);
    g_autofree char *serial = g_key_file_get_string (file, id, WATTLE_COUNTER_LINE_SERIAL, NULL);
    Member *member = get_member (self, id);
    gboolean other =
        serial != NULL && member->serial != NULL && !g_str_equal (serial, member->serial);
    guint count = 0;

    for (guint i = 0; keys[i] != NULL; i++) {
        g_autofree char *line = g_key_file_get_string (file, id, keys[i], NULL);

        if (line == NULL || g_str_equal (keys[i], WATTLE_COUNTER_LINE_SERIAL) ||
            is_known (member, keys[i]) || !load_counter (self, member, keys[i], line, FALSE))
            continue;
        if (other)
            mark_replaced (member, keys[i]);
        count++;
    }
    if (member->serial == NULL && count > 0)
        member->serial = g_steal_pointer (&serial);
    return count;
}

guint
wattle_counters_import (WattleCounters *self, GKeyFile *file)
{
    g_auto (GStrv) ids = g_key_file_get_groups (file, NULL);
    guint count = 0;

    for (guint i = 0; ids[i] != NULL; i++)
        count += import_member (self, file, ids[i]);

    self->used |= count > 0;
    return count;
}
