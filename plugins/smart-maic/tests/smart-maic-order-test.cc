// SPDX-License-Identifier: LGPL-2.1-or-later
// Commands: the contact, the counters, the settings of MQTT.
#include <cmath>

#include "support.h"

using namespace smart_maic_test;

static const std::string LOGIN = "/?page=devlogin&devpass={option:Pin}";
static const std::string DATA = "/?page=getdata&devid={option:DeviceId}&devpass={option:Pin}";
static const std::string INFO = "/?page=webinit";
static const std::string PAGE = "/?page=getwdata";
static const std::string EXTENDED = "http/getdata_d103_extended.json";

static const char WEBINIT_UNNAMED[] =
    "{\"serv\":\"10.0.0.9\",\"port\":1884,\"uname\":\"maic\",\"pass\":\"s3cret&\"}";
static const char ABOUT[] = "{\"about\":{\"devid\":{\"value\":\"1728104417\"}},";
static const std::string WEBINIT = ABOUT + std::string (WEBINIT_UNNAMED).substr (1);

namespace
{

class SmartMaicOrder : public testing::Test
{
  protected:
    ~SmartMaicOrder () override
    {
        g_object_unref (on);
        g_object_unref (off);
    }

    // Its topics are known from then on.
    static void
    hear (Unit &unit)
    {
        EXPECT_TRUE (unit.push ("1728104417/V1", "230"));
    }

    // Answers what goes before a request of a command; returns the step of that.
    static guint
    reach (Unit &unit, WattleCommand *command, const std::string &begin)
    {
        for (guint i = 0; i < 10; i++) {
            std::string path = unit.tell (command, i);

            if (path.rfind (begin, 0) == 0)
                return i;
            EXPECT_TRUE (unit.answer (path == INFO ? unit.webinit () : "")) << unit.why ();
        }
        ADD_FAILURE () << begin << ": never asked";
        return 0;
    }

    // The body of getdata with the contact so.
    static std::string
    contact (bool state)
    {
        return replaced (load (EXTENDED), "\"pout\":\"0\"",
                         state ? "\"pout\":\"1\"" : "\"pout\":\"0\"");
    }

    WattleCommand *on = wattle_command_new_boolean ("output_1", TRUE);
    WattleCommand *off = wattle_command_new_boolean ("output_1", FALSE);
};

} // namespace

TEST_F (SmartMaicOrder, ContactIsToldByAPhraseThatTheBrokerKeeps)
{
    Unit unit ("d103", MQTT);

    hear (unit);
    EXPECT_EQ (unit.tell (on, 0), "{option:DeviceId}/SETOUT {option:OnPhrase} retained");
    EXPECT_TRUE (unit.answer ("", 0));
    EXPECT_EQ (unit.tell (on, 1), "");
    EXPECT_EQ (unit.why (), "") << "OUT of the next message confirms it";
    EXPECT_EQ (unit.tell (off, 0), "{option:DeviceId}/SETOUT {option:OffPhrase} retained");
}

TEST_F (SmartMaicOrder, NoPhraseGoesToATopicThatIsGuessed)
{
    Unit unit ("d103", MQTT);
    Unit both ("d103");
    Unit told ("d103", HTTP | MQTT, { { "SwitchBy", "mqtt" } });

    for (Unit *device : { &unit, &told }) {
        EXPECT_EQ (device->tell (on, 0), "");
        EXPECT_NE (device->why ().find ("no message of the device was heard"), std::string::npos);
    }
    EXPECT_EQ (reach (both, on, "/?page=pout&state=1"), 1u);
    EXPECT_TRUE (both.answer ());
    EXPECT_EQ (both.tell (on, 2), DATA) << "over HTTP it goes without";
    EXPECT_TRUE (both.answer (contact (true)));
    both.begin (20);
    EXPECT_EQ (both.ask (), LOGIN);
    hear (both);
    both.begin (40);
    EXPECT_EQ (both.ask (), "{option:DeviceId}/SETOUT {option:OnPhrase} retained")
        << "the phrase follows as soon as it may";
}

