// SPDX-License-Identifier: LGPL-2.1-or-later
#include "bus-house.h"

using namespace wattle_test;

namespace
{

const std::string PATH = std::string ("/org/wattle/Wattle1/Devices/") + SIMULATED;

struct Listener {
    Listener (BusClient &client)
    {
        id = g_dbus_connection_signal_subscribe (
            client.connection, nullptr, "org.wattle.Wattle1.Readings", "Changed", nullptr, nullptr,
            G_DBUS_SIGNAL_FLAGS_NONE,
            [] (GDBusConnection *, const char *, const char *path, const char *, const char *,
                GVariant *parameters, gpointer self) {
                auto *listener = static_cast<Listener *> (self);
                g_autofree char *text = g_variant_print (parameters, FALSE);

                listener->paths.push_back (path);
                listener->last = text;
            },
            this, nullptr);
        connection = client.connection;
    }

    ~Listener ()
    {
        g_dbus_connection_signal_unsubscribe (connection, id);
    }

    GDBusConnection *connection;
    guint id;
    std::vector<std::string> paths;
    std::string last;
};

class BusReadings : public BusHouse
{
  protected:
    BusReadings ()
    {
        house.configure ("devices.d/sim.conf", "[Device]\nDriver=example\nInterval=1s\n");
        start ();
    }
};

TEST_F (BusReadings, EntitiesAreDescribed)
{
    std::string entities = client.property (PATH, "Readings", "Entities");

    for (const char *word : { "'active_power': {", "'unit': <'W'>", "'type': <'number'>",
                              "'quantity': <'active_power'>", "'phase': <uint32 2>" })
        EXPECT_NE (entities.find (word), std::string::npos) << word << ": " << entities;
}

TEST_F (BusReadings, ValuesComeWithTimeAndQuality)
{
    Variant values = client.call (PATH, "Readings", "GetValues");
    g_autoptr (GVariant) list = g_variant_get_child_value (values.get (), 0);
    g_autoptr (GVariant) reading =
        g_variant_lookup_value (list, "active_power", G_VARIANT_TYPE ("(vxy)"));
    g_autoptr (GVariant) value = nullptr;
    gint64 time;
    guchar quality;

    ASSERT_NE (reading, nullptr) << print (values);
    g_variant_get (reading, "(vxy)", &value, &time, &quality);
    EXPECT_TRUE (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE));
    EXPECT_EQ (quality, 1);
    EXPECT_LT (std::abs (g_get_real_time () - time), 10 * G_USEC_PER_SEC);
}

TEST_F (BusReadings, OnlySubscribersHearOfChanges)
{
    BusClient other (bus);
    Listener mine (client);
    Listener others (other);

    ASSERT_NE (client.manager ("Subscribe", "([objectpath '" + PATH + "'],)"), nullptr)
        << client.error_text;
    EXPECT_TRUE (spin ([&] { return mine.paths.size () >= 2; }));
    EXPECT_EQ (mine.paths[0], PATH);
    EXPECT_NE (mine.last.find ("'active_power'"), std::string::npos) << mine.last;
    EXPECT_TRUE (others.paths.empty ());

    ASSERT_NE (client.manager ("Unsubscribe", "(@ao [],)"), nullptr);
    size_t heard = mine.paths.size ();
    ASSERT_NE (other.manager ("Subscribe", "(@ao [],)"), nullptr);
    EXPECT_TRUE (spin ([&] { return others.paths.size () >= 2; }));
    EXPECT_LE (mine.paths.size (), heard + 1) << "one may have been on its way";
}

TEST_F (BusReadings, WhoSubscribesToAllHearsOfLaterDevicesToo)
{
    Listener mine (client);

    ASSERT_NE (client.manager ("Subscribe", "(@ao [],)"), nullptr);
    ASSERT_NE (client.manager ("AddDevice", "('example', '', 'later', {'interval': <'1s'>})"),
               nullptr)
        << client.error_text;
    EXPECT_TRUE (spin ([&] {
        return std::find (mine.paths.begin (), mine.paths.end (),
                          "/org/wattle/Wattle1/Devices/later") != mine.paths.end ();
    }));
}

} // namespace
