// SPDX-License-Identifier: LGPL-2.1-or-later
// What answers to a search by UDP mean.

#include "../iskra-sg-driver.h"
#include "support.h"

using namespace iskra_sg_test;

namespace
{

std::string
unhex (const std::string &digits)
{
    std::string bytes;

    for (size_t i = 0; i + 1 < digits.size (); i += 2)
        bytes += (char)std::stoi (digits.substr (i, 2), nullptr, 16);
    return bytes;
}

class IskraSgSearch : public testing::Test
{
  protected:
    IskraSgSearch ()
    {
        g_autoptr (JsonObject) example = parse (load ("udp_discovery.json"));

        question = unhex (json_object_get_string_member (example, "request_hex"));
        reply = unhex (json_object_get_string_member (example, "reply_hex"));
    }

    ~IskraSgSearch () override
    {
        g_object_unref (found);
        g_object_unref (driver);
    }

    // The reply with something else in it.
    std::string
    with (size_t place, const std::string &bytes) const
    {
        return std::string (reply).replace (place, bytes.size (), bytes);
    }

    bool
    match (const std::string &bytes, GError **error = nullptr, const char *address = "192.0.2.7")
    {
        g_autoptr (GBytes) copy = g_bytes_new (bytes.data (), bytes.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_datagram (address, copy, 0);

        g_clear_object (&found);
        found = wattle_found_new ();
        return wattle_driver_match (driver, frame, found, error);
    }

    void
    expect_foreign (const std::string &bytes, const char *what)
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_FALSE (match (bytes, &error)) << what;
        EXPECT_EQ (error, nullptr) << what << ": " << error->message;
    }

    // What is shown for a device with these bytes as description.
    std::string
    name (const std::string &description)
    {
        EXPECT_TRUE (match (with (55, description)));
        EXPECT_TRUE (g_utf8_validate (wattle_found_get_name (found), -1, nullptr));
        return wattle_found_get_name (found);
    }

    std::string question, reply;
    WattleDriver *driver = WATTLE_DRIVER (g_object_new (ISKRA_SG_TYPE_DRIVER, nullptr));
    WattleFound *found = wattle_found_new ();
};

TEST_F (IskraSgSearch, AsksAsDocumented)
{
    g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();
    g_autoptr (GBytes) wanted = g_bytes_new (question.data (), question.size ());

    wattle_driver_describe (driver, catalog);
    ASSERT_EQ (wattle_catalog_get_n_udp_searches (catalog), 1u);
    EXPECT_EQ (wattle_catalog_get_mqtt_searches (catalog)[0], nullptr);
    const WattleUdpQuestion *way = wattle_catalog_get_udp_search (catalog, 0);
    EXPECT_EQ (way->port, 33333);
    EXPECT_EQ (way->local_port, 0);
    EXPECT_TRUE (g_bytes_equal (way->data, wanted));
}

TEST_F (IskraSgSearch, ReadsTheExample)
{
    ASSERT_TRUE (match (reply));
    EXPECT_STREQ (wattle_found_get_model (found), "gateway");
    EXPECT_STREQ (wattle_found_get_serial (found), "IS004217");
    EXPECT_STREQ (wattle_found_get_name (found), "Energy gateway");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "http://192.0.2.7")
        << "where it can be reached from here, whatever it says";
    g_autofree char *id = wattle_found_make_id (found, "iskra-sg");
    EXPECT_STREQ (id, "iskra_sg_is004217");
}

TEST_F (IskraSgSearch, TakesEveryModelThatBeginsWithSG)
{
    for (const char *model : { "SG-W1          ", "SG-W1A\0\0\0\0\0\0\0\0", "SG-E1 of fifteen" })
        EXPECT_TRUE (match (with (28, std::string (model, 15)))) << model;
}

TEST_F (IskraSgSearch, PassesOverOtherInstruments)
{
    for (const char *model : { "MC774          ", "WM3M4          ", "sg-e1          ",
                               "ISG            ", "               " })
        expect_foreign (with (28, model), model);
    expect_foreign (with (28, std::string (15, '\0')), "no model");
    expect_foreign (with (28, std::string (15, '\xff')), "no text");
}

TEST_F (IskraSgSearch, PassesOverWhatIsNoReply)
{
    expect_foreign ("", "nothing");
    expect_foreign (question, "the question");
    for (size_t length = 0; length < reply.size (); length++)
        expect_foreign (reply.substr (0, length), "cut off");
    expect_foreign (reply + '\0', "too long");
    for (const char *kind : { "\0\0\0\x1a", "\0\0\0\x1c", "\0\0\0\0", "\0\0\1\x1b", "\1\0\0\x1b" })
        expect_foreign (std::string (kind, 4) + reply.substr (4), "another kind");
}

TEST_F (IskraSgSearch, PassesOverMessages)
{
    g_autoptr (GBytes) bytes = g_bytes_new (reply.data (), reply.size ());
    g_autoptr (WattleFrame) frame = wattle_frame_new_push ("a/b", bytes, FALSE, 0);
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_driver_match (driver, frame, found, &error));
    EXPECT_EQ (error, nullptr);
}

TEST_F (IskraSgSearch, RefusesASerialNumberOfAnotherForm)
{
    for (const std::string &serial :
         { std::string ("IS00421 "), std::string ("is004217"), std::string ("I0004217"),
           std::string ("ISX04217"), std::string (8, '\0'), std::string (8, '\xff'),
           std::string ("IS0042\n7"), std::string ("../../.."), std::string ("        ") }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_FALSE (match (with (43, serial), &error)) << serial;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << serial;
        EXPECT_STREQ (
            error->message,
            "the serial number of the gateway 192.0.2.7 is not two letters and six digits");
    }
}

TEST_F (IskraSgSearch, CutsADescriptionBeforeWhatIsNoText)
{
    EXPECT_EQ (name (std::string (38, 'x') + "\xc3\xa9"), std::string (38, 'x') + "é");
    EXPECT_EQ (name (std::string (39, 'x') + "\xc3"), std::string (39, 'x'));
    EXPECT_EQ (name (std::string (40, 'x')), std::string (40, 'x'))
        << "the location does not belong to it";
    EXPECT_EQ (name ("Cellar\xff" + std::string (33, 'x')), "Cellar");
    EXPECT_EQ (name (std::string (" Attic \0 and", 12)), "Attic");
    EXPECT_EQ (name ("a\nb\x1b" + std::string (36, '\0')), "a b");
}

TEST_F (IskraSgSearch, ShowsTheModelWhereThereIsNoDescription)
{
    EXPECT_EQ (name (std::string (40, '\0')), "SG-E1");
    EXPECT_EQ (name (std::string (40, ' ')), "SG-E1");
    EXPECT_EQ (name (std::string (40, '\xa9')), "SG-E1");
}

} // namespace
