// SPDX-License-Identifier: LGPL-2.1-or-later
// What tests of the link to a serial port have in common.
#pragma once

#include <gtest/gtest.h>

#include "support/frames.h"
#include "support/serial-peer.h"
#include "support/spin.h"
#include "transport/wattle-modbus-serial-link.h"
#include "transport/wattle-modbus-serial-worker.h"

namespace wattle_test
{

class SerialLinkTest : public testing::Test
{
  protected:
    using Bytes = SerialPeer::Bytes;

    ~SerialLinkTest () override
    {
        g_clear_object (&link);
        EXPECT_TRUE (ends_thread ());
        for (WattleFrame *frame : frames)
            g_object_unref (frame);
        g_object_unref (clock);
    }

    WattleLink *
    make_link (const std::string &port, const char *line = "?baud=115200")
    {
        std::string uri = "modbus+rtu://" + port + line;
        g_autoptr (GError) error = nullptr;
        WattleModbusEndpoint *endpoint = wattle_modbus_endpoint_new (uri.c_str (), &error);

        EXPECT_NE (endpoint, nullptr) << error->message;
        return WATTLE_LINK (wattle_modbus_serial_link_new (endpoint, clock));
    }

    static void
    on_frame (WattleFrame *frame, gpointer user_data)
    {
        static_cast<SerialLinkTest *> (user_data)->frames.push_back (
            WATTLE_FRAME (g_object_ref (frame)));
    }

    // Takes the request.
    guint
    send (WattleRequest *request, WattleLinkPriority priority = WATTLE_LINK_PRIORITY_READ)
    {
        g_autoptr (WattleRequest) owned = request;

        return wattle_link_send (link, owned, priority, nullptr, on_frame, this);
    }

    // No answer that is meant to come is late because the machine is slow.
    static WattleRequest *
    question (guint8 unit = 1, guint16 count = 1, guint timeout_ms = 20000)
    {
        return wattle_request_with_timeout (wattle_request_new_registers (7, unit, 3, 100, count),
                                            timeout_ms);
    }

    bool
    wait (const std::function<bool ()> &predicate)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 0);
            return predicate ();
        });
    }

    bool
    ends_thread ()
    {
        return wait ([] { return wattle_modbus_serial_worker_get_n_threads () == 0; });
    }

    // Until one more frame is there; it.
    WattleFrame *
    hear ()
    {
        size_t before = heard++;

        EXPECT_TRUE (wait ([&] { return frames.size () > before; }));
        return frames.size () > before ? frames[before] : nullptr;
    }

    WattleFrame *
    ask (guint8 unit = 1, guint16 count = 1, guint timeout_ms = 20000)
    {
        send (question (unit, count, timeout_ms));
        return hear ();
    }

    void
    advance (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_USEC_PER_SEC));
    }

    guint64
    n_foreign ()
    {
        return wattle_link_get_counters (link)->foreign;
    }

    // The answer to a read of registers: each is the unit and a number that counts.
    Bytes
    reply (const Bytes &request)
    {
        Bytes bytes = { request[0], request[1], (guint8)(request[5] * 2) };

        for (guint i = 0; i < request[5]; i++) {
            bytes.push_back (request[0]);
            bytes.push_back (++counter);
        }
        return with_checksum (bytes);
    }

    static Bytes
    join (std::initializer_list<Bytes> parts)
    {
        Bytes all;

        for (const Bytes &part : parts)
            all.insert (all.end (), part.begin (), part.end ());
        return all;
    }

    WattleClock *clock = wattle_clock_new_manual (0);
    WattleLink *link = nullptr;
    std::vector<WattleFrame *> frames;
    size_t heard = 0;
    guint8 counter = 0;
};

// The same with a peer that answers reads, unless a test says otherwise.
class SerialBusTest : public SerialLinkTest
{
  protected:
    SerialPeer::Answer answer = [this] (const Bytes &request) { return reply (request); };
    SerialPeer peer{ [this] (const Bytes &request) { return answer (request); } };

    void
    open (const char *line = "?baud=115200")
    {
        link = make_link (peer.path (), line);
    }
};

} // namespace wattle_test
