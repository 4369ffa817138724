// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wattle_test
{

// A real HTTP server on an ephemeral loopback port.
class HttpServer
{
  public:
    using Handler = std::function<void (SoupServerMessage *message, const std::string &path)>;

    explicit HttpServer (Handler handler, guint16 port = 0);

    // With https, and this certificate.
    HttpServer (Handler handler,
                const std::string &certificate,
                const std::string &key,
                guint16 port = 0);
    ~HttpServer ();

    HttpServer (const HttpServer &) = delete;
    HttpServer &operator= (const HttpServer &) = delete;

    std::string uri () const;
    guint16 port () const;
    const std::vector<std::string> &paths () const; // of all requests, as they came

    static void respond (SoupServerMessage *message,
                         guint status,
                         const std::string &type,
                         const std::string &body);

  private:
    void listen (guint16 port, SoupServerListenOptions options);

    static void
    on_request (SoupServer *, SoupServerMessage *, const char *, GHashTable *, gpointer);

    SoupServer *server_ = soup_server_new (nullptr, nullptr);
    Handler handler_;
    std::vector<std::string> paths_;
};

// A TCP server that answers what no HTTP server would. For each connection the script says what is
// sent once a request has come; then the connection is closed, unless the text says to hang.
class RawServer
{
  public:
    explicit RawServer (std::vector<std::string> script, guint16 port = 0);
    ~RawServer ();

    RawServer (const RawServer &) = delete;
    RawServer &operator= (const RawServer &) = delete;

    static const std::string HANG;  // instead of an answer: neither sends nor closes
    static const std::string AGAIN; // between two answers on one connection

    std::string uri () const;
    guint16 port () const;
    guint connections () const; // so far
    guint requests () const;    // so far

  private:
    struct Peer;

    static gboolean on_incoming (GSocketService *, GSocketConnection *, GObject *, gpointer);
    static void on_request (GObject *, GAsyncResult *, gpointer);

    GSocketService *service_;
    guint16 port_;
    std::vector<std::string> script_;
    std::vector<std::shared_ptr<Peer>> peers_;
    guint requests_ = 0;
};

} // namespace wattle_test
