// SPDX-License-Identifier: LGPL-2.1-or-later
// Which commands there are, how they are found, and what they say of themselves.
#include "cli/wattle-cli-commands.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "cli/wattle-cli-help.h"
#include "cli/wattle-cli-nearest.h"
#include "cli/wattle-cli-text.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

std::vector<const WattleCliCommand *>
list (const char *group = nullptr)
{
    std::vector<const WattleCliCommand *> commands;

    wattle_cli_commands_each (
        group,
        [] (const WattleCliCommand *command, gpointer data) {
            static_cast<std::vector<const WattleCliCommand *> *> (data)->push_back (command);
        },
        &commands);
    return commands;
}

std::string
read_file (const char *path)
{
    g_autofree char *text = nullptr;

    return g_file_get_contents (path, &text, nullptr, nullptr) ? text : "";
}

// What a command line is taken for: the name of the command, or what is said instead.
std::string
take (std::vector<const char *> words, guint left = 0)
{
    g_autoptr (GPtrArray) array = g_ptr_array_new ();
    g_autoptr (GError) error = nullptr;
    const char *group;

    for (const char *word : words)
        g_ptr_array_add (array, (gpointer)word);
    const WattleCliCommand *command = wattle_cli_commands_take (array, &group, &error);
    if (command == nullptr)
        return error->message;
    EXPECT_EQ (array->len, left);
    return command->name;
}

TEST (CliCommands, AreAllThatArePromised)
{
    std::set<std::string> names;

    for (const WattleCliCommand *command : list ())
        EXPECT_TRUE (names.insert (command->name).second) << command->name;
    EXPECT_EQ (names, (std::set<std::string>{ "status",
                                              "reload",
                                              "watch",
                                              "get",
                                              "set",
                                              "release",
                                              "why",
                                              "devices list",
                                              "devices show",
                                              "devices add",
                                              "devices set",
                                              "devices remove",
                                              "devices enable",
                                              "devices disable",
                                              "devices probe",
                                              "devices scan",
                                              "devices replace",
                                              "devices sync-meter",
                                              "devices identify",
                                              "devices act",
                                              "devices definition list",
                                              "devices definition export",
                                              "devices definition import",
                                              "devices definition remove",
                                              "devices definition check",
                                              "devices definition new",
                                              "plugins list",
                                              "plugins enable",
                                              "plugins disable",
                                              "mqtt show",
                                              "mqtt set",
                                              "mqtt test",
                                              "ha prune",
                                              "ha diff",
                                              "ledger list",
                                              "ledger undo",
                                              "tariff list",
                                              "tariff show",
                                              "tariff now",
                                              "tariff edit",
                                              "tariff import",
                                              "tariff export",
                                              "tariff remove",
                                              "tariff year",
                                              "tariff verify",
                                              "tariff diff",
                                              "config check",
                                              "config history",
                                              "config diff",
                                              "config restore",
                                              "config backup",
                                              "secret set",
                                              "record",
                                              "replay",
                                              "doctor",
                                              "log" }));
}

TEST (CliCommands, EachExplainsItself)
{
    for (const WattleCliCommand *command : list ()) {
        g_autofree char *text = wattle_cli_help_describe (command);
        std::string help = text;

        EXPECT_TRUE (has (help, std::string ("Usage: wattle ") + command->name)) << help;
        EXPECT_TRUE (has (help, "Example:\n  wattle ")) << help;
        EXPECT_TRUE (has (command->example, command->name)) << help;
        EXPECT_GT (strlen (command->text), 30u) << help;
        EXPECT_TRUE (has (help, "--json ")) << help;
        for (const WattleCliOption *option = command->options;
             option != nullptr && option->name != nullptr; option++)
            EXPECT_TRUE (has (help, std::string ("\n  --") + option->name +
                                        (option->value ? std::string (" ") + option->value : "")))
                << help;
    }
}

TEST (CliCommands, HelpFitsIntoAnyWindow)
{
    for (const WattleCliCommand *command : list ()) {
        g_autofree char *text = wattle_cli_help_describe (command);
        g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

        for (guint i = 0; lines[i] != nullptr; i++)
            EXPECT_LE (wattle_cli_text_get_width (lines[i]), 84u) << lines[i];
    }
}

TEST (CliCommands, StandInTheManualAndInTheListOfShapes)
{
    std::string source = read_file (WATTLE_SOURCES "/data/wattle.1");
    std::string manual = std::regex_replace (source, std::regex ("\\\\-"), "-");
    std::string shapes = read_file (WATTLE_SOURCES "/core/cli/README.md");

    for (const WattleCliCommand *command : list ()) {
        EXPECT_TRUE (has (manual, std::string ("\n.B ") + command->name + "\n")) << command->name;
        EXPECT_TRUE (has (shapes, std::string ("`") + command->name)) << command->name;
        for (const WattleCliOption *option = command->options;
             option != nullptr && option->name != nullptr; option++)
            EXPECT_TRUE (has (manual, std::string ("--") + option->name))
                << command->name << " --" << option->name;
    }
}

