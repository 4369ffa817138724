// SPDX-License-Identifier: LGPL-2.1-or-later
// Who stands at the other end of a Modbus connection, and answers what a test says, byte by byte.
#pragma once

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wattle_test
{

class ModbusPeer
{
  public:
    using Bytes = std::vector<guint8>;
    // What to write when these bytes have come; empty: nothing.
    using Answer = std::function<Bytes (const Bytes &)>;

    explicit ModbusPeer (Answer answer);
    ~ModbusPeer ();
    ModbusPeer (const ModbusPeer &) = delete;
    ModbusPeer &operator= (const ModbusPeer &) = delete;

    guint16
    port () const
    {
        return port_;
    }

    void write (const Bytes &bytes); // over the newest connection
    void close ();                   // the newest connection
    void stop ();                    // nobody listens any more

    // So far.
    int connections = 0;
    std::vector<Bytes> requests;

  private:
    static gboolean on_incoming (GSocketService *service,
                                 GSocketConnection *connection,
                                 GObject *source,
                                 gpointer user_data);
    static gboolean on_readable (GSocket *socket, GIOCondition condition, gpointer user_data);

    Answer answer_;
    GSocketService *service_;
    guint16 port_ = 0;
    GSocketConnection *connection_ = nullptr;
    GSource *watch_ = nullptr;
};

} // namespace wattle_test
