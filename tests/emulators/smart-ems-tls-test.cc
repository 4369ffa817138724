// SPDX-License-Identifier: LGPL-2.1-or-later
// HTTPS, and what becomes of plain HTTP then.
#include "smart-ems-client.h"
#include "support/mqtt-broker.h"
#include "support/tls-under-sanitizer.h"

namespace
{

class SmartEmsTls : public SmartEmsClient
{
  protected:
    std::string
    certificate () const
    {
        g_autofree char *text = nullptr;

        g_object_get (smart_ems_get_certificate (ems), "certificate-pem", &text, nullptr);
        return text;
    }

    // On the port that no fault touches.
    Answer
    control (const std::string &json)
    {
        return request ("POST",
                        "http://127.0.0.1:" + std::to_string (smart_ems_get_control_port (ems)) +
                            "/emulator/fault",
                        json);
    }
};

TEST_F (SmartEmsTls, AnLk35SendsPlainRequestsToHttps)
{
    make (SMART_EMS_LK35, true);
    std::string secure = smart_ems_get_uri (ems);
    std::string port = std::to_string (smart_ems_get_https_port (ems));
    Answer answer = request ("GET", plain_uri () + "/st2.xml?a=b&c");

    EXPECT_EQ (secure, "https://127.0.0.1:" + port);
    EXPECT_EQ (answer.status, 302u);
    EXPECT_EQ (answer.location, secure + "/st2.xml?a=b&c");
    EXPECT_EQ (request ("GET", plain_uri () + "/outs.cgi?out1=1").status, 302u);
    EXPECT_EQ (relays (), "000000");

    answer = get ("/xml/stat.xml");
    EXPECT_EQ (answer.body, example ("lk35-stat.xml"));
    EXPECT_EQ (answer.certificate, certificate ());
    EXPECT_EQ (get ("/st2.xml").status, 404u);
    EXPECT_EQ (get ("/outs.cgi?out1=1").body, "010000");
}

TEST_F (SmartEmsTls, AnLk4ClosesThePlainPort)
{
    make (SMART_EMS_LK4, true);
    EXPECT_EQ (smart_ems_get_port (ems), 0u);
    EXPECT_EQ (get ("/st2.xml").status, 500u);
    EXPECT_EQ (get ("/api/v1/read/set/?networkConfig").body, R"({"netMac":"AC:67:B2:12:34:56"})");
}

TEST_F (SmartEmsTls, ThePlainPortFollowsTheBoard)
{
    make (SMART_EMS_LK35, true);
    guint16 port = (guint16)smart_ems_get_port (ems);
    std::string uri = smart_ems_get_uri (ems);

    EXPECT_EQ (fault (R"({"fault":"generation","generation":"lk4"})").status, 200u);
    EXPECT_EQ (get ("/st2.xml").status, 500u);
    EXPECT_FALSE (wattle_test::can_connect (port));
    EXPECT_EQ (uri, smart_ems_get_uri (ems));
    EXPECT_EQ (fault (R"({"fault":"generation","generation":"lk35"})").status, 200u);
    EXPECT_EQ (get ("/st2.xml").status, 404u);
    EXPECT_EQ (smart_ems_get_port (ems), port);
    EXPECT_EQ (request ("GET", plain_uri () + "/st2.xml").status, 302u);
}

TEST_F (SmartEmsTls, EachBoardHasACertificateOfItsOwnWhichNobodyVouchesFor)
{
    make (SMART_EMS_LK4, true);
    std::string first = certificate ();
    GTlsCertificate *shown = smart_ems_get_certificate (ems);

    EXPECT_EQ (g_tls_certificate_verify (shown, nullptr, shown), 0) << "but it is sound";
    EXPECT_EQ (fault (R"({"fault":"certificate"})").status, 200u);
    EXPECT_NE (get ("/st2.xml").certificate, first);
    EXPECT_EQ (get ("/st2.xml").status, 500u);
    make (SMART_EMS_LK4, true);
    EXPECT_NE (certificate (), first);
}

TEST_F (SmartEmsTls, BrokenTlsIsMended)
{
    make (SMART_EMS_LK4, true);
    ASSERT_TRUE (smart_ems_start_control (ems, 0, nullptr));
    EXPECT_EQ (control (R"({"fault":"tls-error"})").status, 200u);
    Answer answer = get ("/st2.xml");
    EXPECT_FALSE (answer.arrived);
    EXPECT_EQ (answer.status, 0u);
    EXPECT_NE (answer.error.find ("TLS"), std::string::npos) << answer.error;
    EXPECT_EQ (control (R"({"fault":"clear"})").status, 200u);
    EXPECT_EQ (get ("/st2.xml").status, 500u);
}

TEST_F (SmartEmsTls, WithoutHttpsThereIsNothingToBreak)
{
    EXPECT_EQ (fault (R"({"fault":"tls-error"})").status, 400u);
    EXPECT_EQ (fault (R"({"fault":"certificate"})").status, 400u);
    EXPECT_EQ (smart_ems_get_https_port (ems), 0u);
    EXPECT_EQ (smart_ems_get_certificate (ems), nullptr);
}

} // namespace