TEST (CliCommands, AreListedForCompletion)
{
    g_autofree char *text = wattle_cli_help_list_commands ();
    std::string lines = text;

    EXPECT_TRUE (has (lines, "status\t --json --session --system --help\n")) << lines;
    EXPECT_TRUE (has (lines, "ledger list\t --json --session --system --help --device --entity "
                             "--limit\n"))
        << lines;
}

TEST (CliCommands, AreFoundBetweenOptions)
{
    EXPECT_EQ (take ({ "--json", "devices", "--session", "list" }, 2), "devices list");
    EXPECT_EQ (take ({ "get", "m1", "power" }, 2), "get");
    EXPECT_EQ (take ({ "devices", "--json", "definition", "--session", "export", "sdm" }, 3),
               "devices definition export");
}

TEST (CliCommands, AreInGroupsOfGroups)
{
    EXPECT_TRUE (has (take ({ "devices", "definition" }),
                      "what “devices definition” is to do is missing; there are: list, export, "));
    EXPECT_TRUE (has (take ({ "devices", "definition", "lits" }),
                      "“devices definition” knows no “lits”; there are: list, "));
    EXPECT_TRUE (has (take ({ "devices", "definition", "lits" }), "Did you mean “list”?"));
    EXPECT_TRUE (has (take ({ "devices", "definitoin" }), "Did you mean “definition”?"));
    EXPECT_TRUE (has (take ({ "definition", "list" }), "there is no command “definition”"));

    g_autofree char *help = wattle_cli_help_list ("devices definition");
    EXPECT_TRUE (has (help, "Usage: wattle devices definition\n")) << help;
    EXPECT_TRUE (has (help, "devices definition import")) << help;
    EXPECT_FALSE (has (help, "devices list")) << help;
}

TEST (CliCommands, SuggestTheNearest)
{
    EXPECT_TRUE (has (take ({ "devcies", "list" }), "there is no command “devcies”; there are: "
                                                    "status, "));
    EXPECT_TRUE (has (take ({ "devcies", "list" }), "Did you mean “devices”?"));
    EXPECT_TRUE (
        has (take ({ "devices", "shwo" }), "“devices” knows no “shwo”; there are: list, "));
    EXPECT_TRUE (has (take ({ "devices", "shwo" }), "Did you mean “show”?"));
    EXPECT_TRUE (
        has (take ({ "devices" }), "what “devices” is to do is missing; there are: list,"));
    EXPECT_TRUE (has (take ({ "--json" }), "the command is missing; there are: status,"));
    EXPECT_FALSE (has (take ({ "quit" }), "Did you mean"));
}

TEST (CliNearest, FindsWhatSomebodyMayHaveMeant)
{
    const char *words[] = { "Password", "Power", "Period", "x", nullptr };

    EXPECT_STREQ (wattle_cli_nearest_find ("pasword", words), "Password");
    EXPECT_STREQ (wattle_cli_nearest_find ("Powre", words), "Power");
    EXPECT_STREQ (wattle_cli_nearest_find ("POWER", words), "Power");
    EXPECT_EQ (wattle_cli_nearest_find ("colour", words), nullptr);
    EXPECT_EQ (wattle_cli_nearest_find ("y", words), nullptr);
    EXPECT_EQ (wattle_cli_nearest_find ("", words), nullptr);
    EXPECT_EQ (wattle_cli_nearest_find (std::string (5000, 'a').c_str (), words), nullptr);
}

TEST (CliNearest, ListsNotWithoutEnd)
{
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = nullptr;

    for (int i = 0; i < 600; i++)
        g_ptr_array_add (words, g_strdup_printf ("device_%d", i));
    g_ptr_array_add (words, nullptr);
    wattle_cli_nearest_refuse (&error, "no “meter”", "meter", (const char *const *)words->pdata);
    EXPECT_TRUE (has (error->message, "device_0, device_1, "));
    EXPECT_TRUE (has (error->message, ", …"));
    EXPECT_LT (strlen (error->message), 500u);
}

TEST (CliNearest, SaysWhenThereIsNothing)
{
    const char *words[] = { nullptr };
    g_autoptr (GError) error = nullptr;

    wattle_cli_nearest_refuse (&error, "no “meter”", "meter", words);
    EXPECT_STREQ (error->message, "no “meter”; there is none");
}

} // namespace
