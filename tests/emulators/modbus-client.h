// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated bus, and clients that are none of ours: libmodbus, and bytes.
#pragma once

#include "modbus-bus.h"
#include "support/spin.h"
#include "support/temp-dir.h"

#include <gtest/gtest.h>
#include <modbus.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using Bytes = std::vector<guint8>;

inline std::string
definition (const std::string &name)
{
    return std::string (METERS) + "/" + name + ".json";
}

// libmodbus blocks, so it is in a thread, and the bus answers meanwhile.
inline void
with_libmodbus (modbus_t *client, const std::function<void (modbus_t *)> &work)
{
    std::atomic<bool> done{ false };

    ASSERT_NE (client, nullptr);
    std::thread thread ([&] {
        modbus_set_response_timeout (client, 10, 0);
        if (modbus_connect (client) == 0)
            work (client);
        else
            ADD_FAILURE () << modbus_strerror (errno);
        modbus_close (client);
        done = true;
    });
    EXPECT_TRUE (wattle_test::spin ([&] { return done.load (); }, 60000));
    thread.join ();
    modbus_free (client);
}

inline void
with_libmodbus_tcp (guint16 port, const std::function<void (modbus_t *)> &work)
{
    with_libmodbus (modbus_new_tcp ("127.0.0.1", port), work);
}

inline void
with_libmodbus_rtu (const char *path, const std::function<void (modbus_t *)> &work)
{
    with_libmodbus (modbus_new_rtu (path, 9600, 'N', 8, 1), work);
}

// A connection of bytes.
class RawClient
{
  public:
    explicit RawClient (guint16 port)
    {
        g_autoptr (GSocketAddress) address =
            g_inet_socket_address_new_from_string ("127.0.0.1", port);

        socket_ = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                nullptr);
        EXPECT_TRUE (g_socket_connect (socket_, address, nullptr, nullptr));
        g_socket_set_blocking (socket_, FALSE);
    }

    ~RawClient ()
    {
        g_object_unref (socket_);
    }

    RawClient (const RawClient &) = delete;
    RawClient &operator= (const RawClient &) = delete;

    void
    send (const Bytes &bytes)
    {
        EXPECT_EQ (
            g_socket_send (socket_, (const char *)bytes.data (), bytes.size (), nullptr, nullptr),
            (gssize)bytes.size ());
    }

    // What has come so far, and whether that is all there will be.
    bool
    look ()
    {
        char buffer[512];
        gssize n;

        while ((n = g_socket_receive (socket_, buffer, sizeof buffer, nullptr, nullptr)) > 0)
            input.insert (input.end (), buffer, buffer + n);
        closed |= n == 0;
        return !closed;
    }

    // The next bytes.
    Bytes
    receive (gsize length)
    {
        EXPECT_TRUE (wattle_test::spin ([&] {
            look ();
            return input.size () >= length || closed;
        })) << "only "
            << input.size () << " bytes came";
        length = MIN (length, input.size ());
        Bytes bytes (input.begin (), input.begin () + (gssize)length);
        input.erase (input.begin (), input.begin () + (gssize)length);
        return bytes;
    }

    Bytes
    ask (const Bytes &question, gsize length)
    {
        send (question);
        return receive (length);
    }

    bool
    is_closed ()
    {
        return wattle_test::spin ([&] { return !look (); });
    }

    Bytes input;
    bool closed = false;

  private:
    GSocket *socket_;
};

// Of the specification: over TCP and on a serial line.

inline Bytes
tcp_frame (guint16 transaction, Bytes body)
{
    Bytes frame = {
        (guint8)(transaction >> 8), (guint8)transaction, 0, 0, 0, (guint8)body.size ()
    };

    frame.insert (frame.end (), body.begin (), body.end ());
    return frame;
}

inline Bytes
rtu_frame (Bytes body)
{
    guint crc = 0xffff;

    for (guint8 byte : body) {
        crc ^= byte;
        for (int i = 0; i < 8; i++)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xa001u : 0u);
    }
    body.push_back ((guint8)crc);
    body.push_back ((guint8)(crc >> 8));
    return body;
}

class ModbusBusTest : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        bus = modbus_bus_new ();
    }

    void
    TearDown () override
    {
        g_clear_object (&bus);
        wattle_test::settle ();
    }

    void
    add (const std::string &name, guint8 unit)
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, definition (name).c_str (), &error))
            << error->message;
    }

    guint16
    listen (bool rtu)
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, rtu, &error)) << error->message;
        return modbus_bus_get_port (bus);
    }

    ModbusBus *bus = nullptr;
};
