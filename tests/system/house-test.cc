// SPDX-License-Identifier: LGPL-2.1-or-later
// The way of one value: emulator, link, plugin, model, broker.
#include "system/house.h"

#include <csignal>
#include <set>

using namespace wattle_test;

namespace
{

const char *const EVERYBODY[] = { "", GATEWAY, GRID_METER, HEAT_METER, SIMULATED };

std::set<std::string>
members_of (JsonObject *object)
{
    std::set<std::string> names;
    g_autoptr (GList) list = json_object_get_members (object);

    for (GList *link = list; link != nullptr; link = link->next)
        names.insert (static_cast<const char *> (link->data));
    return names;
}

// The components of a device that show a value.
std::set<std::string>
entities_of (JsonObject *description)
{
    JsonObject *components = json_object_get_object_member (description, "components");
    std::set<std::string> names;

    for (const std::string &name : members_of (components)) {
        JsonObject *component = json_object_get_object_member (components, name.c_str ());
        std::string platform = json_object_get_string_member (component, "platform");

        if (platform != "button")
            names.insert (name);
    }
    return names;
}

// What has no value, and what has one though nobody has overridden anything.
std::set<std::string>
find_wrong (JsonObject *state)
{
    std::set<std::string> names;

    for (const std::string &name : members_of (state))
        if (json_object_get_null_member (state, name.c_str ()) !=
            g_str_has_suffix (name.c_str (), "_override_until"))
            names.insert (name);
    return names;
}

std::string
device_text (JsonObject *description, const char *name)
{
    return json_object_get_string_member_with_default (
        json_object_get_object_member (description, "device"), name, "");
}

} // namespace

// One house for all: they only look, the last one ends it.
class SystemHouse : public testing::Test
{
  protected:
    static void
    SetUpTestSuite ()
    {
        house = new House ();
        house->start_emulator ();
        house->add_gateway ();
        house->add_simulated ();
        house->start_host ();
    }

    static void
    TearDownTestSuite ()
    {
        delete house;
    }

    // A device that was read while the host found its broker is described whole a moment later, and
    // totals are shown once they are on disk.
    static bool
    is_whole (const char *id)
    {
        Json description = house->describe (id);
        Json state = house->state (id);

        return description != nullptr && state != nullptr &&
               entities_of (description.get ()) == members_of (state.get ()) &&
               find_wrong (state.get ()).empty ();
    }

    void
    SetUp () override
    {
        ASSERT_TRUE (spin ([] { return house->all_available (); })) << house->host->err ();
        ASSERT_TRUE (spin ([] {
            for (const char *id : EVERYBODY)
                if (!is_whole (id))
                    return false;
            return true;
        })) << house->host->err ();
    }

    static House *house;
};

House *SystemHouse::house;

TEST_F (SystemHouse, KeepsOneDiscoveryMessagePerDevice)
{
    std::set<std::string> topics;
    MqttProbe newcomer (house->broker_port, "homeassistant/#", house->user, house->password);

    ASSERT_TRUE (spin ([&] { return newcomer.messages ().size () >= 7; }));
    for (const MqttMessage &message : newcomer.messages ()) {
        if (!message.retained)
            continue;
        EXPECT_TRUE (topics.insert (message.topic).second) << message.topic;
    }
    EXPECT_EQ (topics,
               (std::set<std::string>{ "homeassistant/device/wattle/config",
                                       "homeassistant/device/wattle_sg/config",
                                       "homeassistant/device/wattle_sim/config",
                                       "homeassistant/device/wattle_iskra_sg_i0026113/config",
                                       "homeassistant/device/wattle_iskra_sg_w4183307/config",
                                       "homeassistant/device/wattle_iskra_sg_bi010254/config",
                                       "homeassistant/device/wattle_sg_ir_bicom/config" }));
}

TEST_F (SystemHouse, FormsATreeOfDevices)
{
    const struct {
        const char *id, *via, *model, *serial;
    } rows[] = {
        { "", "", "", "" },
        { GATEWAY, "wattle", "SG-E1", "IS004217" },
        { GRID_METER, "wattle_sg", "IE38MD", "I0026113" },
        { HEAT_METER, "wattle_sg", "WM3M4C", "W4183307" },
        { SIMULATED, "wattle", "Simulated meter", "" },
    };

    for (const auto &row : rows) {
        Json description = house->describe (row.id);

        ASSERT_NE (description, nullptr) << row.id;
        EXPECT_EQ (device_text (description.get (), "via_device"), row.via) << row.id;
        EXPECT_EQ (device_text (description.get (), "model"), row.model) << row.id;
        EXPECT_EQ (device_text (description.get (), "serial_number"), row.serial) << row.id;
    }
}

// The emulator lacks nothing that it announces, so nothing is null.
TEST_F (SystemHouse, EveryEntityHasAValue)
{
    for (const char *id : EVERYBODY) {
        Json description = house->describe (id);
        Json state = house->state (id);

        EXPECT_EQ (entities_of (description.get ()), members_of (state.get ())) << id;
        EXPECT_EQ (find_wrong (state.get ()), std::set<std::string> ()) << id;
    }
    EXPECT_GE (entities_of (house->describe (GRID_METER).get ()).size (), 50u);
    EXPECT_GE (entities_of (house->describe (GATEWAY).get ()).size (), 15u);
}

