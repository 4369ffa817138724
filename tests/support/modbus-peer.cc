// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/modbus-peer.h"

namespace wattle_test
{

ModbusPeer::ModbusPeer (Answer answer)
    : answer_ (std::move (answer)), service_ (g_socket_service_new ())
{
    g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
    g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
    g_autoptr (GSocketAddress) bound = nullptr;

    g_socket_listener_add_address (G_SOCKET_LISTENER (service_), any, G_SOCKET_TYPE_STREAM,
                                   G_SOCKET_PROTOCOL_TCP, nullptr, &bound, nullptr);
    port_ = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_signal_connect (service_, "incoming", G_CALLBACK (on_incoming), this);
    g_socket_service_start (service_);
}

ModbusPeer::~ModbusPeer ()
{
    close ();
    stop ();
}

gboolean
ModbusPeer::on_incoming (GSocketService *,
                         GSocketConnection *connection,
                         GObject *,
                         gpointer user_data)
{
    auto *self = static_cast<ModbusPeer *> (user_data);
    GSocket *socket = g_socket_connection_get_socket (connection);

    self->close ();
    self->connections++;
    self->connection_ = G_SOCKET_CONNECTION (g_object_ref (connection));
    self->watch_ = g_socket_create_source (socket, G_IO_IN, nullptr);
    g_source_set_callback (self->watch_, G_SOURCE_FUNC (on_readable), self, nullptr);
    g_source_attach (self->watch_, nullptr);
    return TRUE;
}

gboolean
ModbusPeer::on_readable (GSocket *socket, GIOCondition, gpointer user_data)
{
    auto *self = static_cast<ModbusPeer *> (user_data);
    guint8 buffer[512];
    gssize length = g_socket_receive (socket, (char *)buffer, sizeof buffer, nullptr, nullptr);

    if (length <= 0) {
        self->close ();
        return G_SOURCE_REMOVE;
    }
    self->requests.emplace_back (buffer, buffer + length);
    Bytes reply = self->answer_ (self->requests.back ());
    if (!reply.empty ())
        self->write (reply);
    return G_SOURCE_CONTINUE;
}

void
ModbusPeer::write (const Bytes &bytes)
{
    if (connection_ != nullptr)
        g_socket_send (g_socket_connection_get_socket (connection_), (const char *)bytes.data (),
                       bytes.size (), nullptr, nullptr);
}

void
ModbusPeer::close ()
{
    if (watch_ != nullptr) {
        g_source_destroy (watch_);
        g_source_unref (watch_);
        watch_ = nullptr;
    }
    if (connection_ != nullptr)
        g_io_stream_close (G_IO_STREAM (connection_), nullptr, nullptr);
    g_clear_object (&connection_);
}

void
ModbusPeer::stop ()
{
    if (service_ == nullptr)
        return;
    g_signal_handlers_disconnect_by_data (service_, this);
    g_socket_service_stop (service_);
    g_socket_listener_close (G_SOCKET_LISTENER (service_));
    g_clear_object (&service_);
}

} // namespace wattle_test
