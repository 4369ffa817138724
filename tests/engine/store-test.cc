// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-store.h"

#include <gtest/gtest.h>

#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class Store : public testing::Test
{
  protected:
    ~Store () override
    {
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    void
    device (const char *id, const std::string &text)
    {
        dir.write (std::string ("devices.d/") + id + ".conf", text);
    }

    // Loads one device file. The problem it makes, without the folder.
    std::string
    problem_of (const std::string &text)
    {
        device ("meter", text);
        wattle_problems_clear_subject (problems, "meter");
        wattle_store_load (store);
        if (wattle_problems_get_count (problems) == 0)
            return "";

        EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, "meter");
        std::string message = wattle_problems_get (problems, 0)->message;
        std::string folder = dir.file ("devices.d/");
        EXPECT_EQ (message.rfind (folder, 0), 0u) << message;
        return message.substr (folder.size ());
    }

    std::string
    host_problem (const std::string &text)
    {
        dir.write ("wattle.conf", text);
        wattle_problems_clear_subject (problems, "host");
        wattle_store_load (store);
        return wattle_problems_get_count (problems) > 0 ? wattle_problems_get (problems, 0)->message
                                                        : "";
    }

    size_t
    count ()
    {
        return wattle_store_get_devices (store)->len;
    }

    const WattleDeviceConfig *
    get (guint index)
    {
        return (const WattleDeviceConfig *)wattle_store_get_devices (store)->pdata[index];
    }

    int
    interval_of (const std::string &text)
    {
        problem_of ("[Device]\nDriver=x\nInterval=" + text + "\n");
        return count () == 1 ? get (0)->interval_ms : -2;
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleStore *store = wattle_store_new (dir.path ().c_str (), problems);
};

TEST_F (Store, ReadsADevice)
{
    EXPECT_EQ (problem_of ("# mine\n[Device]\nFormat=1\nDriver=iskra-sg\nModel=gateway\n"
                           "Name=Cellar\nEnabled=false\nInterval=5s\n"
                           "[Link]\nHttp=http://192.0.2.1\nMqtt=\n[Options]\nUser= admin \n"),
               "");
    ASSERT_EQ (count (), 1u);
    EXPECT_STREQ (get (0)->id, "meter");
    EXPECT_STREQ (get (0)->driver, "iskra-sg");
    EXPECT_STREQ (get (0)->model, "gateway");
    EXPECT_STREQ (get (0)->name, "Cellar");
    EXPECT_FALSE (get (0)->enabled);
    EXPECT_EQ (get (0)->interval_ms, 5000);
    EXPECT_STREQ (get (0)->uris[WATTLE_LINK_HTTP], "http://192.0.2.1");
    EXPECT_STREQ (get (0)->uris[WATTLE_LINK_MQTT], "");
    ASSERT_EQ (get (0)->options->len, 2u);
    EXPECT_STREQ ((char *)get (0)->options->pdata[0], "User");
    EXPECT_STREQ ((char *)get (0)->options->pdata[1], "admin");
}

TEST_F (Store, ReadsIntervalsWithTheirUnit)
{
    EXPECT_EQ (interval_of ("500ms"), 500);
    EXPECT_EQ (interval_of ("1.5s"), 1500);
    EXPECT_EQ (interval_of ("10 s"), 10000);
    EXPECT_EQ (interval_of ("5min"), 300000);
    EXPECT_EQ (interval_of ("0"), 0);
    EXPECT_EQ (interval_of ("1440min"), 86400000);
    for (const char *wrong :
         { "10", "-1s", "1441min", "s", "", "1e99s", "nan", "infs", "1h", "1ss" })
        EXPECT_EQ (interval_of (wrong), -2) << wrong;
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\nInterval=10\n"),
               "meter.conf: [Device] Interval: must be a time up to 24 hours with its unit: 500ms, "
               "10s or 5min; or 0");
}

TEST_F (Store, NamesFileGroupKeyAndWhatIsAllowed)
{
    EXPECT_EQ (problem_of ("[Device]\nName=x\n"),
               "meter.conf: [Device] Driver: must be set to the name of a driver");
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\nEnabled=yes\n"),
               "meter.conf: [Device] Enabled: must be true or false");
    EXPECT_EQ (
        problem_of ("[Device]\nDriver=x\nFormat=2\n"),
        "meter.conf: [Device] Format: this file is of format 2, written for a newer Wattle; this "
        "one knows the formats up to 1, and leaves the file as it is");
    EXPECT_EQ (count (), 0u);
}

TEST_F (Store, NamesTheKeyWhoseBackslashMeansNothing)
{
    std::string message = problem_of ("[Device]\nDriver=x\n[Options]\nPassword=hid\\den\n");

    EXPECT_EQ (message,
               "meter.conf: [Options] Password: must be text in UTF-8 in which a backslash "
               "is written twice");
    EXPECT_EQ (count (), 0u);
}

TEST_F (Store, IgnoresUnknownKeysAndGroupsButSaysSo)
{
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\nDrvier=y\n"),
               "meter.conf: [Device] Drvier: no such key, ignored; there are: Format, Driver, "
               "Model, Name, Enabled, Interval, MaxPower");
    EXPECT_EQ (count (), 1u);
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\n[Link]\nSerial=y\n"),
               "meter.conf: [Link] Serial: no such key, ignored; there are: Http, "
               "HttpCertificate, Modbus, Mqtt, MqttTopics");
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\n[Lnik]\nHttp=y\n"),
               "meter.conf: [Lnik]: no such group, ignored; there are: Device, Link, Options, "
               "Replaced, Output KEY");
    EXPECT_EQ (count (), 1u);
}