TEST_F (SystemHouse, ShowsTheMeasurementsOfTheEmulator)
{
    EXPECT_TRUE (house->shows_current_values (GRID_METER, 0));
    EXPECT_TRUE (house->shows_current_values (HEAT_METER, 1));
    EXPECT_FALSE (house->shows_current_values (HEAT_METER, 0)); // or the test proves nothing
}

TEST_F (SystemHouse, ShowsTheCountersInKilowattHours)
{
    const struct {
        const char *key;
        unsigned place;
    } rows[] = { { "energy_import", 0 }, { "energy_export", 1 } };
    Json state = house->state (GRID_METER);
    Json answer = house->get ("/api/counter/0");
    JsonArray *counters = json_object_get_array_member (
        json_object_get_object_member (answer.get (), "counters"), "non_resettable");

    for (const auto &row : rows) {
        JsonObject *counter = json_array_get_object_element (counters, row.place);

        EXPECT_STREQ (json_object_get_string_member (counter, "unit"), "Wh");
        EXPECT_NEAR (json_object_get_double_member (state.get (), row.key) * 1000,
                     json_object_get_double_member (counter, "value"), 1)
            << row.key;
    }
}

TEST_F (SystemHouse, ShowsTheStatusOfTheGateway)
{
    Json state = house->state (GATEWAY);

    EXPECT_STREQ (json_object_get_string_member (state.get (), "error"), "OFF");
    EXPECT_STREQ (json_object_get_string_member (state.get (), "software_version"), "2.09");
    EXPECT_STREQ (json_object_get_string_member (state.get (), "mac_address"), "a8:03:2a:5d:10:7c");
    EXPECT_TRUE (spin ([] {
        return json_object_get_int_member (house->state ("").get (), "connected_devices") == 6;
    })) << "the host says so within its own shortest interval";
    EXPECT_EQ (json_object_get_int_member (house->state ("").get (), "problems"), 0);
}

TEST_F (SystemHouse, AnswersTheBirthMessageWithinFiveSeconds)
{
    size_t before;
    auto heard = [&] (const std::string &topic) {
        const auto &messages = house->probe->messages ();

        for (size_t i = before; i < messages.size (); i++)
            if (messages[i].topic == topic)
                return true;
        return false;
    };

    before = house->probe->messages ().size ();
    house->probe->publish ("homeassistant/status", "online");
    EXPECT_TRUE (spin (
        [&] {
            for (const std::string id : EVERYBODY) {
                std::string name = id.empty () ? "wattle" : "wattle_" + id;
                std::string alive =
                    id.empty () ? "wattle/bridge/state" : "wattle/" + id + "/availability";

                if (!heard ("homeassistant/device/" + name + "/config") || !heard (alive) ||
                    !heard (house->state_topic (id)))
                    return false;
            }
            return true;
        },
        5000));
}

TEST_F (SystemHouse, TheIdentifyButtonMakesTheGatewayBlink)
{
    Json description = house->describe (GATEWAY);
    JsonObject *button = json_object_get_object_member (
        json_object_get_object_member (description.get (), "components"), "identify");

    ASSERT_NE (button, nullptr);
    EXPECT_STREQ (json_object_get_string_member (button, "platform"), "button");
    EXPECT_EQ (json_object_get_int_member (house->get ("/emulator/state").get (), "led"), 0);
    house->probe->publish (
        json_object_get_string_member (button, "command_topic"),
        json_object_get_string_member_with_default (button, "payload_press", "PRESS"));
    EXPECT_TRUE (spin ([] {
        return json_object_get_int_member (house->get ("/emulator/state").get (), "led") == 1;
    })) << house->host->err ();
}

TEST_F (SystemHouse, AsksTheGatewayOneThingAtATime)
{
    EXPECT_EQ (json_object_get_int_member (house->get ("/emulator/state").get (), "most_parallel"),
               1);
}

// The last one: the house ends with it.
TEST_F (SystemHouse, SaysGoodbyeAndEndsWithinFiveSeconds)
{
    std::vector<int> children = house->host->children ();
    gint64 began = g_get_monotonic_time ();

    ASSERT_EQ (children.size (), 1u);
    EXPECT_NE (name_of (children[0]).find ("mosquitto"), std::string::npos);
    house->host->send (SIGTERM);
    EXPECT_TRUE (spin (
        [] {
            for (const char *id : EVERYBODY)
                if (house->available (id))
                    return false;
            return true;
        },
        5000));
    EXPECT_EQ (house->host->wait (5000), 0) << house->host->err ();
    EXPECT_LT (g_get_monotonic_time () - began, 5 * G_USEC_PER_SEC);
    for (const char *id : { GATEWAY, GRID_METER, HEAT_METER, SIMULATED })
        EXPECT_TRUE (house->probe->has (std::string ("wattle/") + id + "/availability", "offline"))
            << id;
    EXPECT_FALSE (is_alive (children[0]));
}
