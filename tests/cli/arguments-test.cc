// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/wattle-cli-arguments.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/wattle-cli.h"

namespace
{

const WattleCliOption COMMON[] = { { "json", nullptr, "" }, {} };
const WattleCliOption OWN[] = { { "name", "NAME", "" }, { "unset", "KEY", "" }, {} };

struct Parsed {
    Parsed (std::vector<const char *> words, const char *operands)
    {
        const WattleCliOption *tables[] = { COMMON, OWN, nullptr };
        g_autoptr (GError) failure = nullptr;

        words.push_back (nullptr);
        arguments = wattle_cli_arguments_parse (words.data (), tables, operands, &failure);
        if (failure == nullptr)
            return;
        EXPECT_EQ (failure->domain, WATTLE_CLI_ERROR);
        EXPECT_EQ (failure->code, WATTLE_CLI_USAGE);
        error = failure->message;
    }

    ~Parsed ()
    {
        g_clear_pointer (&arguments, wattle_cli_arguments_free);
    }

    WattleCliArguments *arguments = nullptr;
    std::string error;
};

TEST (CliArguments, TakeOptionsAnywhere)
{
    Parsed parsed ({ "--json", "m1", "--name", "Cellar", "A=1", "--name=Attic" },
                   "DEVICE [KEY=VALUE …]");

    ASSERT_NE (parsed.arguments, nullptr) << parsed.error;
    EXPECT_TRUE (wattle_cli_arguments_has (parsed.arguments, "json"));
    EXPECT_STREQ (wattle_cli_arguments_get (parsed.arguments, "name"), "Attic");
    EXPECT_EQ (wattle_cli_arguments_get (parsed.arguments, "unset"), nullptr);
    EXPECT_EQ (wattle_cli_arguments_get_n_operands (parsed.arguments), 2u);
    EXPECT_STREQ (wattle_cli_arguments_get_operand (parsed.arguments, 1), "A=1");
    EXPECT_EQ (wattle_cli_arguments_get_operand (parsed.arguments, 2), nullptr);
}

TEST (CliArguments, KeepEveryValueOfAnOption)
{
    Parsed parsed ({ "--unset", "A", "--unset", "", "--unset=C=D" }, "");

    ASSERT_NE (parsed.arguments, nullptr) << parsed.error;
    g_autofree const char **all = wattle_cli_arguments_get_all (parsed.arguments, "unset");
    EXPECT_STREQ (all[0], "A");
    EXPECT_STREQ (all[1], "");
    EXPECT_STREQ (all[2], "C=D");
    EXPECT_EQ (all[3], nullptr);
}

TEST (CliArguments, HaveOnlyOperandsBehindTwoDashes)
{
    Parsed parsed ({ "--", "--json", "-x" }, "[WORD …]");

    ASSERT_NE (parsed.arguments, nullptr) << parsed.error;
    EXPECT_FALSE (wattle_cli_arguments_has (parsed.arguments, "json"));
    EXPECT_STREQ (wattle_cli_arguments_get_operand (parsed.arguments, 0), "--json");
    EXPECT_STREQ (wattle_cli_arguments_get_operand (parsed.arguments, 1), "-x");
}

TEST (CliArguments, TakeASingleDashForAnOperand)
{
    Parsed parsed ({ "-" }, "FILE");

    ASSERT_NE (parsed.arguments, nullptr) << parsed.error;
    EXPECT_STREQ (wattle_cli_arguments_get_operand (parsed.arguments, 0), "-");
}

TEST (CliArguments, NameWhatIsAllowed)
{
    EXPECT_EQ (Parsed ({ "--nam", "x" }, "").error,
               "there is no option “--nam” here; there are: --json, --name, --unset. Did you mean "
               "“--name”?");
    EXPECT_EQ (Parsed ({ "-j" }, "").error,
               "there is no option “-j” here; there are: --json, --name, --unset");
    EXPECT_EQ (Parsed ({ "--json=1" }, "").error, "--json takes no value");
    EXPECT_EQ (Parsed ({ "--name" }, "").error, "--name needs a value: --name NAME");
    EXPECT_EQ (Parsed ({}, "DEVICE [KEY]").error, "something is missing: DEVICE [KEY]");
    EXPECT_EQ (Parsed ({ "a", "b", "c" }, "DEVICE [KEY]").error,
               "“c” is too much; what may stand here is: DEVICE [KEY]");
    EXPECT_EQ (Parsed ({ "a" }, "").error, "“a” is too much: only options may stand here");
}

TEST (CliArguments, CheckNumbers)
{
    Parsed parsed ({ "--name", "12x" }, "");
    g_autoptr (GError) error = nullptr;
    guint value = 7;

    ASSERT_NE (parsed.arguments, nullptr);
    EXPECT_TRUE (
        wattle_cli_arguments_get_number (parsed.arguments, "unset", 1, 60, &value, &error));
    EXPECT_EQ (value, 7u);
    EXPECT_FALSE (
        wattle_cli_arguments_get_number (parsed.arguments, "name", 1, 60, &value, &error));
    EXPECT_STREQ (error->message, "--name takes a whole number from 1 to 60, not “12x”");
}

TEST (CliArguments, SplitSettings)
{
    g_autofree char *key = nullptr;
    g_autofree char *value = nullptr;
    g_autoptr (GError) error = nullptr;

    ASSERT_TRUE (wattle_cli_arguments_split ("A=b=c", &key, &value, &error));
    EXPECT_STREQ (key, "A");
    EXPECT_STREQ (value, "b=c");
    EXPECT_FALSE (wattle_cli_arguments_split ("=b", &key, &value, nullptr));
    EXPECT_FALSE (wattle_cli_arguments_split ("word", &key, &value, &error));
    EXPECT_STREQ (error->message, "“word” is not understood; settings are written as KEY=VALUE");
}

} // namespace
