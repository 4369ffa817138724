// SPDX-License-Identifier: LGPL-2.1-or-later
// The gateway's messages, as the gateway and its meters take them.
#include "../iskra-sg-message.h"
#include "../iskra-sg-mqtt.h"
#include "part.h"

using namespace iskra_sg_test;

static const Part::Options WITH_MQTT = { { "RootTopic", "IS004217" } };
static const char *const METER = "5/W1120459/1.07/WM1-6";

static std::string
topic_of (const char *topic, bool retained = false)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    g_autoptr (GBytes) bytes = g_bytes_new (nullptr, 0);
    g_autoptr (WattleFrame) frame = wattle_frame_new_push (topic, bytes, retained, 0);
    IskraSgTopic read;

    if (!iskra_sg_mqtt_read_topic (frame, gateway.options, &read, nullptr))
        return "no";
    return std::to_string (read.kind) + "/" + std::to_string (read.index);
}

TEST (IskraSgMqtt, AssumedTopicsAreToldByTheirEnd)
{
    const std::string other = std::to_string (ISKRA_SG_TOPIC_OTHER) + "/0";

    EXPECT_EQ (topic_of ("IS004217/publish/measurements/ir"), "3/0");
    EXPECT_EQ (topic_of ("IS004217/publish/measurements/rs485/16"), "3/16");
    EXPECT_EQ (topic_of ("IS004217/publish/counters/rs485/3"), "4/3");
    EXPECT_EQ (topic_of ("IS004217/elsewhere/bicom/ir"), "5/0");
    EXPECT_EQ (topic_of ("IS004217/publish/status"), "1/0");
    EXPECT_EQ (topic_of ("IS004217/status/hello"), "1/0");
    EXPECT_EQ (topic_of ("IS004217/error"), "2/0");
    EXPECT_EQ (topic_of ("IS004217/publish/log"), other);
    EXPECT_EQ (topic_of ("IS004217/publish/measurements/rs485/17"), other);
    EXPECT_EQ (topic_of ("IS004217/publish/measurements/rs485/0"), other);
    EXPECT_EQ (topic_of ("IS004217/ir"), other);
}

TEST (IskraSgMqtt, TakesNothingThatIsNotOfTheGateway)
{
    EXPECT_EQ (topic_of ("IS004217/cmd"), "no");
    EXPECT_EQ (topic_of ("IS0042170/publish/status"), "no");
    EXPECT_EQ (topic_of ("IS004217"), "no");
    EXPECT_EQ (topic_of ("IS004217/publish/bicom/ir", true), "no");
}

TEST (IskraSgMqtt, ListensOnlyWithARootTopic)
{
    Part silent ("gateway");
    Part gateway ("gateway", nullptr, WITH_MQTT);
    Part meter ("meter", METER, { { "RootTopic", "house/sg" }, { "PubTopic", "out" } });

    EXPECT_EQ (wattle_source_get_filters (silent.source)[0], nullptr);
    EXPECT_STREQ (wattle_source_get_filters (gateway.source)[0], "IS004217/#");
    EXPECT_STREQ (wattle_source_get_filters (meter.source)[0], "house/sg/out/measurements/#");
    EXPECT_STREQ (wattle_source_get_filters (meter.source)[1], "house/sg/out/counters/#");
}

TEST (IskraSgMqtt, RefusesTopicsThatAreNone)
{
    for (const char *topic : { "a/#", "+/a", "/a", "a/", "a//b" }) {
        Part gateway ("gateway");
        g_autoptr (GError) error = nullptr;

        wattle_options_set (gateway.options, "RootTopic", topic, nullptr);
        EXPECT_FALSE (iskra_sg_mqtt_check_options (gateway.options, &error)) << topic;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        EXPECT_NE (strstr (error->message, "RootTopic"), nullptr);
    }
}

