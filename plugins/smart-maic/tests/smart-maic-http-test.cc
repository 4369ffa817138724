// SPDX-License-Identifier: LGPL-2.1-or-later
// What is asked over HTTP, how often, and what the answers do.
#include "support.h"

using namespace smart_maic_test;

static const std::string LOGIN = "/?page=devlogin&devpass={option:Pin}";
static const std::string INFO = "/?page=webinit";
static const std::string DATA = "/?page=getdata&devid={option:DeviceId}&devpass={option:Pin}";
static const std::string PAGE = "/?page=getwdata";

// Over the first cycle, which also asks who it is.
static void
start (Unit &unit, const std::string &text)
{
    unit.read (text);
    EXPECT_EQ (unit.ask (), "");
}

TEST (SmartMaicHttp, AsksWhoItIsAndThenForValues)
{
    Unit unit ("d103", HTTP);

    unit.begin (0);
    EXPECT_EQ (unit.ask (), LOGIN);
    EXPECT_TRUE (unit.answer ("OK"));
    EXPECT_EQ (unit.ask (), INFO);
    EXPECT_TRUE (unit.flags & WATTLE_REQUEST_PRIVATE) << "it holds the password of the broker";
    EXPECT_TRUE (unit.answer (load ("http/webinit_d103.json")));
    EXPECT_STREQ (wattle_device_get_serial (unit.device), "1728104417");
    EXPECT_STREQ (wattle_device_get_model (unit.device), "D103");
    EXPECT_STREQ (wattle_device_get_maker (unit.device), "smart-MAIC");
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended_newer_fw.json")));
    EXPECT_EQ (unit.ask (), "");
    EXPECT_NEAR (unit.number ("active_power"), -325.8, 1e-9);
    EXPECT_EQ (unit.number ("frequency"), 50.01);
    EXPECT_EQ (unit.number ("temperature"), 31.4);
    EXPECT_EQ (unit.shown ("output_1"), "on");
    EXPECT_EQ (wattle_source_get_state (unit.source, "setup_pass"), nullptr);
}

TEST (SmartMaicHttp, AssumedOtherMembersOfWebinitDoNotMatter)
{
    Unit unit ("d103", HTTP);

    unit.begin (0);
    unit.ask ();
    unit.answer ();
    EXPECT_EQ (unit.ask (), INFO);
    EXPECT_TRUE (unit.answer (replaced (load ("http/webinit_d103.json"), "{\"serv\"",
                                        "{\"foo\":[1,{}],\"about2\":7,\"serv\"")));
    EXPECT_STREQ (wattle_device_get_serial (unit.device), "1728104417");
    EXPECT_EQ (unit.ask (), DATA);

    Unit bare ("d103", HTTP);
    bare.begin (0);
    bare.ask ();
    bare.answer ();
    bare.ask ();
    EXPECT_TRUE (bare.answer ("{\"about\":[],\"serv\":1}")) << "nor does it if they are missing";
    EXPECT_STREQ (wattle_device_get_model (bare.device), "D103");
    EXPECT_EQ (bare.ask (), DATA);
}

TEST (SmartMaicHttp, GivesTheSameEntitiesAsMqtt)
{
    Unit polled ("d103", HTTP);
    Unit pushed ("d103", MQTT, { { "Expiry", "180" } });

    start (polled, load ("http/getdata_d103_extended.json"));
    pushed.push ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"));
    ASSERT_EQ (wattle_device_get_n_entities (polled.device),
               wattle_device_get_n_entities (pushed.device));
    for (guint i = 0; i < wattle_device_get_n_entities (polled.device); i++) {
        WattleEntity *one = wattle_device_get_entity (polled.device, i);
        const char *key = wattle_entity_get_key (one);
        WattleEntity *other = wattle_device_find_entity (pushed.device, key);

        ASSERT_NE (other, nullptr) << key;
        EXPECT_TRUE (wattle_entity_matches (one, wattle_entity_get_spec (other))) << key;
        EXPECT_EQ (polled.shown (key), pushed.shown (key)) << key;
    }
}

