/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-zone.h"

#include "base/wattle-error.h"
#include "wattle-zone-file.h"

#define DAY ((gint64)86400)

/* Further than any clock was ever off, or set: the date line was crossed by some. */
#define FAR (3 * DAY)

/* What lies ahead of the end of 2100 is looked for too. */
#define MAX_AHEAD (400 * DAY)

/* Where the table ends: 1969-12-25 and 2102-02-14. */
#define BEGIN (-7 * DAY)
#define END   ((gint64)4133980800 + MAX_AHEAD + 9 * DAY)

/* From this time on, local time is as far ahead of UTC; in seconds. */
typedef struct {
    gint64 time;
    int offset;
} Stretch;

struct _WattleZone {
    gatomicrefcount ref_count;
    char *name;
    GArray *stretches; /* of Stretch, from the earliest on; never empty */
    guint last;        /* the one that was found last; most questions are about the same */
};

/* Adds what changes from @begin, which lies in interval @first of the zone, to @end. Halves the
 * span until it holds one change. */
static void
find_changes (GTimeZone *zone, gint64 begin, int first, gint64 end, int last, GArray *stretches)
{
    gint64 middle = begin + (end - begin) / 2;
    int between;

    if (first == last)
        return;
    if (middle == begin) {
        Stretch stretch = { end, g_time_zone_get_offset (zone, last) };

        if (g_array_index (stretches, Stretch, stretches->len - 1).offset != stretch.offset)
            g_array_append_val (stretches, stretch);
        return;
    }

    between = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, middle);
    find_changes (zone, begin, first, middle, between, stretches);
    find_changes (zone, middle, between, end, last, stretches);
}

/* Puts right what GLib has made of a rule that it takes for another one. */
static void
follow_rule (WattleZone *self, GBytes *file)
{
    gint64 since;
    g_autofree char *rule = wattle_zone_file_read_rule (file, &since);
    g_autoptr (GTimeZone) zone = rule != NULL ? g_time_zone_new_identifier (rule) : NULL;
    guint n = self->stretches->len;
    int from, to;

    if (zone == NULL || since < BEGIN || since >= END)
        return;
    while (n > 1 && g_array_index (self->stretches, Stretch, n - 1).time > since)
        n--;
    g_array_set_size (self->stretches, n);
    from = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, since);
    to = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, END);
    find_changes (zone, since, from, END, to, self->stretches);
}

/**
 * wattle_zone_new:
 * @name: name of the zone, such as `Europe/Ljubljana`
 * @error: (nullable): %WATTLE_ERROR_CONFIG if this computer knows no such zone; rules and offsets,
 *   such as `EST5EDT,M3.2.0,M11.1.0` and `+01:00`, are no names
 *
 * Returns: (transfer full): the zone
 */
WattleZone *
wattle_zone_new (const char *name, GError **error)
{
    g_autoptr (GBytes) file = wattle_zone_file_load (name);
    gboolean known = file != NULL || g_str_equal (name, "UTC");
    g_autoptr (GTimeZone) zone = known ? g_time_zone_new_identifier (name) : NULL;
    WattleZone *self;
    Stretch first = { BEGIN, 0 };
    int from, to;

    if (zone == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there is no time zone “%s”; allowed are the names of zones that this "
                          "computer knows, such as Europe/Ljubljana, and UTC",
                          name);
        return NULL;
    }

    from = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, BEGIN);
    to = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, END);
    first.offset = g_time_zone_get_offset (zone, from);
    self = g_new0 (WattleZone, 1);
    g_atomic_ref_count_init (&self->ref_count);
    self->name = g_strdup (name);
    self->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
    g_array_append_val (self->stretches, first);
    find_changes (zone, BEGIN, from, END, to, self->stretches);
    if (file != NULL)
        follow_rule (self, file);
    return self;
}

/**
 * wattle_zone_dup_local:
 *
 * Returns: (transfer full): name of the zone that this computer is set to; `UTC` if it is set to
 *   something that has none
 */
char *
wattle_zone_dup_local (void)
{
    g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
    const char *name = g_time_zone_get_identifier (zone);
    g_autoptr (GBytes) file = wattle_zone_file_load (name);

    return g_strdup (file != NULL ? name : "UTC");
}

/**
 * wattle_zone_ref:
 * @self: a zone
 *
 * Returns: (transfer full): the same
 */
