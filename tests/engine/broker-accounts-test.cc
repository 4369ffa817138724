// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-embedded-broker.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <csignal>

#include "engine/wattle-broker-state.h"
#include "support/mqtt-client-fixture.h"

using namespace wattle_test;

namespace
{

class BrokerAccounts : public testing::Test
{
  protected:
    BrokerAccounts ()
    {
        renew ();
    }

    ~BrokerAccounts () override
    {
        g_object_unref (broker_);
        g_object_unref (clock_);
    }

    void
    renew ()
    {
        g_clear_object (&broker_);
        broker_ = wattle_embedded_broker_new (dir_.path ().c_str (), "loopback", clock_);
        wattle_embedded_broker_set_topics (broker_, "house", "discover");
    }

    void
    set (const char *id, std::vector<const char *> filters)
    {
        filters.push_back (nullptr);
        wattle_embedded_broker_set_account (broker_, id, filters.data ());
    }

    void
    start ()
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (wattle_embedded_broker_start (broker_, &error)) << error->message;
        ASSERT_TRUE (spin ([this] { return wattle_embedded_broker_is_ready (broker_); }));
    }

    bool
    stop ()
    {
        bool done = false;

        wattle_embedded_broker_stop (
            broker_, [] (gpointer data) { *(bool *)data = true; }, &done);
        return spin ([&] { return done; });
    }

    MqttProbe
    join (const std::string &user, const std::string &filter = "#")
    {
        return MqttProbe (wattle_embedded_broker_get_port (broker_), filter, user, password (user));
    }

    std::string
    password (const std::string &user)
    {
        if (user == "wattle")
            return wattle_embedded_broker_get_password (broker_);
        if (user == "homeassistant")
            return wattle_embedded_broker_get_client_password (broker_);

        const char *text =
            wattle_embedded_broker_get_account_password (broker_, user.substr (7).c_str ());
        return text != nullptr ? text : "";
    }

    bool
    lets_in (const std::string &user, const std::string &password)
    {
        MqttClient client (wattle_embedded_broker_get_port (broker_), clock_,
                           user.empty () ? nullptr : user.c_str (),
                           user.empty () ? nullptr : password.c_str ());

        spin ([&] {
            return client.connected () || wattle_mqtt_client_get_detail (client) != nullptr;
        });
        return client.connected ();
    }

    // Whether what @user says on a topic reaches the host.
    bool
    can_write (const std::string &user, const std::string &topic)
    {
        MqttProbe host = join ("wattle");
        MqttProbe writer = join (user, "none");

        writer.publish (topic, "1");
        host.publish ("mark", "1");
        EXPECT_TRUE (spin ([&] { return host.has ("mark", "1"); }));
        return host.has (topic, "1");
    }

    // Whether what the host says there reaches @user.
    bool
    can_read (const std::string &user, const std::string &topic, const std::string &mark)
    {
        MqttProbe host = join ("wattle", "none");
        MqttProbe reader = join (user);

        host.publish (topic, "1");
        host.publish (mark, "mark");
        EXPECT_TRUE (spin ([&] { return reader.has (mark, "mark"); })) << user;
        return reader.has (topic, "1");
    }

    TempDir dir_;
    WattleClock *clock_ = wattle_clock_new (1);
    WattleEmbeddedBroker *broker_ = nullptr;
};

