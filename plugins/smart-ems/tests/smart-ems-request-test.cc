// SPDX-License-Identifier: LGPL-2.1-or-later
// What is never to be sent cannot be.
#include "../smart-ems-request.h"

#include <set>

#include "box.h"

using namespace smart_ems_test;

namespace
{

class SmartEmsRequest : public testing::Test
{
  protected:
    std::string
    set (SmartEmsGeneration generation, guint channel, guint number, guint value)
    {
        g_autoptr (WattleRequest) request = smart_ems_request_set (
            1, generation, (SmartEmsChannel)channel, number, value, box.options);

        return request != nullptr ? wattle_request_get_path (request) : "";
    }

    std::string
    publish (SmartEmsGeneration generation, guint channel, guint number, guint value)
    {
        g_autoptr (WattleRequest) request =
            smart_ems_request_publish (1, generation, (SmartEmsChannel)channel, number, value);

        return request != nullptr ? std::string (wattle_request_get_path (request)) + " " +
                                        wattle_request_get_body (request)
                                  : "";
    }

    // Whatever anybody could ask for.
    std::set<std::string>
    enumerate ()
    {
        std::set<std::string> all;

        for (guint channel = 0; channel < SMART_EMS_N_CHANNELS; channel++)
            for (guint number = 0; number <= SMART_EMS_MAX_NUMBER + 1; number++)
                for (guint value : { 0u, 1u, 2u, 10u, 100u, 101u, 1000u, G_MAXUINT }) {
                    guint place = number <= SMART_EMS_MAX_NUMBER ? number : SMART_EMS_ALONE;

                    all.insert (set (SMART_EMS_LK35, channel, place, value));
                    all.insert (set (SMART_EMS_LK4, channel, place, value));
                    all.insert (publish (SMART_EMS_LK35, channel, place, value));
                    all.insert (publish (SMART_EMS_LK4, channel, place, value));
                }
        all.erase ("");
        for (guint i = 0; i < SMART_EMS_N_QUESTIONS; i++) {
            g_autoptr (WattleRequest) request =
                smart_ems_request_ask (1, (SmartEmsQuestion)i, box.options);

            EXPECT_STREQ (wattle_request_get_method (request), "GET");
            all.insert (wattle_request_get_path (request));
        }
        return all;
    }

    Box box;
};

} // namespace

TEST_F (SmartEmsRequest, SetsWhatThereIs)
{
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_OUTPUT, 0, 1), "/outs.cgi?out0=1");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_OUTPUT, 5, 0), "/outs.cgi?out5=0");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_OUTPUT, 6, 0), "");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_EVENT, 1, 1), "/outs.cgi?vout0=1");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_EVENT, 8, 1), "/outs.cgi?vout7=1");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_PWM, 3, 1), "/outs.cgi?pwm3=1");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_PWM_DUTY, 0, 50), "/stm.cgi?pwmd=050");
    EXPECT_EQ (set (SMART_EMS_LK35, SMART_EMS_PWM_DUTY, 3, 101), "");
    EXPECT_EQ (set (SMART_EMS_LK4, SMART_EMS_OUTPUT, 0, 1), "/api/v1/save/?out1=1");
    EXPECT_EQ (set (SMART_EMS_LK4, SMART_EMS_OUTPUT, 5, 1), "/api/v1/save/?out6=1");
    EXPECT_EQ (set (SMART_EMS_LK4, SMART_EMS_OUTPUT, 6, 1), "");
    EXPECT_EQ (set (SMART_EMS_LK4, SMART_EMS_EVENT, 8, 0), "/api/v1/save/?var8=0");
    EXPECT_EQ (set (SMART_EMS_LK4, SMART_EMS_PWM_DUTY, 1, 100), "/api/v1/save/?pwmDuty1=100");
    EXPECT_EQ (publish (SMART_EMS_LK35, SMART_EMS_OUTPUT, 1, 0), "{option:Prefix}/cmd out1=0");
    EXPECT_EQ (publish (SMART_EMS_LK4, SMART_EMS_OUTPUT, 1, 0), "{option:Prefix}/cmd out2=0");
    EXPECT_EQ (publish (SMART_EMS_LK35, SMART_EMS_EVENT, 1, 0), "{option:Prefix}/cmd vout0=0");
    EXPECT_EQ (publish (SMART_EMS_LK35, SMART_EMS_PWM_DUTY, 1, 0), "");
}

TEST_F (SmartEmsRequest, NothingElseCanBeSent)
{
    std::set<std::string> all = enumerate ();

    /* 6 outputs, 8 events, 4 and 3 PWM outputs, each on and off, and their duties of five values;
     * by MQTT the same but for duties, where out1 to out5 and pwm1 to pwm3 are those of both; and
     * the questions. */
    EXPECT_EQ (all.size (), 2u * (6 + 8) * 2 + 2u * (4 + 3) + 5u * (4 + 3) + 2u * (7 + 4 + 16) +
                                SMART_EMS_N_QUESTIONS);
    for (const std::string &text : all) {
        for (const char *never : { "reset", "restart", "upgrade", "eeprom", "dswrite", "mapping",
                                   "modbus", "event=", "post.cgi", "outnn", "outblock", "aout",
                                   "ortime", "oname", "&out1=", "%", " out=", "?out=" })
            EXPECT_EQ (text.find (never), std::string::npos) << text;
        EXPECT_TRUE (text.rfind ("/stm.cgi?pwmd=", 0) == 0 || text.find ("stm.cgi") == text.npos)
            << text;
    }
}

TEST_F (SmartEmsRequest, HasCredentialsOnlyWhereThereIsAPassword)
{
    Box guarded (HTTP, { { "Password", "secret:ems" } });
    g_autoptr (WattleRequest) without = smart_ems_request_ask (1, SMART_EMS_ASK_ALL, box.options);
    g_autoptr (WattleRequest) with = smart_ems_request_ask (1, SMART_EMS_ASK_ALL, guarded.options);
    const char *value = nullptr;

    EXPECT_EQ (wattle_request_get_n_headers (without), 0u);
    ASSERT_EQ (wattle_request_get_n_headers (with), 1u);
    EXPECT_STREQ (wattle_request_get_header (with, 0, &value), "Authorization");
    EXPECT_STREQ (value, "Basic {basic:User:Password}");
    EXPECT_STREQ (wattle_options_get_text (guarded.options, "User"), "admin");
}