WattleZone *
wattle_zone_ref (WattleZone *self)
{
    g_atomic_ref_count_inc (&self->ref_count);
    return self;
}

/**
 * wattle_zone_unref:
 * @self: (transfer full): a zone
 *
 * Gives it back; the last one frees it.
 */
void
wattle_zone_unref (WattleZone *self)
{
    if (!g_atomic_ref_count_dec (&self->ref_count))
        return;

    g_array_unref (self->stretches);
    g_free (self->name);
    g_free (self);
}

/**
 * wattle_zone_get_name:
 * @self: a zone
 *
 * Returns: (transfer none): its name
 */
const char *
wattle_zone_get_name (WattleZone *self)
{
    return self->name;
}

static const Stretch *
get_stretch (WattleZone *self, guint index)
{
    return &g_array_index (self->stretches, Stretch, index);
}

static gboolean
holds (WattleZone *self, guint index, gint64 time)
{
    return get_stretch (self, index)->time <= time &&
           (index + 1 == self->stretches->len || time < get_stretch (self, index + 1)->time);
}

/* The stretch that holds @time. */
static guint
find_stretch (WattleZone *self, gint64 time)
{
    guint low = 0, high = self->stretches->len;

    if (holds (self, self->last, time))
        return self->last;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;

        if (get_stretch (self, middle)->time <= time)
            low = middle;
        else
            high = middle;
    }
    self->last = low;
    return low;
}

/**
 * wattle_zone_get_offset:
 * @self: a zone
 * @time: seconds since 1970
 *
 * Returns: how many seconds local time is ahead of UTC
 */
int
wattle_zone_get_offset (WattleZone *self, gint64 time)
{
    return get_stretch (self, find_stretch (self, time))->offset;
}

static WattleCivil
split (gint64 local)
{
    gint64 second = local % DAY;

    if (second < 0)
        second += DAY;
    return (WattleCivil){ (WattleDate)((local - second) / DAY), (int)second };
}

/**
 * wattle_zone_read:
 * @self: a zone
 * @time: seconds since 1970
 *
 * Returns: what clocks show
 */
WattleCivil
wattle_zone_read (WattleZone *self, gint64 time)
{
    return split (time + wattle_zone_get_offset (self, time));
}

/**
 * wattle_zone_read_latest:
 * @self: a zone
 * @time: seconds since 1970
 *
 * A clock that is put back shows an hour again. What was begun by the first time is not undone by
 * the second: so this is what schedules go by.
 *
 * Returns: the latest that clocks have shown until then
 */
WattleCivil
wattle_zone_read_latest (WattleZone *self, gint64 time)
{
    guint index = find_stretch (self, time);
    gint64 latest = time + get_stretch (self, index)->offset;

    for (; index > 0 && time - get_stretch (self, index)->time <= FAR; index--) {
        /* The last second before they were put back. */
        gint64 before = get_stretch (self, index)->time + get_stretch (self, index - 1)->offset - 1;

        latest = MAX (latest, before);
    }
    return split (latest);
}

/**
 * wattle_zone_begin:
 * @self: a zone
 * @date: a date
 * @minute: minute of that day, 0 to %WATTLE_DAY_MINUTES
 *
 * A time that clocks leave out begins where they go on; one that they show twice, the first time.
 *
 * Returns: when clocks show this time or a later one first, in seconds since 1970
 */
gint64
wattle_zone_begin (WattleZone *self, WattleDate date, int minute)
{
    gint64 local = (gint64)date * DAY + (gint64)minute * 60;
    guint index = find_stretch (self, local - FAR);
    gint64 time;

    for (;; index++) {
        const Stretch *stretch = get_stretch (self, index);

        time = MAX (local - stretch->offset, index > 0 ? stretch->time : G_MININT64);
        if (index + 1 == self->stretches->len || time < get_stretch (self, index + 1)->time)
            return time;
    }
}

/**
 * wattle_zone_get_transition:
 * @self: a zone
 * @time: seconds since 1970
 *
 * Returns: when clocks are put forward or back next after @time; %G_MAXINT64 if they are not until
 *   400 days after the end of 2100
 */
gint64
wattle_zone_get_transition (WattleZone *self, gint64 time)
{
    guint next = find_stretch (self, time) + 1;

    return next < self->stretches->len ? get_stretch (self, next)->time : G_MAXINT64;
}