TEST_F (BrokerAccounts, DeviceReadsAndWritesItsOwnTopicsOnly)
{
    set ("meter", { "meter/#" });
    set ("boiler", { "boiler/#", "tele/boiler/#" });
    start ();

    EXPECT_TRUE (can_write ("device_meter", "meter/power"));
    EXPECT_FALSE (can_write ("device_meter", "boiler/relay"));
    EXPECT_FALSE (can_write ("device_meter", "house/boiler/output_1/set"));
    EXPECT_FALSE (can_write ("device_meter", "discover/device/x/config"));
    EXPECT_FALSE (can_write ("device_meter", "house/bridge/request/reload"));
    EXPECT_TRUE (can_write ("device_boiler", "tele/boiler/state"));
    EXPECT_TRUE (can_read ("device_meter", "meter/cmd", "meter/mark"));
    EXPECT_FALSE (can_read ("device_meter", "boiler/cmd", "meter/mark"));
    EXPECT_FALSE (can_read ("device_meter", "house/boiler/state", "meter/mark"));
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerAccounts, HomeAssistantCanDoItsPart)
{
    set ("meter", { "meter/#" });
    start ();

    EXPECT_TRUE (can_write ("homeassistant", "house/boiler/output_1/set"));
    EXPECT_TRUE (can_write ("homeassistant", "homeassistant/status"));
    EXPECT_TRUE (can_write ("homeassistant", "discover/status"));
    EXPECT_TRUE (can_write ("homeassistant", "discover/device/house_boiler/config"));
    EXPECT_TRUE (can_write ("homeassistant", "house/bridge/request/device/add"));
    EXPECT_FALSE (can_write ("homeassistant", "house/bridge/response/device/add"));
    EXPECT_FALSE (can_write ("homeassistant", "house/bridge/info"));
    EXPECT_FALSE (can_write ("homeassistant", "house/boiler/state"));
    EXPECT_FALSE (can_write ("homeassistant", "house/bridge/state"));
    EXPECT_FALSE (can_write ("homeassistant", "meter/cmd"));
    EXPECT_TRUE (can_read ("homeassistant", "house/boiler/state", "house/mark"));
    EXPECT_TRUE (can_read ("homeassistant", "discover/device/house_boiler/config", "house/mark"));
    EXPECT_FALSE (can_read ("homeassistant", "meter/power", "house/mark"));
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerAccounts, RefusesWhoHasNone)
{
    set ("meter", { "meter/#" });
    start ();
    EXPECT_TRUE (lets_in ("device_meter", password ("device_meter")));
    EXPECT_FALSE (lets_in ("device_meter", password ("wattle")));
    EXPECT_FALSE (lets_in ("device_other", password ("device_meter")));
    EXPECT_FALSE (lets_in ("", ""));
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerAccounts, KeepsPasswordsWhileADeviceIsAway)
{
    set ("meter", { "meter/#" });
    start ();
    std::string before = password ("device_meter");
    EXPECT_GE (before.size (), 20u);
    ASSERT_TRUE (stop ());

    renew ();
    start ();
    EXPECT_FALSE (lets_in ("device_meter", before)) << "it is not configured now";
    ASSERT_TRUE (stop ());

    renew ();
    set ("meter", { "meter/#" });
    start ();
    EXPECT_EQ (password ("device_meter"), before);
    EXPECT_TRUE (lets_in ("device_meter", before));
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerAccounts, OfABackupCountFromTheNextStart)
{
    const char text[] = "[Broker]\nPort=2345\n[wattle]\nPassword=0123456789abc\n"
                        "[homeassistant]\nPassword=abcdefghijklm\n";

    start ();
    std::string before = wattle_embedded_broker_get_client_password (broker_);
    ASSERT_TRUE (wattle_broker_state_import (dir_.path ().c_str (), text, strlen (text), nullptr));
    set ("cellar", { "cellar/#" });
    wattle_embedded_broker_reload (broker_);
    EXPECT_EQ (wattle_embedded_broker_get_client_password (broker_), before);
    ASSERT_TRUE (stop ());

    for (int i = 0; i < 2; i++) {
        renew ();
        EXPECT_STREQ (wattle_embedded_broker_get_client_password (broker_), "abcdefghijklm");
        EXPECT_EQ (wattle_embedded_broker_get_port (broker_), 2345);
    }
}

TEST_F (BrokerAccounts, TakesOverChangesWithoutARestart)
{
    start ();
    std::string pid = wattle_embedded_broker_get_pid (broker_);
    MqttProbe host = join ("wattle", "stay");

    set ("meter", { "meter/#" });
    wattle_embedded_broker_reload (broker_);
    EXPECT_TRUE (spin ([&] { return lets_in ("device_meter", password ("device_meter")); }));
    EXPECT_TRUE (can_write ("device_meter", "meter/power"));

    set ("meter", { "other/#" });
    wattle_embedded_broker_reload (broker_);
    EXPECT_TRUE (spin ([&] { return can_write ("device_meter", "other/power"); }));
    EXPECT_FALSE (can_write ("device_meter", "meter/power"));

    wattle_embedded_broker_set_account (broker_, "meter", nullptr);
    wattle_embedded_broker_reload (broker_);
    EXPECT_TRUE (spin ([&] { return !lets_in ("device_meter", password ("device_meter")); }));
    EXPECT_EQ (wattle_embedded_broker_get_pid (broker_), pid);
    host.publish ("stay", "1");
    EXPECT_TRUE (spin ([&] { return host.has ("stay", "1"); })) << "others were thrown out";
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerAccounts, FilesAreTheHostsOwnAndHoldNoPasswordButOne)
{
    set ("meter", { "meter/#" });
    start ();
    for (const char *name :
         { "broker.conf", "mosquitto.conf", "mosquitto.passwd", "mosquitto.acl" }) {
        g_autofree char *text = nullptr;
        GStatBuf info;

        ASSERT_EQ (g_stat (dir_.file (name).c_str (), &info), 0) << name;
        EXPECT_EQ (info.st_mode & 0777, 0600u) << name;
        ASSERT_TRUE (g_file_get_contents (dir_.file (name).c_str (), &text, nullptr, nullptr));
        for (const char *user : { "wattle", "homeassistant", "device_meter" })
            EXPECT_EQ (strstr (text, password (user).c_str ()) != nullptr,
                       g_str_equal (name, "broker.conf"))
                << name << " " << user;
    }
    EXPECT_TRUE (stop ());
}

} // namespace
