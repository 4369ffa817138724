// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error-private.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

using Texts = std::vector<std::string>;

Texts
arguments_of (const WattleMessage *message)
{
    Texts found;

    for (const char *const *at = wattle_message_get_arguments (message); *at != nullptr; at++)
        found.push_back (*at);
    return found;
}

TEST (Message, KeepsSentenceAndArgumentsApart)
{
    g_autoptr (WattleMessage) message =
        wattle_message_new ("%s: must be a number from %d to %.1f (%u%%)", "Unit", -3, 2.25, 7u);

    EXPECT_STREQ (wattle_message_get_text (message), "Unit: must be a number from -3 to 2.2 (7%)");
    EXPECT_STREQ (wattle_message_get_template (message),
                  "%s: must be a number from %d to %.1f (%u%%)");
    EXPECT_EQ (arguments_of (message), (Texts{ "Unit", "-3", "2.2", "7" }));
}

TEST (Message, TakesIntegersOfEveryLength)
{
    g_autoptr (WattleMessage) message =
        wattle_message_new ("%" G_GUINT64_FORMAT " %zu %ld %lld %hu %c|%x", G_MAXUINT64, (gsize)5,
                            -6L, -7LL, (unsigned short)8, 'c', 255u);

    EXPECT_STREQ (wattle_message_get_text (message), "18446744073709551615 5 -6 -7 8 c|ff");
    EXPECT_EQ (arguments_of (message).size (), 7u);
}

TEST (Message, PutsArgumentsWhereATranslationWantsThem)
{
    const char *arguments[] = { "meter", "house", nullptr };
    g_autoptr (WattleMessage) message =
        wattle_message_new_parts ("x.conf: ", "in the %2$s there is a %1$s", arguments);

    EXPECT_STREQ (wattle_message_get_text (message), "x.conf: in the house there is a meter");
}

// A template that comes over the bus may be anything.
TEST (Message, SurvivesTemplatesThatDoNotFitTheirArguments)
{
    const char *arguments[] = { "one", nullptr };
    const char *templates[] = { "%s %s %9$s", "%", "%%%", "%q", "%99999999$s", "%1", "%l", "%*d" };
    Texts expected = { "one  ", "%", "%%", "%q", "%99999999$s", "%1", "%l", "%*d" };

    for (gsize i = 0; i < G_N_ELEMENTS (templates); i++) {
        g_autoptr (WattleMessage) message =
            wattle_message_new_parts (nullptr, templates[i], arguments);

        EXPECT_EQ (wattle_message_get_text (message), expected[i]) << templates[i];
    }
}

TEST (Message, OfAnErrorIsWhatTheErrorWasMadeOf)
{
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_CONFIG, "%s: not %d", "Port", 3);
    g_autoptr (GError) copy = g_error_copy (error);
    g_autoptr (WattleMessage) message = nullptr;

    g_prefix_error (&copy, "m.conf: [Link] ");
    message = wattle_message_new_from_error (copy);
    EXPECT_STREQ (wattle_message_get_text (message), "m.conf: [Link] Port: not 3");
    EXPECT_STREQ (wattle_message_get_prefix (message), "m.conf: [Link] ");
    EXPECT_STREQ (wattle_message_get_template (message), "%s: not %d");
    EXPECT_EQ (arguments_of (message), (Texts{ "Port", "3" }));
}

// What a device says stands among the arguments, or in front.
TEST (Message, IsOneShortLineWhateverStandsInIt)
{
    std::string endless (300000, 'x');
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_PROTOCOL, "model “%s”, %s",
                                                 "SG\n12:00:00 forged\x1b[31m", endless.c_str ());
    g_autoptr (WattleMessage) message = nullptr;

    EXPECT_EQ (std::string (error->message).find ("model “SG 12:00:00 forged [31m”, xxx"), 0u);
    EXPECT_LT (strlen (error->message), 600u);

    g_prefix_error (&error, "\u009b%s\n: ", endless.c_str ());
    message = wattle_message_new_from_error (error);
    wattle_message_prefix (message, "GET /\r: ");
    EXPECT_EQ (std::string (wattle_message_get_text (message)).find ("GET / :  xxx"), 0u);
    EXPECT_LT (strlen (wattle_message_get_text (message)), 1600u);
    EXPECT_EQ (arguments_of (message)[0], "SG 12:00:00 forged [31m");
}

TEST (Message, OfAForeignErrorIsItsText)
{
    g_autoptr (GError) error = g_error_new_literal (g_quark_from_string ("x"), 1, "100 % wrong");
    g_autoptr (WattleMessage) message = wattle_message_new_from_error (error);

    EXPECT_STREQ (wattle_message_get_text (message), "100 % wrong");
    EXPECT_EQ (wattle_message_get_template (message), nullptr);
}

TEST (Message, ComesBackFromADictionary)
{
    g_autoptr (WattleMessage) message = wattle_message_new ("status %u of %s", 500u, "a\nb");
    g_autoptr (WattleMessage) plain = wattle_message_new_parts ("as it is", nullptr, nullptr);

    wattle_message_prefix (message, "GET /: ");
    for (WattleMessage *each : { message, plain }) {
        g_autoptr (GVariant) dict = g_variant_ref_sink (wattle_message_to_variant (each));
        g_autoptr (WattleMessage) back = wattle_message_new_from_variant (dict);

        ASSERT_NE (back, nullptr);
        EXPECT_STREQ (wattle_message_get_text (back), wattle_message_get_text (each));
        EXPECT_STREQ (wattle_message_get_template (back), wattle_message_get_template (each));
        EXPECT_EQ (arguments_of (back), arguments_of (each));
    }

    GVariantDict dict;
    g_variant_dict_init (&dict, nullptr);
    g_autoptr (GVariant) empty = g_variant_ref_sink (g_variant_dict_end (&dict));
    EXPECT_EQ (wattle_message_new_from_variant (empty), nullptr);
}

TEST (Message, KeepsItsPlaceInFrontWhenItIsPrefixedAgain)
{
    g_autoptr (WattleMessage) message = wattle_message_new ("must be true or false");

    wattle_message_prefix (message, "[%s] %s: ", "Device", "Enabled");
    wattle_message_prefix (message, "%s: ", "m.conf");
    EXPECT_STREQ (wattle_message_get_text (message),
                  "m.conf: [Device] Enabled: must be true or false");
    EXPECT_STREQ (wattle_message_get_template (message), "must be true or false");
}

} // namespace