TEST (IskraSgMqtt, GreetingTellsWhoItIs)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);

    EXPECT_TRUE (gateway.push ("IS004217/publish/status", load ("mqtt_status_hello.json")));
    EXPECT_STREQ (wattle_device_get_serial (gateway.device), "IS004217");
    EXPECT_STREQ (wattle_device_get_model (gateway.device), "SG-E1");
    EXPECT_EQ (gateway.shown ("software_version"), "2.09");
    EXPECT_EQ (gateway.shown ("hardware_version"), "D");

    EXPECT_FALSE (
        gateway.push ("IS004217/publish/status",
                      replaced (load ("mqtt_status_hello.json"), "\"IS004217\"", "\"IS000001\"")));
    EXPECT_NE (strstr (gateway.error->message, "another gateway"), nullptr);
    EXPECT_FALSE (gateway.push ("IS004217/publish/status", "{\"header\":{},\"settings\":{}}"));
    EXPECT_FALSE (gateway.push ("IS004217/publish/status", "{\"hello\":1}"));
    EXPECT_FALSE (gateway.push ("IS004217/publish/status",
                                "{\"hello\":1,\"model_type\":\"MC774\",\"serial number\":\"X\"}"));
}

TEST (IskraSgMqtt, GreetingAndStatusGiveTheSameEntities)
{
    Part polled ("gateway", nullptr, WITH_MQTT);
    Part greeted ("gateway", nullptr, WITH_MQTT);

    polled.ask ();
    ASSERT_TRUE (polled.answer (load ("api.json")));
    guint entities = wattle_device_get_n_entities (polled.device);
    EXPECT_TRUE (polled.push ("IS004217/publish/status", load ("mqtt_status_hello.json")));
    EXPECT_EQ (wattle_device_get_n_entities (polled.device), entities);
    EXPECT_EQ (polled.changes, 0);
    EXPECT_EQ (polled.shown ("mac_address"), "a8:03:2a:5d:10:7c");

    greeted.push ("IS004217/publish/status", load ("mqtt_status_hello.json"));
    greeted.ask ();
    ASSERT_TRUE (greeted.answer (load ("api.json")));
    EXPECT_EQ (wattle_device_get_n_entities (greeted.device), entities);
}

TEST (IskraSgMqtt, AnErrorTextLosesThatPartUntilItIsHeard)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    std::string bicom = load ("mqtt_bicom_rs485_3.json");

    gateway.ask ();
    gateway.answer (load ("api.json"));
    gateway.ask ();
    gateway.answer (load ("api_devices.json"));
    gateway.children ();

    EXPECT_TRUE (gateway.push ("IS004217/publish/bicom/rs485/3", bicom));
    EXPECT_EQ (gateway.children (), "");
    EXPECT_TRUE (gateway.push ("IS004217/publish/error",
                               "\"Error: RS485 :3 bicom not responding. Addr:31\""));
    EXPECT_EQ (gateway.children (), "-iskra_sg_bi010254 ");
    EXPECT_EQ (gateway.shown ("last_error"), "Error: RS485 :3 bicom not responding. Addr:31");
    EXPECT_TRUE (gateway.push ("IS004217/publish/bicom/rs485/3", bicom));
    EXPECT_EQ (gateway.children (), "+iskra_sg_bi010254@3/BI010254/1.04/BI432 ");

    EXPECT_TRUE (gateway.push ("IS004217/publish/error", "Error: Right IR bicom not responding"));
    EXPECT_EQ (gateway.children (), "-iskra_sg_is004217_ir_bicom ");
    EXPECT_TRUE (gateway.push ("IS004217/publish/error", load ("mqtt_error.txt")));
    EXPECT_EQ (gateway.children (), "");
    EXPECT_TRUE (
        gateway.push ("IS004217/publish/error", "Error: Left IR Energy meter not responding"));
    EXPECT_EQ (gateway.children (), "-iskra_sg_i0026113 ");

    // The text stays when the status comes, which knows nothing of it.
    gateway.begin (60);
    gateway.ask ();
    EXPECT_TRUE (gateway.answer (load ("api.json")));
    EXPECT_EQ (gateway.shown ("last_error"), "Error: Left IR Energy meter not responding");
}

