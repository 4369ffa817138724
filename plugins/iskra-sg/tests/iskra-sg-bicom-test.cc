// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../iskra-sg-bicom-state.h"
#include "part.h"

using namespace iskra_sg_test;

static const Part::Options WITH_MQTT = { { "RootTopic", "IS004217" } };
static const Part::Options WITH_REST = { { "RestControl", "true" } };
static const char *const RS485 = "3/BI010254/1.04/BI432";
static const char *const RIGHT_IR = "0///IR Bicom";
static const std::string TOPIC = "IS004217/publish/bicom/rs485/3";
static const std::string COMMAND = "{option:RootTopic}/{option:SubTopic} ";
static const std::string ASK =
    COMMAND + "{\"data\":{\"cmd\":\"bicom\",\"index\":3,\"val\":\"state\"}}";

static std::string
state (const char *text)
{
    return replaced (load ("mqtt_bicom_rs485_3.json"), "\"state\": 1", text);
}

// What the table says about a switch: "on", "off", or the code of the error.
static std::string
table (const std::string &text, const char *address)
{
    IskraSgAddress place = {};
    g_autoptr (JsonObject) root = parse (text);
    g_autoptr (GError) error = nullptr;
    gboolean on = FALSE;

    EXPECT_TRUE (iskra_sg_slot_read_address (address, &place, nullptr));
    gboolean good = iskra_sg_bicom_state_decode_table (root, &place, &on, &error);
    iskra_sg_slot_clear_address (&place);
    if (!good)
        return error->message;
    return on ? "on" : "off";
}

TEST (IskraSgBicom, HasOneOutput)
{
    Part bicom ("bicom", RS485);
    WattleEntity *output = wattle_device_find_entity (bicom.device, "output_1");

    ASSERT_NE (output, nullptr);
    EXPECT_EQ (wattle_entity_get_quantity (output), WATTLE_QUANTITY_SWITCH);
    EXPECT_TRUE (wattle_entity_get_flags (output) & WATTLE_ENTITY_OUTPUT);
    EXPECT_STREQ (wattle_device_get_serial (bicom.device), "BI010254");
    EXPECT_STREQ (wattle_device_get_model (bicom.device), "BI432");
}

TEST (IskraSgBicom, AssumedTableTellsTheState)
{
    std::string text = load ("api_bicoms.json");

    EXPECT_EQ (table (text, RS485), "on");
    EXPECT_EQ (table (text, RIGHT_IR), "off");
    EXPECT_EQ (table (text, "7/BI010254//"), "on");
    EXPECT_EQ (table (replaced (text, "\"BI010254\"", "\"\""), RS485), "on");
    EXPECT_EQ (table (R"({"bicoms":[{"interface":"Right IR","state":"On"}]})", RIGHT_IR), "on");
    EXPECT_EQ (table (R"({"bicoms":[{"index":0,"state":false}]})", RIGHT_IR), "off");
}

TEST (IskraSgBicom, AssumedTableMayBeWrong)
{
    EXPECT_EQ (table ("{\"bicoms\":[{\"index\":0,\"state\":-1}]}", RIGHT_IR),
               "the switch does not answer its gateway");
    for (const char *text :
         { "{}", "{\"bicoms\":{}}", "{\"bicoms\":[]}", "{\"bicoms\":[7]}",
           "{\"bicoms\":[{\"index\":0}]}", "{\"bicoms\":[{\"index\":0,\"state\":\"N/A\"}]}",
           "{\"bicoms\":[{\"index\":1,\"state\":1}]}", "{\"bicoms\":[{\"state\":1}]}" })
        EXPECT_GT (table (text, RIGHT_IR).size (), 3u) << text;

    Part bicom ("bicom", RS485);
    bicom.ask ();
    EXPECT_FALSE (bicom.answer ("", 404, nullptr));
    EXPECT_TRUE (g_error_matches (bicom.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_FALSE (bicom.answer ("<html>", 200, "text/html"));
    EXPECT_EQ (bicom.shown ("output_1"), "–");
}

TEST (IskraSgBicom, IsReadByHttpWithoutMqtt)
{
    Part bicom ("bicom", RS485);

    EXPECT_EQ (bicom.ask (), "/api/bicoms");
    EXPECT_TRUE (bicom.answer (load ("api_bicoms.json")));
    EXPECT_EQ (bicom.ask (), "");
    EXPECT_EQ (bicom.shown ("output_1"), "on");
}

TEST (IskraSgBicom, IsReadByMqttWhereThereIsMqtt)
{
    Part bicom ("bicom", RS485, WITH_MQTT);

    EXPECT_EQ (bicom.ask_whole (), ASK);
    EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.ask_whole (), "local");
    EXPECT_EQ (bicom.delay, 500u);
    EXPECT_TRUE (bicom.push (TOPIC, state ("\"state\": 0")));
    EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.ask_whole (), "local");
    EXPECT_EQ (bicom.delay, 0u);
    EXPECT_TRUE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.ask_whole (), "");
    EXPECT_EQ (bicom.shown ("output_1"), "off");
}

