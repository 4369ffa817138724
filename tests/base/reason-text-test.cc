// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-reason-text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

using Lines = std::vector<std::string>;

const gint64 now = 1780308000 * (gint64)G_USEC_PER_SEC; // 2026-06-01T10:00:00Z

class ReasonText : public testing::Test
{
  protected:
    ReasonText ()
    {
        g_setenv ("TZ", "UTC", TRUE);
    }

    ~ReasonText () override
    {
        g_unsetenv ("TZ");
    }

    static GVariant *
    parse (const std::string &text)
    {
        GVariant *reason =
            g_variant_parse (G_VARIANT_TYPE_VARDICT, text.c_str (), nullptr, nullptr, nullptr);

        EXPECT_NE (reason, nullptr) << text;
        return reason;
    }

    Lines
    list (const std::string &text)
    {
        g_autoptr (GVariant) reason = parse (text);
        g_auto (GStrv) lines = wattle_reason_text_list (reason, &style);

        return Lines (lines, lines + g_strv_length (lines));
    }

    // Whether a sentence is among those of the reason.
    testing::AssertionResult
    says (const std::string &text, const std::string &sentence)
    {
        std::string all;

        for (const std::string &line : list (text)) {
            if (line == sentence)
                return testing::AssertionSuccess ();
            all += line + "\n";
        }
        return testing::AssertionFailure () << all;
    }

    // A claim as a dictionary.
    static std::string
    claim (const std::string &author, const std::string &layer, const std::string &more = "")
    {
        return "{'author': <'" + author + "'>, 'layer': <'" + layer +
               "'>, 'value': <true>, 'since': <int64 1780304400000000>" + more + "}";
    }

    static char *
    name_user (const char *uid)
    {
        return g_str_equal (uid, "1000") ? g_strdup ("anna") : nullptr;
    }

    WattleReasonStyle style = { "°C", now, name_user };
};

} // namespace

TEST_F (ReasonText, SaysWhatItIsAndWhatItIsToBe)
{
    EXPECT_TRUE (says ("{'known': <true>, 'actual': <true>}", "It is on."));
    EXPECT_TRUE (says ("{'known': <true>, 'actual': <false>, 'wish': <true>}",
                       "It is off, and is to be on."));
    EXPECT_TRUE (says ("{'known': <true>, 'actual': <21.5>, 'wish': <21.5>}", "It is 21.5 °C."));
    EXPECT_TRUE (says ("{'known': <false>, 'actual': <'eco'>}",
                       "The device does not say what it is; the last was: eco."));
    EXPECT_TRUE (says ("{}", "The device does not say what it is; the last was: –."));
}

TEST_F (ReasonText, NamesTheClaimItsAuthorAndItsEnd)
{
    const std::string until = ", 'until': <int64 1780311600000000>";
    const struct {
        std::string claim;
        const char *sentence;
    } rows[] = {
        { claim ("user 1000", "manual", until),
          "Held by anna (by hand) since 09:00:00: on, until 11:00:00." },
        { claim ("user 1001", "manual"),
          "Held by user 1001 (by hand) since 09:00:00: on, until it is released." },
        { claim ("hass", "manual", until + ", 'until-change': <true>"),
          "Held by Home Assistant (by hand) since 09:00:00: on, until 11:00:00 or until the "
          "automations want something else." },
        { claim ("mqtt", "manual", ", 'until-change': <true>"),
          "Held by a request by MQTT (by hand) since 09:00:00: on, until the automations want "
          "something else." },
        { claim ("automation:boiler", "automation"),
          "Held by automation:boiler (automation) since 09:00:00: on." },
        { claim ("default", "default"),
          "Held by its setting Default (default) since 09:00:00: on." },
    };

    for (const auto &row : rows)
        EXPECT_TRUE (says ("{'claim': <" + row.claim + ">}", row.sentence));
    EXPECT_TRUE (says ("{}", "Nobody wants anything of it: it stays as it is."));
}

TEST_F (ReasonText, NamesWhatLostAndWhatComesNext)
{
    const std::string held =
        "'claim': <" + claim ("hass", "manual", ", 'until': <int64 1780311600000000>") + ">";
    auto lost = [&] (const char *why) {
        return "{" + held + ", 'lost': <[" +
               claim ("automation:boiler", "automation", std::string (", 'why': <'") + why + "'>") +
               "]>}";
    };

    EXPECT_TRUE (says (lost ("layer"), "Lost: automation:boiler (automation) wants on, but its "
                                       "layer is weaker."));
    EXPECT_TRUE (says (lost ("priority"), "Lost: automation:boiler (automation) wants on, but its "
                                          "priority is lower."));
    EXPECT_TRUE (says (lost ("order"), "Lost: automation:boiler (automation) wants on, but comes "
                                       "earlier in the list of automations."));
    EXPECT_TRUE (says (lost ("earlier"), "Lost: automation:boiler (automation) wants on, but was "
                                         "earlier."));
    EXPECT_TRUE (says (lost ("layer"), "From 11:00:00 on it is held by automation:boiler: on."));
    EXPECT_TRUE (says ("{" + held + ", 'lost': <[" +
                           claim ("mqtt", "manual", ", 'until': <int64 1780311500000000>") + ", " +
                           claim ("default", "default") + "]>}",
                       "From 11:00:00 on it is held by its setting Default: on."))
        << "the stronger one has ended by then";
    EXPECT_TRUE (says ("{" + held + "}",
                       "From 11:00:00 on nobody wants anything of it: it stays as it is."));
}

