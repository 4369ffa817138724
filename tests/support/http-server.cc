// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/http-server.h"

#include <algorithm>

namespace wattle_test
{

HttpServer::HttpServer (Handler handler, guint16 port) : handler_ (std::move (handler))
{
    listen (port, SOUP_SERVER_LISTEN_IPV4_ONLY);
}

HttpServer::HttpServer (Handler handler,
                        const std::string &certificate,
                        const std::string &key,
                        guint16 port)
    : handler_ (std::move (handler))
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (GTlsCertificate) own =
        g_tls_certificate_new_from_files (certificate.c_str (), key.c_str (), &error);

    g_assert_no_error (error);
    soup_server_set_tls_certificate (server_, own);
    listen (port,
            (SoupServerListenOptions)(SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS));
}

void
HttpServer::listen (guint16 port, SoupServerListenOptions options)
{
    g_autoptr (GError) error = nullptr;

    soup_server_add_handler (server_, nullptr, on_request, this, nullptr);
    if (!soup_server_listen_local (server_, port, options, &error))
        g_assert_no_error (error);
}

HttpServer::~HttpServer ()
{
    soup_server_disconnect (server_);
    g_object_unref (server_);
}

std::string
HttpServer::uri () const
{
    return (soup_server_is_https (server_) ? "https://127.0.0.1:" : "http://127.0.0.1:") +
           std::to_string (port ());
}

guint16
HttpServer::port () const
{
    GSList *uris = soup_server_get_uris (server_);
    int port = g_uri_get_port ((GUri *)uris->data);

    g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
    return (guint16)port;
}

const std::vector<std::string> &
HttpServer::paths () const
{
    return paths_;
}

void
HttpServer::respond (SoupServerMessage *message,
                     guint status,
                     const std::string &type,
                     const std::string &body)
{
    soup_server_message_set_status (message, status, nullptr);
    soup_server_message_set_response (message, type.c_str (), SOUP_MEMORY_COPY, body.data (),
                                      body.size ());
}

void
HttpServer::on_request (SoupServer *,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *,
                        gpointer user_data)
{
    HttpServer *self = (HttpServer *)user_data;
    const char *query = g_uri_get_query (soup_server_message_get_uri (message));

    self->paths_.push_back (query == nullptr ? path : std::string (path) + "?" + query);
    self->handler_ (message, path);
}

const std::string RawServer::HANG = "\x01hang";
const std::string RawServer::AGAIN = "\x01again";

struct RawServer::Peer {
    RawServer *server;
    GSocketConnection *connection;
    std::string answer;
    char buffer[4096];

    ~Peer ()
    {
        g_io_stream_close (G_IO_STREAM (connection), nullptr, nullptr);
        g_object_unref (connection);
    }

    // The next request is waited for by a strong reference, so the peer outlives the server.
    static void
    wait (const std::shared_ptr<Peer> &peer)
    {
        GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (peer->connection));

        g_input_stream_read_async (in, peer->buffer, sizeof peer->buffer, G_PRIORITY_DEFAULT,
                                   nullptr, on_request, new std::shared_ptr<Peer> (peer));
    }

    void
    send (const std::string &text)
    {
        GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

        g_output_stream_write_all (out, text.data (), text.size (), nullptr, nullptr, nullptr);
    }
};

RawServer::RawServer (std::vector<std::string> script, guint16 port) : script_ (std::move (script))
{
    g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
    g_autoptr (GSocketAddress) bound = nullptr;
    g_autoptr (GError) error = nullptr;

    service_ = g_socket_service_new ();
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service_), address, G_SOCKET_TYPE_STREAM,
                                        G_SOCKET_PROTOCOL_TCP, nullptr, &bound, &error))
        g_assert_no_error (error);
    port_ = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_signal_connect (service_, "incoming", G_CALLBACK (on_incoming), this);
}

RawServer::~RawServer ()
{
    for (auto &peer : peers_) {
        peer->server = nullptr;
        g_socket_shutdown (g_socket_connection_get_socket (peer->connection), TRUE, TRUE, nullptr);
    }
    // Lets the reads that wait see the end, so that nothing is left behind.
    peers_.clear ();
    g_socket_service_stop (service_);
    g_socket_listener_close (G_SOCKET_LISTENER (service_));
    g_object_unref (service_);
    while (g_main_context_iteration (nullptr, FALSE))
        ;
}

std::string
RawServer::uri () const
{
    return "http://127.0.0.1:" + std::to_string (port_);
}

guint16
RawServer::port () const
{
    return port_;
}

guint
RawServer::connections () const
{
    return (guint)peers_.size ();
}

guint
RawServer::requests () const
{
    return requests_;
}

gboolean
RawServer::on_incoming (GSocketService *,
                        GSocketConnection *connection,
                        GObject *,
                        gpointer user_data)
{
    RawServer *self = (RawServer *)user_data;
    size_t index = std::min (self->peers_.size (), self->script_.size () - 1);
    auto peer = std::make_shared<Peer> ();

    peer->server = self;
    peer->connection = (GSocketConnection *)g_object_ref (connection);
    peer->answer = self->script_[index];
    self->peers_.push_back (peer);
    Peer::wait (peer);
    return TRUE;
}

void
RawServer::on_request (GObject *source, GAsyncResult *result, gpointer user_data)
{
    std::unique_ptr<std::shared_ptr<Peer>> owner ((std::shared_ptr<Peer> *)user_data);
    std::shared_ptr<Peer> peer = *owner;
    gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, nullptr);

    if (length <= 0 || peer->server == nullptr)
        return;
    peer->server->requests_++;

    if (peer->answer == HANG) {
        Peer::wait (peer);
        return;
    }
    size_t again = peer->answer.find (AGAIN);
    peer->send (peer->answer.substr (0, again));
    if (again != std::string::npos) {
        peer->answer = peer->answer.substr (again + AGAIN.size ());
        Peer::wait (peer);
    } else {
        g_io_stream_close (G_IO_STREAM (peer->connection), nullptr, nullptr);
    }
}

} // namespace wattle_test
