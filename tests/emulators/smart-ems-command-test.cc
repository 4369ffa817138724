// SPDX-License-Identifier: LGPL-2.1-or-later
// The commands of an LK 3.5+.
#include "smart-ems-client.h"

namespace
{

class SmartEmsCommand : public SmartEmsClient
{
  protected:
    std::string
    outs (const std::string &commands)
    {
        Answer answer = get ("/outs.cgi?" + commands);

        EXPECT_EQ (answer.status, 200u) << commands;
        return answer.body;
    }

    void
    stm (const std::string &commands)
    {
        Answer answer = get ("/stm.cgi?" + commands);

        EXPECT_EQ (answer.status, 200u) << commands;
        EXPECT_EQ (answer.body, "");
    }

    gint64
    pwm (const char *member)
    {
        return integer ("/json/pwmpid.json", member);
    }

    std::string
    name_of (guint output)
    {
        return json_array_get_string_element (json_object_get_array_member (state (), "names"),
                                              output);
    }
};

TEST_F (SmartEmsCommand, OutputsAreSetAndToggledAndAnswerTheirStates)
{
    outs ("out1=1");
    EXPECT_EQ (outs ("out4=1"), example ("lk35-outs-response.txt"));
    EXPECT_EQ (outs ("out=out0"), "110010");
    EXPECT_EQ (outs ("out0=0&out1=0&out=out5"), "000011");
    EXPECT_EQ (integer ("/json/all.json", "out5"), 1);
    EXPECT_EQ (smart_ems_get_commands (ems), 6u);
}

TEST_F (SmartEmsCommand, PassesOverWhatItDoesNotKnow)
{
    for (const char *command : { "out6=1", "out0=2", "out0=", "out0", "out=out6", "out=pwm0",
                                 "nonsense=1", "=", "", "outnn=1" })
        EXPECT_EQ (outs (command), "000000") << command;
    EXPECT_EQ (smart_ems_get_commands (ems), 0u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 9u) << "the empty one is none";
    stm ("out0=1");
    EXPECT_EQ (relays (), "000000") << "on the wrong page";
}

TEST_F (SmartEmsCommand, PwmIsSwitchedSetAndNamed)
{
    outs ("pwm1=1&pwm=pwm0");
    stm ("pwmd=175&pwmd=0100&pwmf=0250&pwmf=11000000&pname=3Fan");
    EXPECT_EQ (pwm ("pwm"), 2);
    EXPECT_EQ (pwm ("pwmd0"), 100);
    EXPECT_EQ (pwm ("pwmd1"), 75);
    EXPECT_EQ (pwm ("pwmf0"), 250);
    EXPECT_EQ (pwm ("pwmf1"), 1000000);
    JsonObject *last =
        json_array_get_object_element (json_object_get_array_member (state (), "pwm"), 3);
    EXPECT_STREQ (json_object_get_string_member (last, "name"), "Fan");

    stm ("pwmd=0101&pwmd=450&pwmf=00&pwmf=21000&pwmd=");
    EXPECT_EQ (pwm ("pwmd0"), 100);
    EXPECT_EQ (pwm ("pwmf0"), 250);
    smart_ems_set_firmware (ems, "1.49d");
    stm ("pwmf=049");
    stm ("pwmf=0100001");
    EXPECT_EQ (smart_ems_get_unknown (ems), 7u);
}

TEST_F (SmartEmsCommand, EventVariablesAreCountedFromZero)
{
    outs ("vout1=1");
    outs ("vout7=1");
    EXPECT_EQ (integer ("/json/all.json", "eventVariables"), 130);
    outs ("vout7=0&vout8=1");
    EXPECT_EQ (integer ("/json/all.json", "eventVariables"), 2);
}

TEST_F (SmartEmsCommand, InversionChangesWhatIsShownNotTheRelays)
{
    outs ("out1=1");
    EXPECT_EQ (json_object_get_int_member (state (), "heater"), 1);
    stm ("outnn=1");
    EXPECT_EQ (integer ("/json/all.json", "outnn"), 1);
    EXPECT_EQ (integer ("/json/all.json", "out1"), 1);
    EXPECT_EQ (json_object_get_int_member (state (), "heater"), 0) << "it is wired for that";
    EXPECT_EQ (outs ("out1=0"), "000000");
    EXPECT_EQ (json_object_get_int_member (state (), "heater"), 1);
}

TEST_F (SmartEmsCommand, BlockedOutputsDoNotFollowCommands)
{
    stm ("outblock=1");
    EXPECT_EQ (outs ("out1=1&out=out2"), "000000");
    smart_ems_press (ems, 1, TRUE);
    EXPECT_EQ (relays (), "000000");
    stm ("outblock=0");
    EXPECT_EQ (outs ("out1=1"), "010000");
}

TEST_F (SmartEmsCommand, AnOutputReturnsAfterItsTime)
{
    outs ("ortime=25");
    EXPECT_EQ (outs ("out2=1&out3=1"), "001100");
    pass (4);
    EXPECT_EQ (relays (), "001100");
    pass (1);
    EXPECT_EQ (relays (), "000100");
    outs ("ortime=20");
    outs ("out2=1");
    pass (60);
    EXPECT_EQ (relays (), "001100");
}

TEST_F (SmartEmsCommand, OutputsAreNamedInUpTo15Characters)
{
    EXPECT_EQ (name_of (0), "P0");
    EXPECT_EQ (name_of (4), "P4");
    EXPECT_EQ (name_of (5), "OUT5");
    stm ("oname=1Grza%C5%82ka%201");
    EXPECT_EQ (name_of (1), "Grzałka 1");
    stm ("oname=1123456789012345");
    EXPECT_EQ (name_of (1), "123456789012345");
    stm ("oname=11234567890123456");
    stm ("oname=6x");
    EXPECT_EQ (name_of (1), "123456789012345");
}

TEST_F (SmartEmsCommand, TheMappingIsChanged)
{
    std::string mapping = "10*00";

    for (int i = 0; i < 28; i++)
        mapping += "*00";
    double power = smart_ems_get_variable (ems, 1);
    stm ("modbusmapping=" + mapping);
    EXPECT_LT (power, 0) << "exported";
    EXPECT_EQ (smart_ems_get_variable (ems, 1), -power) << "reading 0 has no sign";
    EXPECT_EQ (smart_ems_get_variable (ems, 2), 0);
    stm ("modbusmapping=" + mapping + "*00");
    stm ("modbusmapping=7" + mapping.substr (1));
    stm ("modbusmapping=130" + mapping.substr (2));
    EXPECT_EQ (smart_ems_get_unknown (ems), 3u);
}

TEST_F (SmartEmsCommand, ASensorIsFoundAndGivenAPosition)
{
    std::string read;

    for (const char *id : { "28:FF:64:1E:8A:16:03:5C", "28:FF:1B:C2:8A:16:04:A9",
                            "28:FF:77:03:90:16:05:12", "28:FF:5D:E0:90:16:03:F7" }) {
        stm ("dswrite=0");
        read = get ("/json/dsi2c.json").body;
        EXPECT_EQ (read, std::string ("{\"dsid\":\"") + id + "\"}");
    }
    EXPECT_EQ (integer ("/json/all.json", "ds4"), -600);
    stm ("dswrite=4:28:FF:5D:E0:90:16:03:F7");
    EXPECT_EQ (integer ("/json/all.json", "ds4"), 352);
    stm ("dswrite=9:28:FF:5D:E0:90:16:03:F7&dswrite=5:28&dswrite=1");
    EXPECT_EQ (smart_ems_get_unknown (ems), 3u);
}

TEST_F (SmartEmsCommand, TakesWhatItDoesNotEmulate)
{
    outs ("aout=11&atout=160*7");
    stm ("pwmt=05&pwmp=1&modbus_sensor=02&modbusid=01&mod_custom_set0=Meter*0*0*1*1");
    EXPECT_EQ (smart_ems_get_commands (ems), 7u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 0u);
}

TEST_F (SmartEmsCommand, RefusesMoreThan666Characters)
{
    std::string command = "out1=1&x=";

    command.resize (666, 'x');
    EXPECT_EQ (outs (command), "010000");
    EXPECT_EQ (get ("/outs.cgi?" + command + "x&out1=0").status, 400u);
    EXPECT_EQ (relays (), "010000");
}

TEST_F (SmartEmsCommand, NothingHappensOnWhatMustNeverBeSent)
{
    outs ("out1=1");
    for (const char *target :
         { "/stm.cgi?eeprom_reset=1", "/stm.cgi?lk3restart=1", "/stm.cgi?upgrade",
           "/eeprom.cgi?x=1", "/eeprom.cgi", "/outs.cgi?out1=1&lk3restart=1" }) {
        guint before = smart_ems_get_offences (ems);

        EXPECT_EQ (get (target).status, 200u) << target;
        EXPECT_EQ (smart_ems_get_offences (ems), before + 1) << target;
    }
    EXPECT_STREQ (smart_ems_get_last_offence (ems), "/outs.cgi?lk3restart=1");
    EXPECT_EQ (relays (), "010000");
    JsonArray *offences = json_object_get_array_member (state (), "offences");
    EXPECT_EQ (json_array_get_length (offences), 6u);
    EXPECT_STREQ (json_array_get_string_element (offences, 3), "/eeprom.cgi?x=1");
}

} // namespace