TEST (SmartMaicHttp, StandardVersionIsAskedOnceAMinute)
{
    Unit unit ("d103", HTTP, {}, "1728104552");

    start (unit, load ("http/getdata_d103_standard.json"));
    for (int seconds : { 6, 30, 54 }) {
        unit.begin (seconds);
        EXPECT_EQ (unit.ask (), "") << seconds;
    }
    unit.begin (60);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_EQ (unit.delay, 101u) << "not before a minute is over";
}

TEST (SmartMaicHttp, ExtendedVersionIsAskedEverySixSeconds)
{
    Unit unit ("d103", HTTP);

    start (unit, load ("http/getdata_d103_extended.json"));
    unit.begin (3);
    EXPECT_EQ (unit.ask (), "");
    unit.begin (6);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
    unit.begin (3601);
    EXPECT_EQ (unit.ask (), LOGIN) << "who it is is asked anew each hour";
}

TEST (SmartMaicHttp, Status429KeepsTheValuesAndWaitsAWholePeriod)
{
    Unit unit ("d103", HTTP);

    start (unit, load ("http/getdata_d103_extended.json"));
    for (int i = 1; i <= 2; i++) {
        unit.begin (20 * i);
        EXPECT_EQ (unit.ask (), DATA);
        EXPECT_TRUE (unit.answer ("", 429)) << "no failure yet";
        EXPECT_EQ (unit.ask (), "");
        EXPECT_EQ (unit.number ("voltage_l1"), 231.42);
        unit.begin (20 * i + 6);
        EXPECT_EQ (unit.ask (), "");
    }
    unit.begin (60);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_FALSE (unit.answer ("", 429));
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_BUSY));

    unit.begin (80);
    EXPECT_EQ (unit.ask (), "") << "as rarely as the standard version";
    unit.begin (121);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_FALSE (unit.answer ("", 429));
    unit.begin (170);
    EXPECT_EQ (unit.ask (), "");
    unit.begin (182);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
    unit.begin (188.2);
    EXPECT_EQ (unit.ask (), DATA) << "as often as before";
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
    unit.begin (200);
    unit.ask ();
    EXPECT_TRUE (unit.answer ("", 429)) << "it is counted from the beginning";
}

TEST (SmartMaicHttp, Status400IsAnAnswerLikeAnyOther)
{
    Unit unit ("d103", HTTP);

    start (unit, load ("http/getdata_d103_extended.json"));
    unit.begin (20);
    unit.ask ();
    EXPECT_TRUE (
        unit.answer (replaced (load ("http/getdata_d103_extended.json"), "231.42", "232.00"), 400));
    EXPECT_EQ (unit.number ("voltage_l1"), 232);
}

TEST (SmartMaicHttp, LogsInOnceMoreWhereTheLoginPageComes)
{
    Unit unit ("d103", HTTP);

    for (guint status : { 200u, 401u }) {
        start (unit, load ("http/getdata_d103_extended.json"));
        unit.begin (20);
        EXPECT_EQ (unit.ask (), DATA);
        EXPECT_TRUE (unit.answer (load ("http/not_logged_in_body.html"), status));
        EXPECT_EQ (unit.ask (), LOGIN);
        EXPECT_TRUE (unit.answer ());
        EXPECT_EQ (unit.ask (), DATA);
        EXPECT_EQ (unit.delay, 0u);
        EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
        EXPECT_EQ (unit.ask (), "");
        unit.at (10000);
        unit.begin (10000);
        while (unit.ask () != "")
            unit.answer (load ("http/getdata_d103_extended.json"));
        unit.at (0);
    }
}

TEST (SmartMaicHttp, Status429AfterLoggingInAgainIsNoWrongPin)
{
    Unit unit ("d103", HTTP);

    start (unit, load ("http/getdata_d103_extended.json"));
    unit.begin (20);
    unit.ask ();
    unit.answer (load ("http/not_logged_in_body.html"));
    EXPECT_EQ (unit.ask (), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_TRUE (unit.answer ("", 429)) << "asked too often, it is asked later";
    EXPECT_EQ (unit.ask (), "");
    unit.begin (26);
    EXPECT_EQ (unit.ask (), "");
    unit.begin (31);
    EXPECT_EQ (unit.ask (), DATA);
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
}

TEST (SmartMaicHttp, AssumedAWrongPinLooksLikeNotBeingLoggedIn)
{
    Unit unit ("d103", HTTP);
    std::string page = load ("http/not_logged_in_body.html");

    start (unit, load ("http/getdata_d103_extended.json"));
    unit.begin (20);
    unit.ask ();
    unit.answer (page);
    unit.ask ();
    EXPECT_TRUE (unit.answer (page)) << "whether it is logged in, the next answer shows";
    unit.ask ();
    EXPECT_FALSE (unit.answer (page));
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    EXPECT_EQ (unit.why ().find ("4711"), std::string::npos);
    unit.begin (20);
    EXPECT_EQ (unit.ask (), DATA) << "the host begins the cycle again once";
    EXPECT_FALSE (unit.answer (page));
    unit.begin (90);
    unit.ask ();
    EXPECT_FALSE (unit.answer ("", 429)) << "that does not make the PIN right";
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_BUSY));
    unit.begin (160);
    unit.ask ();
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
}

