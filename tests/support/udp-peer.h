// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wattle_test
{

// Somebody on the loopback who speaks UDP. All of 127.0.0.0/8 is this machine.
class UdpPeer
{
  public:
    explicit UdpPeer (const char *address = "127.0.0.1", guint16 port = 0)
    {
        g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
        g_autoptr (GError) error = nullptr;

        socket_ = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP,
                                nullptr);
        EXPECT_TRUE (g_socket_bind (socket_, local, FALSE, &error)) << error->message;
        g_socket_set_blocking (socket_, FALSE);
        g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket_, nullptr);
        port_ = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
        target_ = std::string (address) + ":" + std::to_string (port_);
    }

    ~UdpPeer ()
    {
        g_clear_object (&last_);
        g_object_unref (socket_);
    }

    UdpPeer (const UdpPeer &) = delete;
    UdpPeer &operator= (const UdpPeer &) = delete;

    guint16
    port () const
    {
        return port_;
    }

    // As a search takes it: ADDRESS:PORT
    const char *
    target () const
    {
        return target_.c_str ();
    }

    // All that came so far.
    const std::vector<std::string> &
    heard ()
    {
        char data[4096];
        gssize length;

        for (;;) {
            g_autoptr (GSocketAddress) sender = nullptr;

            length = g_socket_receive_from (socket_, &sender, data, sizeof data, nullptr, nullptr);
            if (length < 0)
                return heard_;
            heard_.emplace_back (data, (size_t)length);
            g_set_object (&last_, sender);
        }
    }

    // To who was heard last.
    void
    answer (const std::string &data)
    {
        ASSERT_NE (last_, nullptr) << "nobody asked";
        send (last_, data);
    }

    // To who was heard last by another.
    void
    answer_as (const UdpPeer &other, const std::string &data)
    {
        ASSERT_NE (other.last_, nullptr) << "nobody asked";
        send (other.last_, data);
    }

    void
    send (guint16 port, const std::string &data)
    {
        g_autoptr (GSocketAddress) to = g_inet_socket_address_new_from_string ("127.0.0.1", port);

        send (to, data);
    }

  private:
    void
    send (GSocketAddress *to, const std::string &data)
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (g_socket_send_to (socket_, to, data.data (), data.size (), nullptr, &error),
                   (gssize)data.size ())
            << (error != nullptr ? error->message : "");
    }

    GSocket *socket_;
    GSocketAddress *last_ = nullptr;
    guint16 port_;
    std::string target_;
    std::vector<std::string> heard_;
};

} // namespace wattle_test
