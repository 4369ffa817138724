// SPDX-License-Identifier: LGPL-2.1-or-later
// The pages of the device's web server.
#include "http-fetch.h"
#include "smart-maic-client.h"

using SmartMaicPages = SmartMaicClient;

namespace
{

// As on the wire.
std::string
with_returns (std::string text)
{
    for (gsize i = 0; (i = text.find ('\n', i)) != std::string::npos; i += 2)
        text.replace (i, 1, "\r\n");
    return text;
}

const char *const open_to_nobody[] = { "webinit", "getwdata", "pout&state=1", "initval&Wh1=5",
                                       "mqtt&serv=192.0.2.20&port=1883&mqtt_on=1" };

} // namespace

TEST_F (SmartMaicPages, AnswersWithTheHeadersOfTheMaker)
{
    EXPECT_EQ (page (getdata ()).head, with_returns (example ("getdata_response_headers.txt")));
    EXPECT_EQ (page (getdata ()).raw, with_returns (example ("getdata_too_fast_headers.txt")));
}

TEST_F (SmartMaicPages, ALibraryCopesWithIt)
{
    Fetched fetched = request ("GET", smart_maic_get_uri (device) + ("/?page=" + getdata ()));

    EXPECT_EQ (fetched.status, 200u);
    EXPECT_EQ (fetched.type, "application/json");
    EXPECT_EQ (shape (fetched.body), shape (example ("getdata_d103_extended.json")));
    EXPECT_EQ (request ("GET", smart_maic_get_uri (device) + ("/?page=" + getdata ())).status,
               429u);
}

TEST_F (SmartMaicPages, AnswersOnceInAConnection)
{
    std::string twice = line ("/?page=" + getdata ()) + line ("/?page=" + getdata ());
    Answer answer = Call (smart_maic_get_port (device), twice).finish ();

    EXPECT_EQ (answer.raw.find ("HTTP/1.0"), answer.raw.rfind ("HTTP/1.0"));
    EXPECT_EQ (smart_maic_get_requests (device), 1u);
}

TEST_F (SmartMaicPages, HangsUpOnWhatIsNoRequest)
{
    const std::string lines[] = { "nonsense\r\n\r\n", "GET page HTTP/1.0\r\n\r\n",
                                  "GET / SPDY\r\n\r\n", "GET /?page=a b HTTP/1.0\r\n\r\n",
                                  "GET /" + std::string (9000, 'x') };

    for (const std::string &bytes : lines)
        EXPECT_EQ (Call (smart_maic_get_port (device), bytes).finish ().raw, "") << bytes;
    EXPECT_EQ (smart_maic_get_requests (device), 0u);
    EXPECT_EQ (page (getdata ()).status, 200);
}

TEST_F (SmartMaicPages, ShowsTheLoginPageToStrangersAndDoesNothing)
{
    double before = counter ("Wh1");

    for (const char *name : open_to_nobody) {
        Answer answer = page (name);

        EXPECT_EQ (answer.status, 200) << name;
        EXPECT_TRUE (answer.html) << name;
        EXPECT_EQ (answer.body + "\n", example ("not_logged_in_body.html")) << name;
    }
    EXPECT_FALSE (smart_maic_get_out (device));
    EXPECT_EQ (counter ("Wh1"), before);
    log_in ();
    EXPECT_EQ (page ("webinit").body + "\n", example ("webinit_d103_mqtt_unconfigured.json"));
}

TEST_F (SmartMaicPages, ServesEachPageAfterALogin)
{
    log_in ();
    for (const char *name : open_to_nobody)
        EXPECT_FALSE (page (name).html) << name;
    EXPECT_EQ (smart_maic_get_logins (device), 1u);
}

TEST_F (SmartMaicPages, KnowsGetAndItsOwnPagesOnly)
{
    std::string post = "POST /?page=pout&state=1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n";

    log_in ();
    EXPECT_TRUE (page ("nonsense").html);
    EXPECT_TRUE (get ("/").html);
    EXPECT_TRUE (get ("/index.html?page=webinit").html);
    EXPECT_TRUE (Call (smart_maic_get_port (device), post).finish ().html);
    EXPECT_FALSE (smart_maic_get_out (device));
}

TEST_F (SmartMaicPages, AWrongPinLooksLikeNoLogin)
{
    for (const char *rest : { "devlogin&devpass=1234", "devlogin", "devlogin&devpass=47110" })
        EXPECT_TRUE (page (rest).html) << rest;
    EXPECT_TRUE (page ("webinit").html);
    EXPECT_TRUE (page ("getdata&devid=1728104417&devpass=1&pout=1").html);
    EXPECT_TRUE (page ("getdata&devid=1728104418&devpass=4711&pout=1").html);
    EXPECT_FALSE (smart_maic_get_out (device));
    EXPECT_EQ (smart_maic_get_logins (device), 0u);
    EXPECT_EQ (page (getdata ()).status, 200); // strangers do not use up the rate
}

TEST_F (SmartMaicPages, AssumedALoginLastsTenMinutesOrUntilAWrongPin)
{
    log_in ();
    pass (599);
    EXPECT_FALSE (page ("webinit").html);
    pass (1);
    EXPECT_TRUE (page ("webinit").html);
    log_in ();
    page ("devlogin&devpass=0");
    EXPECT_TRUE (page ("webinit").html);
}

