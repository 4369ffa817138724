// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-options.h"

#include <gtest/gtest.h>

#include <string>

#include "base/wattle-error.h"

namespace
{

const WattleOptionSpec specs[] = {
    { "Port", WATTLE_OPTION_INTEGER, "Port", "502", 1, 65535 },
    { "Factor", WATTLE_OPTION_NUMBER, nullptr, "1" },
    { "Mode", WATTLE_OPTION_CHOICE, nullptr, "fast", 0, 0, "fast|slow" },
    { "Invert", WATTLE_OPTION_BOOLEAN },
    { "User", WATTLE_OPTION_TEXT, nullptr, nullptr, 0, 0, nullptr, TRUE },
    { "Password", WATTLE_OPTION_SECRET },
};

class Options : public testing::Test
{
  protected:
    Options ()
    {
        for (const auto &spec : specs)
            wattle_options_add_spec (options, &spec);
    }

    ~Options () override
    {
        g_object_unref (options);
    }

    std::string
    refuse (const char *key, const char *text)
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_FALSE (wattle_options_set (options, key, text, &error)) << key << "=" << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        return error != nullptr ? error->message : "";
    }

    WattleOptions *options = wattle_options_new ();
};

} // namespace

TEST_F (Options, FallBackToTheTable)
{
    EXPECT_EQ (wattle_options_get_integer (options, "Port"), 502);
    EXPECT_EQ (wattle_options_get_number (options, "Factor"), 1);
    EXPECT_STREQ (wattle_options_get_text (options, "Mode"), "fast");
    EXPECT_FALSE (wattle_options_get_boolean (options, "Invert"));
    EXPECT_STREQ (wattle_options_get_text (options, "User"), "");
    EXPECT_FALSE (wattle_options_has (options, "Port"));
}

TEST_F (Options, TakeWhatIsAllowed)
{
    EXPECT_TRUE (wattle_options_set (options, "Port", "10001", nullptr));
    EXPECT_TRUE (wattle_options_set (options, "Factor", "-2.5", nullptr));
    EXPECT_TRUE (wattle_options_set (options, "Mode", "slow", nullptr));
    EXPECT_TRUE (wattle_options_set (options, "Invert", "true", nullptr));
    EXPECT_EQ (wattle_options_get_integer (options, "Port"), 10001);
    EXPECT_EQ (wattle_options_get_number (options, "Factor"), -2.5);
    EXPECT_STREQ (wattle_options_get_text (options, "Mode"), "slow");
    EXPECT_TRUE (wattle_options_get_boolean (options, "Invert"));
    EXPECT_TRUE (wattle_options_has (options, "Port"));
}

TEST_F (Options, SayWhatIsAllowed)
{
    EXPECT_EQ (refuse ("Port", "0"), "Port: must be a whole number from 1 to 65535");
    EXPECT_EQ (refuse ("Port", "1.5"), "Port: must be a whole number from 1 to 65535");
    EXPECT_EQ (refuse ("Factor", "nan"), "Factor: must be number");
    EXPECT_EQ (refuse ("Mode", "medium"), "Mode: must be one of fast, slow");
    EXPECT_EQ (refuse ("Invert", "yes"), "Invert: must be true or false");
    EXPECT_EQ (refuse ("User", "a\nb"), "User: must be text without control characters");
    EXPECT_EQ (refuse ("Prot", "1"),
               "Prot: no such option; there are: Port, Factor, Mode, Invert, User, Password");
}

TEST_F (Options, HoldTextsOfAForm)
{
    const WattleOptionSpec spec = { .key = "Number",
                                    .type = WATTLE_OPTION_TEXT,
                                    .pattern = "[0-9]{6}|none",
                                    .allowed = "6 digits or none" };

    wattle_options_add_spec (options, &spec);
    for (const char *text : { "123456", "none", "" })
        EXPECT_TRUE (wattle_options_set (options, "Number", text, nullptr)) << text;
    for (const char *text : { "12345", "1234567", "a123456", "123456 ", "nones" })
        EXPECT_EQ (refuse ("Number", text), "Number: must be 6 digits or none");
}

TEST_F (Options, CheckASecretThatTheyNeverHold)
{
    const WattleOptionSpec spec = {
        .key = "Pin", .type = WATTLE_OPTION_SECRET, .pattern = "[0-9]{1,10}", .allowed = "digits"
    };
    g_autoptr (GError) error = nullptr;

    wattle_options_add_spec (options, &spec);
    EXPECT_TRUE (wattle_options_set (options, "Pin", "secret:pin", nullptr));
    EXPECT_TRUE (wattle_options_check_secret (options, "Pin", "0123456789", nullptr));
    EXPECT_FALSE (wattle_options_check_secret (options, "Pin", "sesame", &error));
    EXPECT_STREQ (error->message, "Pin: must be digits");
    EXPECT_FALSE (wattle_options_check_secret (options, "Pin", "1\n", nullptr));
    EXPECT_TRUE (wattle_options_check_secret (options, "Password", "anything", nullptr));
    EXPECT_STREQ (wattle_options_get_text (options, "Pin"), "secret:pin");
}

TEST_F (Options, NeverRepeatTheValueInAnError)
{
    std::string secret (300, 'k');

    EXPECT_EQ (refuse ("Password", secret.c_str ()).find ("kkkk"), std::string::npos);
}

TEST_F (Options, ARefusedValueLeavesTheOldOne)
{
    wattle_options_set (options, "Port", "80", nullptr);
    refuse ("Port", "99999");
    EXPECT_EQ (wattle_options_get_integer (options, "Port"), 80);
}

TEST_F (Options, NameWhatIsMissing)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_options_check_complete (options, &error));
    EXPECT_STREQ (error->message, "User: must be set");
    wattle_options_set (options, "User", "admin", nullptr);
    EXPECT_TRUE (wattle_options_check_complete (options, nullptr));
}

TEST_F (Options, ASubDeviceInheritsWhatItKnowsAndHasNotSet)
{
    static const WattleOptionSpec child_specs[] = {
        { "User", WATTLE_OPTION_TEXT },
        { "Port", WATTLE_OPTION_INTEGER, nullptr, "1", 1, 100 },
        { "Mode", WATTLE_OPTION_CHOICE, nullptr, "fast", 0, 0, "fast|slow" },
    };
    g_autoptr (WattleOptions) child = wattle_options_new ();

    for (const auto &spec : child_specs)
        wattle_options_add_spec (child, &spec);
    wattle_options_set (options, "User", "admin", nullptr);
    wattle_options_set (options, "Port", "10001", nullptr);
    wattle_options_set (options, "Mode", "slow", nullptr);
    wattle_options_set (child, "Mode", "fast", nullptr);
    wattle_options_inherit (child, options);

    EXPECT_STREQ (wattle_options_get_text (child, "User"), "admin");
    EXPECT_STREQ (wattle_options_get_text (child, "Mode"), "fast");
    EXPECT_EQ (wattle_options_get_integer (child, "Port"), 1) << "not allowed for the child";
}
