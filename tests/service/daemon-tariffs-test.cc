// SPDX-License-Identifier: LGPL-2.1-or-later
// The whole host with the tariff plan of the demo house, on a real broker. Its clock stands still
// until a test moves it.
#include <gtest/gtest.h>

#include "base/wattle-json.h"
#include "base/wattle-number.h"
#include "service/wattle-daemon.h"
#include "support/log-capture.h"
#include "support/mqtt-broker.h"
#include "support/spin.h"
#include "support/tariff-document.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const char *const STATE = "wattle/tariff_si_five_blocks/state";

class DaemonTariffs : public testing::Test
{
  protected:
    DaemonTariffs () : probe (broker.port (), "#")
    {
        std::string port = std::to_string (broker.port ());
        g_autofree char *plan = nullptr;

        std::string path =
            std::string (g_getenv ("WATTLE_DATA_DIR")) + "/tariffs/si-five-blocks.json";

        EXPECT_TRUE (g_file_get_contents (path.c_str (), &plan, nullptr, nullptr));
        dir.write ("config/wattle.conf", "[Mqtt]\nBroker=mqtt://127.0.0.1:" + port + "\n");
        dir.write ("state/config/tariffs/si_five_blocks.json", plan);
    }

    ~DaemonTariffs () override
    {
        bool stopped = false;

        wattle_daemon_stop (
            daemon, [] (gpointer done) { *static_cast<bool *> (done) = true; }, &stopped);
        EXPECT_TRUE (spin ([&] {
            wattle_clock_advance (clock, G_TIME_SPAN_SECOND);
            return stopped;
        }));
        g_object_unref (daemon);
        g_object_unref (clock);
    }

    // Until the state of the plan was published, and the daemon has nothing to add to it.
    void
    start (gint64 time)
    {
        std::string config = dir.file ("config"), state = dir.file ("state");
        WattleDaemonSettings settings = { config.c_str (), state.c_str (), TEST_PLUGIN_DIR };

        settings.session = TRUE;
        clock = wattle_clock_new_manual (time);
        daemon = wattle_daemon_new (&settings, clock);
        wattle_daemon_start (daemon);
        ASSERT_TRUE (spin ([this] {
            wattle_clock_advance (clock, 10 * G_TIME_SPAN_MILLISECOND);
            return probe.count (STATE) > 0;
        }));
    }

    // Moves the clock, and hears all that was said because of it.
    void
    move_to (gint64 time)
    {
        static int last = 0;
        std::string mark = std::to_string (++last);

        wattle_clock_advance (clock, time - wattle_clock_get_wall (clock));
        for (int i = 0; i < 50; i++) // what the daemon has to send
            g_main_context_iteration (nullptr, FALSE);
        probe.publish ("mark", mark);
        EXPECT_TRUE (spin ([&] { return probe.has ("mark", mark); }));
    }

    // What was said of an entity last.
    std::string
    value (const char *key)
    {
        const MqttMessage *message = probe.last (STATE);
        g_autoptr (JsonObject) root =
            message != nullptr ? wattle_json_parse_object (message->payload.c_str (), -1, nullptr)
                               : nullptr;

        if (root == nullptr || !json_object_has_member (root, key))
            return "(nothing)";
        JsonNode *node = json_object_get_member (root, key);
        g_autofree char *text = json_node_get_value_type (node) == G_TYPE_DOUBLE
                                    ? wattle_number_format_exact (json_node_get_double (node))
                                    : json_to_string (node, FALSE);
        return text;
    }

    TempDir dir;
    LogCapture log;
    MqttBroker broker;
    MqttProbe probe;
    WattleClock *clock = nullptr;
    WattleDaemon *daemon = nullptr;
};

} // namespace

// In the high season the second block of workdays ends at 7:00, and the first begins.
TEST_F (DaemonTariffs, ChangeAtTheExactMinuteAndOnce)
{
    gint64 boundary = moment (2026, 11, 26, 7);

    start (boundary - 20 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (value ("tariff"), "\"block_2\"");
    EXPECT_EQ (value ("next_change"), "\"2026-11-26T07:00:00+01:00\"");
    EXPECT_EQ (value ("day_type"), "\"workday\"");
    std::string before = value ("price");

    move_to (boundary - 1);
    int said = probe.count (STATE);
    EXPECT_EQ (value ("tariff"), "\"block_2\"");
    move_to (boundary);
    EXPECT_TRUE (spin ([&] { return probe.count (STATE) == said + 1; }));
    EXPECT_EQ (value ("tariff"), "\"block_1\"");
    EXPECT_NE (value ("price"), before);
    EXPECT_NE (value ("price"), "null");
    EXPECT_EQ (value ("next_change"), "\"2026-11-26T14:00:00+01:00\"");
    move_to (boundary + 50 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (probe.count (STATE), said + 1);
}

// A pack of holidays that came with the program says which days they are.
TEST_F (DaemonTariffs, KnowTheHolidaysOfTheCountry)
{
    gint64 midnight = moment (2026, 12, 25);

    start (midnight - 20 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (value ("holiday"), "\"\"");
    move_to (midnight);
    EXPECT_TRUE (spin ([this] { return value ("holiday") == "\"Christmas Day\""; }))
        << value ("holiday");
    EXPECT_NE (value ("day_type"), "\"workday\"");
}
