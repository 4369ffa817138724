// SPDX-License-Identifier: LGPL-2.1-or-later
// A smart-MAIC in the whole host: its contact, its counters and its settings.
#include "engine/wattle-meter-sync.h"
#include "plugins/smart-maic-house.h"

using namespace wattle_test;

namespace
{

class SmartMaicCommands : public SmartMaicHouse
{
  protected:
    bool
    wait_for_contact (bool on)
    {
        return pass ([&] {
            return smart_maic_get_out (device) == on && shown ("output_1") == (on ? "on" : "off");
        });
    }
};

TEST_F (SmartMaicCommands, ContactIsSwitchedByMqttAndConfirmed)
{
    start_http ();
    start_mqtt ();
    ASSERT_TRUE (add_device (true, true));
    ASSERT_TRUE (pass ([&] { return has_topics (); }));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));

    EXPECT_EQ (tell (true), "");
    EXPECT_TRUE (wait_for_contact (true));
    EXPECT_EQ (smart_maic_get_setouts (device), 1u);
    EXPECT_EQ (tell (false), "");
    EXPECT_TRUE (wait_for_contact (false));
}

TEST_F (SmartMaicCommands, ContactWithoutHttpIsConfirmedByTheNextMessage)
{
    smart_maic_set_phrases (device, "PUMP-START", "PUMP-HALT");
    start_mqtt ("smart-maic/", '.');
    ASSERT_TRUE (add_device (
        false, true,
        { "Prefix", "smart-maic/", "OnPhrase", "PUMP-START", "OffPhrase", "PUMP-HALT" }));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "");
    EXPECT_TRUE (wait_for_contact (true));
    EXPECT_EQ (tell (false), "");
    EXPECT_TRUE (wait_for_contact (false));
}

TEST_F (SmartMaicCommands, ContactIsSwitchedOverHttpAndReadBack)
{
    start_http ();
    ASSERT_TRUE (add_device (true, false));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "");
    EXPECT_TRUE (wait_for_contact (true));

    add_fault (EMULATOR_FAULT_DONE, "/?page=pout");
    EXPECT_EQ (tell (false), "");
    EXPECT_TRUE (wait_for_contact (false));
    smart_maic_clear_faults (device);
    add_fault (EMULATOR_FAULT_LOGIN, "/?page=pout");
    EXPECT_NE (tell (true).find ("authentication failed"), std::string::npos);
    EXPECT_FALSE (smart_maic_get_out (device));
}

// The documented consequence of a phrase that the broker keeps.
TEST_F (SmartMaicCommands, AssumedPhraseThatIsKeptHoldsOverARestartOfTheDevice)
{
    start_http ();
    start_mqtt ();
    ASSERT_TRUE (add_device (true, true));
    ASSERT_TRUE (pass ([&] { return has_topics (); }));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "");
    ASSERT_TRUE (wait_for_contact (true));

    smart_maic_set_out (device, FALSE);
    smart_maic_publish (device);
    ASSERT_TRUE (pass ([&] { return shown ("output_1") == "off"; }));
    smart_maic_restart (device, 2 * G_USEC_PER_SEC);
    EXPECT_TRUE (wait_for_contact (true)) << "the device takes the phrase again";
}

TEST_F (SmartMaicCommands, AssumedHttpKeepsThePhraseInStep)
{
    start_http ();
    start_mqtt ();
    MqttProbe probe (broker.port (), "#");
    ASSERT_TRUE (add_device (true, true, { "SwitchBy", "http" }));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "");
    EXPECT_TRUE (wait_for_contact (true));
    EXPECT_TRUE (pass ([&] { return probe.has ("1728104417/SETOUT", "1"); }));
    smart_maic_restart (device, 2 * G_USEC_PER_SEC);
    EXPECT_TRUE (pass ([&] { return smart_maic_get_mqtt_ready (device); }));
    EXPECT_TRUE (wait_for_contact (true));
}

