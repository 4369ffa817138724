// SPDX-License-Identifier: LGPL-2.1-or-later
// Who may do what once a login is asked for.
#include "smart-ems-client.h"

namespace
{

const std::string ADMIN = "boss:secret";
const std::string USER = "user:user";
const std::string CONTROL = "control:control";

class SmartEmsAuth : public SmartEmsClient
{
  protected:
    void
    SetUp () override
    {
        SmartEmsClient::SetUp ();
        smart_ems_set_credentials (ems, "boss", "secret");
    }

    void
    change_board ()
    {
        make (SMART_EMS_LK4);
        smart_ems_set_credentials (ems, "boss", "secret");
    }

    guint
    status (const std::string &path, const std::string &login = "")
    {
        return get (path, login).status;
    }
};

TEST_F (SmartEmsAuth, WithoutALoginAnLk35ShowsNothing)
{
    for (const char *path : { "/st2.xml", "/xml/stat.xml", "/json/all.json", "/xml/ix.xml",
                              "/outs.cgi?out1=1", "/stm.cgi?outnn=1", "/eeprom.cgi" }) {
        Answer answer = get (path);

        EXPECT_EQ (answer.status, 401u) << path;
        EXPECT_EQ (answer.challenge, "Basic realm=\"LK\"");
        EXPECT_EQ (answer.body, "");
    }
    EXPECT_EQ (relays (), "000000");
    EXPECT_EQ (smart_ems_get_offences (ems), 0u) << "nobody was let in";
}

TEST_F (SmartEmsAuth, AWrongLoginIsRefused)
{
    for (const char *login : { "boss:wrong", "admin:admin", "boss", ":", "user:", "boss:secret:" })
        EXPECT_EQ (status ("/json/all.json", login), 401u) << login;
    EXPECT_EQ (status ("/json/all.json", ADMIN), 200u);
    EXPECT_EQ (status ("/st2.xml", ADMIN), 404u);
}

TEST_F (SmartEmsAuth, TheAdministratorMayDoEverything)
{
    EXPECT_EQ (get ("/outs.cgi?out1=1&out2=1&vout0=1", ADMIN).body, "011000");
    EXPECT_EQ (status ("/stm.cgi?oname=1Heater&outnn=1", ADMIN), 200u);
    EXPECT_EQ (status ("/stm.cgi?dswrite=0", ADMIN), 200u);
}

TEST_F (SmartEmsAuth, UsersMaySwitchOneThingAtATime)
{
    for (const std::string &login : { USER, CONTROL }) {
        EXPECT_EQ (status ("/json/all.json", login), 200u);
        for (const char *path :
             { "/outs.cgi?out1=1", "/outs.cgi?out=out1", "/outs.cgi?pwm1=1", "/outs.cgi?pwm=pwm1",
               "/outs.cgi?vout3=0", "/stm.cgi?pwmd=050", "/stm.cgi?pwmf=01000" })
            EXPECT_EQ (status (path, login), 200u) << path;
        for (const char *path :
             { "/outs.cgi?out1=1&out2=1", "/outs.cgi?ortime=15", "/stm.cgi?oname=1x",
               "/stm.cgi?outnn=1", "/stm.cgi?outblock=1", "/stm.cgi?modbusmapping=1",
               "/stm.cgi?dswrite=0", "/stm.cgi?lk3restart=1", "/stm.cgi?nonsense=1",
               "/inpa.cgi?event=0*36*1*0*0*0*3*0*0*0*0*0" })
            EXPECT_EQ (status (path, login), 403u) << path;
        EXPECT_EQ (relays (), "000000");
    }
    EXPECT_EQ (smart_ems_get_unknown (ems), 0u);
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
}

TEST_F (SmartEmsAuth, TheLoginCheckNeedsNoLogin)
{
    const struct {
        const char *body;
        const char *answer;
    } cases[] = {
        { "login=boss&password=secret", "1" },
        { "login=user&password=user", "1" },
        { "login=control&password=control", "0" },
        { "login=boss&password=wrong", "0" },
        { "login=boss", "0" },
        { "", "0" },
    };

    for (const auto &[body, expected] : cases) {
        Answer answer =
            request ("POST", smart_ems_get_uri (ems) + std::string ("/post.cgi?signin"), body);

        EXPECT_EQ (answer.status, 200u);
        EXPECT_EQ (answer.body, expected) << body;
    }
    EXPECT_EQ (
        request ("POST", smart_ems_get_uri (ems) + std::string ("/post.cgi?other"), "x").status,
        401u);
}

TEST_F (SmartEmsAuth, AnLk4ShowsNobodyThePublicGroupAlone)
{
    change_board ();
    EXPECT_EQ (status ("/st2.xml"), 500u) << "it can be told without a login";
    EXPECT_EQ (status ("/api/v1/read/set/?publicConfig"), 200u);
    for (const char *path :
         { "/api/v1/read/set/?publicConfig&outConfig", "/api/v1/read/set/?generalConfig",
           "/api/v1/read/status/?outValues", "/api/v1/save/?out1=1" }) {
        EXPECT_EQ (status (path), 401u) << path;
        EXPECT_EQ (status (path, "boss:wrong"), 401u) << path;
        EXPECT_EQ (status (path, CONTROL), 401u) << "an account of older boards";
    }
    EXPECT_EQ (status ("/api/v1/read/set/?publicConfig", "boss:wrong"), 401u);
    EXPECT_EQ (relays (), "000000");
}

TEST_F (SmartEmsAuth, AnLk4ShowsUsersAllButTheGeneralGroups)
{
    change_board ();
    for (const char *path : { "/api/v1/read/set/?webConfig&outConfig&dsConfig&varConfig",
                              "/api/v1/read/status/?outValues&mrValues&timeValues",
                              "/api/v1/save/?out1=1&pwm1=1&pwmDuty1=10&var1=1" })
        EXPECT_EQ (status (path, USER), 200u) << path;
    EXPECT_EQ (relays (), "100000");
    for (const char *path :
         { "/api/v1/read/set/?generalConfig", "/api/v1/read/set/?outConfig&networkConfig",
           "/api/v1/save/?outName1=x", "/api/v1/save/?out1=0&outNegation=1",
           "/api/v1/save/?restart=1", "/api/v1/save/?nonsense=1" }) {
        EXPECT_EQ (status (path, USER), 403u) << path;
        EXPECT_EQ (status (path, ADMIN), 200u) << path;
    }
    EXPECT_EQ (relays (), "000000");
    EXPECT_EQ (smart_ems_get_offences (ems), 1u) << "only the administrator's";
}

TEST_F (SmartEmsAuth, WithoutAnAdministratorEverybodyIs)
{
    smart_ems_set_credentials (ems, nullptr, nullptr);
    EXPECT_EQ (status ("/stm.cgi?outnn=0&pwmd=010"), 200u);
    EXPECT_EQ (status ("/json/all.json", "any:body"), 200u);
}

} // namespace
