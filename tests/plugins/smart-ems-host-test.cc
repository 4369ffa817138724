// SPDX-License-Identifier: LGPL-2.1-or-later
// A SMART EMS in the house: read, found again, and told apart from another one.
#include "smart-ems-house.h"

#include "support/mqtt-broker.h"
#include "transport/wattle-udp-search.h"

using namespace wattle_test;

namespace
{

class SmartEmsHost : public SmartEmsHouse
{
  protected:
    // What the driver makes of the answer to its search.
    std::string
    search ()
    {
        g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();
        WattleDriver *driver = wattle_plugins_get_driver (plugins, "smart-ems");

        wattle_driver_describe (driver, catalog);
        WattleUdpQuestion question = *wattle_catalog_get_udp_search (catalog, 0);
        std::string target = "127.0.0.1:" + std::to_string (smart_ems_get_udp_port (ems));
        const char *targets[] = { target.c_str (), nullptr };
        struct Run {
            WattleDriver *driver;
            std::string found;
            bool done;
        } run = { driver, "", false };

        question.local_port = 0; // tests take free ports only
        wattle_udp_search_async (
            &question, targets, 1000, clock, nullptr,
            [] (WattleFrame *frame, gpointer data) {
                auto *run = (Run *)data;
                g_autoptr (WattleFound) found = wattle_found_new ();

                if (wattle_driver_match (run->driver, frame, found, nullptr))
                    run->found = std::string (wattle_found_get_name (found)) + " " +
                                 wattle_found_get_serial (found);
            },
            &run,
            [] (GObject *, GAsyncResult *result, gpointer data) {
                wattle_udp_search_finish (result, nullptr);
                ((Run *)data)->done = true;
            },
            &run);
        EXPECT_TRUE (spin ([&] { return !run.found.empty (); }));
        EXPECT_TRUE (pass ([&] { return run.done; }));
        return run.found;
    }
};

} // namespace

TEST_F (SmartEmsHost, IsReadWhicheverBoardIsInIt)
{
    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("output_0"), "off");
    EXPECT_NE (shown ("temperature_ds1"), "–");
    EXPECT_NE (shown ("voltage_supply"), "none");
    EXPECT_EQ (shown ("output_6"), "none");
    ASSERT_TRUE (pass ([&] { return shown ("pwm_duty_0") != "none"; }));

    wattle_manager_forget_state (manager, "ems");
    wattle_manager_remove (manager, "ems", FALSE);
    start_box (SMART_EMS_LK4);
    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("output_5"), "off");
    EXPECT_EQ (shown ("pwm_0"), "none");
    EXPECT_NE (shown ("temperature_ds1"), "–");
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 0u);
    EXPECT_EQ (smart_ems_get_most_parallel (ems), 1u);
}

TEST_F (SmartEmsHost, AVariableIsWhatAPersonSaysItIs)
{
    add ({ { "M1", "active_power W" } });
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("m1"), "none");
    EXPECT_NEAR (value ("ems", "active_power"), smart_ems_get_variable (ems, 1), 2000);
    EXPECT_NE (value ("ems", "active_power"), 0);
}

TEST_F (SmartEmsHost, TextsForNumbersAreRead)
{
    smart_ems_use_strings (ems, TRUE);
    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_NE (shown ("temperature_ds1"), "–");
    EXPECT_EQ (shown ("output_0"), "off");
}

TEST_F (SmartEmsHost, AMemberThatIsLeftOutLeavesTheRest)
{
    smart_ems_hide_member (ems, "ds1");
    smart_ems_hide_member (ems, "out");
    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("temperature_ds1"), "none");
    EXPECT_NE (shown ("temperature_ds2"), "none");
    EXPECT_NE (shown ("voltage_supply"), "none");
}

TEST_F (SmartEmsHost, ASensorThatIsLostIsNoTemperature)
{
    add ();
    ASSERT_TRUE (becomes ("online"));
    smart_ems_lose_sensor (ems, 1, TRUE);
    EXPECT_TRUE (pass ([&] { return shown ("temperature_ds1") == "–"; }));
}

TEST_F (SmartEmsHost, NeedsThePasswordOfTheBox)
{
    smart_ems_set_credentials (ems, "admin", "admin");
    add ();
    ASSERT_TRUE (pass ([&] {
        return error ("ems").find ("credentials are missing or wrong") != std::string::npos;
    })) << error ("ems");
    wattle_manager_remove (manager, "ems", FALSE);
    add ({ { "Password", "secret:ems" } });
    EXPECT_TRUE (becomes ("online"));
}