TEST (SmartMaicHttp, PageIsReadAfterLoggingInEachTime)
{
    Unit unit ("d103", HTTP, { { "ReadBy", "page" } }, nullptr);

    unit.begin (0);
    EXPECT_EQ (unit.ask (), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.ask (), INFO);
    unit.answer (load ("http/webinit_d103.json"));
    EXPECT_EQ (unit.ask (), LOGIN);
    unit.answer ("", 400);
    EXPECT_EQ (unit.ask (), PAGE);
    EXPECT_TRUE (unit.answer (load ("http/getwdata_d103_extended.json")));
    EXPECT_STREQ (wattle_device_get_serial (unit.device), "1728104417");
    EXPECT_NEAR (unit.number ("active_power"), -325.8, 1e-9);
    EXPECT_FALSE (unit.has ("output_1")) << "the page does not tell of the contact";
    unit.begin (6.2);
    EXPECT_EQ (unit.ask (), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.ask (), PAGE);
}

TEST (SmartMaicHttp, BelievesNothingOfAnotherDevice)
{
    Unit unit ("d103", HTTP);
    std::string text = load ("http/getdata_d103_standard.json");

    unit.begin (0);
    unit.ask ();
    unit.answer ();
    unit.ask ();
    EXPECT_FALSE (unit.answer (load ("http/webinit_d105.json")));
    EXPECT_NE (unit.why ().find ("another device answers"), std::string::npos);
    EXPECT_EQ (unit.ask (), "") << "it is not asked for values";

    Unit other ("d103", HTTP);
    other.begin (0);
    other.ask ();
    other.answer ();
    other.ask ();
    other.answer ("", 404);
    EXPECT_EQ (other.ask (), DATA) << "who it is may remain unknown";
    EXPECT_FALSE (other.answer (text));
    EXPECT_EQ (wattle_device_get_n_entities (other.device), 0u);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    EXPECT_EQ (other.tell (on, 0), "");
    EXPECT_NE (other.why ().find ("another device answers"), std::string::npos);
}

TEST (SmartMaicHttp, FirmwareWithoutTheLoginOfThePageTellsValuesAllTheSame)
{
    Unit unit ("d103", HTTP);

    unit.begin (0);
    EXPECT_EQ (unit.ask (), LOGIN);
    EXPECT_TRUE (unit.answer ("", 404));
    EXPECT_EQ (unit.ask (), DATA) << "who it is may remain unknown";
    EXPECT_TRUE (unit.answer (load ("http/getdata_d103_extended.json")));
    EXPECT_EQ (unit.number ("voltage_l1"), 231.42);
    unit.begin (20);
    EXPECT_EQ (unit.ask (), DATA);
    unit.begin (601);
    EXPECT_EQ (unit.ask (), LOGIN) << "it is asked again later";

    Unit page ("d103", HTTP, { { "ReadBy", "page" } });
    page.begin (0);
    EXPECT_EQ (page.ask (), LOGIN);
    EXPECT_TRUE (page.answer ("", 404));
    EXPECT_EQ (page.ask (), LOGIN);
    EXPECT_FALSE (page.answer ("", 404)) << "without it the page tells nothing";
}

