// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices that speak https with a certificate of their own: tried, accepted and added by the real
// program at a real host, without and with a person at a terminal.
#include "cli/program.h"
#include "cli/terminal.h"
#include "http-fetch.h"
#include "solar-api.h"
#include "support/certificates.h"
#include "support/http-server.h"
#include "system/house.h"

using namespace wattle_test;

// The leak check cannot scan the threads of the TLS library.
extern "C" int
__lsan_is_turned_off ()
{
    return 1;
}

namespace
{

class CliCertificate : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;

        environment = make_environment (bus);
        environment["WATTLE_PLUGIN_DIR"] = WATTLE_PLUGINS;
        house.environment = environment;
        house.configure ("wattle.conf", "[Plugins]\nDisabled=wattle_example\n");
        ASSERT_TRUE (solar_api_start (device, "127.0.0.1", 0, &error)) << error->message;
        certificates.sign ("box", "DNS:box.local");
        certificates.sign ("other", "DNS:box.local");
        secure = serve ("box");
        house.start_host ();
    }

    void
    TearDown () override
    {
        secure.reset ();
        g_object_unref (device);
        EXPECT_TRUE (house.host->running ()) << house.host->err ();
    }

    // The device behind https.
    std::unique_ptr<HttpServer>
    serve (const std::string &name, guint16 port = 0)
    {
        return std::make_unique<HttpServer> (
            [this] (SoupServerMessage *message, const std::string &path) {
                const char *query = g_uri_get_query (soup_server_message_get_uri (message));
                Fetched fetched = request ("GET", solar_api_get_uri (device) + path +
                                                      (query != nullptr ? "?" : "") +
                                                      (query != nullptr ? query : ""));

                HttpServer::respond (message, fetched.status, fetched.type, fetched.body);
            },
            certificates.certificate (name), certificates.key (name), port);
    }

    std::vector<std::string>
    words (const std::string &verb, const std::string &uri, std::vector<std::string> more = {})
    {
        std::vector<std::string> list = { "devices", verb, "modbus-meter", "--model", MODEL,
                                          "--http",  uri };

        list.insert (list.end (), more.begin (), more.end ());
        return list;
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    // What the host has written of a device.
    std::string
    settings (const std::string &id)
    {
        g_autofree char *text = nullptr;
        std::string path = house.dir.file ("state/config/devices/" + id + ".conf");

        g_file_get_contents (path.c_str (), &text, nullptr, nullptr);
        return text != nullptr ? text : "(none)";
    }

    std::string
    port () const
    {
        return std::to_string (secure->port ());
    }

    std::string
    print (const std::string &name = "box") const
    {
        return certificates.fingerprint (name);
    }

    void
    add_accepted ()
    {
        Outcome outcome =
            run (words ("add", secure->uri (),
                        { "--id", "m", "--accept-certificate", print (), "--interval", "1s" }));

        ASSERT_EQ (outcome.status, 0) << outcome.err;
        ASSERT_TRUE (spin ([&] { return client.device_property ("m", "State") == "online"; }));
    }

    static constexpr const char *MODEL = "fronius-solar-api-v1";

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    Certificates certificates;
    SolarApi *device = solar_api_new ();
    std::unique_ptr<HttpServer> secure;
    Process::Environment environment;
};

TEST_F (CliCertificate, IsShownAndRefusedWhereNobodyCanBeAsked)
{
    Outcome outcome = run (words ("add", secure->uri (), { "--id", "m" }));

    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (outcome.out, "");
    EXPECT_TRUE (has (outcome.err, "it was not added")) << outcome.err;
    EXPECT_TRUE (has (outcome.err, "--accept-certificate " + print ())) << outcome.err;
    EXPECT_EQ (settings ("m"), "(none)");

    Outcome data = run (words ("probe", secure->uri (), { "--json" }));
    EXPECT_EQ (data.status, 1);
    EXPECT_EQ (members (data.out), "http,http_certificate,outcome,moved_to,certificate");
    EXPECT_EQ (at (data.out, "http"), secure->uri ());
    EXPECT_EQ (at (data.out, "outcome"), "tls");
    EXPECT_EQ (members (data.out, "certificate"), "fingerprint,subject,issuer,from,until");
    EXPECT_EQ (at (data.out, "certificate.fingerprint"), print ());
    EXPECT_EQ (at (data.out, "certificate.subject"), "CN=box");
    EXPECT_EQ (at (data.out, "certificate.issuer"), "CN=test-ca");
    EXPECT_TRUE (has (at (data.out, "certificate.until"), "T")) << data.out;
}

