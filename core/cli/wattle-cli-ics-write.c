/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "wattle-cli-ical.h"
#include "wattle-cli-ics.h"

/* Holidays of a plan as a calendar */

static ICalTime *
make_day (WattleDate date)
{
    ICalTime *time = i_cal_time_new_null_date ();
    int year, month, day;

    wattle_date_split (date, &year, &month, &day);
    i_cal_time_set_date (time, year, month, day);
    return time;
}

static void
add_times (ICalComponent *event, WattleDate first, WattleDate last, gint64 now)
{
    g_autoptr (ICalTime) start = make_day (first);
    g_autoptr (ICalTime) end = make_day (last + 1);
    g_autoptr (ICalTime) stamp = i_cal_time_new_from_timet_with_zone (
        (time_t)now, FALSE, i_cal_timezone_get_utc_timezone ());

    i_cal_component_take_property (event, i_cal_property_new_dtstamp (stamp));
    i_cal_component_take_property (event, i_cal_property_new_dtstart (start));
    i_cal_component_take_property (event, i_cal_property_new_dtend (end));
}

static void
add_event (ICalComponent *calendar,
           WattleTariffPlan *plan,
           WattleDate first,
           WattleDate last,
           const char *name,
           gint64 now)
{
    g_autofree char *date = wattle_date_format (first);
    g_autofree char *uid = g_strdup_printf ("%s-%s@wattle", wattle_tariff_plan_get_id (plan), date);
    const char *type = wattle_day_types_get (wattle_tariff_plan_get_day_types (plan), first);
    ICalComponent *event = i_cal_component_new (I_CAL_VEVENT_COMPONENT);

    i_cal_component_take_property (event, i_cal_property_new_uid (uid));
    add_times (event, first, last, now);
    i_cal_component_take_property (event, i_cal_property_new_summary (name));
    i_cal_component_take_property (event, i_cal_property_new_categories (type));
    i_cal_component_take_property (event, i_cal_property_new_transp (I_CAL_TRANSP_TRANSPARENT));
    i_cal_component_take_component (calendar, event);
}

static ICalComponent *
make_calendar (void)
{
    ICalComponent *calendar = i_cal_component_new (I_CAL_VCALENDAR_COMPONENT);

    i_cal_component_take_property (calendar, i_cal_property_new_version ("2.0"));
    i_cal_component_take_property (calendar, i_cal_property_new_prodid ("-//Wattle//wattle//EN"));
    return calendar;
}

/* Days in a row of one name are one event. */
GBytes *
wattle_cli_ics_write (WattleTariffPlan *plan, int first_year, int last_year, gint64 now)
{
    g_autoptr (ICalComponent) calendar = make_calendar ();
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);
    WattleDate end = wattle_date_new (last_year + 1, 1, 1);
    char *text;

    for (WattleDate date = wattle_date_new (first_year, 1, 1); date < end; date++) {
        const char *name = wattle_day_types_get_holiday (types, date);
        WattleDate first = date;

        if (name == NULL)
            continue;
        while (date + 1 < end &&
               g_strcmp0 (wattle_day_types_get_holiday (types, date + 1), name) == 0)
            date++;
        add_event (calendar, plan, first, date, name, now);
    }

    text = i_cal_component_as_ical_string (calendar);
    return g_bytes_new_take (text, strlen (text));
}