TEST (SmartMaicHttp, RefusesWhatIsNoAnswer)
{
    Unit unit ("d103", HTTP);
    std::string good = load ("http/getdata_d103_extended.json");

    start (unit, good);
    int seconds = 0;
    for (const std::string &text :
         { std::string (), std::string ("{}"), std::string ("{\"data\":[]}"), good.substr (0, 400),
           std::string ("{\"data\":") + std::string (100, '{') }) {
        unit.begin (seconds += 20);
        EXPECT_EQ (unit.ask (), DATA);
        EXPECT_FALSE (unit.answer (text)) << text;
        EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
        EXPECT_EQ (unit.ask (), "");
    }
    unit.begin (seconds += 20);
    unit.ask ();
    EXPECT_FALSE (unit.answer ("", 500));
    EXPECT_EQ (unit.number ("voltage_l1"), 231.42);
}

TEST (SmartMaicHttp, WaitsTenSecondsAfterAFailure)
{
    Unit unit ("d103", HTTP);

    start (unit, load ("http/getdata_d103_extended.json"));
    unit.begin (20);
    unit.ask ();
    EXPECT_FALSE (unit.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE));
    unit.begin (26);
    EXPECT_EQ (unit.ask (), "");
    unit.begin (30);
    EXPECT_EQ (unit.ask (), LOGIN) << "another device may have its address now";
    unit.answer ();
    EXPECT_EQ (unit.ask (), INFO);
    EXPECT_FALSE (unit.answer (load ("http/webinit_d105.json")));
}

TEST (SmartMaicHttp, AStrangerStaysOneUntilItsNumberIsRight)
{
    Unit unit ("d103", HTTP);
    std::string good = load ("http/getdata_d103_extended.json");
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);

    start (unit, good);
    unit.begin (20);
    unit.ask ();
    EXPECT_FALSE (unit.answer (load ("http/getdata_d103_standard.json")));
    unit.begin (40);
    unit.ask ();
    unit.answer ();
    EXPECT_EQ (unit.ask (), INFO);
    EXPECT_FALSE (unit.answer ("{\"serv\":\"a\"}")) << "it does not say";
    EXPECT_EQ (unit.tell (on, 0), "");
    EXPECT_NE (unit.why ().find ("another device answers"), std::string::npos);
    start (unit, good);
    EXPECT_EQ (unit.tell (on, 0), LOGIN);
}

TEST (SmartMaicHttp, WaitsTenSecondsAfterALoginThatFailed)
{
    Unit unit ("d103", HTTP);

    for (const std::string &path : { LOGIN, INFO }) {
        unit.begin (unit.now == 0 ? 0 : 20);
        for (std::string asked = unit.ask (); asked != path; asked = unit.ask ())
            ASSERT_TRUE (unit.answer ());
        double seconds = (double)unit.now / G_USEC_PER_SEC;
        EXPECT_FALSE (unit.fail (WATTLE_OUTCOME_TIMEOUT));
        unit.begin (seconds + 6);
        EXPECT_EQ (unit.ask (), "") << path;
        unit.begin (seconds + 10);
        EXPECT_NE (unit.ask (), "") << path;
    }
}

TEST (SmartMaicHttp, TextsThatAreNoUtf8SpoilNoNumbers)
{
    Unit unit ("d103", HTTP);

    start (unit, replaced (load ("http/getdata_d103_extended.json"), "°C",
                           "\xb0"
                           "C"));
    EXPECT_EQ (unit.number ("temperature"), 31.4);
}

TEST (SmartMaicHttp, AClockThatIsSetBackHoldsUpNothing)
{
    Unit unit ("d103", HTTP);

    unit.begin (100000);
    while (unit.ask () != "")
        unit.answer (load ("http/getdata_d103_extended.json"));
    unit.begin (10);
    std::string asked;
    for (std::string path = unit.ask (); path != ""; path = unit.ask ()) {
        asked += path + "\n";
        unit.answer (load ("http/getdata_d103_extended.json"));
    }
    EXPECT_NE (asked.find (DATA), std::string::npos);
}

// Both ways

TEST (SmartMaicBoth, MessagesGoBeforeAnswersForTheKeysTheyHave)
{
    Unit unit ("d103");

    unit.push ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"));
    unit.read (replaced (load ("http/getdata_d103_extended_newer_fw.json"), "231.42", "200.00"), 5);
    EXPECT_EQ (unit.number ("voltage_l1"), 231.42);
    EXPECT_EQ (unit.number ("frequency"), 50.01) << "only HTTP has it";
    EXPECT_EQ (unit.shown ("output_1"), "on") << "the contact is as it was heard of last";
    unit.read (replaced (load ("http/getdata_d103_extended.json"), "231.42", "200.00"), 100);
    EXPECT_EQ (unit.number ("voltage_l1"), 200) << "messages have stopped";
}