TEST (IskraSgBicom, ASilentGatewayFailsTheCycleAfterTenSeconds)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    guint waited = 0;

    bicom.ask_whole ();
    while (bicom.ask_whole () == "local" && bicom.delay > 0) {
        waited += bicom.delay;
        EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    }
    EXPECT_EQ (waited, 10000u);
    EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    EXPECT_TRUE (g_error_matches (bicom.error, WATTLE_ERROR, WATTLE_ERROR_TIMEOUT));
    EXPECT_NE (strstr (bicom.error->message, "RootTopic"), nullptr);
    EXPECT_EQ (bicom.ask_whole (), "");
}

TEST (IskraSgBicom, WhatWasNotSentIsNotWaitedFor)
{
    Part bicom ("bicom", RS485, WITH_MQTT);

    bicom.ask_whole ();
    EXPECT_FALSE (bicom.fail (WATTLE_OUTCOME_DROPPED));
    EXPECT_EQ (bicom.ask_whole (), "local");
    EXPECT_EQ (bicom.delay, 0u);
    EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    EXPECT_NE (strstr (bicom.error->message, "was not sent"), nullptr);
}

TEST (IskraSgBicom, ASwitchThatIsSilentIsNotOff)
{
    Part bicom ("bicom", RS485, WITH_MQTT);

    bicom.ask_whole ();
    EXPECT_FALSE (bicom.push (TOPIC, state ("\"state\": -1")));
    EXPECT_EQ (bicom.ask_whole (), "local");
    EXPECT_FALSE (bicom.answer ("", 0, nullptr));
    EXPECT_NE (strstr (bicom.error->message, "does not answer its gateway"), nullptr);
    EXPECT_EQ (bicom.shown ("output_1"), "–");
}

TEST (IskraSgBicom, TakesOnlyItsOwnMessages)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    Part ir ("bicom", RIGHT_IR, WITH_MQTT);
    std::string text = load ("mqtt_bicom_rs485_3.json");

    EXPECT_FALSE (bicom.push ("IS004217/publish/bicom/rs485/4", text));
    EXPECT_FALSE (bicom.push ("IS004217/publish/measurements/rs485/3", text));
    EXPECT_FALSE (bicom.push (TOPIC, text, true));
    EXPECT_FALSE (bicom.push (TOPIC, replaced (text, "BI010254", "BI999999")));
    EXPECT_FALSE (bicom.push (TOPIC, "[]"));
    EXPECT_EQ (bicom.shown ("output_1"), "–");
    EXPECT_TRUE (bicom.push (TOPIC, text));
    EXPECT_EQ (bicom.shown ("output_1"), "on");

    EXPECT_FALSE (ir.push (TOPIC, text));
    EXPECT_TRUE (ir.push ("IS004217/publish/bicom/ir", load ("mqtt_bicom_ir.json")));
    EXPECT_EQ (ir.shown ("output_1"), "off");
}

TEST (IskraSgBicom, SwitchesByMqttAndReadsBack)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);

    EXPECT_EQ (bicom.tell (on, 0),
               COMMAND + "{\"data\":{\"cmd\":\"bicom\",\"index\":3,\"val\":\"on\"}}");
    EXPECT_TRUE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.shown ("output_1"), "–"); // a command is no state
    EXPECT_EQ (bicom.tell (on, 1), ASK);
    EXPECT_EQ (bicom.delay, 300u);
    EXPECT_TRUE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.tell (on, 2), "local");
    EXPECT_TRUE (bicom.push (TOPIC, state ("\"state\": 1")));
    EXPECT_TRUE (bicom.answer ("", 0, nullptr));
    EXPECT_EQ (bicom.tell (on, 3), "");
    EXPECT_EQ (bicom.error, nullptr);
    EXPECT_EQ (bicom.shown ("output_1"), "on");
}

TEST (IskraSgBicom, ReadsAgainWhatIsNotAsToldAndThenSaysSo)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    guint step = 1;

    bicom.tell (on, 0);
    for (guint read = 0; read < 3; read++) {
        EXPECT_EQ (bicom.tell (on, step++), ASK);
        EXPECT_EQ (bicom.delay, read == 0 ? 300u : 1000u);
        EXPECT_TRUE (bicom.push (TOPIC, state ("\"state\": 0")));
    }
    EXPECT_EQ (bicom.tell (on, step), "");
    ASSERT_NE (bicom.error, nullptr);
    EXPECT_STREQ (bicom.error->message, "the switch was told to be on, and is off");
    EXPECT_EQ (bicom.shown ("output_1"), "off");
}

