/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "wattle-ical.h"
#include "wattle-ics-time.h"
#include "wattle-ics.h"

/* Holidays of a plan, and days of types of its own, as a calendar */

static void
add_times (ICalComponent *event, WattleDate first, WattleDate last, gint64 now)
{
    g_autoptr (ICalTime) start = wattle_ics_time_new (first);
    g_autoptr (ICalTime) end = wattle_ics_time_new (last + 1);
    g_autoptr (ICalTime) stamp = i_cal_time_new_from_timet_with_zone (
        (time_t)now, FALSE, i_cal_timezone_get_utc_timezone ());

    i_cal_component_take_property (event, i_cal_property_new_dtstamp (stamp));
    i_cal_component_take_property (event, i_cal_property_new_dtstart (start));
    i_cal_component_take_property (event, i_cal_property_new_dtend (end));
}

/* What a day is, as far as it is told. */
typedef struct {
    const char *holiday; /* or NULL */
    const char *type;    /* of somebody's own, or of a holiday; NULL: as its weekday says */
} Meaning;

static Meaning
read_meaning (WattleDayTypes *types, WattleDate date)
{
    Meaning meaning = { wattle_day_types_get_holiday (types, date),
                        wattle_day_types_get (types, date) };
    const char *usual = wattle_day_types_is_weekend (types, date) ? WATTLE_DAY_TYPE_WEEKEND
                                                                  : WATTLE_DAY_TYPE_WORKDAY;

    if (meaning.holiday == NULL && g_str_equal (meaning.type, usual))
        meaning.type = NULL;
    return meaning;
}

static gboolean
is_same (const Meaning *a, const Meaning *b)
{
    return g_strcmp0 (a->holiday, b->holiday) == 0 && g_strcmp0 (a->type, b->type) == 0;
}

/* A holiday may be of another type. */
static void
add_categories (ICalComponent *event, const Meaning *meaning)
{
    if (meaning->holiday != NULL)
        i_cal_component_take_property (event,
                                       i_cal_property_new_categories (WATTLE_DAY_TYPE_HOLIDAY));
    if (!g_str_equal (meaning->type, WATTLE_DAY_TYPE_HOLIDAY))
        i_cal_component_take_property (event, i_cal_property_new_categories (meaning->type));
}

static void
add_event (ICalComponent *calendar,
           WattleTariffPlan *plan,
           WattleDate first,
           WattleDate last,
           const Meaning *meaning,
           gint64 now)
{
    g_autofree char *date = wattle_date_format (first);
    g_autofree char *uid = g_strdup_printf ("%s-%s@wattle", wattle_tariff_plan_get_id (plan), date);
    const char *name = meaning->holiday != NULL ? meaning->holiday : meaning->type;
    ICalComponent *event = i_cal_component_new (I_CAL_VEVENT_COMPONENT);

    i_cal_component_take_property (event, i_cal_property_new_uid (uid));
    add_times (event, first, last, now);
    i_cal_component_take_property (event, i_cal_property_new_summary (name));
    add_categories (event, meaning);
    i_cal_component_take_property (event, i_cal_property_new_transp (I_CAL_TRANSP_TRANSPARENT));
    i_cal_component_take_component (calendar, event);
}

static ICalComponent *
make_calendar (void)
{
    ICalComponent *calendar = i_cal_component_new (I_CAL_VCALENDAR_COMPONENT);

    i_cal_component_take_property (calendar, i_cal_property_new_version ("2.0"));
    i_cal_component_take_property (calendar, i_cal_property_new_prodid (WATTLE_ICS_PROGRAM));
    return calendar;
}

/* The first day that is something else, or of the next event. */
static WattleDate
find_end (WattleDayTypes *types, WattleDate first, WattleDate end, const Meaning *meaning)
{
    WattleDate date = first + 1;

    for (end = MIN (end, first + WATTLE_DATE_RULE_MAX_DAYS); date < end; date++) {
        Meaning next = read_meaning (types, date);

        if (!is_same (&next, meaning))
            break;
    }
    return date;
}

/**
 * wattle_ics_write:
 * @plan: a plan
 * @first_year: the first year to be told of
 * @last_year: the last one
 * @now: seconds since 1970, which are the stamp of its events
 *
 * Makes a calendar of the holidays of a plan and of the days of types of its own: events of whole
 * days whose categories are the types. Days in a row that mean the same are one event.
 * wattle_ics_read() and wattle_ics_merge() make the same days of it.
 *
 * Returns: (transfer full): iCalendar, RFC 5545
 */
GBytes *
wattle_ics_write (WattleTariffPlan *plan, int first_year, int last_year, gint64 now)
{
    g_autoptr (ICalComponent) calendar = make_calendar ();
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);
    WattleDate end = wattle_date_new (last_year, 12, 31) + 1;
    WattleDate first = wattle_date_new (first_year, 1, 1);
    char *text;

    while (first < end) {
        Meaning meaning = read_meaning (types, first);
        WattleDate next = find_end (types, first, end, &meaning);

        if (meaning.type != NULL)
            add_event (calendar, plan, first, next - 1, &meaning, now);
        first = next;
    }

    text = i_cal_component_as_ical_string (calendar);
    return g_bytes_new_take (text, strlen (text));
}
