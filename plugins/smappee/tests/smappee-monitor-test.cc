// SPDX-License-Identifier: LGPL-2.1-or-later
// Energy, Solar, Plus and Pro by HTTP.
#include <map>

#include "../smappee-answer.h"
#include "support.h"

using namespace smappee_test;

namespace
{

const std::string BASE = "/gateway/apipublic/";

class SmappeeMonitorTest : public testing::Test
{
  protected:
    SmappeeMonitorTest ()
    {
        answers[BASE + "logon admin"] = load ("local-http/logon_response.json");
        answers[BASE + "advancedConfigPublic load"] = load ("local-http/advancedConfigPublic.json");
        answers[BASE + "configPublic load"] = load ("local-http/configPublic_solar_3ph.json");
        answers[BASE + "channelsConfigPublic load"] =
            load ("local-http/channelsConfigPublic_plus.json");
        answers[BASE + "instantaneous loadInstantaneous"] = load ("local-http/instantaneous.json");
        answers[BASE + "reportInstantaneousValues"] =
            load ("local-http/reportInstantaneousValues.json");
        answers[BASE + "commandControlPublic load"] =
            load ("local-http/commandControlPublic_load.json");
    }

    // Answers all that is asked in a cycle; the ends of the paths.
    std::string
    run_cycle (Part &part)
    {
        std::string all;

        for (std::string asked = part.ask (); !asked.empty (); asked = part.ask ()) {
            std::string path = asked.substr (0, asked.find (' '));

            all += path.substr (BASE.size ()) + " ";
            EXPECT_TRUE (part.answer (answers[asked])) << asked << ": " << part.message ();
        }
        return all;
    }

    // Answers the requests of a command; what was asked.
    std::string
    run_command (Part &part, WattleCommand *order)
    {
        std::string all;
        guint at = 0;

        for (std::string asked = part.command (order, at); !asked.empty ();
             asked = part.command (order, ++at)) {
            all += asked.substr (BASE.size ()) + "\n";
            if (on_asked)
                on_asked (asked);
            if (!part.answer (answers[asked]))
                break;
        }
        return all;
    }

