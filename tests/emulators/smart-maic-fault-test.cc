// SPDX-License-Identifier: LGPL-2.1-or-later
#include "smart-maic-fault-client.h"

TEST_F (SmartMaicFault, AnyStatusHitsItsPagesForSoManyAnswers)
{
    log_in ();
    set (R"({"fault":"status","status":429,"path":"/?page=getwdata","answers":2})");
    EXPECT_EQ (page ("webinit").status, 200);
    EXPECT_EQ (ask ().raw, "HTTP/1.0 429 Too Many Requests\r\nServer: smart-MAC\r\n"
                           "Connection: close\r\n\r\n");
    EXPECT_EQ (ask ().status, 429);
    EXPECT_EQ (ask ().status, 200);
}

TEST_F (SmartMaicFault, DoneIs400WithTheRightBody)
{
    log_in ();
    std::string right = ask ().body;
    set (R"({"fault":"done"})");
    Answer answer = ask ();
    EXPECT_EQ (answer.status, 400);
    EXPECT_EQ (answer.body, right);
    EXPECT_EQ (page ("pout&state=1").status, 400);
    EXPECT_TRUE (smart_maic_get_out (device));
    EXPECT_EQ (page ("initval&Wh1=10").status, 400);
    EXPECT_DOUBLE_EQ (counter ("Wh1"), 10);
    set (R"({"fault":"clear"})");
    EXPECT_EQ (ask ().status, 200);
}

TEST_F (SmartMaicFault, TheLoginPageMayComeAlways)
{
    log_in ();
    set (R"({"fault":"login-page"})");
    for (const std::string &rest :
         { std::string ("devlogin&devpass=4711"), getdata ("&pout=1"), std::string ("getwdata") }) {
        EXPECT_EQ (page (rest).status, 200);
        EXPECT_TRUE (page (rest).html);
    }
    EXPECT_FALSE (smart_maic_get_out (device));
    set (R"({"fault":"clear"})");
    EXPECT_FALSE (ask ().html);
}

TEST_F (SmartMaicFault, BreaksMayBeRaw)
{
    set (R"({"fault":"raw-breaks","answers":1})");
    EXPECT_NE (page (getdata ()).body.find ("\"br0\":{\"name\":\"\n\"}"), std::string::npos);
    log_in ();
    EXPECT_EQ (ask ().body.find ('\n'), std::string::npos);
    set (R"({"fault":"raw-breaks"})");
    EXPECT_NE (ask ().body.find ("\"br1\":{\"name\":\"<br>\"}"), std::string::npos);
}

TEST_F (SmartMaicFault, KeysMayBeMissing)
{
    set (R"({"fault":"missing","keys":["rW1","Wh2","T"]})");
    auto shown = values ();
    EXPECT_EQ (shown.count ("rW1") + shown.count ("Wh2") + shown.count ("T"), 0u);
    EXPECT_EQ (shown.count ("rW2"), 1u);
    set (R"({"fault":"missing","keys":[]})");
    EXPECT_EQ (values ().count ("rW1"), 1u);
}

TEST_F (SmartMaicFault, CountersMayShowZeroAndComeBack)
{
    auto before = values ();
    set (R"({"fault":"zero-counters","path":"/?page=getwdata","answers":1})");
    auto zero = values ();
    EXPECT_EQ (zero["Wh1"] + zero["rWh3"] + zero["TWh"] + zero["rTWh"], 0);
    EXPECT_EQ (zero["V1"], before["V1"]);
    EXPECT_EQ (values ()["Wh1"], before["Wh1"]);
    set (R"({"fault":"zero-counters"})");
    EXPECT_EQ (values ()["rWh1"], 0);
    EXPECT_EQ (values ()["rWh1"], 0);
    set (R"({"fault":"clear"})");
    EXPECT_EQ (values ()["rWh1"], before["rWh1"]);
}

TEST_F (SmartMaicFault, CountersMayBeginAgainForGood)
{
    set (R"({"fault":"reset-counters"})");
    EXPECT_EQ (values ()["TWh"], 0);
    set (R"({"fault":"clear"})");
    pass (600);
    auto shown = values ();
    EXPECT_GT (shown["rWh1"], 100);
    EXPECT_LT (shown["rWh1"], 1000);
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD);
    smart_maic_reset_counters (device);
    EXPECT_EQ (values ()["TCh1"], 0);
}

