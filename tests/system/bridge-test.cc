// SPDX-License-Identifier: LGPL-2.1-or-later
// The bridge of a running host, and what clients on the bus learn of its discovery messages.
#include "system/house.h"

#include <csignal>

using namespace wattle_test;

namespace
{

class SystemBridge : public testing::Test
{
  protected:
    SystemBridge ()
    {
        g_test_dbus_up (bus);
        house.environment["DBUS_SESSION_BUS_ADDRESS"] = g_test_dbus_get_bus_address (bus);
        house.add_simulated ();
    }

    ~SystemBridge () override
    {
        house.host.reset ();
        g_clear_object (&connection);
        g_test_dbus_stop (bus);
        g_object_unref (bus);
    }

    void
    set_mode (const std::string &mode)
    {
        std::string text = "[Bridge]\nMode=" + mode + "\n";

        if (broker != nullptr)
            text += "[Mqtt]\nBroker=mqtt://127.0.0.1:" + std::to_string (broker->port ()) + "\n";
        house.configure ("wattle.conf", text);
    }

    void
    start_at_a_broker (const std::string &mode)
    {
        broker = std::make_unique<MqttBroker> ();
        set_mode (mode);
        house.host = house.run_host ({});
        house.broker_port = broker->port ();
        house.look ();
        ASSERT_TRUE (spin ([&] { return house.available (SIMULATED); })) << house.host->err ();
    }

    // Waits for an answer that holds these words.
    bool
    ask (const std::string &name, const std::string &payload, const std::string &words)
    {
        std::string topic = "wattle/bridge/response/" + name;
        int before = house.probe->count (topic);

        house.probe->publish ("wattle/bridge/request/" + name, payload);
        return spin ([&] { return house.probe->count (topic) > before; }) &&
               house.probe->last (topic)->payload.find (words) != std::string::npos;
    }

    bool
    is_kept (const std::string &topic)
    {
        MqttProbe late (house.broker_port, topic, house.user, house.password);

        late.publish ("wattle/bridge/request/none", "{}");
        return late.count (topic) > 0;
    }

    GVariant *
    call (const char *method, GVariant *parameters = nullptr)
    {
        g_autoptr (GError) error = nullptr;

        if (connection == nullptr)
            connection = g_dbus_connection_new_for_address_sync (
                g_test_dbus_get_bus_address (bus),
                (GDBusConnectionFlags)(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                       G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
                nullptr, nullptr, &error);
        GVariant *result = g_dbus_connection_call_sync (
            connection, "org.wattle.Wattle1", "/org/wattle/Wattle1", "org.wattle.Wattle1.Manager",
            method, parameters, nullptr, G_DBUS_CALL_FLAGS_NONE, 20000, nullptr, &error);

        EXPECT_NE (result, nullptr) << error->message;
        return result;
    }

    // "device change", one a line.
    std::string
    preview ()
    {
        g_autoptr (GVariant) result = call ("PreviewDiscovery");
        std::string text;

        if (result == nullptr)
            return "(none)";
        g_autoptr (GVariant) rows = g_variant_get_child_value (result, 0);
        for (gsize i = 0; i < g_variant_n_children (rows); i++) {
            g_autoptr (GVariant) row = g_variant_get_child_value (rows, i);
            const char *device;
            const char *change;

            g_variant_lookup (row, "device", "&s", &device);
            g_variant_lookup (row, "change", "&s", &change);
            text += std::string (device) + " " + change + "\n";
        }
        return text;
    }

    std::string
    prune (bool dry_run)
    {
        g_autoptr (GVariant) result = call ("PruneDiscovery", g_variant_new ("(b)", dry_run));
        g_autofree char *text = result != nullptr ? g_variant_print (result, FALSE) : nullptr;

        return text != nullptr ? text : "(none)";
    }

    GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);
    GDBusConnection *connection = nullptr;
    std::unique_ptr<MqttBroker> broker;
    House house;
};

} // namespace