TEST_F (SmartEmsHost, AnotherBoardBehindTheSameAddressIsNamedAndItsValuesAreNotShown)
{
    add ();
    ASSERT_TRUE (becomes ("online"));
    std::string supply = shown ("voltage_supply");
    std::string serial =
        wattle_device_get_serial (wattle_runner_get_device (wattle_manager_find (manager, "ems")));

    smart_ems_set_generation (ems, SMART_EMS_LK4, "AC:67:B2:12:34:56");
    ASSERT_TRUE (pass ([&] {
        return error ("ems").find ("an LK4 with MAC ac67b2123456") != std::string::npos;
    })) << error ("ems");
    EXPECT_NE (error ("ems").find ("the LK 3.5 with MAC " + serial), std::string::npos);
    EXPECT_NE (error ("ems").find ("wattle devices replace ems --http"), std::string::npos);
    EXPECT_TRUE (becomes ("offline"));
    EXPECT_EQ (shown ("voltage_supply"), supply);
    EXPECT_STREQ (
        wattle_device_get_serial (wattle_runner_get_device (wattle_manager_find (manager, "ems"))),
        serial.c_str ());
    EXPECT_NE (set ("output_1", "on"), "");
    EXPECT_EQ (smart_ems_get_commands (ems), 0u);

    // As somebody says that it has taken its place.
    wattle_manager_forget_state (manager, "ems");
    wattle_manager_remove (manager, "ems", FALSE);
    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("output_5"), "off");
    EXPECT_STREQ (
        wattle_device_get_serial (wattle_runner_get_device (wattle_manager_find (manager, "ems"))),
        "ac67b2123456");
}

TEST_F (SmartEmsHost, ABoardThatIsBackIsTheSameAgain)
{
    add ();
    ASSERT_TRUE (becomes ("online"));
    add_fault (R"({"fault":"status","path":"/json","answers":3,"status":404})");
    ASSERT_TRUE (pass ([&] { return state ("ems") != "online"; }));
    EXPECT_TRUE (becomes ("online"));
    smart_ems_restart (ems, 5 * G_USEC_PER_SEC);
    EXPECT_TRUE (becomes ("offline"));
    EXPECT_TRUE (becomes ("online"));
}

TEST_F (SmartEmsHost, WhateverGoesWrongItIsReadAgainAfterwards)
{
    add ();
    ASSERT_TRUE (becomes ("online"));
    std::string supply = shown ("voltage_supply");

    for (const char *fault :
         { "empty", "hang", "slow", "truncated", "huge", "deep", "redirect", "status" }) {
        std::string json =
            std::string ("{\"fault\":\"") + fault + "\",\"path\":\"/json/all\",\"ms\":20000}";

        add_fault (json.c_str ());
        ASSERT_TRUE (pass ([&] { return state ("ems") != "online"; })) << fault;
        EXPECT_NE (error ("ems"), "") << fault;
        EXPECT_EQ (shown ("voltage_supply"), supply) << fault;
        smart_ems_mend (ems);
        ASSERT_TRUE (becomes ("online")) << fault;
    }
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
}

TEST_F (SmartEmsHost, IsHeardByMqttAlone)
{
    MqttBroker broker;
    SmartEmsMqttSettings settings = { "127.0.0.1", broker.port (), nullptr, nullptr, "dom/ems", 2 };

    add ({ { "Prefix", "dom/ems" } }, "mqtt://127.0.0.1:" + std::to_string (broker.port ()), false);
    EXPECT_NE (state ("ems"), "online");
    ASSERT_TRUE (smart_ems_start_mqtt (ems, &settings, nullptr));
    ASSERT_TRUE (pass ([&] { return shown ("temperature_ds1") != "none"; })) << error ("ems");
    EXPECT_TRUE (becomes ("online"));
    EXPECT_EQ (smart_ems_get_requests (ems), 0u);

    EXPECT_EQ (set ("output_1", "on"), "");
    EXPECT_TRUE (smart_ems_get_output (ems, 1));
    EXPECT_EQ (shown ("output_1"), "on");
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
}

TEST_F (SmartEmsHost, IsFoundByUdp)
{
    ASSERT_TRUE (smart_ems_start_udp (ems, 0, 0, nullptr));
    std::string found = search ();

    add ();
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (found, std::string (wattle_device_get_label (
                          wattle_runner_get_device (wattle_manager_find (manager, "ems")))) +
                          " " +
                          wattle_device_get_serial (
                              wattle_runner_get_device (wattle_manager_find (manager, "ems"))));
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
}
