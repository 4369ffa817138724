/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-time.h"

ICalTime *
wattle_ics_time_new (WattleDate date)
{
    ICalTime *time = i_cal_time_new_null_date ();
    int year, month, day;

    wattle_date_split (date, &year, &month, &day);
    i_cal_time_set_date (time, year, month, day);
    return time;
}

/* libical takes 31 February for a day. */
WattleDate
wattle_ics_time_get_date (ICalTime *time)
{
    if (time == NULL || i_cal_time_is_null_time (time) ||
        i_cal_time_get_year (time) < WATTLE_DATE_MIN_YEAR ||
        i_cal_time_get_year (time) > WATTLE_DATE_MAX_YEAR)
        return WATTLE_DATE_NONE;
    return wattle_date_new (i_cal_time_get_year (time), i_cal_time_get_month (time),
                            i_cal_time_get_day (time));
}

gboolean
wattle_ics_time_is_midnight (ICalTime *time)
{
    return i_cal_time_is_date (time) ||
           (i_cal_time_get_hour (time) == 0 && i_cal_time_get_minute (time) == 0 &&
            i_cal_time_get_second (time) == 0 && !i_cal_time_is_utc (time));
}