TEST_F (CliCertificate, OfAProgramIsTheOneItNamesAndNoOther)
{
    Outcome wrong = run (
        words ("add", secure->uri (), { "--id", "m", "--accept-certificate", print ("other") }));
    EXPECT_EQ (wrong.status, 1);
    EXPECT_TRUE (has (wrong.err, "its fingerprint is " + print ())) << wrong.err;
    EXPECT_TRUE (has (wrong.err, "accepted is " + print ("other"))) << wrong.err;

    Outcome right = run (
        words ("add", secure->uri (), { "--id", "m", "--accept-certificate", print (), "--json" }));
    ASSERT_EQ (right.status, 0) << right.err;
    EXPECT_EQ (at (right.out, "http_certificate"), print ());
    EXPECT_TRUE (has (settings ("m"), "HttpCertificate=" + print () + "\n")) << settings ("m");

    std::string shown = run ({ "devices", "show", "m" }).out;
    EXPECT_TRUE (has (shown, print ())) << shown;
    EXPECT_EQ (at (run ({ "devices", "show", "m", "--json" }).out, "http_certificate"), print ());
}

TEST_F (CliCertificate, GoesBeforeAnAddressWithoutOneCanBeSet)
{
    add_accepted ();
    Outcome refused = run ({ "devices", "set", "m", "--http", solar_api_get_uri (device) });
    EXPECT_EQ (refused.status, 2);
    EXPECT_TRUE (has (refused.err, "HttpCertificate")) << refused.err;
    EXPECT_TRUE (has (settings ("m"), "Http=" + secure->uri () + "\n")) << settings ("m");

    EXPECT_EQ (run ({ "devices", "set", "m", "--http", solar_api_get_uri (device), "--unset",
                      "http-certificate" })
                   .status,
               0);
    EXPECT_FALSE (has (settings ("m"), "HttpCertificate")) << settings ("m");
}

TEST_F (CliCertificate, IsTriedOfADeviceOfTheHouse)
{
    ASSERT_EQ (run (words ("add", secure->uri (), { "--id", "m", "--no-probe" })).status, 0);

    EXPECT_EQ (run ({ "devices", "probe", "m" }).status, 1);
    Outcome tried = run ({ "devices", "probe", "m", "--accept-certificate", print () });
    EXPECT_EQ (tried.status, 0) << tried.err;
    EXPECT_TRUE (has (tried.out, "is kept with --accept-certificate " + print ())) << tried.out;
    EXPECT_FALSE (has (settings ("m"), "HttpCertificate")) << "a probe changes nothing";
}

TEST_F (CliCertificate, IsAcceptedByThePersonAtTheTerminal)
{
    Terminal add (environment, words ("add", secure->uri (), { "--id", "m" }));

    ASSERT_TRUE (add.shows ("accept this certificate? [y/N] ")) << add.shown ();
    EXPECT_TRUE (has (add.shown (), print ())) << add.shown ();
    EXPECT_TRUE (has (add.shown (), "CN=box")) << add.shown ();
    EXPECT_TRUE (has (add.shown (), "CN=test-ca")) << add.shown ();
    EXPECT_EQ (settings ("m"), "(none)");
    add.type ("y\n");
    EXPECT_EQ (add.wait (), 0) << add.shown ();
    EXPECT_TRUE (has (add.shown (), "Added m.")) << add.shown ();
    EXPECT_TRUE (has (settings ("m"), "HttpCertificate=" + print () + "\n")) << settings ("m");
}

TEST_F (CliCertificate, IsRefusedByWhateverIsNotYes)
{
    for (const char *answer : { "\n", "n\n", "yesterday\n", "\004" }) {
        Terminal add (environment, words ("add", secure->uri (), { "--id", "m" }));

        ASSERT_TRUE (add.shows ("accept this certificate? [y/N] ")) << add.shown ();
        add.type (answer);
        EXPECT_EQ (add.wait (), 1) << answer << add.shown ();
    }
    EXPECT_EQ (settings ("m"), "(none)");
}

TEST_F (CliCertificate, ThatChangesIsAProblemUntilTheNewOneIsAccepted)
{
    add_accepted ();
    guint16 same = secure->port ();
    secure.reset ();
    secure = serve ("other", same);
    ASSERT_TRUE (spin ([&] { return client.device_property ("m", "State") == "offline"; }));

    Outcome status = run ({ "status" });
    EXPECT_EQ (status.status, 1);
    EXPECT_TRUE (has (status.out, "its fingerprint is " + print ("other"))) << status.out;
    EXPECT_TRUE (has (status.out, "accepted is " + print ())) << status.out;

    ASSERT_EQ (run ({ "devices", "set", "m", "--accept-certificate", print ("other") }).status, 0);
    EXPECT_TRUE (spin ([&] { return client.device_property ("m", "State") == "online"; }));
    EXPECT_EQ (run ({ "status" }).status, 0);

    ASSERT_EQ (run ({ "devices", "set", "m", "--unset", "http-certificate" }).status, 0);
    EXPECT_FALSE (has (settings ("m"), "HttpCertificate")) << settings ("m");
    EXPECT_TRUE (spin ([&] { return client.device_property ("m", "State") == "offline"; }));
}

