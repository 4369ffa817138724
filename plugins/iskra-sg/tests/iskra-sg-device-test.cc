// SPDX-License-Identifier: LGPL-2.1-or-later
#include "part.h"

using namespace iskra_sg_test;

TEST (IskraSgGateway, AsksEachGroupAtItsRate)
{
    Part gateway ("gateway");

    gateway.begin (0);
    EXPECT_EQ (gateway.ask (), "/api");
    EXPECT_TRUE (gateway.answer (load ("api.json")));
    EXPECT_EQ (gateway.ask (), "/api/devices");
    EXPECT_TRUE (gateway.answer (load ("api_devices.json")));
    EXPECT_EQ (gateway.ask (), "");
    gateway.begin (30);
    EXPECT_EQ (gateway.ask (), "");
    gateway.begin (60);
    EXPECT_EQ (gateway.ask (), "/api");
    EXPECT_EQ (gateway.ask (), "");
    EXPECT_STREQ (wattle_device_get_model (gateway.device), "SG-E1");
    EXPECT_STREQ (wattle_device_get_serial (gateway.device), "IS004217");
    EXPECT_STREQ (wattle_device_get_label (gateway.device), "Energy gateway");
    EXPECT_EQ (gateway.shown ("pulse_counter"), "256");
    EXPECT_EQ (gateway.shown ("error"), "off");
}

TEST (IskraSgGateway, KeepsTheStartTimeUntilItRestarts)
{
    Part gateway ("gateway");
    std::string text = load ("api.json");

    gateway.ask ();
    gateway.answer (text);
    EXPECT_EQ (gateway.shown ("started"), "2025-03-02T05:15:18Z");
    gateway.answer (replaced (text, "12d 04:26:09", "12d 04:25:39"));
    EXPECT_EQ (gateway.shown ("started"), "2025-03-02T05:15:18Z");
    EXPECT_EQ (gateway.changes, 0);
    gateway.answer (replaced (text, "12d 04:26:09", "0d 00:00:27"));
    EXPECT_EQ (gateway.shown ("started"), "2025-03-14T09:41:00Z");
    gateway.answer (replaced (text, "12d 04:26:09", "N/A"));
    EXPECT_EQ (gateway.shown ("started"), "–");
}

TEST (IskraSgGateway, FollowsMetersThroughTheirSlots)
{
    Part gateway ("gateway");
    std::string text = load ("api_devices.json");
    std::string others = "+iskra_sg_i0026113@0/I0026113/1.32/IE38MD "
                         "+iskra_sg_is004217_ir_bicom@0///IR Bicom "
                         "+iskra_sg_w4183307@1/W4183307/1.15/WM3M4C ";
    std::string switches = "+iskra_sg_bi010254@3/BI010254/1.04/BI432 "
                           "+iskra_sg_bi001733@4/BI001733/1.04/BI432 ";

    gateway.ask ();
    gateway.ask ();
    ASSERT_TRUE (gateway.answer (text));
    EXPECT_EQ (gateway.children (), others + "+iskra_sg_mc031877@2/MC031877/2.11/MC774 " +
                                        switches + "+iskra_sg_w1120459@5/W1120459/1.07/WM1-6 .");

    ASSERT_TRUE (gateway.answer (
        replaced (replaced (text, "\"MC774\"", "\"Not Detected\""), "MC031877", "")));
    EXPECT_EQ (gateway.children (),
               others + switches + "+iskra_sg_w1120459@5/W1120459/1.07/WM1-6 -iskra_sg_mc031877 .");

    // It comes back in the slot that was empty before.
    ASSERT_TRUE (gateway.answer (replaced (
        replaced (replaced (replaced (text, "\"MC774\"", "\"Not Detected\""), "MC031877", ""),
                  "\"Not Detected\",\n      \"serial\": \"\",\n      \"description\": \"RS",
                  "\"MC774\",\n      \"serial\": \"MC031877\",\n      \"description\": \"RS"),
        "\"address\": 6", "\"sw_ver\": \"2.11\"")));
    EXPECT_EQ (gateway.children (), others + switches +
                                        "+iskra_sg_w1120459@5/W1120459/1.07/WM1-6 "
                                        "+iskra_sg_mc031877@6/MC031877/2.11/MC774 .");

    ASSERT_TRUE (gateway.answer (replaced (text, "\"WM1-6\"", "\"Disabled\"")));
    EXPECT_EQ (gateway.children ().find ("w1120459"), std::string::npos);
    EXPECT_FALSE (gateway.answer ("{\"devices\":[{\"model\":\"WM1-6\"}]}"));
    EXPECT_EQ (gateway.children (), "");
}

