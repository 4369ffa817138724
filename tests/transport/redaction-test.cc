// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-redaction.h"

#include <gtest/gtest.h>

#include <string>

class Redaction : public testing::Test
{
  protected:
    ~Redaction () override
    {
        wattle_redaction_free (redaction_);
    }

    std::string
    apply (const std::string &text)
    {
        GString *redacted = wattle_redaction_apply (redaction_, text.data (), text.size ());
        std::string result (redacted->str, redacted->len);

        g_string_free (redacted, TRUE);
        return result;
    }

    void
    scan (const std::string &text, const char *const *names = nullptr)
    {
        wattle_redaction_scan (redaction_, names, text.data (), text.size ());
    }

    WattleRedaction *redaction_ = wattle_redaction_new ();
};

TEST_F (Redaction, LeavesWhatItDoesNotKnow)
{
    std::string text ("{\"power\": 1043.6, \"name\": \"Grid\"}\0\xff", 36);

    EXPECT_EQ (apply (text), text);
}

TEST_F (Redaction, LearnsNothingFromAnEmptyAnswer)
{
    wattle_redaction_scan (redaction_, nullptr, nullptr, 0);
    EXPECT_EQ (apply (""), "");
    EXPECT_EQ (apply ("IS004217"), "IS004217");
}

TEST_F (Redaction, KeepsTwoSerialNumbersApart)
{
    scan (R"({"a":{"serial":"IS004217"},"b":{"Serial Number":"IS004218"}})");

    EXPECT_EQ (apply ("IS004217 IS004218 IS004217"), "AA000001 AA000002 AA000001");
}

TEST_F (Redaction, KeepsTheCaseOfIdentifiers)
{
    scan (R"({"serial":"IS004217"})");

    EXPECT_EQ (apply ("iskra_sg_is004217"), "iskra_sg_aa000001");
    EXPECT_EQ (apply ("http://sg-IS004217.local/x"), "http://sg-AA000001.local/x");
}

TEST_F (Redaction, DoesNotCutIntoWords)
{
    scan (R"({"serial":"123456"})");

    EXPECT_EQ (apply ("9123456 1234567 123456"), "9123456 1234567 100001");
}

TEST_F (Redaction, HidesWhatThePluginNames)
{
    const char *names[] = { "location", nullptr };

    scan (R"({"location" : "Elm Street 7","SG location":"Cellar"})", names);

    std::string redacted = apply (R"({"x":"at Elm Street 7","y":"Cellar"})");
    EXPECT_EQ (redacted.find ("Elm"), std::string::npos) << redacted;
    EXPECT_NE (redacted.find ("Cellar"), std::string::npos) << redacted;
}

TEST_F (Redaction, TakesAWordOfLettersOnlyWhereItIsAWholeString)
{
    scan (R"({"ssid":"power"})");

    EXPECT_EQ (apply (R"({"power":1,"ssid":"power","text":"power of 3"})"),
               R"({"power":1,"ssid":"aaaab","text":"power of 3"})");
}

TEST_F (Redaction, GivesAddressesOutOfRangesThatAreNobodys)
{
    scan (R"({"ip_address":"192.168.20.41","mac":"A8:03:2A:5D:10:7C"})");

    EXPECT_EQ (apply ("http://192.168.20.41/"), "http://198.18.0.1/");
    EXPECT_EQ (apply ("A8:03:2A:5D:10:7C a8032a5d107c"), "02:00:00:00:00:02 020000000002");
}

TEST_F (Redaction, LeavesThisMachineAndNothing)
{
    std::string text = R"({"ip":"127.0.0.1","serial":"","ssid":"N/A","mac":"-"})";

    scan (text);
    EXPECT_EQ (apply (text), text);
}

TEST_F (Redaction, HidesPositionsAsNumbersOfJson)
{
    scan (R"({"latitude":46.0512,"longitude":-14.505800,"lat":0})");

    EXPECT_EQ (apply ("{\"latitude\":46.0512,\"longitude\":-14.505800,\"lat\":0}"),
               "{\"latitude\":10.0001,\"longitude\":-10.000002,\"lat\":0}");
}

TEST_F (Redaction, LearnsTextsWithEscapes)
{
    scan (R"({"ssid":"caf\u00e9 \"7\""})");

    EXPECT_EQ (apply (R"(caf\u00e9 \"7\")").find ("caf"), std::string::npos);
    EXPECT_EQ (apply ("caf\u00e9 \"7\"").find ("caf"), std::string::npos);
}

TEST_F (Redaction, HidesSecretsInEveryDress)
{
    wattle_redaction_add_secret (redaction_, "admin", "ca\"n/ary");

    for (std::string dress : { "xca\"n/aryx", "xca\\\"n/aryx", "xca\\\"n\\/aryx", "xca%22n%2Faryx",
                               "xY2Eibi9hcnk=x", "Basic YWRtaW46Y2Eibi9hcnk=" }) {
        std::string redacted = apply (dress);

        EXPECT_NE (redacted, dress);
        EXPECT_EQ (redacted.find ("ary"), std::string::npos) << redacted;
        EXPECT_EQ (redacted.find ("hcnk"), std::string::npos) << redacted;
    }
}

// Base64 of a pair ends like that of the secret if the name in front has a multiple of three bytes.
TEST_F (Redaction, HidesPairsOfAnyLength)
{
    for (std::string user : { "admin", "root", "user", "bob", "" }) {
        std::string pair = user + ":ca\"n/ary";
        g_autofree char *encoded =
            g_base64_encode (reinterpret_cast<const guchar *> (pair.data ()), pair.size ());

        wattle_redaction_add_secret (redaction_, user.c_str (), "ca\"n/ary");
        std::string redacted = apply (std::string ("Basic ") + encoded);
        EXPECT_EQ (redacted.find (std::string (encoded).substr (8, 6)), std::string::npos)
            << redacted;
    }
}

TEST_F (Redaction, KeepsJsonValidWhereASecretIsANumber)
{
    wattle_redaction_add_secret (redaction_, nullptr, "0000");

    EXPECT_EQ (apply (R"({"pin":0000,"power":10000})"), R"({"pin":9999,"power":19999})");
}

TEST_F (Redaction, SurvivesTextsThatAreCutOff)
{
    for (const char *text : { "\"", "\"serial", "\"serial\"", "\"serial\":", "\"serial\":\"",
                              "\"serial\":\"12345678", "\"serial\":\"\\", "\"serial\":-" })
        scan (text);

    EXPECT_EQ (apply ("12345678"), "10000001");
}
