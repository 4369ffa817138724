// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "support/certificates.h"
#include "support/http-client.h"
#include "support/http-server.h"
#include "transport/wattle-endpoint.h"

#include <gtest/gtest.h>

// The leak check cannot scan the threads of the TLS library.
extern "C" int
__lsan_is_turned_off ()
{
    return 1;
}

namespace
{

using wattle_test::Certificates;
using wattle_test::HttpClient;
using wattle_test::HttpServer;
using wattle_test::RawServer;

const char *const OK =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

TEST (HttpTls, TroubleIsToldFromTroubleWithTheConnection)
{
    RawServer server ({ OK });
    HttpClient client ("https://127.0.0.1:" + std::to_string (server.port ()));

    for (int i = 0; i < 3; i++) {
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TLS) << client.detail ();
    }
    EXPECT_EQ (client.state (), WATTLE_LINK_DOWN);
}

class HttpCertificate : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        certificates.sign ("box", "IP:127.0.0.1");
        certificates.sign ("other", "DNS:elsewhere");
    }

    std::string
    fingerprint (const std::string &name) const
    {
        return certificates.fingerprint (name);
    }

    HttpServer
    serve (const std::string &name)
    {
        return HttpServer (answer, certificates.certificate (name), certificates.key (name));
    }

    static std::string
    accept (const std::string &uri, const std::string &fingerprint)
    {
        g_autofree char *text = wattle_endpoint_join (uri.c_str (), fingerprint.c_str ());
        return text;
    }

    static const WattleHttpTrouble *
    trouble (const HttpClient &client)
    {
        return wattle_http_link_get_trouble (WATTLE_HTTP_LINK (client.link ()));
    }

    static void
    answer (SoupServerMessage *message, const std::string &)
    {
        HttpServer::respond (message, 200, "application/json", "{}");
    }

    Certificates certificates;
};

TEST_F (HttpCertificate, ThatNobodyKnowsIsRefusedAndDescribed)
{
    HttpServer server = serve ("box");
    HttpClient client (server.uri ());
    g_autoptr (GError) error = nullptr;

    client.get ("/secret");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TLS) << client.detail ();
    EXPECT_EQ (client.detail (), "the certificate is not one that is accepted");
    ASSERT_FALSE (wattle_frame_check (client.frame (), &error));
    EXPECT_NE (std::string (error->message).find ("--accept-certificate " + fingerprint ("box")),
               std::string::npos)
        << error->message;
    ASSERT_NE (trouble (client), nullptr);
    const WattleCertificate *shown = trouble (client)->certificate;
    ASSERT_NE (shown, nullptr);
    EXPECT_EQ (shown->fingerprint, fingerprint ("box"));
    EXPECT_STREQ (shown->subject, "CN=box");
    EXPECT_STREQ (shown->issuer, "CN=test-ca");
    EXPECT_GT (shown->from, 0);
    EXPECT_EQ ((shown->until - shown->from) / G_USEC_PER_SEC, 31 * 24 * 3600);
    EXPECT_TRUE (server.paths ().empty ()) << "nothing is sent to whom nobody knows";
}

TEST_F (HttpCertificate, ThatIsAcceptedIsTakenWhateverItsNameAndDate)
{
    certificates.sign ("old", "DNS:elsewhere", -1);
    HttpServer server = serve ("old");
    HttpClient client (accept (server.uri (), fingerprint ("old")));

    for (int i = 0; i < 2; i++) {
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED) << client.detail ();
    }
    EXPECT_EQ (client.state (), WATTLE_LINK_UP);
    EXPECT_EQ (trouble (client), nullptr);
    EXPECT_EQ (wattle_link_get_uri (client.link ()), server.uri ());
}