    std::map<std::string, std::string> answers;
    std::function<void (const std::string &)> on_asked;
};

TEST_F (SmappeeMonitorTest, LogsOnAndReadsASolar)
{
    Part part ("monitor");

    EXPECT_EQ (run_cycle (part), "logon advancedConfigPublic configPublic instantaneous "
                                 "reportInstantaneousValues commandControlPublic ");
    EXPECT_STREQ (wattle_device_get_serial (part.device), "1006001234");
    EXPECT_STREQ (wattle_device_get_model (part.device), "Energy");
    EXPECT_NEAR (part.value ("active_power"), 1031.835, 1e-6);
    EXPECT_NEAR (part.value ("active_power_l1"), 402.115, 1e-6);
    EXPECT_NEAR (part.value ("solar_power"), 733.01, 1e-6);
    EXPECT_NEAR (part.value ("load_power"), 1764.845, 1e-6);
    EXPECT_NEAR (part.value ("current_l3"), 2.204, 1e-6);
    EXPECT_NEAR (part.value ("voltage"), 230.4, 1e-6);
    EXPECT_NEAR (part.value ("ch_1_reactive_power"), 73.9, 1e-6);
    EXPECT_NEAR (part.value ("ch_1_apparent_power"), 150.912, 1e-6);
    EXPECT_NEAR (part.value ("ch_1_power_factor"), 0.86, 1e-6);
    EXPECT_EQ (part.find ("energy_import"), nullptr) << "it tells no energies";
    EXPECT_EQ (part.shown ("output_1"), "–");
    EXPECT_EQ (part.shown ("output_2"), "on");
    EXPECT_EQ (part.shown ("output_2_connected"), "on");
}

TEST_F (SmappeeMonitorTest, AsksSeldomForWhatHardlyChanges)
{
    Part part ("monitor");

    run_cycle (part);
    part.wait (10);
    EXPECT_EQ (run_cycle (part), "instantaneous reportInstantaneousValues ");
    part.wait (20);
    EXPECT_EQ (run_cycle (part), "instantaneous reportInstantaneousValues commandControlPublic ");
}

TEST_F (SmappeeMonitorTest, APlusTellsItsChannels)
{
    Part part ("monitor", { { "Serial", "2002001234" } });

    answers[BASE + "advancedConfigPublic load"] =
        "[{\"key\":\"mdnsHostName\",\"value\":\"Smappee2002001234\"}]";
    EXPECT_EQ (run_cycle (part), "logon advancedConfigPublic channelsConfigPublic instantaneous "
                                 "reportInstantaneousValues commandControlPublic ");
    EXPECT_STREQ (wattle_device_get_model (part.device), "Pro/Plus");
    EXPECT_NEAR (part.value ("solar_power"), 733.01, 1e-6);
    EXPECT_EQ (part.shown ("ct_4_active_power"), "0.0");
    EXPECT_EQ (part.name ("ct_4_active_power"), "Heat pump power");
}

TEST_F (SmappeeMonitorTest, ConfigurationsSayWhichPhasesAreThere)
{
    const std::map<std::string, std::pair<guint, guint>> known = {
        { "0", { 1, 0 } },  { "4", { 3, 0 } },  { "11", { 3, 3 } },
        { "16", { 2, 2 } }, { "17", { 1, 1 } },
    };

    for (const auto &[text, phases] : known) {
        g_autoptr (GPtrArray) channels = smappee_answer_list_channels (text.c_str ());
        guint grid = 0;

        ASSERT_NE (channels, nullptr) << text;
        for (guint i = 0; i < channels->len; i++)
            grid += ((SmappeeChannel *)channels->pdata[i])->role == SMAPPEE_ROLE_GRID;
        EXPECT_EQ (grid, phases.first) << text;
        EXPECT_EQ (channels->len - grid, phases.second) << text;
    }
    EXPECT_EQ (smappee_answer_list_channels ("12"), nullptr);
    EXPECT_EQ (smappee_answer_list_channels (nullptr), nullptr);
}

TEST_F (SmappeeMonitorTest, ASinglePhaseWithSolarHasTwoChannels)
{
    Part part ("monitor");

    answers[BASE + "configPublic load"] = load ("local-http/configPublic_solar_1ph.json");
    run_cycle (part);
    EXPECT_NEAR (part.value ("active_power"), 402.115, 1e-6);
    EXPECT_NEAR (part.value ("solar_power"), 131.02, 1e-6);
}

TEST_F (SmappeeMonitorTest, AssumedAnUnknownConfigurationIsTheUsualOne)
{
    Part part ("monitor");

    answers[BASE + "configPublic load"] = "[{\"value\":\"99\",\"key\":\"emeterConfiguration\"}]";
    run_cycle (part);
    EXPECT_NEAR (part.value ("active_power"), 1031.835, 1e-6);
}

TEST_F (SmappeeMonitorTest, LogsOnAnewWhenItIsNoLongerKnown)
{
    Part part ("monitor");

    run_cycle (part);
    part.wait (10);
    part.ask ();
    EXPECT_FALSE (part.answer (load ("local-http/error_not_authenticated.json")));
    EXPECT_TRUE (g_error_matches (part.error, WATTLE_ERROR, WATTLE_ERROR_AUTH))
        << "the host begins the cycle again then";
    part.wait (0);
    EXPECT_EQ (run_cycle (part), "logon instantaneous reportInstantaneousValues ");
}

TEST_F (SmappeeMonitorTest, AWrongPasswordIsSaid)
{
    Part part ("monitor", { { "Password", "secret:smappee" } });

    EXPECT_EQ (part.ask (), BASE + "logon {option:Password}");
    EXPECT_FALSE (part.answer ("{\"error\":\"Logon failed\"}"));
    EXPECT_TRUE (g_error_matches (part.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    part.wait (1);
    part.ask ();
    EXPECT_FALSE (part.answer ("{}"));
    EXPECT_TRUE (g_error_matches (part.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    EXPECT_NE (part.message ().find ("Password names it"), std::string::npos);
}

TEST_F (SmappeeMonitorTest, RefusesAnswersThatCannotBeMeant)
{
    Part part ("monitor");

    run_cycle (part);
    for (const std::string &text :
         { std::string ("[]"), std::string ("{}"), std::string ("nonsense"), std::string (""),
           std::string ("[{\"key\":\"phase0ActivePower\",\"value\":\"much\"}]"),
           std::string ("[{\"key\":\"phase0ActivePower\",\"value\":\"nan\"}]"),
           std::string ("[{\"key\":\"phase0ActivePower\",\"value\":402115}]"),
           std::string ("{\"error\":\"Internal\"}") }) {
        part.wait (10);
        part.ask ();
        EXPECT_FALSE (part.answer (text)) << text;
    }
    part.wait (10);
    part.ask ();
    EXPECT_FALSE (part.answer (answers[BASE + "instantaneous loadInstantaneous"], 500));
    part.ask ();
    EXPECT_TRUE (part.flags & WATTLE_REQUEST_OPTIONAL);
    EXPECT_FALSE (part.answer ("{\"report\":7}"));
    EXPECT_NEAR (part.value ("active_power"), 1031.835, 1e-6);
}

TEST_F (SmappeeMonitorTest, AReportOfAnotherFormTellsNothing)
{
    Part part ("monitor");

    answers[BASE + "reportInstantaneousValues"] =
        "{\"report\":\"<BR>voltage=high<BR>Phase 9:<BR>current=1 A<BR>Phase x:<BR>current=1 A"
        "<BR>Phase 1:<BR>current=1.5,activePower=2 W<BR>\"}";
    run_cycle (part);
    EXPECT_EQ (part.find ("voltage"), nullptr);
    EXPECT_EQ (part.shown ("current_l1"), "1.500");
    EXPECT_EQ (part.shown ("current_l2"), "–");
}

TEST_F (SmappeeMonitorTest, ASwitchIsSwitchedAndReadBack)
{
    Part part ("monitor");
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_2", FALSE);

    run_cycle (part);
    on_asked = [this] (const std::string &asked) {
        if (asked.find ("\"OFF\"") != std::string::npos)
            answers[BASE + "commandControlPublic load"] =
                replaced (load ("local-http/commandControlPublic_load.json"), "true", "false");
    };
    EXPECT_EQ (run_command (part, off),
               "commandControlPublic control,{\"controllableNodeId\":\"2\",\"action\":\"OFF\"}\n"
               "commandControlPublic load\n");
    EXPECT_EQ (part.message (), "");
    EXPECT_EQ (part.shown ("output_2"), "off");
    EXPECT_EQ (part.delay, 1000u);
}

TEST_F (SmappeeMonitorTest, TriesTheOlderFormWhereTheNewerMovesNothing)
{
    Part part ("monitor");
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_2", FALSE);
    std::string look = "commandControlPublic load\n";

    run_cycle (part);
    on_asked = [this] (const std::string &asked) {
        if (asked.find ("controlId=0|2") != std::string::npos)
            answers[BASE + "commandControlPublic load"] =
                replaced (load ("local-http/commandControlPublic_load.json"), "true", "false");
    };
    EXPECT_EQ (run_command (part, off),
               "commandControlPublic control,{\"controllableNodeId\":\"2\",\"action\":\"OFF\"}\n" +
                   look + look + look + "commandControlPublic control,controlId=0|2\n" + look);
    EXPECT_EQ (part.message (), "");
    EXPECT_EQ (part.shown ("output_2"), "off");
}

TEST_F (SmappeeMonitorTest, ASwitchThatDoesNotObeyShowsItsTrueState)
{
    Part part ("monitor", { { "ControlForm", "plain" } });
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_2", FALSE);

    run_cycle (part);
    run_command (part, off);
    EXPECT_NE (part.message ().find ("was told to switch plug 2 off, and did not"),
               std::string::npos);
    EXPECT_EQ (part.shown ("output_2"), "on");
}

TEST_F (SmappeeMonitorTest, AssumedAComfortPlugObeysUnlessItIsRefused)
{
    Part part ("monitor");
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    std::string newer = "commandControlPublic control,{\"controllableNodeId\":\"1\",\"action\":"
                        "\"ON\"}\n";

    run_cycle (part);
    EXPECT_EQ (run_command (part, on), newer);
    EXPECT_EQ (part.shown ("output_1"), "on");

    answers[BASE + newer.substr (0, newer.size () - 1)] = "{\"error\":\"unknown\"}";
    EXPECT_EQ (run_command (part, on), newer + "commandControlPublic control,controlId=1|1\n");
    EXPECT_EQ (part.message (), "");
}

TEST_F (SmappeeMonitorTest, ACommandLogsOnFirstIfItHasTo)
{
    Part part ("monitor");
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    std::string newer = "commandControlPublic control,{\"controllableNodeId\":\"1\",\"action\":"
                        "\"ON\"}";

    run_cycle (part);
    answers[BASE + newer] = load ("local-http/error_not_authenticated.json");
    on_asked = [&] (const std::string &asked) {
        if (asked == BASE + "logon admin")
            answers[BASE + newer] = "{}";
    };
    EXPECT_EQ (run_command (part, on), newer + "\nlogon admin\n" + newer + "\n");
    EXPECT_EQ (part.shown ("output_1"), "on");

    on_asked = nullptr;
    answers[BASE + newer] = load ("local-http/error_not_authenticated.json");
    run_command (part, on);
    EXPECT_TRUE (g_error_matches (part.error, WATTLE_ERROR, WATTLE_ERROR_AUTH)) << "only once";
}

TEST_F (SmappeeMonitorTest, RefusesOutputsThatAreNotThere)
{
    Part part ("monitor");
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    g_autoptr (WattleCommand) third = wattle_command_new_boolean ("output_3", TRUE);

    EXPECT_EQ (part.command (on, 0), "") << "nothing was listed yet";
    run_cycle (part);
    EXPECT_EQ (part.command (third, 0), "");
    EXPECT_TRUE (g_error_matches (part.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
}

} // namespace
