// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-outputs-options.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

const gint64 now = 1700000000 * (gint64)G_USEC_PER_SEC; // 2023-11-14T22:13:20Z

class OutputsOptions : public testing::Test
{
  protected:
    // What is wrong with it, or nothing.
    std::string
    read (const char *text)
    {
        g_autoptr (GVariant) dict =
            g_variant_parse (G_VARIANT_TYPE_VARDICT, text, nullptr, nullptr, nullptr);
        g_autoptr (GError) error = nullptr;

        options = {};
        EXPECT_NE (dict, nullptr) << text;
        return wattle_outputs_options_read (&options, dict, now, &error) ? "" : error->message;
    }

    WattleOutputsOptions options = {};
};

} // namespace

TEST_F (OutputsOptions, AreNoneByThemselves)
{
    EXPECT_EQ (read ("{}"), "");
    EXPECT_EQ (options.until, 0);
    EXPECT_EQ (options.span, 0);
    EXPECT_FALSE (options.until_change || options.until_released);
}

TEST_F (OutputsOptions, SayForHowLong)
{
    for (const char *text : { "{'for': <90.0>}", "{'for': <uint32 90>}", "{'for': <90>}",
                              "{'for': <int64 90>}", "{'for': <uint64 90>}" }) {
        EXPECT_EQ (read (text), "") << text;
        EXPECT_EQ (options.span, 90 * (gint64)G_USEC_PER_SEC) << text;
    }
}

TEST_F (OutputsOptions, SayUntilWhen)
{
    EXPECT_EQ (read ("{'until': <int64 1700000060000000>}"), "");
    EXPECT_EQ (options.until, now + 60 * (gint64)G_USEC_PER_SEC);
    EXPECT_EQ (read ("{'until': <'2023-11-14T22:14:20Z'>}"), "");
    EXPECT_EQ (options.until, now + 60 * (gint64)G_USEC_PER_SEC);
    EXPECT_EQ (read ("{'until': <'2023-11-14T23:14:20+01:00'>}"), "");
    EXPECT_EQ (options.until, now + 60 * (gint64)G_USEC_PER_SEC);
    EXPECT_EQ (read ("{'until': <'released'>}"), "");
    EXPECT_TRUE (options.until_released);
    EXPECT_EQ (read ("{'until': <'change'>, 'for': <60>}"), "");
    EXPECT_TRUE (options.until_change);
    EXPECT_EQ (options.span, 60 * (gint64)G_USEC_PER_SEC);
}

TEST_F (OutputsOptions, AreRefusedWithWhatIsAllowed)
{
    const std::string until =
        "until: must be “change”, “released”, or a time to come such as 2026-06-01T18:00:00Z, at "
        "most 366 days from now";
    const std::string span = "for: must be a number of seconds, from 1 to 31622400 (366 days)";
    const struct {
        const char *text;
        std::string why;
    } rows[] = {
        { "{'until': <int64 1700000000000000>}", until },
        { "{'until': <int64 -9223372036854775808>}", until },
        { "{'until': <int64 9223372036854775807>}", until },
        { "{'until': <'2023-11-14T23:14:20'>}", until }, // of which zone?
        { "{'until': <'later'>}", until },
        { "{'until': <true>}", until },
        { "{'for': <0>}", span },
        { "{'for': <-5>}", span },
        { "{'for': <nan>}", span },
        { "{'for': <inf>}", span },
        { "{'for': <uint64 18446744073709551615>}", span },
        { "{'for': <'2h'>}", span },
        { "{'untill': <'change'>}", "there is no such option; there are: until, for" },
        { "{'until': <'released'>, 'for': <60>}",
          "for: says something else than until, which is “released”" },
    };

    for (const auto &row : rows)
        EXPECT_EQ (read (row.text), row.why) << row.text;
}