TEST (IskraSgMqtt, AssumedErrorTextsNameAPart)
{
    IskraSgSilent silent;

    EXPECT_TRUE (iskra_sg_message_decode_error (
        "Error: RS485 device:16 Energy counter not responding. Addr:7", &silent));
    EXPECT_EQ (silent.index, 16u);
    EXPECT_FALSE (iskra_sg_message_decode_error ("Error: RS485 device:17 not responding", &silent));
    EXPECT_FALSE (iskra_sg_message_decode_error ("Error: RS485 not responding", &silent));
    EXPECT_FALSE (
        iskra_sg_message_decode_error ("Error: RS485 device:99999999999 not responding", &silent));
    EXPECT_FALSE (iskra_sg_message_decode_error ("Error: Left IR", &silent));
    EXPECT_FALSE (iskra_sg_message_decode_error ("not responding", &silent));
}

// Without HTTP there is no list: who is heard is there.
TEST (IskraSgMqtt, AssumedHeadersNameThePartsWithoutAList)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);

    EXPECT_TRUE (gateway.push ("IS004217/publish/bicom/ir", load ("mqtt_bicom_ir.json")));
    EXPECT_EQ (gateway.children (), "+iskra_sg_is004217_ir_bicom@0///IR Bicom ");
    EXPECT_TRUE (
        gateway.push ("IS004217/publish/measurements/rs485/5", load ("api_measurement_5.json")));
    EXPECT_EQ (gateway.children (), "+iskra_sg_w1120459@5/W1120459//WM1-6 ");
    EXPECT_TRUE (gateway.push ("IS004217/publish/counters/rs485/5", load ("api_counter_5.json")));
    EXPECT_EQ (gateway.children (), "");
    EXPECT_TRUE (gateway.push ("IS004217/publish/counters/rs485/6", "{\"counters\":{}}"));
    EXPECT_EQ (gateway.children (), "");
    EXPECT_FALSE (gateway.push ("IS004217/publish/counters/rs485/6", "nonsense"));
}

TEST (IskraSgMqtt, HeadersWithoutAUsualSerialNumberNameThePlace)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    std::string text = load ("api_measurement_5.json");

    EXPECT_TRUE (gateway.push ("IS004217/publish/measurements/rs485/5",
                               replaced (text, "W1120459", "W 41/83")));
    EXPECT_EQ (gateway.children (), "+iskra_sg_is004217_rs485_5@5/W%2041%2F83//WM1-6 ");
    EXPECT_TRUE (
        gateway.push ("IS004217/publish/measurements/ir", replaced (text, "W1120459", "")));
    EXPECT_EQ (gateway.children (), "+iskra_sg_is004217_left_ir@0///WM1-6 ");
    EXPECT_TRUE (gateway.push ("IS004217/publish/measurements/rs485/6",
                               replaced (text, "WM1-6", "Not Detected")));
    EXPECT_EQ (gateway.children (), "");

    wattle_source_set_id (gateway.source, std::string (60, 'g').c_str ());
    EXPECT_FALSE (
        gateway.push ("IS004217/publish/measurements/rs485/7", replaced (text, "W1120459", "")));
    EXPECT_NE (strstr (gateway.error->message, "_rs485_7"), nullptr) << gateway.error->message;
}

TEST (IskraSgMqtt, AHeaderWithoutASerialNumberIsAboutThePartThatWasListed)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    std::string text = replaced (load ("api_measurement_5.json"), "W1120459", "");

    gateway.ask ();
    gateway.ask ();
    ASSERT_TRUE (gateway.answer (load ("api_devices.json")));
    gateway.children ();
    EXPECT_TRUE (gateway.push ("IS004217/publish/measurements/rs485/5", text));
    EXPECT_EQ (gateway.children (), "");
    gateway.push ("IS004217/publish/error", "Error: RS485 device:5 Energy meter not responding");
    EXPECT_EQ (gateway.children (), "-iskra_sg_w1120459 ");
    EXPECT_TRUE (gateway.push ("IS004217/publish/measurements/rs485/5", text));
    EXPECT_EQ (gateway.children (), "+iskra_sg_w1120459@5/W1120459/1.07/WM1-6 ");
}