TEST_F (ReasonText, NamesTheProtectionThatWaits)
{
    const struct {
        const char *kind;
        const char *sentence;
    } rows[] = {
        { "min-on", "It waits until 11:00:00: it has to stay on for its minimum time." },
        { "min-off", "It waits until 11:00:00: it has to stay off for its minimum time." },
        { "delay", "It waits until 11:00:00: it was switched a short time ago." },
        { "starts-per-hour",
          "It waits until 11:00:00: it was switched on as often as it may be in an hour." },
        { "starts-per-day",
          "It waits until 11:00:00: it was switched on as often as it may be in a day." },
        { "interlock", "It waits for house/pump, which must not be on as well." },
        { "dead-time",
          "It waits until 11:00:00: house/pump, which must not be on as well, was on just now." },
        { "start-up", "It waits until 11:00:00: what it depends on is not known yet." },
        { "away", "It waits for its device, which does not answer." },
    };

    for (const auto &row : rows)
        EXPECT_TRUE (says (std::string ("{'waits': <'") + row.kind +
                               "'>, 'waits-until': <int64 1780311600000000>, 'partner': "
                               "<'house/pump'>}",
                           row.sentence));
    EXPECT_TRUE (says ("{'pushed-by': <'house/pump'>}", "house/pump may be on in its place."));
}

TEST_F (ReasonText, SaysWhatCameOfTheCommand)
{
    const struct {
        const char *name;
        const char *sentence;
    } rows[] = {
        { "under-way", "The command on is on its way (attempt 3)." },
        { "postponed", "The command on did not reach the device yet and is sent again." },
        { "awaited", "The device has taken the command on and not confirmed it yet (attempt 3)." },
        { "confirmed", "The device confirmed the command on." },
        { "contradicted", "The device does not obey: it was told on (attempts: 3)." },
        { "dropped", "The command on was dropped: the device could not be reached." },
    };

    for (const auto &row : rows)
        EXPECT_TRUE (
            says (std::string ("{'commanded': <true>, 'tries': <uint32 3>, 'command': <'") +
                      row.name + "'>}",
                  row.sentence));
    EXPECT_EQ (list ("{'command': <'idle'>}").size (), 3u);
}

TEST_F (ReasonText, SaysWhyTheLastAttemptFailed)
{
    EXPECT_TRUE (says ("{'failure': <{'text': <'GET /: status 500'>, 'prefix': <'GET /: '>, "
                       "'template': <'status %u'>, 'arguments': <['500']>}>}",
                       "The last attempt failed: GET /: status 500."));
    EXPECT_TRUE (says ("{'failure': <{'text': <'locked by its key'>}>}",
                       "The last attempt failed: locked by its key."));
    EXPECT_EQ (list ("{'failure': <{'text': <''>}>}").size (), list ("{}").size ());
    EXPECT_EQ (list ("{'failure': <'locked'>}").size (), list ("{}").size ());
}

TEST_F (ReasonText, SaysHowOftenItWasSwitched)
{
    EXPECT_TRUE (
        says ("{'starts': <uint64 12>, 'seconds-on': <uint64 12000>, 'last-switch': <int64 "
              "1780304400000000>}",
              "Times switched on: 12; on in all: 3 h 20 min; last switched: 09:00:00."));
    EXPECT_TRUE (says ("{}", "Times switched on: 0; on in all: 0 s; last switched: –."));
}

TEST_F (ReasonText, IsOneLineForEachSentenceWhateverIsInIt)
{
    const std::string nasty =
        "{'known': <true>, 'actual': <'a\\n\\u001b[31mb'>, 'claim': <{'author': <'x\\ny'>, "
        "'layer': "
        "<'\\n'>, 'value': <[1, 2]>, 'since': <int64 9223372036854775807>}>, 'lost': <[{'author': "
        "<'a'>}]>, 'waits': <'no such'>, 'command': <uint32 3>, 'seconds-on': <uint64 "
        "18446744073709551615>}";

    for (const std::string &line : list (nasty)) {
        EXPECT_EQ (line.find ('\n'), std::string::npos) << line;
        EXPECT_EQ (line.find ('\x1b'), std::string::npos) << line;
    }
}

TEST_F (ReasonText, IsSummarizedInOneLine)
{
    g_autoptr (GVariant) reason =
        parse ("{'claim': <" + claim ("hass", "manual") + ">, 'lost': <[" +
               claim ("automation:a", "automation", ", 'why': <'layer'>") +
               "]>, 'waits': <'away'>, 'starts': <uint64 3>}");
    g_autofree char *text = wattle_reason_text_summarize (reason, &style);

    EXPECT_STREQ (text,
                  "Held by Home Assistant (by hand) since 09:00:00: on, until it is released. "
                  "Lost: automation:a (automation) wants on, but its layer is weaker. "
                  "It waits for its device, which does not answer.");
}
