/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-season.h"

#include "wattle-zone.h"

struct _WattleSeason {
    char *name;
    gboolean yearly;
    int month; /* of a yearly start */
    int day;
    WattleDate date;  /* of a dated one */
    GPtrArray *types; /* interned texts */
    GArray *switches; /* of WattleSwitch, by their minutes */
};

static WattleSeason *
create (const char *name)
{
    WattleSeason *self = g_new0 (WattleSeason, 1);

    self->name = g_strdup (name);
    self->types = g_ptr_array_new ();
    self->switches = g_array_new (FALSE, FALSE, sizeof (WattleSwitch));
    return self;
}

/**
 * wattle_season_new_yearly:
 * @name: its name, for people
 * @month: 1 to 12
 * @day: of that month; 29 February is 1 March in years that have none
 *
 * Returns: (transfer full): a season that begins each year
 */
WattleSeason *
wattle_season_new_yearly (const char *name, int month, int day)
{
    WattleSeason *self = create (name);

    self->yearly = TRUE;
    self->month = month;
    self->day = day;
    return self;
}

/**
 * wattle_season_new_dated:
 * @name: its name, for people
 * @date: its first day
 *
 * Returns: (transfer full): a season that begins once
 */
WattleSeason *
wattle_season_new_dated (const char *name, WattleDate date)
{
    WattleSeason *self = create (name);

    self->date = date;
    return self;
}

/**
 * wattle_season_free:
 * @self: (transfer full): a season
 *
 * Frees it.
 */
void
wattle_season_free (WattleSeason *self)
{
    g_free (self->name);
    g_ptr_array_unref (self->types);
    g_array_unref (self->switches);
    g_free (self);
}

/**
 * wattle_season_add_day_type:
 * @self: a season
 * @type: a type of day
 *
 * Makes the season be for such days too.
 */
void
wattle_season_add_day_type (WattleSeason *self, const char *type)
{
    g_ptr_array_add (self->types, (gpointer)g_intern_string (type));
}

/**
 * wattle_season_add_switch:
 * @self: a season
 * @minute: minute of the day; the first entry has 0, each further one a later one
 * @tariff: the tariff from then on
 *
 * Appends to the schedule of its days.
 *
 * Returns: whether the minute is in that order and within a day
 */
gboolean
wattle_season_add_switch (WattleSeason *self, guint minute, guint tariff)
{
    WattleSwitch entry = { (guint16)minute, (guint16)tariff };
    guint n = self->switches->len;

    if (minute >= WATTLE_DAY_MINUTES ||
        (n == 0 ? minute != 0
                : minute <= g_array_index (self->switches, WattleSwitch, n - 1).minute))
        return FALSE;
    g_array_append_val (self->switches, entry);
    return TRUE;
}

/**
 * wattle_season_get_name:
 * @self: a season
 *
 * Returns: (transfer none): its name
 */
const char *
wattle_season_get_name (WattleSeason *self)
{
    return self->name;
}

/**
 * wattle_season_has_day_type:
 * @self: a season
 * @type: a type of day, interned
 *
 * Returns: whether it is for such days
 */
gboolean
wattle_season_has_day_type (WattleSeason *self, const char *type)
{
    return g_ptr_array_find (self->types, type, NULL);
}

static WattleDate
get_yearly_start (WattleSeason *self, int year)
{
    WattleDate start = wattle_date_new (year, self->month, self->day);

    return start != WATTLE_DATE_NONE ? start : wattle_date_new (year, 3, 1);
}

/**
 * wattle_season_find_start:
 * @self: a season
 * @date: a date
 *
 * Returns: when it has begun last, on this date or before; %WATTLE_DATE_NONE if it never has
 */
WattleDate
wattle_season_find_start (WattleSeason *self, WattleDate date)
{
    WattleDate start;
    int year;

    if (!self->yearly)
        return self->date <= date ? self->date : WATTLE_DATE_NONE;

    wattle_date_split (date, &year, NULL, NULL);
    start = get_yearly_start (self, year);
    return start <= date ? start : get_yearly_start (self, year - 1);
}

static WattleDate
get_start_in (WattleSeason *self, int year)
{
    int own;

    if (self->yearly)
        return get_yearly_start (self, year);
    wattle_date_split (self->date, &own, NULL, NULL);
    return own == year ? self->date : WATTLE_DATE_NONE;
}

/**
 * wattle_season_has_same_start:
 * @self: a season
 * @other: another one
 *
 * 29 February is 1 March in most years, and a date may be the day on which another season begins
 * each year.
 *
 * Returns: whether there is a year in which both begin on the same day, so that there is no telling
 *   which of them counts from then on
 */
gboolean
wattle_season_has_same_start (WattleSeason *self, WattleSeason *other)
{
    int years[] = { 2023, 2024 }; /* one without 29 February, and one with it */

    if (!self->yearly)
        wattle_date_split (self->date, &years[0], NULL, NULL);
    if (!other->yearly)
        wattle_date_split (other->date, &years[1], NULL, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (years); i++) {
        WattleDate start = get_start_in (self, years[i]);

        if (start != WATTLE_DATE_NONE && start == get_start_in (other, years[i]))
            return TRUE;
    }
    return FALSE;
}

/**
 * wattle_season_get_switches:
 * @self: a season
 * @n_switches: (out): how many there are
 *
 * Returns: (transfer none): the schedule of its days
 */
const WattleSwitch *
wattle_season_get_switches (WattleSeason *self, guint *n_switches)
{
    *n_switches = self->switches->len;
    return (const WattleSwitch *)self->switches->data;
}