TEST (SmartMaicBoth, CounterThatIsReadBackGoesBeforeMessages)
{
    Unit unit ("d103");
    g_autoptr (WattleCommand) command = wattle_command_new_counter ("energy_import_l1", 5000);
    std::string text = load ("mqtt/JSON_d103_extended.json");

    unit.push ("1728104417/JSON", text);
    unit.at (1);
    for (guint i = 0; unit.tell (command, i) != PAGE; i++)
        ASSERT_TRUE (unit.answer (i == 1 ? unit.webinit () : "")) << unit.why ();
    EXPECT_TRUE (unit.answer ("{\"data\":{\"Wh1\":{\"value\":\"5000.2\"}}}"));
    EXPECT_EQ (unit.number ("energy_import_l1"), 5000.2);
    unit.at (5);
    unit.push ("1728104417/JSON", replaced (text, "1284417.3", "5003.5"));
    EXPECT_EQ (unit.number ("energy_import_l1"), 5003.5) << "and then they count again";
}

TEST (SmartMaicBoth, HttpThatFailsIsNoOutageWhileMessagesCome)
{
    Unit unit ("d103");
    std::string page = load ("http/not_logged_in_body.html");

    unit.push ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"));
    unit.begin (1);
    EXPECT_EQ (unit.ask (), "alive");
    EXPECT_TRUE (unit.answer ());
    EXPECT_EQ (unit.ask (), LOGIN);
    EXPECT_FALSE (unit.fail (WATTLE_OUTCOME_UNREACHABLE));

    unit.begin (20);
    for (const std::string &path : { std::string ("alive"), LOGIN, INFO }) {
        EXPECT_EQ (unit.ask (), path);
        unit.answer (page);
    }
    for (const std::string &path : { DATA, LOGIN, DATA }) {
        EXPECT_EQ (unit.ask (), path);
        unit.answer (page);
    }
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_FAILED))
        << "a wrong PIN does not suspend it";
}

TEST (SmartMaicBoth, PhraseGoesToTheDeviceWhoeverHasItsAddress)
{
    Unit unit ("d103");
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    g_autoptr (WattleCommand) counter = wattle_command_new_counter ("energy_import_l1", 5000);

    unit.push ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"));
    unit.begin (0);
    while (unit.ask () != LOGIN)
        unit.answer ();
    unit.answer ();
    unit.ask ();
    EXPECT_FALSE (unit.answer (load ("http/webinit_d105.json")));
    EXPECT_NE (unit.tell (on, 0).find ("SETOUT"), std::string::npos) << unit.why ();
    EXPECT_TRUE (unit.answer ("", 0));
    EXPECT_EQ (unit.tell (on, 1), "") << "the other one is not asked";
    EXPECT_EQ (unit.why (), "");
    EXPECT_EQ (unit.tell (counter, 0), "");
    EXPECT_NE (unit.why ().find ("another device answers"), std::string::npos);
}

TEST (SmartMaicBoth, SaysWhyNoMessagesCome)
{
    Unit unit ("d103");
    std::string text = load ("http/getdata_d103_extended.json");

    unit.read (text, 0);
    EXPECT_EQ (unit.ask (), "") << "they may still come";
    unit.read (text, 100);
    EXPECT_EQ (unit.ask (), "silent");
    EXPECT_FALSE (unit.answer ());
    EXPECT_NE (unit.why ().find ("no message by MQTT for 90 s"), std::string::npos);

    Unit bare ("d103");
    bare.begin (0);
    bare.ask ();
    bare.answer ();
    bare.ask ();
    bare.answer (load ("http/webinit_d103_mqtt_unconfigured.json"));
    bare.ask ();
    bare.answer (text);
    bare.read (text, 100);
    EXPECT_EQ (bare.ask (), "silent");
    EXPECT_FALSE (bare.answer ());
    EXPECT_NE (bare.why ().find ("MQTT is not configured in the device"), std::string::npos);
}
