/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-day-types.h"

#define SATURDAY_AND_SUNDAY (1u << 6 | 1u << 7)

/* Without a free day for so long there is none. */
#define MAX_MOVE 62

/* Days counted from Easter may be of the year before or after it; a long rule of two years ago may
 * still last. */
#define RULE_BEGINS_BEFORE 2
#define RULE_BEGINS_AFTER  1

/* Of holidays that are known: a little more than zones are. */
#define FIRST_YEAR 1968
#define LAST_YEAR  2102

typedef struct {
    char *name;
    const char *type; /* interned */
    WattleDateRule rule;
    gboolean observed;
} Holiday;

typedef struct {
    const char *type; /* interned */
    WattleDateRule rule;
} OwnType;

struct _WattleDayTypes {
    guint weekend;     /* bit 1 for Monday to bit 7 for Sunday */
    GArray *holidays;  /* of Holiday */
    GArray *own;       /* of OwnType, in order */
    GHashTable *dates; /* date → Holiday, not owned; once @filled */
    gboolean filled;
    GHashTable *years; /* year → the type of each of its days, of those that were asked for */
};

static void
clear_holiday (gpointer holiday)
{
    g_free (((Holiday *)holiday)->name);
}

/**
 * wattle_day_types_new:
 *
 * Returns: (transfer full): a week from Monday to Friday, without any holiday
 */
WattleDayTypes *
wattle_day_types_new (void)
{
    WattleDayTypes *self = g_new0 (WattleDayTypes, 1);

    self->weekend = SATURDAY_AND_SUNDAY;
    self->holidays = g_array_new (FALSE, FALSE, sizeof (Holiday));
    g_array_set_clear_func (self->holidays, clear_holiday);
    self->own = g_array_new (FALSE, FALSE, sizeof (OwnType));
    self->dates = g_hash_table_new (NULL, NULL);
    self->years = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    return self;
}

/**
 * wattle_day_types_free:
 * @self: (transfer full): day types
 *
 * Frees them.
 */
void
wattle_day_types_free (WattleDayTypes *self)
{
    g_hash_table_unref (self->dates);
    g_hash_table_unref (self->years);
    g_array_unref (self->holidays);
    g_array_unref (self->own);
    g_free (self);
}

static void
forget (WattleDayTypes *self)
{
    g_hash_table_remove_all (self->dates);
    g_hash_table_remove_all (self->years);
    self->filled = FALSE;
}

/**
 * wattle_day_types_set_weekend:
 * @self: day types
 * @weekdays: bit 1 for Monday to bit 7 for Sunday; at first Saturday and Sunday
 *
 * Says which days are weekend.
 */
void
wattle_day_types_set_weekend (WattleDayTypes *self, guint weekdays)
{
    self->weekend = weekdays;
    forget (self);
}

/**
 * wattle_day_types_add_holiday:
 * @self: day types
 * @name: its name, for people
 * @type: (nullable): the type of its days; %NULL for holiday
 * @rule: when it is; copied
 * @observed: when its first day is a weekend, the next day that is neither weekend nor a holiday
 *   becomes one too; one for all that are on the same day
 *
 * Adds a holiday. Of several on one day the first that was added names it.
 */
void
wattle_day_types_add_holiday (WattleDayTypes *self,
                              const char *name,
                              const char *type,
                              const WattleDateRule *rule,
                              gboolean observed)
{
    Holiday holiday = { g_strdup (name),
                        g_intern_string (type != NULL ? type : WATTLE_DAY_TYPE_HOLIDAY), *rule,
                        observed };

    g_array_append_val (self->holidays, holiday);
    forget (self);
}

/**
 * wattle_day_types_add_type:
 * @self: day types
 * @type: a person's own type, or workday, for a Saturday that is worked on
 * @rule: when it is; copied
 *
 * Adds a type that counts before holidays and weekends, and after those added before.
 */
void
wattle_day_types_add_type (WattleDayTypes *self, const char *type, const WattleDateRule *rule)
{
    OwnType own = { g_intern_string (type), *rule };

    g_array_append_val (self->own, own);
    g_hash_table_remove_all (self->years);
}

/**
 * wattle_day_types_is_weekend:
 * @self: day types
 * @date: a date
 *
 * Returns: whether its weekday is one of the weekend, whatever else the date is
 */
gboolean
wattle_day_types_is_weekend (WattleDayTypes *self, WattleDate date)
{
    return (self->weekend & 1u << wattle_date_get_weekday (date)) != 0;
}

static void
note (WattleDayTypes *self, WattleDate date, Holiday *holiday)
{
    if (!g_hash_table_contains (self->dates, GINT_TO_POINTER (date)))
        g_hash_table_insert (self->dates, GINT_TO_POINTER (date), holiday);
}

static void
note_days (WattleDayTypes *self, Holiday *holiday, int year)
{
    WattleDate first = wattle_date_rule_find (&holiday->rule, year);

    for (int i = 0; first != WATTLE_DATE_NONE && i < MAX (holiday->rule.days, 1); i++)
        note (self, first + i, holiday);
}