TEST_F (Store, SaysWhatAFingerprintOfACertificateMustBe)
{
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\n[Link]\nHttp=https://h\nHttpCertificate=AB:CD\n"),
               "meter.conf: [Link] HttpCertificate: “AB:CD” is no fingerprint of a certificate; "
               "allowed is sha256: and 32 pairs of the digits 0-9 and A-F, with colons between "
               "them");
    EXPECT_EQ (problem_of ("[Device]\nDriver=x\n[Link]\nHttp=http://h\nHttpCertificate=sha256:" +
                           std::string (64, 'A') + "\n"),
               "meter.conf: [Link] HttpCertificate: is for devices with an https:// address in "
               "Http=; others have no certificate");
    EXPECT_EQ (count (), 0u);
}

TEST_F (Store, KeepsOtherDevicesWhenAFileIsBroken)
{
    device ("aaa", "[Device]\nDriver=x\n");
    device ("zzz", "[Device]\nDriver=x\n");
    for (std::string broken :
         { std::string ("[Device\nDriver=x\n"), std::string ("Driver=x\n"),
           std::string ("\xff\xfe\x00\x01[Device]", 12), std::string ("[Device]\nDriver=\xff\n"),
           std::string ("[Device]\nDriver=x\0y\n", 20), std::string (300000, '#') }) {
        EXPECT_NE (problem_of (broken), "");
        EXPECT_EQ (count (), 2u);
    }
    EXPECT_EQ (problem_of (""), "meter.conf: [Device] Driver: must be set to the name of a driver");
}

TEST_F (Store, SaysWhatAFileNameMustBe)
{
    dir.write ("devices.d/My Meter.conf", "[Device]\nDriver=x\n");
    dir.write ("devices.d/.hidden.conf", "[Device]\n");
    dir.write ("devices.d/meter.conf~", "[Device]\n");
    wattle_store_load (store);
    EXPECT_EQ (count (), 0u);
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_NE (strstr (wattle_problems_get (problems, 0)->message, "lower-case"), nullptr);
}

TEST_F (Store, HasDefaultsForTheHost)
{
    wattle_store_load (store);
    const WattleHostConfig *host = wattle_store_get_host (store);

    EXPECT_STREQ (host->instance, "wattle");
    EXPECT_STREQ (host->mqtt.uri, "");
    EXPECT_STREQ (host->listen, "loopback");
    EXPECT_STREQ (host->discovery_prefix, "homeassistant");
    EXPECT_EQ (wattle_problems_get_count (problems), 0u) << "no file is needed";
}

TEST_F (Store, LetsLaterFilesWin)
{
    dir.write ("wattle.conf", "[Host]\nInstance=one\n[Mqtt]\nBroker=mqtt://a\nUser=u\n");
    dir.write ("conf.d/10.conf", "[Host]\nInstance=two\n");
    dir.write ("conf.d/20.conf", "[Mqtt]\nBroker=mqtt://b\n");
    wattle_store_load (store);
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "two");
    EXPECT_STREQ (wattle_store_get_host (store)->mqtt.uri, "mqtt://b:1883");
    EXPECT_STREQ (wattle_store_get_host (store)->mqtt.user, "u");
}

TEST_F (Store, RefusesAPortOutOfRangeAndKeepsTheDefault)
{
    std::string message = host_problem ("[EmbeddedBroker]\nPort=70000\n[Host]\nInstance=a\n");

    EXPECT_EQ (message, dir.file ("wattle.conf") +
                            ": [EmbeddedBroker] Port: must be a whole number from 0 to 65535");
    EXPECT_EQ (wattle_store_get_host (store)->port, 0);
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "a");
}

TEST_F (Store, RefusesAnInstanceThatIsNoIdentifier)
{
    EXPECT_NE (host_problem ("[Host]\nInstance=My/House\n").find ("[Host] Instance: must be"),
               std::string::npos);
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "wattle");
}

TEST_F (Store, RefusesADiscoveryPrefixThatIsNoTopic)
{
    for (const char *prefix : { "foo/#", "+/foo", "", "ho me", "ho\\tme", "ho\u00a0me", "ho\x01me",
                                "$SYS", "/foo", "foo/", "foo//bar" }) {
        std::string message =
            host_problem (std::string ("[HomeAssistant]\nDiscoveryPrefix=") + prefix + "\n");

        EXPECT_EQ (message.find (dir.file ("wattle.conf") +
                                 ": [HomeAssistant] DiscoveryPrefix: must be a topic such as "),
                   0u)
            << prefix << ": " << message;
        EXPECT_STREQ (wattle_store_get_host (store)->discovery_prefix, "homeassistant") << prefix;
    }
    EXPECT_EQ (host_problem ("[HomeAssistant]\nDiscoveryPrefix=my/hiša$\n"), "");
    EXPECT_STREQ (wattle_store_get_host (store)->discovery_prefix, "my/hiša$");
}

TEST_F (Store, RefusesADiscoveryPrefixLikeTheInstance)
{
    EXPECT_NE (host_problem ("[Host]\nInstance=home\n[HomeAssistant]\nDiscoveryPrefix=home\n")
                   .find ("[HomeAssistant] DiscoveryPrefix: must be another word than Instance"),
               std::string::npos);
    EXPECT_STREQ (wattle_store_get_host (store)->discovery_prefix, "homeassistant");
    EXPECT_NE (host_problem ("[Host]\nInstance=homeassistant\n")
                   .find ("[Host] Instance: must be another word than DiscoveryPrefix"),
               std::string::npos);
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "wattle");
    EXPECT_EQ (
        host_problem ("[Host]\nInstance=homeassistant\n[HomeAssistant]\nDiscoveryPrefix=hass\n"),
        "");
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "homeassistant");
}

} // namespace
