// SPDX-License-Identifier: LGPL-2.1-or-later
// Identity, actions, commands and sub-devices of a device; its readings are in device-test.cc.
#include "support/test-device.h"

#include <gtest/gtest.h>

using wattle_test::make_device;

static WattleChildNote *
nth (GPtrArray *notes, guint index)
{
    return static_cast<WattleChildNote *> (g_ptr_array_index (notes, index));
}

TEST (DeviceIdentity, CleansWhatTheDeviceSays)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_set_identity (device, "Iskra", " SG\n1 ", "IS\x01", nullptr);
    wattle_device_set_label (device, "Cellar");
    wattle_device_set_address (device, "00:11:22:33:44:55", "http://here");
    EXPECT_STREQ (wattle_device_get_maker (device), "Iskra");
    EXPECT_STREQ (wattle_device_get_model (device), "SG 1");
    EXPECT_STREQ (wattle_device_get_serial (device), "IS");
    EXPECT_EQ (wattle_device_get_version (device), nullptr);
    EXPECT_STREQ (wattle_device_get_label (device), "Cellar");
    EXPECT_STREQ (wattle_device_get_mac (device), "00:11:22:33:44:55");
    EXPECT_STREQ (wattle_device_get_url (device), "http://here");
}

TEST (DeviceIdentity, TellsOnlyRealChanges)
{
    g_autoptr (WattleDevice) device = make_device ();
    auto identify = [&] (const char *version) {
        wattle_device_begin_answer (device, 1);
        wattle_device_set_identity (device, "Iskra", "SG", "1", version);
        return wattle_device_commit_answer (device);
    };

    EXPECT_EQ (identify ("1.0"), WATTLE_DEVICE_CHANGED_ENTITIES);
    EXPECT_EQ (identify ("1.0"), 0);
    EXPECT_EQ (identify ("1.1"), WATTLE_DEVICE_CHANGED_ENTITIES);
    EXPECT_STREQ (wattle_device_get_version (device), "1.1");
}

TEST (DeviceActions, TheFirstOfANameStays)
{
    const WattleActionSpec one = { "identify", "Identify", "identify" };
    const WattleActionSpec two = { "identify", "Other", nullptr };
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_add_action (device, &one);
    wattle_device_add_action (device, &two);
    ASSERT_EQ (wattle_device_get_n_actions (device), 1u);
    EXPECT_STREQ (wattle_device_get_action (device, 0)->label, "Identify");
    EXPECT_STREQ (wattle_device_get_action (device, 0)->hass_class, "identify");
}

TEST (DeviceActions, ACommandReachesTheDevice)
{
    g_autoptr (WattleDevice) device = make_device ();
    g_autoptr (WattleCommand) command = wattle_command_new_action ("identify");
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_device_command (device, command, 0, &error), nullptr);
    EXPECT_EQ (error, nullptr);
    ASSERT_EQ (wattle_test::script_of (device).commands.size (), 1u);
    EXPECT_EQ (wattle_test::script_of (device).commands[0], "identify");
}

TEST (DeviceActions, ADeviceWithoutCommandsSaysSo)
{
    g_autoptr (WattleDevice) device = make_device ();
    g_autoptr (WattleCommand) command = wattle_command_new_action ("identify");
    g_autoptr (GError) error = nullptr;
    auto *klass = WATTLE_DEVICE_GET_CLASS (device);
    auto kept = klass->command;

    klass->command = nullptr;
    EXPECT_EQ (wattle_device_command (device, command, 0, &error), nullptr);
    klass->command = kept;
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
}

TEST (DeviceChildren, ComeWithAnAddressInOneLine)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_set_child (device, "meter_1", "meter", "0\n12:00:00 forged", nullptr);
    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    EXPECT_STREQ (nth (notes, 0)->address, "0 12:00:00 forged");
}

TEST (DeviceChildren, NotesComeInOrderAndOnce)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_begin_answer (device, 1);
    wattle_device_set_child (device, "meter_1", "meter", "0", "Cellar");
    wattle_device_lose_child (device, "meter_2");
    wattle_device_end_children (device);
    EXPECT_EQ (wattle_device_commit_answer (device), WATTLE_DEVICE_CHANGED_CHILDREN);

    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    ASSERT_EQ (notes->len, 3u);
    EXPECT_EQ (nth (notes, 0)->kind, WATTLE_CHILD_PRESENT);
    EXPECT_STREQ (nth (notes, 0)->id, "meter_1");
    EXPECT_STREQ (nth (notes, 0)->model, "meter");
    EXPECT_STREQ (nth (notes, 0)->address, "0");
    EXPECT_STREQ (nth (notes, 0)->label, "Cellar");
    EXPECT_EQ (nth (notes, 1)->kind, WATTLE_CHILD_LOST);
    EXPECT_STREQ (nth (notes, 1)->id, "meter_2");
    EXPECT_EQ (nth (notes, 2)->kind, WATTLE_CHILD_END);

    g_autoptr (GPtrArray) again = wattle_device_take_child_notes (device);
    EXPECT_EQ (again->len, 0u);
}

TEST (DeviceChildren, AnIdThatIsNoneIsIgnored)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_begin_answer (device, 1);
    wattle_device_set_child (device, "Not Valid", "meter", "0", nullptr);
    wattle_device_set_child (device, "", "meter", "0", nullptr);
    EXPECT_EQ (wattle_device_commit_answer (device), 0);
    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    EXPECT_EQ (notes->len, 0u);
}

TEST (DeviceChildren, ADroppedListingTakesOnlyItsOwnNotesAlong)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_begin_answer (device, 1);
    wattle_device_set_child (device, "meter_1", "meter", "0", nullptr);
    wattle_device_commit_answer (device);
    wattle_device_begin_answer (device, 2);
    wattle_device_set_child (device, "meter_2", "meter", "1", nullptr);
    wattle_device_end_children (device);
    wattle_device_drop_answer (device);

    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    ASSERT_EQ (notes->len, 1u);
    EXPECT_STREQ (nth (notes, 0)->id, "meter_1");
}

// A listing that breaks off in the middle must not make sub-devices vanish.
TEST (DeviceChildren, AListingThatIsTooLongNeverEnds)
{
    g_autoptr (WattleDevice) device = make_device ();

    wattle_device_begin_answer (device, 1);
    for (int i = 0; i < 300; i++)
        wattle_device_set_child (device, ("meter_" + std::to_string (i)).c_str (), "meter", "0",
                                 nullptr);
    wattle_device_end_children (device);
    wattle_device_commit_answer (device);

    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    EXPECT_EQ (notes->len, 256u);
    for (guint i = 0; i < notes->len; i++)
        EXPECT_NE (nth (notes, i)->kind, WATTLE_CHILD_END);
}