TEST_F (SmartMaicPages, ReadsAsOftenAsItsGradeAllows)
{
    for (auto [grade, span] : { std::pair (SMART_MAIC_EXTENDED, 6), { SMART_MAIC_STANDARD, 60 } }) {
        make (SMART_MAIC_D103, grade);
        EXPECT_EQ (page (getdata ()).status, 200);
        EXPECT_EQ (page (getdata ()).status, 429);
        pass (span - 1);
        EXPECT_EQ (page (getdata ()).status, 429);
        pass (1);
        EXPECT_EQ (page (getdata ()).status, 200);
        EXPECT_FALSE (page ("getwdata").status == 429);
    }
}

TEST_F (SmartMaicPages, SwitchesTheContactBothWays)
{
    EXPECT_NE (page (getdata ("&pout=1")).body.find ("\"pout\":\"1\""), std::string::npos);
    EXPECT_TRUE (smart_maic_get_out (device));
    log_in ();
    page ("pout&state=0");
    EXPECT_FALSE (smart_maic_get_out (device));
    page ("pout&state=1");
    page ("pout&state=on");
    page ("pout");
    EXPECT_TRUE (smart_maic_get_out (device));
    pass (6);
    EXPECT_NE (page (getdata ()).body.find ("\"pout\":\"1\""), std::string::npos);
}

TEST_F (SmartMaicPages, AssumedSwitchesEvenWhereItIsTooSoonToRead)
{
    page (getdata ());
    EXPECT_EQ (page (getdata ("&pout=1")).status, 429);
    EXPECT_TRUE (smart_maic_get_out (device));
}

TEST_F (SmartMaicPages, CountersGoOnFromWhatTheyAreSetTo)
{
    log_in ();
    EXPECT_EQ (page ("initval&Wh1=1284000&rWh1=500.5").status, 200);
    auto shown = values ();
    EXPECT_DOUBLE_EQ (shown["Wh1"], 1284000);
    EXPECT_DOUBLE_EQ (shown["rWh1"], 500.5);
    pass (60);
    auto later = values ();
    EXPECT_NEAR (later["rWh1"], 500.5 + (shown["rW1"] + later["rW1"]) / 2 / 60, 0.2);
    EXPECT_NEAR (values ()["TWh"], 1284000 + counter ("Wh2") + counter ("Wh3"), 0.3);
}

TEST_F (SmartMaicPages, PassesOverCountersItDoesNotHave)
{
    double before = counter ("Wh2");

    log_in ();
    for (const char *rest : { "Wh2=-5", "Wh2=many", "Wh2=nan", "Wh2=", "Wh=7", "Wh4=7", "Wh22=7" })
        EXPECT_EQ (page (std::string ("initval&") + rest).status, 200) << rest;
    EXPECT_EQ (counter ("Wh2"), before);

    make (SMART_MAIC_D101, SMART_MAIC_STANDARD);
    log_in ();
    page ("initval&Wh=3310000&rWh=1");
    EXPECT_DOUBLE_EQ (counter ("Wh"), 3310000);
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD);
    before = counter ("TCh1");
    log_in ();
    page ("initval&TCh1=5");
    EXPECT_EQ (counter ("TCh1"), before);
}

TEST_F (SmartMaicPages, StoresWhatItIsToldOfABrokerAndLosesTheRest)
{
    log_in ();
    page ("mqtt&serv=192.0.2.20&port=1883&uname=&pass=&mqtt_on=1&mqttint=5&separat=2"
          "&prefix=smart-maic%2F");
    EXPECT_EQ (page ("webinit").body + "\n", example ("webinit_d103.json"));
    page ("mqtt&serv=192.0.2.21&port=1884&uname=maic&pass=a%22b%26c");
    EXPECT_NE (page ("webinit").body.find (R"("serv":"192.0.2.21","port":"1884","uname":"maic",)"
                                           R"("pass":"a\"b&c")"),
               std::string::npos);
    page ("mqtt&serv=192.0.2.22");
    EXPECT_NE (page ("webinit").body.find (R"("serv":"192.0.2.22","port":"","uname":"","pass":"")"),
               std::string::npos);
}

TEST_F (SmartMaicPages, ARestartKeepsThePortAndForgetsLogins)
{
    guint port = smart_maic_get_port (device);
    double before = counter ("rWh1");

    log_in ();
    page ("pout&state=1");
    smart_maic_restart (device, 2 * G_TIME_SPAN_SECOND);
    EXPECT_TRUE (Call (port, "").refused);
    pass (2);
    EXPECT_EQ (smart_maic_get_port (device), port);
    EXPECT_TRUE (page ("webinit").html);
    EXPECT_FALSE (smart_maic_get_out (device));
    EXPECT_GE (counter ("rWh1"), before);
}

TEST_F (SmartMaicPages, NamesAPortThatIsTaken)
{
    g_autoptr (WattleClock) other_clock = wattle_clock_new_manual (NOON);
    g_autoptr (SmartMaic) other = smart_maic_new (other_clock);
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (smart_maic_start (other, "127.0.0.1", smart_maic_get_port (device), &error));
    EXPECT_NE (strstr (error->message, "Cannot listen on 127.0.0.1 port"), nullptr);
    g_clear_error (&error);
    EXPECT_FALSE (smart_maic_start (other, "here", 0, &error));
    EXPECT_NE (strstr (error->message, "no IP address"), nullptr);
}
