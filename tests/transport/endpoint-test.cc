// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "transport/wattle-endpoint.h"
#include "transport/wattle-http-link.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
normalise (const char *text, WattleLinkKind kind)
{
    g_autoptr (GError) error = nullptr;
    g_autofree char *out = wattle_endpoint_normalise (text, kind, &error);

    if (out == nullptr) {
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        return std::string ("error: ") + error->message;
    }
    return out;
}

TEST (Endpoint, GivesEqualHttpEndpointsEqualTexts)
{
    for (const char *text : { "http://SG.local", "HTTP://sg.local/", "http://sg.local:80" })
        EXPECT_EQ (normalise (text, WATTLE_LINK_HTTP), "http://sg.local");

    EXPECT_EQ (normalise ("https://sg.local:443/", WATTLE_LINK_HTTP), "https://sg.local");
    EXPECT_EQ (normalise ("http://10.0.0.1:8080/Gw/A//", WATTLE_LINK_HTTP),
               "http://10.0.0.1:8080/Gw/A");
    EXPECT_EQ (normalise ("http://[fe80::1]:1", WATTLE_LINK_HTTP), "http://[fe80::1]:1");
    EXPECT_EQ (normalise ("http://[FE80::1%25Eth0]/", WATTLE_LINK_HTTP), "http://[fe80::1%25Eth0]");
    EXPECT_EQ (normalise ("http://sg:65535", WATTLE_LINK_HTTP), "http://sg:65535");
}

TEST (Endpoint, GivesMqttEndpointsAlwaysAPort)
{
    EXPECT_EQ (normalise ("mqtt://Broker/", WATTLE_LINK_MQTT), "mqtt://broker:1883");
    EXPECT_EQ (normalise ("mqtt://broker:1884", WATTLE_LINK_MQTT), "mqtt://broker:1884");
    EXPECT_EQ (normalise ("mqtts://broker", WATTLE_LINK_MQTT), "mqtts://broker:8883");
}

TEST (Endpoint, SetsTheLineOfASerialPortThatDoesNotSayHow)
{
    const struct {
        const char *text;
        const char *line;
        const char *wanted;
    } rows[] = {
        { "modbus+rtu:///dev/ttyS1", "baud=2400", "modbus+rtu:///dev/ttyS1?baud=2400" },
        { "MODBUS+RTU:///dev/ttyS1", "baud=2400", "MODBUS+RTU:///dev/ttyS1?baud=2400" },
        { "modbus+rtu:///dev/ttyS1?stop=2", "baud=2400", "modbus+rtu:///dev/ttyS1?stop=2" },
        { "modbus+rtu:///dev/ttyS1", nullptr, "modbus+rtu:///dev/ttyS1" },
        { "modbus+rtu-over-tcp://a:1", "baud=2400", "modbus+rtu-over-tcp://a:1" },
        { "modbus+tcp://a", "baud=2400", "modbus+tcp://a" },
        { "http://a", "baud=2400", "http://a" },
    };

    for (const auto &row : rows) {
        g_autofree char *text = wattle_endpoint_add_line (row.text, row.line);

        EXPECT_STREQ (text, row.wanted);
    }
}

TEST (Endpoint, KnowsWhatIsThisMachine)
{
    for (const char *host : { "localhost", "LocalHost", "127.0.0.1", "127.3.2.1", "::1" })
        EXPECT_TRUE (wattle_endpoint_is_loopback (host)) << host;
    for (const char *host : { "localhost.example", "192.168.1.20", "0.0.0.0", "::", "" })
        EXPECT_FALSE (wattle_endpoint_is_loopback (host)) << host;
}

TEST (Endpoint, RefusesWhatIsNoEndpointOfTheKind)
{
    for (const char *text : { "", "sg.local", "10.0.0.1:80", "ftp://sg.local", "mqtt://sg.local",
                              "http://", "http:///x", "http:sg", "http://sg:0", "http://sg:65536",
                              "http://sg:-1", "http://sg:x", "http://a b", "http://sg/?a=b",
                              "http://sg/#a", "http://s,g", " http://sg", "http://sg/%zz" })
        EXPECT_TRUE (normalise (text, WATTLE_LINK_HTTP).find ("error: the address “") == 0) << text;

    for (const char *text :
         { "http://broker", "mqtt://broker/path", "mqtt://broker:0", "mqttss://b" })
        EXPECT_TRUE (normalise (text, WATTLE_LINK_MQTT).find ("error: the address “") == 0) << text;
}

TEST (Endpoint, SaysWhatIsAllowed)
{
    EXPECT_EQ (normalise ("http://sg:0", WATTLE_LINK_HTTP),
               "error: the address “http://sg:0”: the port is not a number from 1 to 65535; "
               "allowed is http://HOST or https://HOST, then :PORT (1 to 65535) and /PATH if "
               "needed, such as http://192.168.1.20");
    for (const char *text : { "http://sg:70000", "http://sg:-5", "http://sg:x" })
        EXPECT_NE (normalise (text, WATTLE_LINK_HTTP).find ("the port is not a number"),
                   std::string::npos)
            << text;
    EXPECT_NE (normalise ("sg", WATTLE_LINK_HTTP).find ("this is not a URL"), std::string::npos);
}

TEST (Endpoint, RefusesCredentialsWithoutRepeatingThem)
{
    std::string text = normalise ("http://admin:hush@sg.local", WATTLE_LINK_HTTP);

    EXPECT_EQ (text.find ("error: the address: a user name or password stands in it"), 0u) << text;
    EXPECT_EQ (text.find ("hush"), std::string::npos);
}

TEST (Endpoint, CheckOfTheHttpLinkIsTheSame)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (wattle_http_link_check_uri ("http://sg", nullptr));
    EXPECT_FALSE (wattle_http_link_check_uri ("sg", &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
}

} // namespace
