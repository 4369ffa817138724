// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../example-device.h"

#include "model/wattle-device-private.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

// A multiple of the period of ten minutes, so the sine begins here.
const gint64 START = 1700000400;

class ExampleDeviceTest : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        driver_ = WATTLE_DRIVER (g_object_new (EXAMPLE_TYPE_DRIVER, nullptr));
        catalog_ = wattle_catalog_new ();
        wattle_driver_describe (driver_, catalog_);
        device_ = make ();
    }

    void
    TearDown () override
    {
        g_object_unref (device_);
        g_object_unref (catalog_);
        g_object_unref (driver_);
    }

    WattleDevice *
    make (const char *obeys = "true", const char *settable = "false")
    {
        WattleDevice *device = wattle_driver_create (driver_, "meter", nullptr);
        g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog_, "meter");

        EXPECT_TRUE (wattle_options_set (options, "Obeys", obeys, nullptr));
        EXPECT_TRUE (wattle_options_set (options, "Settable", settable, nullptr));
        EXPECT_TRUE (wattle_source_configure (WATTLE_SOURCE (device), options, nullptr));
        return device;
    }

    void
    answer (WattleRequest *request, double seconds)
    {
        WattleSource *source = WATTLE_SOURCE (device_);
        gint64 time = (gint64)(seconds * G_USEC_PER_SEC);
        g_autoptr (GBytes) nothing = g_bytes_new (nullptr, 0);
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_answer (wattle_request_get_tag (request), 0, nullptr, nothing, time);

        wattle_source_set_now (source, time, time);
        wattle_device_begin_answer (device_, time);
        EXPECT_TRUE (wattle_source_decode (source, frame, nullptr));
        wattle_device_commit_answer (device_);
        wattle_device_clear_batch (device_);
    }

    void
    poll (double seconds)
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (WATTLE_SOURCE (device_), 0);
        g_autoptr (WattleRequest) second = wattle_source_next_request (WATTLE_SOURCE (device_), 1);

        ASSERT_NE (request, nullptr);
        EXPECT_EQ (second, nullptr);
        answer (request, seconds);
    }

    double
    value (const std::string &key)
    {
        WattleEntity *entity = wattle_device_find_entity (device_, key.c_str ());

        EXPECT_NE (entity, nullptr) << key;
        return entity != nullptr ? wattle_entity_get_number (entity) : 0;
    }

    std::string
    shown (const char *key)
    {
        g_autofree char *text =
            wattle_entity_dup_display (wattle_device_find_entity (device_, key));

        return text != nullptr ? text : "nothing";
    }

    // Runs a whole command; returns what went wrong.
    std::string
    tell (WattleCommand *command)
    {
        g_autoptr (WattleCommand) owned = command;

        for (guint step = 0;; step++) {
            g_autoptr (GError) error = nullptr;
            g_autoptr (WattleRequest) request =
                wattle_device_command (device_, command, step, &error);

            if (error != nullptr)
                return error->message;
            if (request == nullptr)
                return step == 2 ? "" : "it was not read back";
            answer (request, START);
        }
    }

    WattleDriver *driver_;
    WattleCatalog *catalog_;
    WattleDevice *device_;
};

TEST_F (ExampleDeviceTest, NeedsNoLink)
{
    EXPECT_TRUE (wattle_catalog_has_model (catalog_, "meter"));
    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog_, "meter"), 0u);
}