TEST (IskraSgMqtt, MissesNoHttpWhileItIsHeard)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    Part without ("gateway");

    gateway.ask ();
    EXPECT_TRUE (gateway.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_FALSE (gateway.fail (WATTLE_OUTCOME_TIMEOUT));
    gateway.begin (1500);
    EXPECT_TRUE (gateway.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_TRUE (gateway.push ("IS004217/publish/log", "anything"));
    gateway.begin (3000);
    EXPECT_TRUE (gateway.fail (WATTLE_OUTCOME_UNREACHABLE));
    gateway.begin (3001);
    EXPECT_FALSE (gateway.fail (WATTLE_OUTCOME_UNREACHABLE));

    without.ask ();
    EXPECT_FALSE (without.fail (WATTLE_OUTCOME_UNREACHABLE));
}

TEST (IskraSgMqtt, RestartsByMqttOnly)
{
    Part gateway ("gateway", nullptr, WITH_MQTT);
    Part without ("gateway");
    g_autoptr (WattleCommand) restart = wattle_command_new_action ("restart");
    g_autoptr (JsonObject) printed = parse (load ("mqtt_cmd_reboot.json"));

    EXPECT_EQ (gateway.tell (restart, 0),
               "{option:RootTopic}/{option:SubTopic} {\"data\":{\"cmd\":\"reboot\"}}");
    EXPECT_TRUE (gateway.answer ("", 0, nullptr));
    EXPECT_EQ (gateway.tell (restart, 1), "");
    EXPECT_EQ (gateway.error, nullptr);
    EXPECT_STREQ (wattle_json_peek_string (wattle_json_peek_object (printed, "data"), "cmd"),
                  "reboot");
    EXPECT_EQ (wattle_device_get_n_actions (gateway.device), 2u);

    EXPECT_EQ (without.tell (restart, 0), "");
    EXPECT_TRUE (g_error_matches (without.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_EQ (wattle_device_get_n_actions (without.device), 1u);
}

TEST (IskraSgMqtt, APushAndAPollOfAMeterGiveTheSameEntities)
{
    Part meter ("meter", METER, WITH_MQTT);
    std::string measurement = load ("api_measurement_5.json");

    meter.ask ();
    ASSERT_TRUE (meter.answer (measurement));
    meter.ask ();
    ASSERT_TRUE (meter.answer (load ("api_counter_5.json")));
    guint entities = wattle_device_get_n_entities (meter.device);

    EXPECT_TRUE (meter.push ("IS004217/publish/measurements/rs485/5",
                             replaced (measurement, "402.7", "500.5")));
    EXPECT_EQ (meter.changes, 0);
    EXPECT_EQ (meter.shown ("active_power_l1"), "500.5");
    EXPECT_TRUE (meter.push ("IS004217/publish/counters/rs485/5", load ("api_counter_5.json")));
    EXPECT_EQ (meter.changes, 0);
    EXPECT_EQ (wattle_device_get_n_entities (meter.device), entities);
}

TEST (IskraSgMqtt, AMeterTakesOnlyItsOwnMessages)
{
    Part meter ("meter", METER, WITH_MQTT);
    std::string text = load ("api_measurement_5.json");

    EXPECT_FALSE (meter.push ("IS004217/publish/measurements/rs485/4", text));
    EXPECT_FALSE (meter.push ("IS004217/publish/bicom/rs485/5", text));
    EXPECT_FALSE (meter.push ("IS004217/publish/measurements/rs485/5", text, true));
    EXPECT_FALSE (meter.push ("IS004217/publish/measurements/rs485/5",
                              replaced (text, "W1120459", "W0000000")));
    EXPECT_FALSE (meter.push ("IS004217/publish/measurements/rs485/5", "{"));
    EXPECT_EQ (wattle_device_get_n_entities (meter.device), 0u);
    EXPECT_TRUE (meter.push ("IS004217/publish/measurements/rs485/5", text));
    EXPECT_EQ (meter.shown ("active_power"), "402.7");
}
