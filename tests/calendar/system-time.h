// SPDX-License-Identifier: LGPL-2.1-or-later
// Civil time of a zone as the C library of the system has it, which is another implementation.
#pragma once

#include <cstdlib>
#include <ctime>
#include <string>

#include <gtest/gtest.h>

#include "calendar/wattle-date.h"

namespace wattle_test
{

inline const gint64 DAY = 86400;
inline const gint64 END_OF_2100 = 4133980800;
inline const guint64 DAYS_1970_TO_2100 = END_OF_2100 / DAY;

class SystemTime : public testing::TestWithParam<const char *>
{
  protected:
    SystemTime ()
    {
        setenv ("TZ", GetParam (), TRUE);
        tzset ();
    }

    ~SystemTime () override
    {
        unsetenv ("TZ");
        tzset ();
    }

    // What clocks show, in seconds since they showed 1970-01-01.
    static gint64
    local (gint64 time)
    {
        time_t seconds = time;
        struct tm tm;

        localtime_r (&seconds, &tm);
        return wattle_date_new (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY +
               tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
    }
};

inline std::string
name_of_zone (const testing::TestParamInfo<const char *> &info)
{
    std::string name = info.param;

    for (char &letter : name)
        if (letter == '/')
            letter = '_';
    return name;
}

} // namespace wattle_test
