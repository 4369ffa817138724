// SPDX-License-Identifier: LGPL-2.1-or-later
// A smart-MAIC in the whole host: what it measures, by each way, and who is there when.
#include "plugins/smart-maic-house.h"
#include "support/mqtt-client-fixture.h"
#include "support/search-run.h"

using namespace wattle_test;

namespace
{

class SmartMaicHost : public SmartMaicHouse
{
  protected:
    bool
    is_complained_of (const char *pattern)
    {
        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            if (like (wattle_problems_get (problems, i)->message, pattern))
                return true;
        return false;
    }
};

TEST_F (SmartMaicHost, IsReadOverHttp)
{
    smart_maic_set_newer_firmware (device, TRUE);
    start_http ();
    ASSERT_TRUE (add_device (true, false)) << problem ("meter", "options");
    ASSERT_TRUE (wait_for ("online")) << error ("meter");
    ASSERT_TRUE (
        pass ([&] { return has_value ("energy_import") && has_value ("energy_import_l1"); }));
    double wh = 0;
    EXPECT_TRUE (smart_maic_get_counter (device, "Wh1", &wh));
    EXPECT_NEAR (value ("meter", "energy_import_l1"), wh, 100);
    EXPECT_NEAR (value ("meter", "frequency"), 50, 1);
    EXPECT_NEAR (value ("meter", "active_power"),
                 value ("meter", "active_power_l1") + value ("meter", "active_power_l2") +
                     value ("meter", "active_power_l3"),
                 0.01);
    EXPECT_EQ (shown ("output_1"), "off");
    EXPECT_STREQ (wattle_device_get_serial (
                      wattle_runner_get_device (wattle_manager_find (manager, "meter"))),
                  "1728104417");

    guint before = smart_maic_get_requests (device);
    pass_seconds (60);
    EXPECT_GE (smart_maic_get_requests (device) - before, 7u);
    EXPECT_LE (smart_maic_get_requests (device) - before, 10u);
    EXPECT_EQ (state ("meter"), "online") << error ("meter");
    EXPECT_TRUE (is_good ("active_power"));
}

TEST_F (SmartMaicHost, StandardVersionIsReadOnceAMinuteAndNeverStale)
{
    smart_maic_set_model (device, SMART_MAIC_D103, SMART_MAIC_STANDARD);
    start_http ();
    ASSERT_TRUE (add_device (true, false));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
    EXPECT_EQ (entity ("energy_export"), nullptr);
    EXPECT_EQ (entity ("active_power_export_l1"), nullptr);

    guint before = smart_maic_get_requests (device);
    pass_seconds (190, [&] { ASSERT_TRUE (is_good ("active_power")); });
    EXPECT_EQ (smart_maic_get_requests (device) - before, 3u);
    EXPECT_EQ (state ("meter"), "online") << error ("meter");
}

TEST_F (SmartMaicHost, IsHeardByMqttInEveryForm)
{
    for (SmartMaicForms forms : { SMART_MAIC_JSON, SMART_MAIC_SCALARS, SMART_MAIC_BOTH })
        for (const char *separator : { "/", "." }) {
            g_clear_object (&device);
            device = smart_maic_new (clock);
            smart_maic_set_forms (device, forms);
            start_mqtt ("smart-maic/", *separator);
            ASSERT_TRUE (add_device (false, true, { "Prefix", "smart-maic/" }));
            ASSERT_TRUE (wait_for ("online")) << forms << separator << error ("meter");
            ASSERT_TRUE (pass ([&] {
                return has_value ("energy_export") && has_value ("active_power") &&
                       has_value ("output_1");
            })) << forms
                << separator;
            wattle_manager_remove (manager, "meter", TRUE);
        }
}

TEST_F (SmartMaicHost, OldFirmwareWithoutPrefixIsHeardAllTheSame)
{
    smart_maic_set_old_firmware (device, TRUE);
    start_mqtt ("smart-maic/");
    ASSERT_TRUE (add_device (false, true, { "Prefix", "smart-maic/" }));
    ASSERT_TRUE (wait_for ("online"));
    ASSERT_TRUE (pass ([&] { return has_value ("output_1"); }));
    EXPECT_EQ (tell (true), "");
    EXPECT_TRUE (pass ([&] { return smart_maic_get_out (device); }));
}

TEST_F (SmartMaicHost, OtherModels)
{
    smart_maic_set_model (device, SMART_MAIC_D105, SMART_MAIC_STANDARD);
    start_http ();
    ASSERT_TRUE (add_device (
        true, false, { "Channel1Unit", "l", "Channel2Unit", "m3", "Channel2PulsesPerUnit", "100" },
        "d105"));
    ASSERT_TRUE (pass ([&] { return has_value ("volume_1") && has_value ("volume_2"); }));
    EXPECT_NEAR (value ("meter", "volume_1"), value ("meter", "pulses_1") / 1000, 1e-3);
    EXPECT_NEAR (value ("meter", "volume_2"), value ("meter", "pulses_2") / 100, 1e-3);
    EXPECT_TRUE (has_value ("temperature_1"));
    wattle_manager_remove (manager, "meter", TRUE);

    g_clear_object (&device);
    device = smart_maic_new (clock);
    smart_maic_set_model (device, SMART_MAIC_D101, SMART_MAIC_EXTENDED);
    start_http ();
    ASSERT_TRUE (add_device (true, false, {}, "d101"));
    ASSERT_TRUE (pass ([&] { return has_value ("energy_export"); }));
    EXPECT_TRUE (has_value ("voltage_l1"));
    EXPECT_TRUE (has_value ("active_power"));
    EXPECT_EQ (entity ("active_power_l1"), nullptr);
}

TEST_F (SmartMaicHost, SilenceMakesItUnavailableAndAMessageAvailableAgain)
{
    start_mqtt ();
    ASSERT_TRUE (add_device (false, true));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
    add_fault (EMULATOR_FAULT_HANG, "/mqtt");
    pass_seconds (60);
    EXPECT_EQ (state ("meter"), "online");
    pass_seconds (60);
    EXPECT_EQ (state ("meter"), "offline");
    EXPECT_NE (error ("meter").find ("no message by MQTT for 90 s"), std::string::npos);
    EXPECT_FALSE (is_good ("active_power"));

    smart_maic_clear_faults (device);
    smart_maic_publish (device);
    ASSERT_TRUE (wait_for ("online"));
    EXPECT_TRUE (pass ([&] { return is_good ("active_power"); }));
}

TEST_F (SmartMaicHost, EachWayStandsInForTheOther)
{
    start_http ();
    start_mqtt ();
    ASSERT_TRUE (add_device (true, true));
    ASSERT_TRUE (wait_for ("online")) << error ("meter");
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));

    add_fault (EMULATOR_FAULT_EMPTY, "/?page=");
    pass_seconds (200, [&] {
        ASSERT_TRUE (state ("meter") == "online" || state ("meter") == "degraded");
        ASSERT_TRUE (is_good ("active_power"));
    });
    smart_maic_clear_faults (device);
    ASSERT_TRUE (wait_for ("online")) << error ("meter");

    broker.stop ();
    pass_seconds (200, [&] {
        ASSERT_TRUE (state ("meter") == "online" || state ("meter") == "degraded")
            << error ("meter");
        ASSERT_TRUE (is_good ("active_power"));
    });
    EXPECT_EQ (state ("meter"), "degraded");
    EXPECT_NE (error ("meter").find ("no message by MQTT"), std::string::npos);

    smart_maic_stop (device);
    pass_seconds (60);
    EXPECT_EQ (state ("meter"), "offline");
}

