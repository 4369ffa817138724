// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/mqtt-broker.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <sys/prctl.h>

#include "support/process.h"
#include "support/spin.h"

namespace wattle_test
{

static GSocketAddress *
make_address (guint16 port)
{
    return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

guint16
find_free_port ()
{
    g_autoptr (GSocket) socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr);
    g_autoptr (GSocketAddress) wanted = make_address (0);
    g_autoptr (GSocketAddress) bound = nullptr;

    g_socket_bind (socket, wanted, TRUE, nullptr);
    bound = g_socket_get_local_address (socket, nullptr);
    return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

bool
can_connect (guint16 port)
{
    g_autoptr (GSocket) socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr);
    g_autoptr (GSocketAddress) address = make_address (port);

    return g_socket_connect (socket, address, nullptr, nullptr);
}

static std::string
find_program (const char *name)
{
    g_autofree char *path = g_find_program_in_path (name);

    return path != nullptr ? path : std::string ("/usr/sbin/") + name;
}

MqttBroker::MqttBroker (const std::string &user,
                        const std::string &password,
                        const std::string &lines)
{
    accounts_ = "allow_anonymous true\n";
    if (!user.empty ()) {
        std::string program = find_program ("mosquitto_passwd");
        std::string file = dir_.file ("accounts");
        const char *argv[] = { program.c_str (),  "-b",   "-c", file.c_str (), user.c_str (),
                               password.c_str (), nullptr };
        g_autoptr (GSubprocess) made =
            g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, nullptr);

        EXPECT_TRUE (g_subprocess_wait_check (made, nullptr, nullptr));
        accounts_ = "allow_anonymous false\npassword_file " + file + "\n";
    }
    accounts_ += lines;
    start ();
}

MqttBroker::~MqttBroker ()
{
    stop ();
}

void
MqttBroker::start ()
{
    if (port_ == 0)
        port_ = find_free_port ();

    std::string config =
        dir_.write ("mosquitto.conf", "listener " + std::to_string (port_) + " 127.0.0.1\nuser " +
                                          g_get_user_name () + "\npersistence false\n" + accounts_);
    std::string program = find_program ("mosquitto");
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
        (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE));
    const char *argv[] = { program.c_str (), "-c", config.c_str (), nullptr };

    g_subprocess_launcher_set_child_setup (
        launcher, [] (gpointer) { prctl (PR_SET_PDEATHSIG, SIGKILL); }, nullptr, nullptr);
    process_ = g_subprocess_launcher_spawnv (launcher, argv, nullptr);
    ASSERT_NE (process_, nullptr) << "mosquitto is needed for this test";
    ASSERT_TRUE (spin ([this] { return can_connect (port_); }));
}

void
MqttBroker::stop ()
{
    if (process_ == nullptr)
        return;

    g_subprocess_force_exit (process_);
    g_subprocess_wait (process_, nullptr, nullptr);
    g_clear_object (&process_);
}

// The signal alone does not do: on another processor the broker may still read and answer for a
// moment.
void
MqttBroker::pause ()
{
    int pid = atoi (g_subprocess_get_identifier (process_));

    g_subprocess_send_signal (process_, SIGSTOP);
    ASSERT_TRUE (spin ([&] { return is_stopped (pid); }));
}

MqttProbe::MqttProbe (guint16 port,
                      const std::string &filter,
                      const std::string &user,
                      const std::string &password)
{
    mosquitto_lib_init ();
    handle_ = mosquitto_new (nullptr, true, this);
    if (!user.empty ())
        mosquitto_username_pw_set (handle_, user.c_str (), password.c_str ());
    mosquitto_message_callback_set (
        handle_, [] (struct mosquitto *, void *self, const struct mosquitto_message *message) {
            static_cast<MqttProbe *> (self)->messages_.push_back (
                { message->topic,
                  std::string (static_cast<const char *> (message->payload),
                               (size_t)message->payloadlen),
                  message->retain });
        });
    mosquitto_subscribe_callback_set (handle_,
                                      [] (struct mosquitto *, void *self, int, int, const int *) {
                                          static_cast<MqttProbe *> (self)->subscribed_ = true;
                                      });
    mosquitto_publish_callback_set (handle_, [] (struct mosquitto *, void *self, int) {
        static_cast<MqttProbe *> (self)->confirmed_++;
    });
    EXPECT_EQ (mosquitto_connect (handle_, "127.0.0.1", port, 60), MOSQ_ERR_SUCCESS);
    mosquitto_subscribe (handle_, nullptr, filter.c_str (), 0);
    EXPECT_TRUE (spin ([this] { return subscribed (); })) << "the probe was not let in";
}

MqttProbe::~MqttProbe ()
{
    mosquitto_disconnect (handle_);
    mosquitto_destroy (handle_);
}

void
MqttProbe::work ()
{
    for (int i = 0; i < 100; i++)
        if (mosquitto_loop (handle_, 0, 1) != MOSQ_ERR_SUCCESS)
            return;
}

const std::vector<MqttMessage> &
MqttProbe::messages ()
{
    work ();
    return messages_;
}

bool
MqttProbe::subscribed ()
{
    work ();
    return subscribed_;
}

bool
MqttProbe::has (const std::string &topic, const std::string &payload)
{
    for (const MqttMessage &message : messages ())
        if (message.topic == topic && message.payload == payload)
            return true;
    return false;
}

int
MqttProbe::count (const std::string &topic)
{
    int found = 0;

    for (const MqttMessage &message : messages ())
        found += message.topic == topic;
    return found;
}

const MqttMessage *
MqttProbe::last (const std::string &topic)
{
    const MqttMessage *found = nullptr;

    for (const MqttMessage &message : messages ())
        if (message.topic == topic)
            found = &message;
    return found;
}

void
MqttProbe::publish (const std::string &topic, const std::string &payload, bool retain)
{
    int before = confirmed_;

    mosquitto_publish (handle_, nullptr, topic.c_str (), (int)payload.size (), payload.data (), 1,
                       retain);
    EXPECT_TRUE (spin ([&] {
        work ();
        return confirmed_ > before;
    }));
}

void
MqttProbe::send (const std::string &topic, const std::string &payload)
{
    EXPECT_EQ (mosquitto_publish (handle_, nullptr, topic.c_str (), (int)payload.size (),
                                  payload.data (), 0, false),
               MOSQ_ERR_SUCCESS);
}

} // namespace wattle_test
