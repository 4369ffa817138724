// SPDX-License-Identifier: LGPL-2.1-or-later
// The year of a plan says the same as the plan itself at each of its hours.
#include <json-glib/json-glib.h>

#include <map>

#include "cli/program.h"
#include "cli/terminal.h"
#include "support/temp-dir.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

std::string
example (const std::string &name)
{
    return read_file (WATTLE_DATA "/tariffs/" + name + ".json");
}

// Clocks are moved there by an hour, and by half an hour at the other end of the year.
std::string
in_zone (const std::string &text, const std::string &zone)
{
    const std::string member = "\"zone\": \"";
    size_t begin = text.find (member);

    if (begin == std::string::npos)
        return replaced (text, "\"id\"", member + zone + "\", \"id\"");
    begin += member.size ();
    return std::string (text).replace (begin, text.find ('"', begin) - begin, zone);
}

// As text: null, or what there is.
std::string
member (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);
    g_autofree char *text = json_node_get_value_type (node) == G_TYPE_DOUBLE
                                ? g_strdup_printf ("%.9g", json_node_get_double (node))
                                : json_to_string (node, FALSE);

    return text;
}

// "TARIFF PRICE SEASON DAY_TYPE HOLIDAY" by day and time of clocks.
class Year
{
  public:
    explicit Year (const std::string &json)
    {
        g_autoptr (JsonParser) parser = json_parser_new ();

        EXPECT_TRUE (json_parser_load_from_data (parser, json.c_str (), -1, nullptr)) << json;
        JsonObject *year = json_node_get_object (json_parser_get_root (parser));
        JsonArray *kinds = json_object_get_array_member (year, "kinds");
        JsonArray *list = json_object_get_array_member (year, "days");

        for (guint i = 0; i < json_array_get_length (list); i++) {
            JsonObject *day = json_array_get_object_element (list, i);
            auto kind = (guint)json_object_get_int_member (day, "kind");

            add (day, json_array_get_object_element (kinds, kind));
        }
    }

    std::string
    at (const std::string &date, const std::string &time) const
    {
        const auto &day = days.at (date);

        return std::prev (day.upper_bound (time))->second;
    }

    bool
    has (const std::string &date) const
    {
        return days.count (date) > 0;
    }

  private:
    void
    add (JsonObject *day, JsonObject *kind)
    {
        JsonArray *spans = json_object_get_array_member (kind, "spans");
        auto &times = days[json_object_get_string_member (day, "date")];

        for (guint i = 0; i < json_array_get_length (spans); i++) {
            JsonObject *span = json_array_get_object_element (spans, i);

            times[json_object_get_string_member (span, "at")] =
                member (span, "tariff") + " " + member (span, "price") + " " +
                member (kind, "season") + " " + member (kind, "day_type") + " " +
                member (day, "holiday");
        }
    }

    std::map<std::string, std::map<std::string, std::string>> days;
};

class CliTariffYear : public testing::Test
{
  protected:
    CliTariffYear ()
    {
        environment = make_environment (bus);
        environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
    }

    Outcome
    run (std::vector<std::string> arguments, const std::string &input = "")
    {
        arguments.insert (arguments.begin (), "tariff");
        Outcome outcome = run_wattle (environment, arguments, input);

        EXPECT_EQ (outcome.status, 0) << outcome.err;
        return outcome.status == 0 ? outcome : Outcome{ outcome.status, "{}", "" };
    }

    // Of each quarter of an hour, as one line of JSON each.
    std::string
    ask (const std::string &file, int year)
    {
        g_autoptr (GDateTime) begin = g_date_time_new_utc (year, 1, 1, 0, 0, 0);
        g_autoptr (GDateTime) end = g_date_time_new_utc (year + 1, 1, 1, 0, 0, 0);
        std::string times;

        for (gint64 time = g_date_time_to_unix (begin); time < g_date_time_to_unix (end);
             time += 900)
            times += "@" + std::to_string (time) + "\n";
        return run ({ "now", file, "-" }, times).out;
    }

    // A time that clocks show twice counts the first time, and is not undone by the second.
    void
    compare (const std::string &text, int number)
    {
        std::string file = dir.write ("plan.json", text);
        Year year (run ({ "year", file, "--year", std::to_string (number), "--json" }).out);
        g_auto (GStrv) lines = g_strsplit (ask (file, number).c_str (), "\n", -1);
        std::string latest;
        int compared = 0;

        for (guint i = 0; lines[i] != nullptr && *lines[i] != '\0'; i++) {
            g_autoptr (JsonNode) node = json_from_string (lines[i], nullptr);
            ASSERT_NE (node, nullptr) << lines[i];
            JsonObject *now = json_node_get_object (node);
            std::string shown = json_object_get_string_member (now, "at");

            latest = std::max (latest, shown.substr (0, 16));
            if (!year.has (latest.substr (0, 10)))
                continue;
            compared++;
            ASSERT_EQ (year.at (latest.substr (0, 10), latest.substr (11)),
                       member (now, "tariff") + " " + member (now, "price") + " " +
                           member (now, "season") + " " + member (now, "day_type") + " " +
                           member (now, "holiday"))
                << shown << "\n"
                << text;
        }
        EXPECT_GT (compared, 34900);
    }

