// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-time-text.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

const gint64 SECOND = G_USEC_PER_SEC;

std::string
take (char *text)
{
    std::string kept = text;

    g_free (text);
    return kept;
}

} // namespace

TEST (TimeText, ShowsSpansInTwoUnits)
{
    const struct {
        gint64 seconds;
        const char *text;
    } rows[] = {
        { -5, "0 s" },         { 0, "0 s" },          { 59, "59 s" },
        { 61, "1 min 1 s" },   { 3600, "1 h 0 min" }, { 86399, "23 h 59 min" },
        { 180000, "2 d 2 h" },
    };

    for (const auto &row : rows)
        EXPECT_EQ (take (wattle_time_text_span (row.seconds * SECOND)), row.text);
}

TEST (TimeText, ShowsTheDateOfAnotherDayAlone)
{
    const gint64 now = 1780308000 * SECOND; // 2026-06-01T10:00:00Z

    g_setenv ("TZ", "Europe/Ljubljana", TRUE);
    EXPECT_EQ (take (wattle_time_text_moment (now, now)), "12:00:00");
    EXPECT_EQ (take (wattle_time_text_moment (now - 1, now)), "12:00:00") << "a little less";
    EXPECT_EQ (take (wattle_time_text_moment (now + 12 * 3600 * SECOND, now)),
               "2026-06-02 00:00:00");
    EXPECT_EQ (take (wattle_time_text_moment (now - 365 * 86400 * SECOND, now)),
               "2025-06-01 12:00:00")
        << "the same day of another year";
    EXPECT_EQ (take (wattle_time_text_moment (G_MAXINT64, now)), "–");
    EXPECT_EQ (take (wattle_time_text_moment (G_MININT64, now)), "–");
    g_unsetenv ("TZ");
}
