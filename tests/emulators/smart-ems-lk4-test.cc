// SPDX-License-Identifier: LGPL-2.1-or-later
// The documents and the commands of an LK4.
#include "smart-ems-client.h"
#include "smart-ems-shape.h"

namespace
{

const std::string SET = "/api/v1/read/set/?";
const std::string STATUS = "/api/v1/read/status/?";
const std::string SAVE = "/api/v1/save/?";

class SmartEmsLk4 : public SmartEmsClient
{
  protected:
    void
    SetUp () override
    {
        SmartEmsClient::SetUp ();
        make (SMART_EMS_LK4);
    }

    void
    save (const std::string &commands)
    {
        EXPECT_EQ (get (SAVE + commands).status, 200u) << commands;
    }

    std::string
    text (const std::string &group, const char *member)
    {
        JsonObject *object = get_json (SET + group);

        return json_object_get_string_member_with_default (object, member, "none");
    }
};

TEST_F (SmartEmsLk4, DocumentsHaveTheShapeOfTheExamples)
{
    EXPECT_EQ (differences (example ("lk4-set-generalConfig-outConfig-networkConfig.json"),
                            get (SET + "generalConfig&outConfig&networkConfig").body),
               "");
    EXPECT_EQ (differences (example ("lk4-status.json"),
                            get (STATUS + "timeValues&boardValues&statusValues&outValues&pwmValues&"
                                          "iAValues&dsValues&i2cValues&otherSensorsValues&"
                                          "diffValues&iDValues&powerValues&mrValues&varValues")
                                .body),
               "");
}

TEST_F (SmartEmsLk4, AGroupBringsItsMembersAlone)
{
    EXPECT_EQ (get (SET + "outConfig").body,
               R"({"outNegation":0,"outName1":"P0","outName2":"P1","outName3":"P2",)"
               R"("outName4":"P3","outName5":"P4","outName6":"OUT6"})");
    EXPECT_EQ (get (SET + "publicConfig").body, R"({"hostname":"SMART EMS"})");
    EXPECT_EQ (get (STATUS + "outValues").body,
               R"({"out1":0,"out2":0,"out3":0,"out4":0,"out5":0,"out6":0})");
    EXPECT_EQ (get (STATUS + "dsValues").body,
               R"({"ds1":58.3,"ds2":21.4,"ds3":-3.5,"dsReadID":""})");
    for (const char *empty : { "", "nonsense", "pwmConfig", "outValues" })
        EXPECT_EQ (get (SET + empty).body, "{}") << empty;
}

TEST_F (SmartEmsLk4, EachGroupOfTheTablesIsThere)
{
    for (const char *name :
         { "webConfig", "outConfig", "pwmConfig", "iAConfig", "dsConfig", "i2cConfig",
           "otherSensorsConfig", "diffConfig", "iDConfig", "powerConfig", "modbusConfig",
           "modbusCConfig", "modbusCmdConfig", "mrConfig", "varConfig" })
        EXPECT_EQ (get (SET + name).status, 200u) << name;
    for (const char *name : { "boardValues", "timeValues", "outValues", "pwmValues", "iAValues",
                              "dsValues", "i2cValues", "otherSensorsValues", "diffValues",
                              "iDValues", "powerValues", "mrValues", "varValues" })
        EXPECT_GT (json_object_get_size (get_json (STATUS + name)), 0u) << name;
}

TEST_F (SmartEmsLk4, AnswersWhatItDoesNotKnowWith500)
{
    for (const char *path : { "/st2.xml", "/json/all.json", "/xml/stat.xml", "/outs.cgi?out0=1" })
        EXPECT_EQ (get (path).status, 500u) << path;
    EXPECT_EQ (relays (), "000000");
}

TEST_F (SmartEmsLk4, OutputsAreCountedFromOne)
{
    save ("out1=1&out6=1&out2=0");
    EXPECT_EQ (relays (), "100001");
    save ("out=out1");
    save ("out=out2");
    EXPECT_EQ (relays (), "010001");
    EXPECT_EQ (integer (STATUS + "outValues", "out2"), 1);
    save ("out0=1&out7=1&out=out0&out=out7&out2=2&out2=");
    EXPECT_EQ (relays (), "010001");
    EXPECT_EQ (smart_ems_get_unknown (ems), 6u);
    EXPECT_EQ (smart_ems_get_commands (ems), 5u);
}

TEST_F (SmartEmsLk4, TakesEachOfItsCommands)
{
    save ("outName2=Grza%C5%82ka%201&outNegation=1&webRefresh=5&pwm2=1&pwm=pwm1&pwmDuty3=70"
          "&pwmFrequency=50&var8=1&dsReadID=0");
    JsonObject *names = get_json (SET + "outConfig&webConfig");
    JsonObject *values = get_json (STATUS + "pwmValues&varValues&dsValues");

    EXPECT_STREQ (json_object_get_string_member (names, "outName2"), "Grzałka 1");
    EXPECT_EQ (json_object_get_int_member (names, "outNegation"), 1);
    EXPECT_EQ (json_object_get_int_member (names, "webRefresh"), 5);
    EXPECT_EQ (json_object_get_int_member (values, "pwm1"), 0) << "it was on at first";
    EXPECT_EQ (json_object_get_int_member (values, "pwm2"), 1);
    EXPECT_EQ (json_object_get_int_member (values, "pwmDuty3"), 70);
    EXPECT_EQ (json_object_get_int_member (values, "pwmFrequency"), 50);
    EXPECT_EQ (json_object_get_int_member (values, "var8"), 1);
    EXPECT_STREQ (json_object_get_string_member (values, "dsReadID"), "28:FF:64:1E:8A:16:03:5C");
}

TEST_F (SmartEmsLk4, ASensorIsFoundAndGivenAPosition)
{
    for (int i = 0; i < 4; i++)
        save ("dsReadID=0");
    JsonObject *values = get_json (STATUS + "dsValues");
    std::string id = json_object_get_string_member (values, "dsReadID");

    EXPECT_EQ (id, "28:FF:5D:E0:90:16:03:F7");
    EXPECT_FALSE (json_object_has_member (values, "ds8"));
    save ("dsID8=" + id + "&dsID7=28:00:00:00:00:00:00:00&dsID6=nonsense");
    values = get_json (STATUS + "dsValues");
    EXPECT_EQ (json_object_get_double_member (values, "ds8"), 35.2);
    EXPECT_EQ (json_object_get_double_member (values, "ds7"), -60) << "nobody answers there";
    EXPECT_FALSE (json_object_has_member (values, "ds6"));
    EXPECT_EQ (text ("dsConfig", "dsID8"), id);
}

TEST_F (SmartEmsLk4, NothingHappensOnWhatMustNeverBeSent)
{
    save ("out1=1");
    save ("restart=1");
    save ("eeprom_reset=1");
    EXPECT_EQ (smart_ems_get_offences (ems), 2u);
    EXPECT_STREQ (smart_ems_get_last_offence (ems), "/api/v1/save/?eeprom_reset=1");
    EXPECT_EQ (relays (), "100000");
    JsonArray *offences = json_object_get_array_member (state (), "offences");
    EXPECT_STREQ (json_array_get_string_element (offences, 0), "/api/v1/save/?restart=1");
}

} // namespace