    void
    compare_in_zones (const std::string &text, int year)
    {
        for (const char *zone : { "Europe/Ljubljana", "Australia/Lord_Howe" })
            ASSERT_NO_FATAL_FAILURE (compare (in_zone (text, zone), year)) << zone;
    }

    PrivateBus bus;
    TempDir dir;
    Process::Environment environment;
};

// A manual plan whose second version has other times and prices in the night when clocks are moved.
std::string
with_versions ()
{
    std::string text = example ("iskra-sg-manual");
    size_t begin = text.rfind ('{', text.find ("\"from\": \"1970-01-01\""));
    std::string first = text.substr (begin, text.rfind ('}', text.rfind (']')) + 1 - begin);
    std::string second = replaced (first, "1970-01-01", "2024-02-01");
    std::string third = replaced (first, "1970-01-01", "2024-10-01");

    second = replaced (second, "\"0.23\"", "\"0.33\"");
    size_t free = second.rfind (R"({"at": "00:00", "tariff": "low"})");
    second.replace (free, 32,
                    R"({"at": "00:00", "tariff": "low"}, {"at": "01:45", "tariff": "high"},
                       {"at": "02:10", "tariff": "low"}, {"at": "02:20", "tariff": "high"},
                       {"at": "03:00", "tariff": "low"})");
    third = replaced (third, "\"0.16\"", "\"0.17\"");
    return text.replace (begin, first.size (), first + "," + second + "," + third);
}

} // namespace

TEST_F (CliTariffYear, SaysWhatEachExampleSaysAtEachHour)
{
    // In 2024 Easter is on the day on which clocks are moved in Europe.
    for (const char *name :
         { "be-day-night", "feed-in-day-parts", "iskra-sg-manual", "pl-g11", "pl-g12", "pl-g12w",
           "pl-g13", "si-five-blocks", "ua-three-zones", "ua-two-zones" }) {
        ASSERT_NO_FATAL_FAILURE (compare (example (name), 2024)) << name;
        ASSERT_NO_FATAL_FAILURE (compare_in_zones (example (name), 2024)) << name;
    }
}

TEST_F (CliTariffYear, SaysWhatSeveralVersionsSayAtEachHour)
{
    ASSERT_NO_FATAL_FAILURE (compare_in_zones (with_versions (), 2024));
}

// Prices change where the tariff does not, and on other days.
TEST_F (CliTariffYear, SaysWhatSeveralComponentsSayAtEachHour)
{
    std::string text = example ("si-five-blocks");
    size_t main = text.find ("\"main\": true");
    size_t energy = text.find ("\"id\": \"energy\"");

    ASSERT_NE (main, std::string::npos);
    ASSERT_NE (energy, std::string::npos);
    text.replace (main, 12, "\"main\": false");
    energy = text.find ("\"id\": \"energy\"");
    text.insert (energy, "\"main\": true, ");
    ASSERT_NO_FATAL_FAILURE (compare_in_zones (text, 2026));
}

TEST_F (CliTariffYear, HasThePricesOfTheVersionOnTheDayWhenClocksAreMoved)
{
    const std::string file = WATTLE_DATA "/tariffs/ua-three-zones.json";
    Year year (run ({ "year", file, "--year", "2024", "--json" }).out);

    EXPECT_EQ (year.at ("2024-10-27", "00:00"), "\"night\" 1.728 \"All year\" \"weekend\" null");
    EXPECT_EQ (year.at ("2024-10-27", "12:00"), "\"half_peak\" 4.32 \"All year\" \"weekend\" null");
    EXPECT_EQ (year.at ("2024-03-31", "12:00"), "\"half_peak\" 2.64 \"All year\" \"weekend\" null");
}

TEST_F (CliTariffYear, IsDrawnAsWideAsTheTerminal)
{
    const std::string file = WATTLE_DATA "/tariffs/iskra-sg-manual.json";
    const std::vector<std::string> command = { "tariff", "year", file, "--year", "2026" };

    environment["NO_COLOR"] = "1";
    Terminal wide (environment, command, 24, 67);
    EXPECT_EQ (wide.wait (), 0);
    EXPECT_TRUE (has (wide.shown (), "     1       5         10        15        20        25  "))
        << wide.shown ();
    Terminal narrow (environment, command, 24, 60);
    EXPECT_EQ (narrow.wait (), 0);
    EXPECT_TRUE (has (narrow.shown (), "     17    20        25        30\r\n")) << narrow.shown ();
}