TEST_F (SmartMaicCommands, ContactThatMqttMayNotMoveShowsItsTrueState)
{
    smart_maic_set_control (device, FALSE);
    start_mqtt ();
    ASSERT_TRUE (add_device (false, true));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "") << "it was sent";
    pass_seconds (20);
    EXPECT_EQ (shown ("output_1"), "off");
}

TEST_F (SmartMaicCommands, CountersAreSetAndGoOnWithoutAStep)
{
    double wh = 0;

    start_http ();
    ASSERT_TRUE (add_device (true, false));
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import_l2"); }));
    double before = value ("meter", "energy_import_l2");

    g_autoptr (WattleCommand) command = wattle_command_new_counter ("energy_import_l2", 774500);
    EXPECT_EQ (tell (command), "");
    EXPECT_TRUE (smart_maic_get_counter (device, "Wh2", &wh));
    EXPECT_NEAR (wh, 774500, 100);
    pass_seconds (60, [&] { ASSERT_GE (value ("meter", "energy_import_l2"), before); });
    EXPECT_LT (value ("meter", "energy_import_l2"), before + 1000);

    add_fault (EMULATOR_FAULT_LOGIN, "/?page=initval");
    EXPECT_NE (tell (command).find ("authentication failed"), std::string::npos);
}

// As `wattle devices sync-meter` does it, with one reading for three phases.
TEST_F (SmartMaicCommands, IsMadeToShowWhatTheUtilitysMeterShows)
{
    for (bool mqtt : { false, true }) {
        const WattleMeterReadings readings = { { mqtt ? 3000000 : 2461000 },
                                               1,
                                               WATTLE_DIRECTION_IMPORT };
        double wanted = (double)readings.watt_hours[0];
        double wh[3] = {};
        Outcome outcome;

        if (mqtt)
            start_mqtt ();
        else
            start_http ();
        ASSERT_TRUE (add_device (true, mqtt));
        ASSERT_TRUE (
            pass ([&] { return is_good ("energy_import") && is_good ("energy_import_l3"); }));
        double before = value ("meter", "energy_import");
        wattle_meter_sync_run (
            wattle_manager_find (manager, "meter"), counters, &readings, "test",
            [] (const GError *error, gpointer data) {
                auto *told = (Outcome *)data;

                told->done = true;
                told->error = error != nullptr ? error->message : "";
            },
            &outcome);
        ASSERT_TRUE (pass ([&] {
            EXPECT_GE (value ("meter", "energy_import"), before);
            return outcome.done;
        }));
        EXPECT_EQ (outcome.error, "");
        for (int i = 0; i < 3; i++)
            EXPECT_TRUE (
                smart_maic_get_counter (device, ("Wh" + std::to_string (i + 1)).c_str (), &wh[i]));
        EXPECT_NEAR (wh[0] + wh[1] + wh[2], wanted, 200);
        EXPECT_NEAR (wh[2], wanted / 3, 100);
        EXPECT_TRUE (
            pass ([&] { return ABS (value ("meter", "meter_reading_import") - wanted) < 200; }));
        EXPECT_LT (value ("meter", "energy_import"), before + 1000) << "it goes on without a step";
        wattle_manager_remove (manager, "meter", FALSE);
    }
}

TEST_F (SmartMaicCommands, SetsUpMqttWhenToldTo)
{
    std::string port = std::to_string (broker.port ());
    g_autoptr (WattleCommand) command = wattle_command_new_action ("setup_mqtt");

    start_http ();
    ASSERT_TRUE (add_device (
        true, true,
        { "Prefix", "smart-maic/", "SetupServer", "127.0.0.1", "SetupPort", port.c_str () }));
    ASSERT_TRUE (wait_for ("online")) << error ("meter");
    pass_seconds (20);
    EXPECT_EQ (smart_maic_get_rounds (device), 0u) << "nobody told it to";
    EXPECT_EQ (tell (command), "");
    ASSERT_TRUE (pass ([&] { return smart_maic_get_mqtt_ready (device); }));
    smart_maic_publish (device);
    MqttProbe probe (broker.port (), "smart-maic/1728104417/JSON");
    EXPECT_TRUE (pass ([&] { return probe.count ("smart-maic/1728104417/JSON") > 0; }));
}

} // namespace