TEST_F (SystemBridge, AddsADeviceForHomeAssistantsAccount)
{
    set_mode ("write");
    house.start_host ();
    EXPECT_TRUE (ask ("health_check", "", R"("healthy":true)"));
    EXPECT_TRUE (ask ("device/add", R"({"driver":"example","id":"second","transaction":"t"})",
                      R"({"data":{"id":"second"},"status":"ok","transaction":"t"})"));
    EXPECT_TRUE (spin ([&] { return house.available ("second"); })) << house.host->err ();
    EXPECT_TRUE (spin ([&] {
        return house.probe->has ("wattle/bridge/logging",
                                 R"({"level":"message","message":"second: online"})");
    })) << house.host->err ();
    EXPECT_TRUE (spin ([&] {
        return house.probe->last ("wattle/bridge/devices")->payload.find (R"("id":"second")") !=
               std::string::npos;
    }));
    EXPECT_TRUE (ask ("log_level", R"({"level":"debug"})", R"({"level":"debug"})"));
    EXPECT_TRUE (ask ("problems", "", R"({"data":[],"status":"ok"})")) << "it still answers";
    EXPECT_TRUE (ask ("device/remove", R"({"id":"second"})", R"("status":"ok")"));
    EXPECT_TRUE (spin ([&] { return house.describe ("second") == nullptr; }));
}

TEST_F (SystemBridge, TakesAwayItsTopicsWhenItIsSwitchedOff)
{
    start_at_a_broker ("read");
    EXPECT_TRUE (spin ([&] { return is_kept ("wattle/bridge/info"); }));
    EXPECT_TRUE (ask ("reload", "{}", "Mode=read"));
    set_mode ("off");
    house.host->send (SIGHUP);
    EXPECT_TRUE (spin ([&] { return house.probe->has ("wattle/bridge/info", ""); }))
        << house.host->err ();
    for (const char *topic : { "info", "devices", "health" })
        EXPECT_TRUE (spin ([&] { return !is_kept (std::string ("wattle/bridge/") + topic); }))
            << topic;
    EXPECT_TRUE (spin ([&] { return house.available (SIMULATED); }));
    EXPECT_TRUE (house.host->running ());
}

TEST_F (SystemBridge, AnswersBeforeItReloadsWhatClosesIt)
{
    start_at_a_broker ("write");
    set_mode ("read");
    EXPECT_TRUE (ask ("reload", "{}", R"("status":"ok")"));
    EXPECT_TRUE (spin ([&] {
        return house.probe->last ("wattle/bridge/info")->payload.find (R"("mode":"read")") !=
               std::string::npos;
    })) << house.host->err ();
    EXPECT_TRUE (ask ("reload", "{}", "Mode=read"));
    EXPECT_TRUE (house.host->running ());
}

TEST_F (SystemBridge, TellsClientsOnTheBusWhatIsLeftOver)
{
    start_at_a_broker ("read");
    ASSERT_TRUE (spin ([&] { return house.state (SIMULATED) != nullptr; }));
    EXPECT_EQ (preview (), " same\nsim same\n");
    house.probe->publish ("homeassistant/device/wattle_old/config",
                          R"({"device":{"identifiers":["wattle_old"]},"origin":{"name":"Wattle"},)"
                          R"("state_topic":"wattle/old/state","components":{}})",
                          true);
    house.probe->publish ("homeassistant/device/other/config",
                          R"({"dev":{"ids":["wattle_sim"]},"o":{"name":"x"},"cmps":{}})", true);
    EXPECT_EQ (preview (), " same\nsim clash\nold vanish\n");
    EXPECT_EQ (prune (true),
               "(['wattle/old/availability', 'homeassistant/device/wattle_old/config'],)");
    EXPECT_TRUE (is_kept ("homeassistant/device/wattle_old/config"));
    EXPECT_EQ (prune (false),
               "(['wattle/old/availability', 'homeassistant/device/wattle_old/config'],)");
    EXPECT_FALSE (is_kept ("homeassistant/device/wattle_old/config"));
    EXPECT_EQ (prune (false), "([],)");
}