TEST_F (HttpCertificate, ThatIsAnotherThanTheAcceptedOneIsRefusedWithBoth)
{
    HttpServer server = serve ("box");
    HttpClient client (accept (server.uri (), fingerprint ("other")));
    g_autoptr (GError) error = nullptr;

    for (int i = 0; i < 3; i++)
        client.get ("/secret");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TLS);
    ASSERT_FALSE (wattle_frame_check (client.frame (), &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    for (const std::string &words :
         { "its fingerprint is " + fingerprint ("box"), "accepted is " + fingerprint ("other") })
        EXPECT_NE (std::string (error->message).find (words), std::string::npos) << error->message;
    EXPECT_EQ (client.state (), WATTLE_LINK_DOWN);
    ASSERT_NE (wattle_link_get_fault (client.link ()), nullptr);
    EXPECT_STREQ (wattle_message_get_text (wattle_link_get_fault (client.link ())), error->message);
    EXPECT_TRUE (server.paths ().empty ());
}

// What the machine trusts, for the time of a test.
class TrustedAuthority
{
  public:
    explicit TrustedAuthority (const std::string &file)
    {
        g_autoptr (GTlsDatabase) own = g_tls_file_database_new (file.c_str (), nullptr);

        g_tls_backend_set_default_database (g_tls_backend_get_default (), own);
    }

    ~TrustedAuthority ()
    {
        g_tls_backend_set_default_database (g_tls_backend_get_default (), nullptr);
    }
};

TEST_F (HttpCertificate, OfATrustedAuthorityIsTakenUnlessAnotherOneIsAccepted)
{
    TrustedAuthority authority (certificates.ca ());
    HttpServer server = serve ("box");
    HttpClient plain (server.uri ());
    HttpClient pinned (accept (server.uri (), fingerprint ("other")));
    HttpServer misnamed = serve ("other");
    HttpClient strict (misnamed.uri ());

    plain.get ("/plain");
    pinned.get ("/pinned");
    strict.get ("/strict");
    EXPECT_EQ (plain.outcome (), WATTLE_OUTCOME_ANSWERED) << plain.detail ();
    EXPECT_EQ (pinned.outcome (), WATTLE_OUTCOME_TLS) << pinned.detail ();
    EXPECT_EQ (strict.outcome (), WATTLE_OUTCOME_TLS) << "made out to another name";
    EXPECT_EQ (server.paths (), std::vector<std::string> ({ "/plain" }));
    EXPECT_TRUE (misnamed.paths ().empty ());
}

// A session that is taken up again brings no certificate of its own to be asked about.
TEST_F (HttpCertificate, ThatIsAnotherIsRefusedAfterOthersHaveTalkedToTheServer)
{
    HttpServer server = serve ("box");
    HttpClient friendly (accept (server.uri (), fingerprint ("box")));
    HttpClient careful (accept (server.uri (), fingerprint ("other")));
    HttpClient strict (server.uri ());

    for (int i = 0; i < 2; i++) {
        friendly.get ("/friendly");
        careful.get ("/careful");
        strict.get ("/strict");
        EXPECT_EQ (friendly.outcome (), WATTLE_OUTCOME_ANSWERED) << friendly.detail ();
        EXPECT_EQ (careful.outcome (), WATTLE_OUTCOME_TLS) << careful.detail ();
        EXPECT_EQ (strict.outcome (), WATTLE_OUTCOME_TLS) << strict.detail ();
        wattle_clock_advance (friendly.clock (), 60 * G_USEC_PER_SEC); // the connection goes
    }
    EXPECT_EQ (server.paths (), std::vector<std::string> ({ "/friendly", "/friendly" }));
}

TEST_F (HttpCertificate, IsForgottenWhenTheNextTroubleIsAnother)
{
    auto server = std::make_unique<HttpServer> (answer, certificates.certificate ("box"),
                                                certificates.key ("box"));
    HttpClient client (server->uri ());

    client.get ("/");
    ASSERT_NE (trouble (client), nullptr);
    EXPECT_NE (trouble (client)->certificate, nullptr);
    server.reset ();
    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_UNREACHABLE) << client.detail ();
    ASSERT_NE (trouble (client), nullptr);
    EXPECT_EQ (trouble (client)->outcome, WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_EQ (trouble (client)->certificate, nullptr);
}

TEST_F (HttpCertificate, OrARedirectIsForgottenOnceAnAnswerComes)
{
    bool elsewhere = true;
    HttpServer server ([&] (SoupServerMessage *message, const std::string &) {
        if (elsewhere)
            soup_server_message_set_redirect (message, 302, "https://127.0.0.1:8443/x?token=hush");
        else
            answer (message, "");
    });
    HttpClient client (server.uri () + "/base");

    client.get ("/x");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_REDIRECTED);
    EXPECT_EQ (client.detail (), "https://127.0.0.1:8443/x");
    ASSERT_NE (trouble (client), nullptr);
    EXPECT_STREQ (trouble (client)->moved_to, "https://127.0.0.1:8443/base");
    g_autoptr (GError) error = nullptr;
    ASSERT_FALSE (wattle_frame_check (client.frame (), &error));
    EXPECT_NE (std::string (error->message).find ("--http https://127.0.0.1:8443/base"),
               std::string::npos)
        << error->message;

    elsewhere = false;
    client.get ("/x");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (trouble (client), nullptr);
}

TEST (HttpTrouble, FindsHttpsOfTheSameHostOnly)
{
    const struct {
        const char *uri, *location, *found;
    } cases[] = {
        { "http://box", "https://box/login", "https://box" },
        { "http://box:8080/a", "https://BOX:443/b", "https://box/a" },
        { "http://[::1]", "https://[::1]:444/", "https://[::1]:444" },
        { "http://box", "https://other/", nullptr },
        { "http://box", "https://box.evil/", nullptr },
        { "http://box", "https://me@other/", nullptr },
        { "http://box", "https://box:99999/", nullptr },
        { "http://box", "http://box:81/", nullptr },
        { "http://box", "/login", nullptr },
        { "http://box", "//box/", nullptr },
        { "http://box", "", nullptr },
        { "https://box", "https://box/login", nullptr },
    };

    for (const auto &one : cases) {
        g_autofree char *found = wattle_http_trouble_find_https (one.uri, one.location);

        EXPECT_STREQ (found, one.found) << one.uri << " " << one.location;
    }
}

TEST (HttpFingerprint, IsWrittenInOneWay)
{
    std::string pair;
    std::string plain;

    for (int i = 0; i < 32; i++) {
        pair += i > 0 ? ":AB" : "AB";
        plain += "aB";
    }
    const struct {
        std::string text;
        bool good;
    } cases[] = {
        { "sha256:" + pair, true },
        { "SHA256:" + plain, true },
        { "sha256:" + pair + ":AB", false },
        { "sha256:" + pair + ":", false },
        { "sha256:" + pair.substr (3), false },
        { "sha256::" + pair, false },
        { pair, false },
        { "sha1:" + pair, false },
        { "sha256:", false },
        { "", false },
        { "sha256:G" + pair.substr (1), false },
        { "sha256:" + pair.substr (0, 2) + "::" + pair.substr (3), false },
        { " sha256:" + pair, false },
        { "sha256:" + pair + " ", false },
    };

    for (const auto &one : cases) {
        g_autofree char *normal = wattle_certificate_normalise (one.text.c_str ());

        if (one.good)
            EXPECT_EQ (normal, "sha256:" + pair) << one.text;
        else
            EXPECT_EQ (normal, nullptr) << one.text;
    }
}

} // namespace