TEST_F (CliCertificate, OfABadFormIsRefusedWithWhatIsAllowed)
{
    for (const char *text : { "any", "sha256:AB", "sha1:AA:BB" }) {
        Outcome outcome =
            run (words ("add", secure->uri (), { "--id", "m", "--accept-certificate", text }));

        EXPECT_EQ (outcome.status, 2) << text;
        EXPECT_TRUE (has (outcome.err, "allowed is sha256: and 32 pairs")) << outcome.err;
    }

    Outcome plain = run (words ("add", solar_api_get_uri (device),
                                { "--id", "m", "--accept-certificate", print () }));
    EXPECT_EQ (plain.status, 2);
    EXPECT_TRUE (has (plain.err, "others have no certificate")) << plain.err;
    EXPECT_EQ (settings ("m"), "(none)");
}

TEST_F (CliCertificate, AnAddressWithoutASchemeIsHttpIfThatAnswers)
{
    std::string bare = std::string (solar_api_get_uri (device)).substr (strlen ("http://"));
    Outcome outcome = run (words ("add", bare, { "--id", "m", "--json" }));

    ASSERT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (at (outcome.out, "http"), "http://" + bare);
    EXPECT_TRUE (has (settings ("m"), "Http=http://" + bare + "\n")) << settings ("m");
    EXPECT_EQ (run (words ("add", bare, { "--id", "n", "--no-probe" })).status, 2);
}

TEST_F (CliCertificate, AnAddressWithoutASchemeIsHttpsIfHttpSaysNothing)
{
    Terminal add (environment, words ("add", "127.0.0.1:" + port (), { "--id", "m" }));

    ASSERT_TRUE (add.shows ("trying " + secure->uri ())) << add.shown ();
    ASSERT_TRUE (add.shows ("accept this certificate? [y/N] ")) << add.shown ();
    add.type ("yes\n");
    EXPECT_EQ (add.wait (), 0) << add.shown ();
    EXPECT_TRUE (has (settings ("m"), "Http=" + secure->uri () + "\n")) << settings ("m");
}

TEST_F (CliCertificate, AnAddressWithoutASchemeFollowsARedirectOfTheSameHost)
{
    HttpServer plain ([this] (SoupServerMessage *message, const std::string &path) {
        soup_server_message_set_redirect (message, 302, (secure->uri () + path).c_str ());
    });
    std::string bare = plain.uri ().substr (strlen ("http://"));

    Outcome outcome = run (words ("probe", bare, { "--json" }));
    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (at (outcome.out, "http"), secure->uri ()) << outcome.out;
    EXPECT_EQ (at (outcome.out, "certificate.fingerprint"), print ());

    // Whoever says http means it, and is told where it went.
    Outcome strict = run (words ("probe", plain.uri (), { "--json" }));
    EXPECT_EQ (strict.status, 1);
    EXPECT_EQ (at (strict.out, "outcome"), "redirected");
    EXPECT_EQ (at (strict.out, "moved_to"), secure->uri ());
    EXPECT_TRUE (has (strict.err, "--http " + secure->uri ())) << strict.err;

    // So is whoever looks at a device that runs.
    ASSERT_EQ (run (words ("add", plain.uri (), { "--id", "m", "--no-probe" })).status, 0);
    ASSERT_TRUE (spin ([&] { return client.device_property ("m", "State") == "offline"; }));
    std::string shown = run ({ "devices", "show", "m" }).out;
    EXPECT_TRUE (has (shown, "--http " + secure->uri ())) << shown;
}

TEST_F (CliCertificate, AnAddressWithoutASchemeThatIsNowhereIsRefusedAfterBoth)
{
    Outcome outcome = run (words ("add", "127.0.0.1:1", { "--id", "m" }));

    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "trying https://127.0.0.1:1")) << outcome.err;
    EXPECT_TRUE (has (outcome.err, "Connection refused")) << outcome.err;
    EXPECT_EQ (run (words ("add", "bad host", { "--id", "m" })).status, 2);
}

} // namespace