TEST (IskraSgGateway, NamesPartsByTheirPlaceThatHaveNoUsualSerialNumber)
{
    Part gateway ("gateway");
    std::string text = replaced (load ("api_devices.json"), "\"I0026113\"", "\"\"");

    gateway.ask ();
    gateway.ask ();
    text = replaced (replaced (text, "W1120459", "W 41/83"), "\"Office\"", "\"\"");
    text = replaced (text, "BI001733", "BI 1733");
    ASSERT_TRUE (gateway.answer (text));
    EXPECT_EQ (gateway.children (), "+iskra_sg_is004217_left_ir@0//1.32/IE38MD "
                                    "+iskra_sg_is004217_ir_bicom@0///IR Bicom "
                                    "+iskra_sg_w4183307@1/W4183307/1.15/WM3M4C "
                                    "+iskra_sg_mc031877@2/MC031877/2.11/MC774 "
                                    "+iskra_sg_bi010254@3/BI010254/1.04/BI432 "
                                    "+iskra_sg_is004217_rs485_4@4/BI%201733/1.04/BI432 "
                                    "+iskra_sg_is004217_rs485_5@5/W%2041%2F83/1.07/WM1-6 .");

    ASSERT_TRUE (gateway.answer (replaced (text, "\"WM1-6\"", "\"Not Detected\"")));
    EXPECT_NE (gateway.children ().find ("-iskra_sg_is004217_rs485_5 "), std::string::npos);

    ASSERT_TRUE (gateway.answer (replaced (text, "W 41/83", std::string (200, 'W'))));
    EXPECT_NE (gateway.children ().find ("+iskra_sg_is004217_rs485_5@5//1.07/WM1-6"),
               std::string::npos);
}

TEST (IskraSgGateway, SaysWhenItsOwnIdentifierIsTooLongForThat)
{
    Part gateway ("gateway");
    std::string text = replaced (load ("api_devices.json"), "\"IR Bicom\"", "\"Disabled\"");
    std::string id (58, 'g');

    wattle_source_set_id (gateway.source, id.c_str ());
    gateway.ask ();
    gateway.ask ();
    EXPECT_TRUE (gateway.answer (text)) << "all have serial numbers";
    EXPECT_FALSE (gateway.answer (replaced (text, "W1120459", "")));
    EXPECT_NE (strstr (gateway.error->message, (id + "_rs485_5").c_str ()), nullptr)
        << gateway.error->message;
    EXPECT_NE (strstr (gateway.error->message, "at most 63"), nullptr);
}

TEST (IskraSgGateway, TellsWhatIsWrong)
{
    Part gateway ("gateway");

    gateway.ask ();
    EXPECT_FALSE (gateway.answer ("", 403, nullptr));
    EXPECT_TRUE (g_error_matches (gateway.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    EXPECT_NE (strstr (gateway.error->message, "credentials are missing or wrong"), nullptr);
    EXPECT_FALSE (gateway.answer ("", 404, nullptr));
    EXPECT_TRUE (g_error_matches (gateway.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_FALSE (gateway.answer ("<html></html>", 200, "text/html"));
    EXPECT_NE (strstr (gateway.error->message, "web page"), nullptr);
    EXPECT_FALSE (gateway.answer (replaced (load ("api.json"), "SG-E1", "MC774")));
    EXPECT_NE (strstr (gateway.error->message, "not a Smart Gateway"), nullptr);
    EXPECT_EQ (wattle_device_get_n_entities (gateway.device), 0u);
}

TEST (IskraSgGateway, TellsItInOneShortLineWhateverTheDeviceSays)
{
    Part gateway ("gateway");
    std::string text = "\\n18:00:00 forged\\u001b[31m" + std::string (300000, 'x');

    gateway.ask ();
    EXPECT_FALSE (gateway.answer (replaced (load ("api.json"), "SG-E1", text)));
    EXPECT_NE (strstr (gateway.error->message, "“18:00:00 forged [31mxxx"), nullptr)
        << gateway.error->message;
    EXPECT_LT (strlen (gateway.error->message), 1000u);
    EXPECT_FALSE (gateway.answer ("{}", 200, ("text/\x1b[31m" + text).c_str ()));
    EXPECT_NE (strstr (gateway.error->message, "“text/ [31m"), nullptr) << gateway.error->message;
    EXPECT_LT (strlen (gateway.error->message), 1000u);
}

TEST (IskraSgGateway, BlinksToIdentifyItself)
{
    Part gateway ("gateway");
    g_autoptr (WattleCommand) identify = wattle_command_new_action ("identify");
    g_autoptr (WattleCommand) other = wattle_command_new_boolean ("relay", TRUE);
    g_autoptr (WattleRequest) first = wattle_device_command (gateway.device, identify, 0, nullptr);
    g_autoptr (WattleRequest) second = wattle_device_command (gateway.device, identify, 1, nullptr);

    EXPECT_STREQ (wattle_request_get_path (first), "/api/blink");
    EXPECT_EQ (second, nullptr);
    gateway.tag = wattle_request_get_tag (first);
    EXPECT_TRUE (gateway.answer ("", 200, nullptr));
    EXPECT_FALSE (gateway.answer ("", 403, nullptr));
    g_clear_error (&gateway.error);
    EXPECT_EQ (wattle_device_command (gateway.device, other, 0, &gateway.error), nullptr);
    EXPECT_TRUE (g_error_matches (gateway.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
}

TEST (IskraSgGateway, SendsTheCookieOnlyWithBothCredentials)
{
    Part gateway ("gateway");
    const char *value = nullptr;

    wattle_options_set (gateway.options, "User", "admin", nullptr);
    g_autoptr (WattleRequest) without = wattle_source_next_request (gateway.source, 0);
    EXPECT_EQ (wattle_request_get_n_headers (without), 0u);

    wattle_options_set (gateway.options, "Password", "secret:sg", nullptr);
    g_autoptr (WattleRequest) with = wattle_source_next_request (gateway.source, 1);
    ASSERT_EQ (wattle_request_get_n_headers (with), 1u);
    EXPECT_STREQ (wattle_request_get_header (with, 0, &value), "Cookie");
    EXPECT_STREQ (value, "Authorization=Basic {basic:User:Password}");
}