TEST (IskraSgBicom, ACommandWithoutAnAnswerFails)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_1", FALSE);
    guint step = 0;

    while (bicom.tell (off, step) != "")
        step++;
    EXPECT_EQ (step, 2u + 20);
    EXPECT_TRUE (g_error_matches (bicom.error, WATTLE_ERROR, WATTLE_ERROR_TIMEOUT));
}

TEST (IskraSgBicom, TakesWordsToo)
{
    Part bicom ("bicom", RS485, WITH_MQTT);
    g_autoptr (WattleCommand) toggle = wattle_command_new_text ("output_1", "toggle");
    g_autoptr (WattleCommand) off = wattle_command_new_text ("output_1", "off");
    g_autoptr (WattleCommand) ask = wattle_command_new_text ("output_1", "state");
    g_autoptr (WattleCommand) refresh = wattle_command_new_action ("refresh");
    g_autoptr (WattleCommand) other = wattle_command_new_text ("output_1", "maybe");
    g_autoptr (WattleCommand) elsewhere = wattle_command_new_boolean ("output_2", TRUE);

    EXPECT_EQ (bicom.tell (toggle, 0), "");
    EXPECT_NE (strstr (bicom.error->message, "before its state was read"), nullptr);
    bicom.push (TOPIC, state ("\"state\": 1"));
    EXPECT_NE (bicom.tell (toggle, 0).find ("\"off\""), std::string::npos);
    bicom.push (TOPIC, state ("\"state\": 0"));
    EXPECT_NE (bicom.tell (toggle, 0).find ("\"on\""), std::string::npos);
    EXPECT_NE (bicom.tell (off, 0).find ("\"off\""), std::string::npos);
    for (WattleCommand *command : { ask, refresh }) {
        EXPECT_EQ (bicom.tell (command, 0), ASK);
        bicom.push (TOPIC, state ("\"state\": 0"));
        EXPECT_EQ (bicom.tell (command, 1), "");
        EXPECT_EQ (bicom.error, nullptr);
    }
    for (WattleCommand *command : { other, elsewhere }) {
        EXPECT_EQ (bicom.tell (command, 0), "");
        EXPECT_TRUE (g_error_matches (bicom.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    }
}

TEST (IskraSgBicom, IsNotSwitchedByHttpUnlessToldSo)
{
    Part bicom ("bicom", RS485);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    g_autoptr (WattleCommand) refresh = wattle_command_new_action ("refresh");

    EXPECT_EQ (bicom.tell (on, 0), "");
    ASSERT_TRUE (g_error_matches (bicom.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_NE (strstr (bicom.error->message, "RestControl=true"), nullptr);
    EXPECT_EQ (bicom.tell (refresh, 0), "/api/bicoms");
}

TEST (IskraSgBicom, AssumedPostSwitchesAndReadsBack)
{
    Part bicom ("bicom", RS485, WITH_REST);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    g_autoptr (WattleRequest) request = wattle_device_command (bicom.device, on, 0, nullptr);

    EXPECT_STREQ (wattle_request_get_method (request), "POST");
    EXPECT_EQ (bicom.describe (request), "/api/bicom {\"index\":3,\"val\":\"on\"}");
    EXPECT_TRUE (bicom.answer ("", 204, nullptr));
    EXPECT_EQ (bicom.tell (on, 1), "/api/bicoms");
    EXPECT_EQ (bicom.delay, 300u);
    EXPECT_TRUE (bicom.answer (load ("api_bicoms.json")));
    EXPECT_EQ (bicom.tell (on, 2), "");
    EXPECT_EQ (bicom.error, nullptr);
    EXPECT_EQ (bicom.shown ("output_1"), "on");
    EXPECT_FALSE (bicom.answer ("", 404, nullptr));
}

TEST (IskraSgBicom, AsksAtItsNewPlaceWhenItMoved)
{
    Part bicom ("bicom", RS485, WITH_MQTT);

    wattle_options_set (bicom.options, "Address", "9/BI010254/1.04/BI432", nullptr);
    ASSERT_TRUE (wattle_source_configure (bicom.source, bicom.options, nullptr));
    EXPECT_NE (bicom.ask_whole ().find ("\"index\":9"), std::string::npos);
    EXPECT_EQ (wattle_source_get_filters (bicom.source)[1], nullptr);
    EXPECT_FALSE (bicom.push (TOPIC, state ("\"state\": 1")));
}
