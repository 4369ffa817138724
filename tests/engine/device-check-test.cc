// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/manager-house.h"

using namespace wattle_test;

namespace
{

using Lines = std::vector<std::string>;

class DeviceCheck : public ManagerHouse
{
  protected:
    // What is wrong with a device file.
    Lines
    check (const std::string &text)
    {
        wattle_problems_clear_subject (problems, "m");
        wattle_manager_remove (manager, "m", TRUE);
        bool made = add ("m", text);
        EXPECT_EQ (made, wattle_problems_get_count (problems) == 0);
        return complaints ();
    }

    Lines
    check_linked (const std::string &text)
    {
        return check ("[Device]\nDriver=test\nModel=linked\n" + text);
    }
};

const std::string FINE = "[Link]\nHttp=http://192.0.2.1\n[Options]\nUnit=1\n";

TEST_F (DeviceCheck, LetsAGoodDeviceRun)
{
    EXPECT_EQ (check_linked (FINE), Lines{});
    EXPECT_NE (wattle_manager_find (manager, "m"), nullptr);
}

TEST_F (DeviceCheck, NamesTheDriversThereAre)
{
    EXPECT_EQ (check ("[Device]\nDriver=tset\n"),
               (Lines{ "m: m.conf: [Device] Driver: “tset” is not known; there are: test" }));
}

TEST_F (DeviceCheck, NamesTheModelsForPeople)
{
    EXPECT_EQ (check ("[Device]\nDriver=test\n"),
               (Lines{ "m: m.conf: [Device] Model: must be set to one of gateway, linked" }));
    EXPECT_EQ (check ("[Device]\nDriver=test\nModel=meter\n"),
               (Lines{ "m: m.conf: [Device] Model: “meter” is not known; there are: gateway, "
                       "linked" }));
}

TEST_F (DeviceCheck, TakesTheModelThatIsMeantWhereNoneIsNamed)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, "test");

    wattle_catalog_add_model (catalog, "meant", "Meant", WATTLE_MODEL_DEFAULT);
    EXPECT_EQ (check ("[Device]\nDriver=test\n"), Lines{});
    EXPECT_STREQ (wattle_runner_get_model (wattle_manager_find (manager, "m")), "meant");
    EXPECT_EQ (check ("[Device]\nDriver=test\nModel=gateway\n"), Lines{});
    EXPECT_STREQ (wattle_runner_get_model (wattle_manager_find (manager, "m")), "gateway");
}

TEST_F (DeviceCheck, NamesTheShortestInterval)
{
    EXPECT_EQ (check_linked ("Interval=499ms\n" + FINE),
               (Lines{ "m: m.conf: [Device] Interval: must be at least 500 ms" }));
    EXPECT_EQ (check_linked ("Interval=0\n" + FINE).size (), 1u);
    EXPECT_EQ (check_linked ("Interval=500ms\n" + FINE), Lines{});
    EXPECT_EQ (wattle_runner_get_interval (wattle_manager_find (manager, "m")), 500u);
}

TEST_F (DeviceCheck, NamesAWrongUrlAndWhatIsAllowed)
{
    for (const char *wrong : { "192.0.2.1", "mqtt://192.0.2.1", "http://", "http://192.0.2.1:70000",
                               "http://192.0.2.1:0", "http://a b" }) {
        Lines lines =
            check_linked (std::string ("[Link]\nHttp=") + wrong + "\n[Options]\nUnit=1\n");

        ASSERT_EQ (lines.size (), 1u) << wrong;
        EXPECT_EQ (lines[0].rfind ("m: m.conf: [Link] Http: ", 0), 0u) << lines[0];
        EXPECT_NE (lines[0].find ("allowed is http://HOST"), std::string::npos) << lines[0];
    }
}