TEST_F (SmartMaicHost, MessagesAloneBringItBack)
{
    smart_maic_set_model (device, SMART_MAIC_D103, SMART_MAIC_STANDARD);
    start_http ();
    start_mqtt ();
    ASSERT_TRUE (add_device (true, true));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
    add_fault (EMULATOR_FAULT_EMPTY, "/?page=");
    add_fault (EMULATOR_FAULT_HANG, "/mqtt");
    pass_seconds (500);
    ASSERT_EQ (state ("meter"), "offline");

    smart_maic_clear_faults (device);
    add_fault (EMULATOR_FAULT_EMPTY, "/?page=");
    smart_maic_publish (device);
    pass_seconds (5);
    EXPECT_EQ (state ("meter"), "degraded") << "HTTP still fails";
    EXPECT_TRUE (is_good ("active_power"));
}

TEST_F (SmartMaicHost, WrongPinIsToldAndTheRightOneNeverSeen)
{
    start_http ();
    EXPECT_FALSE (add_device (true, false, {}, "d103", "secret:word"));
    EXPECT_TRUE (is_complained_of ("*Pin: must be 1 to 10 digits"));
    ASSERT_TRUE (add_device (true, false, {}, "d103", "secret:wrong"));
    ASSERT_TRUE (wait_for ("offline"));
    EXPECT_NE (error ("meter").find ("authentication failed"), std::string::npos)
        << error ("meter");
    EXPECT_EQ (error ("meter").find ("1234"), std::string::npos);
    for (const std::string &line : log.take ())
        EXPECT_EQ (line.find ("1234"), std::string::npos) << line;
}