TEST_F (ExampleDeviceTest, RefusesASwingAboveThePower)
{
    g_autoptr (WattleDevice) device = wattle_driver_create (driver_, "meter", nullptr);
    g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog_, "meter");
    g_autoptr (GError) error = nullptr;

    ASSERT_TRUE (wattle_options_set (options, "Power", "100", nullptr));
    EXPECT_FALSE (wattle_source_configure (WATTLE_SOURCE (device), options, &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
}

TEST_F (ExampleDeviceTest, PowerFollowsTheSine)
{
    poll (START);
    EXPECT_NEAR (value ("active_power"), 1500, 1e-6);
    poll (START + 150);
    EXPECT_NEAR (value ("active_power"), 2500, 1e-6);
    poll (START + 450);
    EXPECT_NEAR (value ("active_power"), 500, 1e-6);
}

TEST_F (ExampleDeviceTest, PhasesAgreeWithTheTotal)
{
    double sum = 0;

    poll (START + 77);
    for (const char *phase : { "l1", "l2", "l3" }) {
        double power = value (std::string ("active_power_") + phase);

        EXPECT_NEAR (
            value (std::string ("voltage_") + phase) * value (std::string ("current_") + phase),
            power, 1e-6);
        sum += power;
    }
    EXPECT_NEAR (sum, value ("active_power"), 1e-6);
}

TEST_F (ExampleDeviceTest, EnergyIsTheIntegralOfThePower)
{
    double watt_seconds = 0;

    poll (START);
    EXPECT_EQ (value ("energy_import"), 0);
    for (int second = 1; second <= 200; second++) {
        double before = value ("active_power");

        poll (START + second);
        watt_seconds += (before + value ("active_power")) / 2;
    }
    EXPECT_NEAR (value ("energy_import"), watt_seconds / 3600, 0.01);
}

TEST_F (ExampleDeviceTest, CountsOnOverARestart)
{
    WattleDevice *restarted = make ();

    poll (START);
    poll (START + 600);
    EXPECT_NEAR (value ("energy_import"), 250, 1e-6);

    for (const char *key : { "energy", "counted_until" })
        wattle_source_restore_state (WATTLE_SOURCE (restarted), key,
                                     wattle_source_get_state (WATTLE_SOURCE (device_), key),
                                     (WattleStateFlags)0);
    g_object_unref (device_);
    device_ = restarted;
    poll (START + 1800);
    EXPECT_NEAR (value ("energy_import"), 750, 1e-6);
}

TEST_F (ExampleDeviceTest, AClockSetBackAddsNothing)
{
    poll (START);
    poll (START + 600);
    poll (START);
    EXPECT_NEAR (value ("energy_import"), 250, 1e-6);
}

TEST_F (ExampleDeviceTest, ResetsTheEnergyOnCommand)
{
    g_autoptr (WattleCommand) command = wattle_command_new_action ("reset_energy");
    g_autoptr (GError) error = nullptr;

    poll (START);
    poll (START + 600);
    g_autoptr (WattleRequest) request = wattle_device_command (device_, command, 0, &error);
    ASSERT_NE (request, nullptr);
    answer (request, START + 601);
    EXPECT_EQ (value ("energy_import"), 0);

    g_autoptr (WattleRequest) second = wattle_device_command (device_, command, 1, &error);
    EXPECT_EQ (second, nullptr);
    EXPECT_EQ (error, nullptr);
}

TEST_F (ExampleDeviceTest, RefusesACommandItDoesNotKnow)
{
    g_autoptr (WattleCommand) command = wattle_command_new_action ("identify");
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleRequest) request = wattle_device_command (device_, command, 0, &error);

    EXPECT_EQ (request, nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
}

TEST_F (ExampleDeviceTest, HasAnOutputOfEveryKind)
{
    WattleEntity *number = wattle_device_find_entity (device_, "target_temperature");

    poll (START);
    EXPECT_EQ (shown ("output_1"), "off");
    EXPECT_EQ (shown ("target_temperature"), "20.0");
    EXPECT_EQ (shown ("mode"), "eco");
    EXPECT_EQ (wattle_entity_get_spec (number)->max, 30);
    EXPECT_EQ (wattle_entity_get_spec (number)->step, 0.5);
    for (const char *key : { "output_1", "target_temperature", "mode" })
        EXPECT_TRUE (wattle_entity_get_flags (wattle_device_find_entity (device_, key)) &
                     WATTLE_ENTITY_OUTPUT);
}

TEST_F (ExampleDeviceTest, OutputsFollowCommands)
{
    EXPECT_EQ (tell (wattle_command_new_boolean ("output_1", TRUE)), "");
    EXPECT_EQ (shown ("output_1"), "on");
    EXPECT_EQ (tell (wattle_command_new_number ("target_temperature", 21.5)), "");
    EXPECT_EQ (shown ("target_temperature"), "21.5");
    EXPECT_EQ (tell (wattle_command_new_text ("mode", "away")), "");
    EXPECT_EQ (shown ("mode"), "away");
    EXPECT_EQ (tell (wattle_command_new_boolean ("output_1", FALSE)), "");
    EXPECT_EQ (shown ("output_1"), "off");
    poll (START + 1);
    EXPECT_EQ (shown ("mode"), "away");
}

TEST_F (ExampleDeviceTest, OutputsRefuseWhatTheyCannotBe)
{
    EXPECT_NE (tell (wattle_command_new_number ("target_temperature", 30.5)), "");
    EXPECT_NE (tell (wattle_command_new_number ("target_temperature", 4)), "");
    EXPECT_NE (tell (wattle_command_new_text ("mode", "party")), "");
    EXPECT_NE (tell (wattle_command_new_boolean ("mode", TRUE)), "");
    EXPECT_NE (tell (wattle_command_new_boolean ("output_2", TRUE)), "");
    EXPECT_NE (tell (wattle_command_new_action ("output_1")), "");
    poll (START);
    EXPECT_EQ (shown ("target_temperature"), "20.0");
    EXPECT_EQ (shown ("mode"), "eco");
}

TEST_F (ExampleDeviceTest, CountersOfThePhasesCanBeSet)
{
    EXPECT_NE (tell (wattle_command_new_counter ("energy_import_l1", 5)), "") << "not this one";
    g_object_unref (device_);
    device_ = make ("true", "true");
    poll (START);
    EXPECT_EQ (tell (wattle_command_new_counter ("energy_import_l2", 774500)), "");
    EXPECT_EQ (value ("energy_import_l1"), 0);
    EXPECT_EQ (value ("energy_import_l2"), 774500);
    EXPECT_EQ (value ("energy_import"), 774500);
    poll (START + 600);
    EXPECT_NEAR (value ("energy_import_l2"), 774500 + 0.3 * 250, 0.01) << "1500 W for ten minutes";
    EXPECT_NEAR (value ("energy_import"), 774500 + 250, 0.01);
    EXPECT_EQ (tell (wattle_command_new_counter ("energy_import", 1)),
               "energy_import cannot be set to 1 Wh");
    EXPECT_EQ (tell (wattle_command_new_counter ("energy_import_l1", -1)),
               "energy_import_l1 cannot be set to -1 Wh");
}

TEST_F (ExampleDeviceTest, SaysTheTruthWhenItDoesNotObey)
{
    g_object_unref (device_);
    device_ = make ("false");
    EXPECT_EQ (tell (wattle_command_new_boolean ("output_1", TRUE)), "");
    EXPECT_EQ (shown ("output_1"), "off");
}

} // namespace
