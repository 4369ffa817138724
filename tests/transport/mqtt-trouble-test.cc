// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/mqtt-client-fixture.h"
#include "transport/wattle-link.h"
#include "transport/wattle-mqtt-link.h"

#include <functional>

using namespace wattle_test;

namespace
{

void
count (gpointer counter)
{
    ++*(int *)counter;
}

TEST (MqttTrouble, IsNotToldFromWithinAFunctionOfTheCaller)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    int changes = 0;

    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    g_signal_connect_swapped (client, "state-changed", G_CALLBACK (count), &changes);
    broker.stop ();
    // The main loop does not run: only the writing can notice.
    for (int i = 0; i < 100; i++) {
        g_usleep (1000);
        client.publish ("a/" + std::to_string (i), std::string (10000, 'x'));
    }
    EXPECT_EQ (changes, 0);
    EXPECT_TRUE (spin ([&] { return changes == 1; }));
    EXPECT_FALSE (client.connected ());
}

TEST (MqttTrouble, KnowsThatTheBrokerIsBackWhenItIsTold)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    MqttBroker broker;
    broker.stop ();
    MqttClient client (broker.port (), clock);
    int attempts = 0;

    g_signal_connect_swapped (client, "state-changed", G_CALLBACK (count), &attempts);
    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_get_failures (client) == 1; }));
    broker.start ();
    wattle_mqtt_client_retry_now (client);
    EXPECT_TRUE (spin ([&] { return client.connected (); })) << "time stands still here";
    EXPECT_EQ (wattle_mqtt_client_get_failures (client), 0u);
}

TEST (MqttTrouble, LinkIsDownAfterTheThirdFailureOnly)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    MqttBroker broker;
    MqttClient client (broker.port (), clock);
    g_autoptr (WattleMqttLink) link = wattle_mqtt_link_new (client);

    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), WATTLE_LINK_UP);
    broker.stop ();
    for (guint i = 1; i < WATTLE_LINK_DOWN_AFTER; i++) {
        ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_get_failures (client) == i; }));
        EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), WATTLE_LINK_UP) << i;
        wattle_mqtt_client_retry_now (client);
    }
    EXPECT_TRUE (
        spin ([&] { return wattle_link_get_state (WATTLE_LINK (link)) == WATTLE_LINK_DOWN; }));
    EXPECT_STREQ (wattle_link_get_detail (WATTLE_LINK (link)),
                  "cannot connect: Connection refused");
}

TEST (MqttTrouble, ConfirmedStateSurvivesALostConnection)
{
    MqttBroker broker;
    MqttClient client (broker.port ());

    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    broker.pause ();
    // Kept by the broker, since the probe may come after it.
    client.publish ("a/sure", "1", (WattleMqttFlags)(WATTLE_MQTT_CONFIRM | WATTLE_MQTT_RETAIN));
    client.publish ("a/unsure", "1");
    settle ();
    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !client.connected (); }));
    broker.start ();
    MqttProbe probe (broker.port (), "a/#");
    EXPECT_TRUE (spin ([&] { return probe.has ("a/sure", "1"); }));
    EXPECT_EQ (probe.count ("a/unsure"), 0);
}

// A broker that lets everybody in and lets nobody read. mosquitto's own lists of rights answer a
// subscription with yes and then send nothing.
class Forbidding
{
  public:
    Forbidding ()
    {
        service_ = g_socket_service_new ();
        port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service_), nullptr, nullptr);
        g_signal_connect (service_, "incoming", G_CALLBACK (on_incoming), this);
    }

    ~Forbidding ()
    {
        g_socket_service_stop (service_);
        g_clear_object (&connection_);
        g_object_unref (service_);
    }

    guint16 port;

  private:
    static gboolean
    on_incoming (GSocketService *, GSocketConnection *connection, GObject *, Forbidding *self)
    {
        g_set_object (&self->connection_, connection);
        self->read ();
        return TRUE;
    }

    void
    read ()
    {
        g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection_)),
                                   buffer_, sizeof buffer_, 0, nullptr, on_read, this);
    }

    static void
    on_read (GObject *stream, GAsyncResult *result, gpointer data)
    {
        gssize length = g_input_stream_read_finish (G_INPUT_STREAM (stream), result, nullptr);

        if (length > 0)
            ((Forbidding *)data)->answer ((gsize)length);
    }

    void
    answer (gsize length)
    {
        GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection_));

        for (gsize at = 0; at + 1 < length; at += 2u + buffer_[at + 1]) {
            const guint8 connack[] = { 0x20, 2, 0, 0 };
            const guint8 suback[] = { 0x90, 3, buffer_[at + 2], buffer_[at + 3], 0x80 };

            if (buffer_[at] == 0x10)
                g_output_stream_write (out, connack, sizeof connack, nullptr, nullptr);
            else if (buffer_[at] == 0x82)
                g_output_stream_write (out, suback, sizeof suback, nullptr, nullptr);
        }
        read ();
    }

    GSocketService *service_;
    GSocketConnection *connection_ = nullptr;
    guint8 buffer_[1024];
};

TEST (MqttTrouble, NamesTheSubscriptionsThatAreRefused)
{
    Forbidding broker;
    MqttClient client (broker.port);
    Heard heard;
    int changes = 0;
    auto refused = [&] {
        g_autofree char *text = wattle_mqtt_client_dup_refused (client);

        return std::string (text != nullptr ? text : "");
    };

    g_signal_connect_swapped (client, "refused-changed", G_CALLBACK (count), &changes);
    EXPECT_EQ (refused (), "");
    heard.listen (client, "secret/#");
    EXPECT_TRUE (spin ([&] { return refused () == "secret/#"; }));
    EXPECT_EQ (changes, 1);
    EXPECT_TRUE (client.connected ());
}

} // namespace