TEST_F (SmartMaicFault, ACounterMayBeSetLowerByHand)
{
    set (R"({"fault":"set-counter","key":"Wh1","value":1000})");
    EXPECT_EQ (values ()["Wh1"], 1000);
    EXPECT_EQ (try_fault (R"({"fault":"set-counter","key":"Wh9","value":1})").status, 400u);
    EXPECT_EQ (try_fault (R"({"fault":"set-counter","key":"Wh1","value":-1})").status, 400u);
    EXPECT_EQ (try_fault (R"({"fault":"set-counter","key":"Wh1"})").status, 400u);
    EXPECT_EQ (values ()["Wh1"], 1000);
}

TEST_F (SmartMaicFault, BodiesMayBeSpoiled)
{
    log_in ();
    std::string right = ask ().body;
    set (R"({"fault":"bad-json","answers":1})");
    EXPECT_EQ (ask ().body.find (':'), std::string::npos);
    set (R"({"fault":"truncated","answers":1})");
    EXPECT_EQ (ask ().body, right.substr (0, right.size () / 2));
    set (R"({"fault":"content-type","answers":1})");
    EXPECT_TRUE (ask ().html);
    set (R"({"fault":"huge","answers":1})");
    EXPECT_GT (ask ().body.size (), 1024u * 1024u);
    set (R"({"fault":"deep","answers":1})");
    EXPECT_NE (ask ().body.find ("[[[[[[["), std::string::npos);
    EXPECT_EQ (ask ().body, right);
}

TEST_F (SmartMaicFault, MayHangUpWithoutAWord)
{
    log_in ();
    set (R"({"fault":"empty","answers":1})");
    EXPECT_EQ (ask ().raw, "");
    EXPECT_EQ (ask ().status, 200);
}

TEST_F (SmartMaicFault, MayAnswerLate)
{
    log_in ();
    set (R"({"fault":"slow","ms":3000,"answers":1})");
    Call call (smart_maic_get_port (device), line ("/?page=getwdata"));
    EXPECT_EQ (ask ().status, 200); // by then the first was taken up
    EXPECT_EQ (call.text, "");
    wattle_clock_advance (clock, 2999 * G_TIME_SPAN_MILLISECOND);
    wattle_test::settle ();
    EXPECT_FALSE (call.ended ());
    wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
    EXPECT_EQ (call.finish ().status, 200);
}

TEST_F (SmartMaicFault, ARestartIsDoneFromOutside)
{
    guint port = smart_maic_get_port (device);

    log_in ();
    set (R"({"fault":"restart","ms":5000})");
    EXPECT_TRUE (Call (port, "").refused);
    pass (5);
    EXPECT_TRUE (ask ().html);
    EXPECT_EQ (smart_maic_get_port (device), port);
}

TEST_F (SmartMaicFault, RefusesWhatItDoesNotKnow)
{
    const std::string refused[] = { R"({"fault":"fire"})",
                                    R"({"fault":"redirect"})",
                                    R"({"fault":"frozen"})",
                                    R"({})",
                                    R"(nonsense)",
                                    R"({"fault":"missing"})",
                                    R"({"fault":"missing","keys":[1]})",
                                    R"({"fault":"out","state":2})",
                                    R"({"fault":"setout","on":"sixteen--letters"})",
                                    R"({"fault":"setout","enabled":1})",
                                    R"({"fault":"push"})",
                                    R"({"fault":"restart","ms":-1})",
                                    R"({"fault":"status","status":42})" };

    for (const std::string &json : refused)
        EXPECT_EQ (try_fault (json).status, 400u) << json;
    log_in ();
    EXPECT_EQ (ask ().status, 200);
    EXPECT_EQ (request ("GET", uri ("/emulator/fault")).status, 404u);
}

TEST_F (SmartMaicFault, TellsItsState)
{
    log_in ();
    set (R"({"fault":"out","state":1})");
    set (R"({"fault":"set-counter","key":"Wh3","value":1000})");
    set (R"({"fault":"setout","enabled":false,"on":"START","off":"STOP"})");
    EXPECT_TRUE (knows (R"("devid":"1728104417","out":1)"));
    EXPECT_TRUE (knows (R"("Wh3":1000)"));
    EXPECT_TRUE (knows (R"("requests":1,"logins":1,"rounds":0,"setouts":0)"));
    EXPECT_TRUE (knows (R"("control":0,"on":"START","off":"STOP")"));
    EXPECT_TRUE (knows (R"("enabled":0,"connected":0,"host":"")"));
    page ("mqtt&serv=broker.example&port=1884&uname=me&pass=secret&mqtt_on=1&mqttint=9");
    EXPECT_TRUE (knows (R"("enabled":1,"connected":0,"host":"broker.example","port":"1884",)"
                        R"("user":"me","prefix":"","separator":".","interval":9)"));
    EXPECT_FALSE (knows ("secret"));
}