TEST_F (SmartMaicOrder, HttpStandsInForABrokerThatIsAway)
{
    Unit unit ("d103");
    Unit alone ("d103", MQTT);

    hear (unit);
    EXPECT_NE (unit.tell (on, 0).find ("SETOUT"), std::string::npos);
    EXPECT_TRUE (unit.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_EQ (unit.tell (on, 1), LOGIN);
    EXPECT_TRUE (unit.answer ());
    EXPECT_EQ (unit.tell (on, 2), "/?page=pout&state=1");
    EXPECT_TRUE (unit.answer ());
    EXPECT_EQ (unit.tell (on, 3), DATA);
    EXPECT_FALSE (unit.answer (contact (false))) << "it was told for certain";

    hear (alone);
    EXPECT_NE (alone.tell (on, 0).find ("SETOUT"), std::string::npos);
    EXPECT_FALSE (alone.fail (WATTLE_OUTCOME_UNREACHABLE));
}

TEST_F (SmartMaicOrder, PhraseThatIsOwedIsKeptOverARestart)
{
    Unit first ("d103", HTTP | MQTT, { { "SwitchBy", "http" } });
    Unit second ("d103", HTTP | MQTT, { { "SwitchBy", "http" } });

    hear (first);
    reach (first, on, "/?page=pout&state=1");
    EXPECT_TRUE (first.answer ());
    for (const char *key : { "owed_phrase", "topic_form" })
        wattle_source_restore_state (
            second.source, key, wattle_source_get_state (first.source, key), (WattleStateFlags)0);
    for (int seconds : { 0, 20 }) {
        second.begin (seconds);
        EXPECT_EQ (second.ask (), "{option:DeviceId}/SETOUT {option:OnPhrase} retained");
        if (seconds == 0) {
            EXPECT_FALSE (second.fail (WATTLE_OUTCOME_UNREACHABLE));
        } else {
            EXPECT_FALSE (second.answer ("", 0));
        }
    }
    second.begin (40);
    EXPECT_EQ (second.ask ().find ("SETOUT"), std::string::npos) << "it went out";
}

TEST_F (SmartMaicOrder, AssumedTopicOfTheCommandLooksLikeThoseOfTheDevice)
{
    Unit unit ("d103", MQTT, { { "Prefix", "smart-maic/" } });
    auto topic = [&] { return unit.tell (on, 0); };

    unit.push ("1728104417.OUT", "0");
    EXPECT_EQ (topic (), "{option:DeviceId}.SETOUT {option:OnPhrase} retained");
    unit.push ("smart-maic/1728104417.OUT", "0");
    EXPECT_EQ (topic (), "{option:Prefix}{option:DeviceId}.SETOUT {option:OnPhrase} retained");
    unit.push ("1728104417/OUT", "0");
    EXPECT_EQ (topic (), "{option:DeviceId}/SETOUT {option:OnPhrase} retained");
    unit.push ("smart-maic/1728104417/OUT", "0");
    EXPECT_EQ (topic (), "{option:Prefix}{option:DeviceId}/SETOUT {option:OnPhrase} retained");
    EXPECT_STREQ (wattle_source_get_state (unit.source, "topic_form"), "p/");
}

TEST_F (SmartMaicOrder, PhraseIsConfirmedOverHttpWhereThatMayBeAsked)
{
    Unit unit ("d103");

    hear (unit);
    EXPECT_NE (unit.tell (on, 0).find ("SETOUT"), std::string::npos);
    EXPECT_TRUE (unit.answer ("", 0));
    EXPECT_EQ (unit.tell (on, 1), DATA);
    EXPECT_GE (unit.delay, 1000u);
    EXPECT_TRUE (unit.answer (contact (true)));
    EXPECT_EQ (unit.shown ("output_1"), "on");
    EXPECT_EQ (unit.tell (on, 2), "");
    EXPECT_EQ (unit.why (), "");

    unit.at (20);
    unit.tell (off, 0);
    unit.answer ("", 0);
    unit.tell (off, 1);
    EXPECT_TRUE (unit.answer ("", 429)) << "asked too often, it is left to the next message";
    EXPECT_EQ (unit.tell (off, 2), "");

    unit.at (25);
    unit.push ("1728104417/OUT", "1");
    unit.tell (off, 0);
    unit.answer ("", 0);
    EXPECT_EQ (unit.tell (off, 1), "") << "it may not be asked yet, and messages come";
}

TEST_F (SmartMaicOrder, ContactOverHttpIsSwitchedAndReadBack)
{
    Unit unit ("d103", HTTP);

    EXPECT_EQ (unit.tell (on, 0), LOGIN);
    EXPECT_TRUE (unit.answer ());
    EXPECT_EQ (unit.tell (on, 1), "/?page=pout&state=1");
    EXPECT_TRUE (unit.answer ("", 400)) << "status 400 does not mean that it was not done";
    EXPECT_EQ (unit.tell (on, 2), DATA);
    EXPECT_TRUE (unit.answer (contact (true)));
    EXPECT_EQ (unit.tell (on, 3), "");
    EXPECT_EQ (unit.why (), "");
    EXPECT_EQ (unit.shown ("output_1"), "on");

    unit.at (20);
    unit.tell (off, 0);
    unit.answer ();
    EXPECT_EQ (unit.tell (off, 1), "/?page=pout&state=0");
    unit.answer ();
    unit.tell (off, 2);
    EXPECT_FALSE (unit.answer (contact (true)));
    EXPECT_EQ (unit.why (), "the contact was told to be off, and is on");
}

TEST_F (SmartMaicOrder, HttpRefreshesThePhraseThatTheBrokerKeeps)
{
    Unit unit ("d103", HTTP | MQTT, { { "SwitchBy", "http" } });

    hear (unit);
    unit.tell (on, 0);
    unit.answer ();
    EXPECT_EQ (unit.tell (on, 1), "/?page=pout&state=1");
    unit.answer ();
    EXPECT_EQ (unit.tell (on, 2), "{option:DeviceId}/SETOUT {option:OnPhrase} retained");
    EXPECT_TRUE (unit.fail (WATTLE_OUTCOME_DROPPED)) << "the contact has moved all the same";
    EXPECT_EQ (unit.tell (on, 3), DATA);
    unit.answer (contact (true));
    EXPECT_EQ (unit.tell (on, 4), "");

    unit.begin (30);
    EXPECT_EQ (unit.ask (), "{option:DeviceId}/SETOUT {option:OnPhrase} retained");
    EXPECT_TRUE (unit.flags & WATTLE_REQUEST_OPTIONAL);
    EXPECT_FALSE (unit.answer ("", 0)) << "that it was sent is no sign of life";
    unit.begin (60);
    EXPECT_EQ (unit.ask ().find ("SETOUT"), std::string::npos) << "once is enough";
}

TEST_F (SmartMaicOrder, LogsInOnceMoreAndThenFails)
{
    Unit unit ("d103", HTTP);
    std::string page = load ("http/not_logged_in_body.html");

    unit.tell (on, 0);
    unit.answer (page);
    EXPECT_EQ (unit.tell (on, 1), "/?page=pout&state=1");
    EXPECT_TRUE (unit.answer (page));
    EXPECT_EQ (unit.tell (on, 2), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.tell (on, 3), "/?page=pout&state=1");
    EXPECT_FALSE (unit.answer (page));
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    EXPECT_NE (unit.why ().find ("authentication failed"), std::string::npos);
}

TEST_F (SmartMaicOrder, CountersAreSetAsTheVectorsSay)
{
    for_each_vector ("vectors/meter_sync.json", [] (JsonObject *vector) {
        JsonArray *requests = json_object_get_array_member (vector, "requests");
        bool single = json_array_get_length (requests) == 1;
        Unit unit (single ? "d101" : "d103", HTTP, {}, single ? "1710203318" : "1728104417");

        unit.read (
            load (single ? "http/getdata_d101_standard.json" : "http/getdata_d103_extended.json"));
        for (guint i = 0; i < json_array_get_length (requests); i++) {
            std::string path = json_array_get_string_element (requests, i);
            double wh = g_ascii_strtod (path.substr (path.rfind ('=') + 1).c_str (), nullptr);
            std::string key = single ? "energy_import" : "energy_import_l" + std::to_string (i + 1);
            g_autoptr (WattleCommand) command = wattle_command_new_counter (key.c_str (), wh + 0.4);

            EXPECT_EQ (unit.tell (command, 0), LOGIN);
            unit.answer ();
            EXPECT_EQ (unit.tell (command, 1), INFO);
            unit.answer (unit.webinit ());
            EXPECT_EQ (unit.tell (command, 2), LOGIN);
            unit.answer ();
            EXPECT_EQ (unit.tell (command, 3), path);
            unit.answer ("", 400);
            EXPECT_EQ (unit.tell (command, 4), LOGIN);
            unit.answer ();
            EXPECT_EQ (unit.tell (command, 5), PAGE);
            std::string name = path.substr (path.find ('&') + 1);
            name = name.substr (0, name.find ('='));
            EXPECT_TRUE (unit.answer ("{\"data\":{\"" + name + "\":{\"value\":\"" +
                                      path.substr (path.rfind ('=') + 1) + ".9\"}}}"))
                << unit.why ();
            EXPECT_EQ (unit.tell (command, 6), "");
            EXPECT_EQ (unit.why (), "");
        }
    });
}

TEST_F (SmartMaicOrder, NothingIsSetInAnotherDevice)
{
    g_autoptr (WattleCommand) counter = wattle_command_new_counter ("energy_import_l1", 5000);
    g_autoptr (WattleCommand) setup = wattle_command_new_action ("setup_mqtt");

    for (WattleCommand *command : { counter, setup }) {
        Unit unit ("d103", HTTP);

        unit.read (load (EXTENDED));
        reach (unit, command, INFO);
        EXPECT_FALSE (unit.answer (WEBINIT_UNNAMED)) << "it does not say who it is";
        EXPECT_NE (unit.why ().find ("does not tell its number"), std::string::npos);
        reach (unit, command, INFO);
        EXPECT_FALSE (unit.answer (load ("http/webinit_d105.json")));
        EXPECT_NE (unit.why ().find ("another device answers"), std::string::npos);
        EXPECT_EQ (unit.tell (on, 0), "") << "nor is it switched";
        EXPECT_NE (unit.why ().find ("another device answers"), std::string::npos);
    }
}

TEST_F (SmartMaicOrder, AWordInAnAnswerIsNoPageToLogInWith)
{
    Unit unit ("d103", HTTP);

    reach (unit, on, "/?page=pout&state=1");
    EXPECT_TRUE (unit.answer ("{\"lastlogin\":\"unauthorized\"}"));
    EXPECT_EQ (unit.tell (on, 2), DATA) << "it is not logged in again";
}

TEST_F (SmartMaicOrder, AssumedCountersOfWhatIsGivenBackAreSetLikewise)
{
    Unit unit ("d103", HTTP, { { "Invert2", "true" } });
    auto expect = [&] (const char *key, const char *path) {
        g_autoptr (WattleCommand) command = wattle_command_new_counter (key, 1000);

        reach (unit, command, path);
    };

    unit.read (load (EXTENDED));
    expect ("energy_export_l1", "/?page=initval&rWh1=1000");
    expect ("energy_import_l2", "/?page=initval&rWh2=1000");
}

TEST_F (SmartMaicOrder, AssumedGetwdataMayBeAskedAtAnyTime)
{
    Unit unit ("d103", HTTP);
    g_autoptr (WattleCommand) command = wattle_command_new_counter ("energy_import_l1", 5000);

    unit.read (load (EXTENDED));
    reach (unit, command, PAGE);
    EXPECT_EQ (unit.delay, 0u) << "although getdata was asked a moment ago";
    unit.begin (7);
    EXPECT_EQ (unit.ask (), DATA) << "nor does it count for that";
}

TEST_F (SmartMaicOrder, CounterThatShowsAnotherFigureWasNotSet)
{
    Unit unit ("d103", HTTP);
    g_autoptr (WattleCommand) command = wattle_command_new_counter ("energy_import_l1", 5000);

    unit.read (load (EXTENDED));
    reach (unit, command, PAGE);
    EXPECT_FALSE (unit.answer ("{\"data\":{\"Wh1\":{\"value\":\"1284417.3\"}}}"));
    EXPECT_EQ (unit.why (), "the counter Wh1 was set, and shows another figure");
}

TEST_F (SmartMaicOrder, CounterThatCannotBeReadBackIsLeftToTheNextValues)
{
    Unit unit ("d103", HTTP);
    g_autoptr (WattleCommand) command = wattle_command_new_counter ("energy_import_l1", 5000);

    unit.read (load (EXTENDED));
    for (guint status : { 200u, 401u, 429u, 500u }) {
        guint step = reach (unit, command, "/?page=initval");
        unit.answer ();
        unit.tell (command, step + 1);
        EXPECT_TRUE (unit.answer ("", status));
        EXPECT_EQ (unit.tell (command, step + 2), PAGE);
        EXPECT_TRUE (unit.answer (load ("http/not_logged_in_body.html"), status)) << status;
        EXPECT_EQ (unit.tell (command, step + 3), "");
        EXPECT_EQ (unit.why (), "");
    }
    reach (unit, command, "/?page=initval");
    EXPECT_FALSE (unit.fail (WATTLE_OUTCOME_TIMEOUT)) << "whether it was set, nobody knows";
}

TEST_F (SmartMaicOrder, RefusesWhatItCannotDo)
{
    Unit unit ("d103", MQTT);
    Unit polled ("d103", HTTP);
    auto refusal = [] (Unit &device, WattleCommand *command) {
        EXPECT_EQ (device.tell (command, 0), "");
        g_object_unref (command);
        return device.why ();
    };

    unit.push ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"));
    polled.read (load (EXTENDED));
    EXPECT_NE (refusal (unit, wattle_command_new_counter ("energy_import_l1", 1)).find ("HTTP"),
               std::string::npos);
    for (const char *key : { "energy_import", "voltage_l1", "nothing" })
        EXPECT_NE (refusal (polled, wattle_command_new_counter (key, 1)).find ("is no counter"),
                   std::string::npos)
            << key;
    for (double wh : { -1.0, 1e13, (double)NAN, HUGE_VAL })
        EXPECT_NE (
            refusal (polled, wattle_command_new_counter ("energy_import_l1", wh)).find ("0 to"),
            std::string::npos);
    EXPECT_NE (refusal (polled, wattle_command_new_action ("restart")).find ("setup_mqtt"),
               std::string::npos);
    EXPECT_NE (refusal (unit, wattle_command_new_action ("setup_mqtt")).find ("HTTP"),
               std::string::npos);
    EXPECT_NE (refusal (unit, wattle_command_new_boolean ("output_2", TRUE)).find ("output_1"),
               std::string::npos);
    EXPECT_NE (refusal (unit, wattle_command_new_text ("output_1", "toggle")).find ("on or off"),
               std::string::npos);
}

// The settings of MQTT

TEST_F (SmartMaicOrder, SettingUpMqttRepeatsWhatTheDeviceHas)
{
    Unit unit ("d103", HTTP, { { "Prefix", "smart-maic/" }, { "PushInterval", "10" } });
    g_autoptr (WattleCommand) command = wattle_command_new_action ("setup_mqtt");

    EXPECT_EQ (unit.tell (command, 0), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.tell (command, 1), "/?page=webinit");
    EXPECT_TRUE (unit.flags & WATTLE_REQUEST_PRIVATE);
    EXPECT_TRUE (unit.answer (WEBINIT)) << unit.why ();
    EXPECT_STREQ (wattle_source_get_state (unit.source, "setup_pass"), "s3cret&");
    EXPECT_EQ (unit.tell (command, 2), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.tell (command, 3),
               "/?page=mqtt&serv={state:setup_serv}&port={state:setup_port}"
               "&uname={state:setup_uname}&pass={state:setup_pass}&mqtt_on=1&mqttint=10&separat=2"
               "&prefix={option:Prefix}");
    EXPECT_TRUE (unit.answer ("", 400));
    EXPECT_EQ (unit.tell (command, 4), LOGIN);
    unit.answer ();
    EXPECT_EQ (unit.tell (command, 5), "/?page=webinit");
    EXPECT_TRUE (unit.answer (WEBINIT)) << unit.why ();
    EXPECT_EQ (unit.tell (command, 6), "");
    EXPECT_EQ (unit.why (), "");
    EXPECT_EQ (wattle_source_get_state (unit.source, "setup_pass"), nullptr) << "it is forgotten";
}

TEST_F (SmartMaicOrder, SettingUpMqttTakesWhatTheOptionsSay)
{
    Unit unit ("d103", HTTP,
               { { "SetupServer", "192.0.2.1" },
                 { "SetupPort", "1885" },
                 { "SetupUser", "me" },
                 { "SetupPassword", "secret:broker" } });
    g_autoptr (WattleCommand) command = wattle_command_new_action ("setup_mqtt");

    unit.tell (command, 0);
    unit.answer ();
    unit.tell (command, 1);
    EXPECT_TRUE (unit.answer (load ("http/webinit_d103_mqtt_unconfigured.json"))) << unit.why ();
    unit.tell (command, 2);
    unit.answer ();
    EXPECT_EQ (unit.tell (command, 3),
               "/?page=mqtt&serv={option:SetupServer}&port={option:SetupPort}"
               "&uname={option:SetupUser}&pass={option:SetupPassword}&mqtt_on=1&mqttint=5&separat=2"
               "&prefix={option:Prefix}");
    unit.answer ();
    unit.tell (command, 4);
    unit.answer ();
    unit.tell (command, 5);
    EXPECT_FALSE (unit.answer (WEBINIT)) << "it has another broker";
}

TEST_F (SmartMaicOrder, SettingUpMqttLosesNothingThatIsNotTold)
{
    Unit unit ("d103", HTTP);
    g_autoptr (WattleCommand) command = wattle_command_new_action ("setup_mqtt");
    auto refusal = [&] (const std::string &text) {
        unit.tell (command, 0);
        unit.answer ();
        unit.tell (command, 1);
        EXPECT_FALSE (unit.answer (text)) << text;
        EXPECT_EQ (wattle_source_get_state (unit.source, "setup_pass"), nullptr);
        EXPECT_EQ (wattle_source_get_state (unit.source, "setup_uname"), nullptr);
        return unit.why ();
    };

    EXPECT_NE (refusal (load ("http/webinit_d103_mqtt_unconfigured.json")).find ("SetupServer"),
               std::string::npos);
    EXPECT_NE (refusal (std::string (ABOUT) + "\"serv\":\"a\",\"port\":\"1\",\"uname\":\"u\"}")
                   .find ("SetupPassword"),
               std::string::npos);
    EXPECT_NE (refusal (std::string (ABOUT) +
                        "\"serv\":\"a\",\"port\":\"1\",\"uname\":\"u\",\"pass\":\"x\\n\"}")
                   .find ("SetupPassword"),
               std::string::npos);
}

TEST_F (SmartMaicOrder, SettingUpMqttIsNoButtonOfHomeAssistant)
{
    Unit unit ("d103");

    unit.make_ready ();
    ASSERT_EQ (wattle_device_get_n_actions (unit.device), 1u);
    EXPECT_STREQ (wattle_device_get_action (unit.device, 0)->name, "setup_mqtt");
    EXPECT_TRUE (wattle_device_get_action (unit.device, 0)->deliberate);
}