TEST_F (SmartMaicHost, FaultsOfItsAnswersCostNoValue)
{
    start_http ();
    ASSERT_TRUE (add_device (true, false));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));

    for (EmulatorFaultKind kind : { EMULATOR_FAULT_DONE, EMULATOR_FAULT_RAW_BREAKS }) {
        add_fault (kind, "/?page=getdata");
        pass_seconds (30);
        EXPECT_EQ (state ("meter"), "online") << kind << error ("meter");
        EXPECT_TRUE (is_good ("active_power"));
        smart_maic_clear_faults (device);
    }
    add_fault (EMULATOR_FAULT_STATUS, "/?page=getdata", 2, 429);
    pass_seconds (30);
    EXPECT_EQ (state ("meter"), "online") << error ("meter");
    add_fault (EMULATOR_FAULT_LOGIN, "/?page=getdata", 1);
    pass_seconds (30);
    EXPECT_EQ (state ("meter"), "online") << error ("meter");

    for (EmulatorFaultKind kind : { EMULATOR_FAULT_TRUNCATED, EMULATOR_FAULT_BAD_JSON }) {
        add_fault (kind, "/?page=getdata");
        pass_seconds (90);
        EXPECT_EQ (state ("meter"), "offline") << kind;
        smart_maic_clear_faults (device);
        pass_seconds (90);
        EXPECT_EQ (state ("meter"), "online") << kind << error ("meter");
    }
}

TEST_F (SmartMaicHost, IsFoundByWhatItPublishesAndAddedAsItWasFound)
{
    g_autoptr (WattleDiscovery) discovery = wattle_discovery_new (clock, plugins, manager);
    MqttClient client (broker.port (), clock);
    SearchRun run;

    smart_maic_set_model (device, SMART_MAIC_D101, SMART_MAIC_EXTENDED);
    start_mqtt ("house/cellar/", '.');
    ASSERT_TRUE (pass ([&] { return client.connected (); }));
    wattle_discovery_set_broker (discovery, client);
    run.drivers = { "smart-maic" };
    run.timeout_ms = 20000;
    run.begin (discovery);
    ASSERT_TRUE (pass ([&] { return run.done; }));
    ASSERT_EQ (run.n_found (), 1u);

    WattleFound *found = run.result (0)->found;
    EXPECT_STREQ (wattle_found_get_model (found), "d101");
    EXPECT_STREQ (wattle_found_get_serial (found), "1710203318");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "");
    g_autofree char *id = wattle_found_make_id (found, "smart-maic");
    EXPECT_STREQ (id, "smart_maic_1710203318");
    ASSERT_TRUE (
        add_device (false, true, { "Prefix", wattle_found_get_option (found, "Prefix") }, "d101"));
    ASSERT_TRUE (pass ([&] { return has_value ("energy_export"); }));
}

TEST_F (SmartMaicHost, KeyThatIsMissingMakesNoSmallerTotal)
{
    const char *const missing[] = { "Wh2", "KWh2", "W2", nullptr };

    start_mqtt ();
    ASSERT_TRUE (add_device (false, true));
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import"); }));
    double before = value ("meter", "energy_import");
    smart_maic_set_missing (device, missing);
    pass_seconds (30);
    EXPECT_GE (value ("meter", "energy_import"), before);
    pass_seconds (90);
    EXPECT_FALSE (is_good ("energy_import"));
    EXPECT_FALSE (is_good ("active_power"));
    EXPECT_TRUE (is_good ("active_power_l1"));
}

} // namespace
