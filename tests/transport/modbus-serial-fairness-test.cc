// SPDX-License-Identifier: LGPL-2.1-or-later
// Several units on one bus, one of them dead, with all that polls them.
#include <map>

#include "engine/wattle-poller.h"
#include "support/log-capture.h"
#include "support/serial-link.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

constexpr guint8 N_UNITS = 6;
constexpr guint8 DEAD = 4;

class ModbusSerialFairness : public SerialLinkTest
{
  protected:
    ~ModbusSerialFairness () override
    {
        for (WattleRunner *runner : runners) {
            wattle_poller_remove (poller, runner);
            g_object_unref (runner);
        }
        g_object_unref (poller);
    }

    void
    add (guint8 unit, guint interval_ms)
    {
        g_autoptr (WattleDevice) device = make_device ();
        g_autoptr (WattleOptions) options = wattle_options_new ();
        std::string id = "unit" + std::to_string (unit);

        script_of (device).ask = [unit] (WattleDevice *, guint step) -> WattleRequest * {
            return step == 0 ? question (unit, 1, unit == DEAD ? 40 : 20000) : nullptr;
        };
        WattleRunner *runner =
            wattle_runner_new (id.c_str (), device, options, nullptr, clock, interval_ms);
        wattle_runner_set_link (runner, WATTLE_LINK_MODBUS, link);
        runners.push_back (runner);
        wattle_poller_add (poller, runner);
    }

    void
    add_all (guint interval_ms)
    {
        link = make_link (peer.path ());
        for (guint8 unit = 1; unit <= N_UNITS; unit++)
            add (unit, interval_ms);
    }

    bool
    is_idle () const
    {
        const WattleLinkCounters *counters = wattle_link_get_counters (link);

        return counters->sent == counters->answered + counters->failed;
    }

    // The clock stands still while the bus is busy.
    void
    pass (int seconds)
    {
        for (int i = 0; i < seconds * 10; i++) {
            advance (0.1);
            ASSERT_TRUE (wait ([this] { return is_idle (); }));
        }
    }

    std::map<guint8, int>
    count () const
    {
        std::map<guint8, int> counts;

        for (const Bytes &request : peer.requests)
            counts[request[0]]++;
        return counts;
    }

    // Everybody was asked between any two questions to a unit.
    void
    expect_turns (guint8 unit)
    {
        std::map<guint8, int> since;
        bool first = true;

        for (const Bytes &request : peer.requests) {
            if (request[0] != unit) {
                since[request[0]]++;
                continue;
            }
            for (guint8 other = 1; other <= N_UNITS && !first; other++)
                if (other != unit && other != DEAD) {
                    EXPECT_GE (since[other], 1) << (int)other << " waits for " << (int)unit;
                }
            first = false;
            since.clear ();
        }
    }

    LogCapture log;
    SerialPeer peer{ [this] (const Bytes &request) {
        return request[0] == DEAD ? Bytes{} : reply (request);
    } };
    WattlePoller *poller = wattle_poller_new (clock);
    std::vector<WattleRunner *> runners;
};

} // namespace

// Three failures, then probes 1, 2, 5, 15 and 60 s later: that is all that the others notice.
TEST_F (ModbusSerialFairness, AsksADeadUnitMoreAndMoreRarely)
{
    add_all (1000);
    pass (100);
    std::map<guint8, int> counts = count ();

    EXPECT_EQ (counts[DEAD], 8);
    for (guint8 unit = 1; unit <= N_UNITS; unit++)
        if (unit != DEAD) {
            EXPECT_NEAR (counts[unit], 101, 1) << (int)unit;
        }
    expect_turns (DEAD);
}

TEST_F (ModbusSerialFairness, GivesEveryUnitItsTurnOnABusThatIsNeverIdle)
{
    add_all (0);
    ASSERT_TRUE (wait ([this] { return peer.requests.size () >= 300; }));
    for (guint8 unit = 1; unit <= N_UNITS; unit++)
        expect_turns (unit);
    EXPECT_LE (count ()[DEAD], 1) << "the clock stands still, so it is not its turn yet";
}

// What comes in between commands are reads; a command is never more than one question away.
TEST_F (ModbusSerialFairness, SendsACommandAsTheNextQuestionOfABusThatIsNeverIdle)
{
    add_all (0);
    ASSERT_TRUE (wait ([this] { return peer.requests.size () >= 20; }));
    size_t before = peer.requests.size ();
    const guint16 value = 1;
    send (wattle_request_with_timeout (wattle_request_new_write (7, 2, 6, 9, &value, 1), 20000),
          WATTLE_LINK_PRIORITY_COMMAND);
    ASSERT_TRUE (wait ([&] { return peer.requests.size () >= before + 3; }));
    EXPECT_TRUE (peer.requests[before][1] == 6 || peer.requests[before + 1][1] == 6);
}
