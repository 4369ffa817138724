// SPDX-License-Identifier: LGPL-2.1-or-later
// A driver in Python describes how to search for its devices and looks at what comes.
#include "base/wattle-error.h"
#include "plugins/plugin-house.h"

namespace
{

const char SOURCE[] = R"(
import gi
gi.require_version('Wattle', '1.0')
from gi.repository import GLib, GObject, Wattle

class PythonSearchDevice(Wattle.Device):
    __gtype_name__ = 'PythonSearchDevice'

class PythonSearchDriver(GObject.Object, Wattle.Driver):
    __gtype_name__ = 'PythonSearchDriver'

    def do_describe(self, catalog):
        catalog.add_model('meter', 'Meter', 0)
        catalog.add_link('meter', Wattle.LinkKind.HTTP)
        catalog.add_udp_search(30403, 30404, b'who\0?')
        catalog.add_mqtt_search('meters/+/info')
        catalog.add_mdns_search('_ssh._tcp')

    def do_create(self, model):
        return PythonSearchDevice()

    def do_match(self, frame, found):
        service = frame.get_service()
        if service is not None:
            return self.match_service(service, found)
        text = bytes(frame.get_bytes().get_data()).decode()
        if text == 'foreign':
            return False
        if text == 'cut':
            raise GLib.Error.new_literal(Wattle.error_quark(), 'it is cut off', Wattle.Error.PROTOCOL)
        found.set_model('meter')
        found.set_serial(text.split()[1])
        found.set_link(Wattle.LinkKind.HTTP, f'http://{frame.get_address()}')
        return True

    def match_service(self, service, found):
        serial = service.find_record('sn')
        if service.get_service_type() != '_ssh._tcp' or serial is None:
            return False
        found.set_model('meter')
        found.set_name(f'{service.get_name()} at {service.get_host()}')
        found.set_serial(serial.get_data().decode())
        found.set_link(Wattle.LinkKind.HTTP, f'http://{service.make_url_host()}:{service.get_port()}')
        return True
)";

class PythonSearch : public wattle_test::PluginHouse
{
  protected:
    void
    SetUp () override
    {
        // A module counts once in a process.
        add_python ("python_search", SOURCE);
        load ();
        ASSERT_EQ (problem ("python_search"), "");
    }

    bool
    match (const std::string &text)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_datagram ("192.0.2.7", bytes, 0);

        return offer (frame);
    }

    bool
    match_service (const std::string &txt)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (txt.data (), txt.size ());
        g_autoptr (WattleMdnsService) service =
            wattle_mdns_service_new ("_ssh._tcp", "Meter", "meter.local", "2001:db8::7", 22, bytes);
        g_autoptr (WattleFrame) frame = wattle_frame_new_service (service, 0);

        return offer (frame);
    }

    bool
    offer (WattleFrame *frame)
    {
        g_autoptr (WattleFound) found = wattle_found_new ();
        bool matches = wattle_driver_match (wattle_plugins_get_driver (plugins, "python_search"),
                                            frame, found, &error);

        if (matches) {
            serial = wattle_found_get_serial (found);
            link = wattle_found_get_link (found, WATTLE_LINK_HTTP);
        }
        return matches;
    }

    GError *error = nullptr;
    std::string serial, link;
};

TEST_F (PythonSearch, IsDescribedAndMatched)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, "python_search");
    g_autoptr (GBytes) wanted = g_bytes_new_static ("who\0?", 5);

    ASSERT_EQ (wattle_catalog_get_n_udp_searches (catalog), 1u);
    const WattleUdpQuestion *question = wattle_catalog_get_udp_search (catalog, 0);
    EXPECT_EQ (question->port, 30403);
    EXPECT_EQ (question->local_port, 30404);
    EXPECT_TRUE (g_bytes_equal (question->data, wanted));
    EXPECT_STREQ (wattle_catalog_get_mqtt_searches (catalog)[0], "meters/+/info");
    EXPECT_STREQ (wattle_catalog_get_mdns_searches (catalog)[0], "_ssh._tcp");

    EXPECT_TRUE (match ("meter 17"));
    EXPECT_EQ (serial, "17");
    EXPECT_EQ (link, "http://192.0.2.7");

    EXPECT_TRUE (match_service ("\5sn=18"));
    EXPECT_EQ (serial, "18");
    EXPECT_EQ (link, "http://[2001:db8::7]:22");
    EXPECT_FALSE (match_service (""));
    EXPECT_EQ (error, nullptr);

    EXPECT_FALSE (match ("foreign"));
    EXPECT_EQ (error, nullptr);

    EXPECT_FALSE (match ("cut"));
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    EXPECT_STREQ (error->message, "it is cut off");
    g_clear_error (&error);

    EXPECT_FALSE (match ("meter"));
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    EXPECT_LIKE (error->message, "the plugin failed: IndexError: *python_search.py*");
    g_clear_error (&error);
}

} // namespace