TEST_F (DeviceCheck, NamesLinksThatLackAndLinksThatHaveNoUse)
{
    EXPECT_EQ (check_linked ("[Options]\nUnit=1\n"),
               (Lines{ "m: m.conf: [Link] Http: must be set" }));
    EXPECT_EQ (check_linked ("[Link]\nHttp=http://a\nMqtt=\n[Options]\nUnit=1\n"),
               (Lines{ "m: m.conf: [Link] Mqtt: this model has no such link" }));
}

TEST_F (DeviceCheck, NamesUnknownOptionsAndRanges)
{
    const std::string link = "[Link]\nHttp=http://a\n[Options]\n";

    EXPECT_EQ (check_linked (link + "Unit=1\nUint=2\n"),
               (Lines{ "m: m.conf: [Options] Uint: no such option; there are: Unit, Password, "
                       "Mode, Pin" }));
    EXPECT_EQ (check_linked (link + "Unit=248\n"),
               (Lines{ "m: m.conf: [Options] Unit: must be a whole number from 1 to 247" }));
    EXPECT_EQ (check_linked (link + "Unit=1\nMode=c\n"),
               (Lines{ "m: m.conf: [Options] Mode: must be one of a, b" }));
    EXPECT_EQ (check_linked (link), (Lines{ "m: m.conf: [Options] Unit: must be set" }));
}

TEST_F (DeviceCheck, SaysWhereASecretBelongs)
{
    EXPECT_EQ (check_linked (FINE + "Password=secret:door\n"),
               (Lines{ "m: m.conf: [Options] Password: there is no secret “door”; add the line "
                       "door=VALUE to [Secrets] of secrets.conf" }));
    EXPECT_EQ (check_linked (FINE + "Password=sesame\n"),
               (Lines{ "m: m.conf: [Options] Password: must be secret:NAME, the name of a value in "
                       "secrets.conf" }))
        << "the value is not repeated";
    dir.write ("state/secrets.conf", "[Secrets]\ndoor=sesame\n");
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    EXPECT_EQ (check_linked (FINE + "Password=secret:door\n"), Lines{});
    EXPECT_EQ (check_linked (FINE + "Password=\n"), Lines{});
}

TEST_F (DeviceCheck, RefusesASecretOfAnotherForm)
{
    dir.write ("state/secrets.conf", "[Secrets]\ngood=4711\nbad=sesame\n");
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    EXPECT_EQ (check_linked (FINE + "Pin=secret:good\n"), Lines{});
    EXPECT_EQ (check_linked (FINE + "Pin=secret:bad\n"),
               (Lines{ "m: m.conf: [Options] Pin: must be digits" }))
        << "the value is not repeated";
}

TEST_F (DeviceCheck, SaysEverythingAtOnce)
{
    EXPECT_EQ (check_linked ("Interval=1ms\n[Link]\nHttp=x\n[Options]\nMode=c\nNone=1\n"
                             "Password=secret:door\n")
                   .size (),
               6u);
}

TEST_F (DeviceCheck, LeavesOtherDevicesAlone)
{
    ASSERT_TRUE (add ("good", "[Device]\nDriver=test\nModel=gateway\n"));
    check ("[Device]\nDriver=none\n");
    EXPECT_EQ (state ("good"), "online");
    EXPECT_EQ (state ("m"), "(none)");
}

TEST_F (DeviceCheck, RefusesAnIdThatIsTaken)
{
    const std::string text = "[Device]\nDriver=test\nModel=gateway\n";

    EXPECT_TRUE (add ("m", text));
    EXPECT_FALSE (add ("m", text));
    EXPECT_EQ (complaints (), (Lines{ "m: m.conf: a device of this id is there already" }));
}

TEST_F (DeviceCheck, MakesNothingOfADisabledDevice)
{
    EXPECT_TRUE (add ("m", "[Device]\nDriver=test\nModel=gateway\nEnabled=false\n"));
    EXPECT_EQ (wattle_manager_get_n_runners (manager), 0u);
}

} // namespace
