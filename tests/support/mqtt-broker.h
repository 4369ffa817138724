// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>
#include <mosquitto.h>

#include <csignal>
#include <string>
#include <vector>

#include "support/temp-dir.h"

namespace wattle_test
{

// A private mosquitto on an ephemeral port of the loopback. Restarting keeps the port, not the
// retained messages.
class MqttBroker
{
  public:
    // With a user, only that one is let in.
    // @lines: more of its configuration.
    explicit MqttBroker (const std::string &user = "",
                         const std::string &password = "",
                         const std::string &lines = "");
    ~MqttBroker ();
    MqttBroker (const MqttBroker &) = delete;
    MqttBroker &operator= (const MqttBroker &) = delete;

    void start (); // returns when it accepts connections
    void stop ();  // kills it, as a crash does

    // Makes it stall without closing anything; returns when it reads no more.
    void pause ();

    void
    resume ()
    {
        g_subprocess_send_signal (process_, SIGCONT);
    }

    guint16
    port () const
    {
        return port_;
    }

  private:
    TempDir dir_;
    guint16 port_ = 0;
    std::string accounts_;
    GSubprocess *process_ = nullptr;
};

struct MqttMessage {
    std::string topic;
    std::string payload;
    bool retained;
};

// A client that shares nothing with the one under test. It moves on in has(), count() and
// publish(), which are meant to be asked from spin().
class MqttProbe
{
  public:
    MqttProbe (guint16 port,
               const std::string &filter,
               const std::string &user = "",
               const std::string &password = "");
    ~MqttProbe ();
    MqttProbe (const MqttProbe &) = delete;
    MqttProbe &operator= (const MqttProbe &) = delete;

    bool has (const std::string &topic, const std::string &payload);
    int count (const std::string &topic);
    const MqttMessage *last (const std::string &topic);
    void publish (const std::string &topic, const std::string &payload, bool retain = false);
    // The same without waiting until the broker has it.
    void send (const std::string &topic, const std::string &payload);

    // True while nothing went wrong and after the subscription is confirmed.
    bool subscribed ();

    const std::vector<MqttMessage> &messages ();

  private:
    void work ();

    struct mosquitto *handle_;
    bool subscribed_ = false;
    int confirmed_ = 0;
    std::vector<MqttMessage> messages_;
};

// A port that was free a moment ago.
guint16 find_free_port ();

// Whether something accepts connections there.
bool can_connect (guint16 port);

} // namespace wattle_test