/* A day that makes up for one that fell on a weekend. */
static void
note_moved (WattleDayTypes *self, Holiday *holiday, WattleDate date)
{
    for (int i = 1; i <= MAX_MOVE; i++) {
        if (wattle_day_types_is_weekend (self, date + i) ||
            g_hash_table_contains (self->dates, GINT_TO_POINTER (date + i)))
            continue;
        note (self, date + i, holiday);
        return;
    }
}

typedef struct {
    WattleDate date;
    Holiday *holiday;
} Moved;

static int
compare_moved (gconstpointer a, gconstpointer b)
{
    return ((const Moved *)a)->date - ((const Moved *)b)->date;
}

static void
find_moved (WattleDayTypes *self, Holiday *holiday, GArray *all)
{
    for (int year = FIRST_YEAR; holiday->observed && year <= LAST_YEAR; year++) {
        Moved moved = { wattle_date_rule_find (&holiday->rule, year), holiday };

        if (moved.date != WATTLE_DATE_NONE && wattle_day_types_is_weekend (self, moved.date))
            g_array_append_val (all, moved);
    }
}

/* In the order of their dates, whatever order they were added in. Of two holidays on one day of a
 * weekend only one is made up for: there was but one free day that they took. */
static void
note_all_moved (WattleDayTypes *self)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Moved));

    for (guint i = 0; i < self->holidays->len; i++)
        find_moved (self, &g_array_index (self->holidays, Holiday, i), all);
    g_array_sort (all, compare_moved);
    for (guint i = 0; i < all->len; i++) {
        const Moved *moved = &g_array_index (all, Moved, i);

        if (i == 0 || moved->date != moved[-1].date)
            note_moved (self, moved->holiday, moved->date);
    }
}

/* For all years at once: what makes up for a holiday in December may be in January. One holiday
 * after the other: one that was added first names a day too that one of the year before reaches. */
static void
fill (WattleDayTypes *self)
{
    for (guint i = 0; i < self->holidays->len; i++)
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
            note_days (self, &g_array_index (self->holidays, Holiday, i), year);
    note_all_moved (self);
    self->filled = TRUE;
}

static const Holiday *
find_holiday (WattleDayTypes *self, WattleDate date)
{
    if (!self->filled)
        fill (self);
    return g_hash_table_lookup (self->dates, GINT_TO_POINTER (date));
}

/**
 * wattle_day_types_get_holiday:
 * @self: day types
 * @date: a date from 1970 to 2100
 *
 * Returns: (transfer none) (nullable): the name of the holiday it is
 */
const char *
wattle_day_types_get_holiday (WattleDayTypes *self, WattleDate date)
{
    const Holiday *holiday = find_holiday (self, date);

    return holiday != NULL ? holiday->name : NULL;
}

/* Types of the days of one year; NULL: not said so far. */
typedef struct {
    WattleDate first;
    int length;
    const char **types; /* interned */
} Year;

static void
put_type (Year *year, const OwnType *own, int of_year)
{
    WattleDate first = wattle_date_rule_find (&own->rule, of_year);

    for (int i = 0; first != WATTLE_DATE_NONE && i < MAX (own->rule.days, 1); i++) {
        int day = first + i - year->first;

        if (day >= 0 && day < year->length)
            year->types[day] = own->type;
    }
}

/* The first one is put last: it wins. */
static void
put_own_types (WattleDayTypes *self, Year *year, int number)
{
    for (guint i = self->own->len; i > 0; i--)
        for (int of = number - RULE_BEGINS_BEFORE; of <= number + RULE_BEGINS_AFTER; of++)
            put_type (year, &g_array_index (self->own, OwnType, i - 1), of);
}

static const char *
find_common_type (WattleDayTypes *self, WattleDate date)
{
    const Holiday *holiday = find_holiday (self, date);

    if (holiday != NULL)
        return holiday->type;
    return g_intern_static_string (wattle_day_types_is_weekend (self, date)
                                       ? WATTLE_DAY_TYPE_WEEKEND
                                       : WATTLE_DAY_TYPE_WORKDAY);
}

/* There may be thousands of rules: each is looked at once for all days of a year. */
static const char **
find_types (WattleDayTypes *self, int number)
{
    WattleDate first = wattle_date_new (number, 1, 1);
    int length = wattle_date_new (number, 12, 31) - first + 1;
    Year year = { first, length, g_new0 (const char *, (gsize)length) };

    put_own_types (self, &year, number);
    for (int i = 0; i < length; i++)
        if (year.types[i] == NULL)
            year.types[i] = find_common_type (self, first + i);
    return year.types;
}

/**
 * wattle_day_types_get:
 * @self: day types
 * @date: a date from 1970 to 2100
 *
 * Returns: (transfer none): its type, an interned text
 */
const char *
wattle_day_types_get (WattleDayTypes *self, WattleDate date)
{
    const char **types;
    int year;

    wattle_date_split (date, &year, NULL, NULL);
    if (year < WATTLE_DATE_MIN_YEAR || year > WATTLE_DATE_MAX_YEAR)
        return find_common_type (self, date);
    types = g_hash_table_lookup (self->years, GINT_TO_POINTER (year));
    if (types == NULL) {
        types = find_types (self, year);
        g_hash_table_insert (self->years, GINT_TO_POINTER (year), types);
    }
    return types[date - wattle_date_new (year, 1, 1)];
}
