// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/private-bus.h"

#include <json-glib/json-glib.h>

namespace wattle_test
{

static const char *const NAME = "org.wattle.Wattle1";
static const char *const ROOT = "/org/wattle/Wattle1";

static GDBusConnection *
open (const std::string &address, GError **error)
{
    return g_dbus_connection_new_for_address_sync (
        address.c_str (),
        (GDBusConnectionFlags)(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                               G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
        nullptr, nullptr, error);
}

PrivateBus::PrivateBus ()
{
    std::string socket = "unix:path=" + dir_.file ("bus");
    std::string config = dir_.write (
        "bus.conf", "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration "
                    "1.0//EN\" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                    "<busconfig><type>session</type><listen>" +
                        socket +
                        "</listen><policy context=\"default\"><allow send_destination=\"*\" "
                        "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy>"
                        "</busconfig>\n");

    address_ = socket;
    daemon_ = std::make_unique<Process> (std::vector<std::string>{
        "dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + config });
    // The socket is there a moment before the daemon listens on it.
    EXPECT_TRUE (spin ([&] {
        connection_ = open (address_, nullptr);
        return connection_ != nullptr;
    })) << "dbus-daemon is needed for this test: "
        << daemon_->err ();
}

PrivateBus::~PrivateBus ()
{
    if (connection_ == nullptr)
        return;
    g_dbus_connection_close_sync (connection_, nullptr, nullptr);
    g_object_unref (connection_);
}

GDBusConnection *
PrivateBus::connect () const
{
    g_autoptr (GError) error = nullptr;
    GDBusConnection *connection = open (address_, &error);

    EXPECT_NE (connection, nullptr) << error->message;
    return connection;
}

bool
PrivateBus::has_name (const std::string &name) const
{
    g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
        connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "NameHasOwner", g_variant_new ("(s)", name.c_str ()), G_VARIANT_TYPE ("(b)"),
        G_DBUS_CALL_FLAGS_NONE, 10000, nullptr, nullptr);
    gboolean owned = FALSE;

    if (reply != nullptr)
        g_variant_get (reply, "(b)", &owned);
    return owned;
}

BusClient::BusClient (const PrivateBus &bus)
{
    connection = bus.connect ();
}

BusClient::~BusClient ()
{
    g_dbus_connection_close_sync (connection, nullptr, nullptr);
    g_object_unref (connection);
}

struct Answer {
    GVariant *value = nullptr;
    GError *error = nullptr;
    bool done = false;
};

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
    auto *answer = static_cast<Answer *> (user_data);

    answer->value =
        g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &answer->error);
    answer->done = true;
}

// The sentence within the JSON that stands for it.
static std::string
get_sentence (const char *message)
{
    g_autoptr (JsonNode) root = json_from_string (message, nullptr);

    if (root == nullptr || !JSON_NODE_HOLDS_OBJECT (root))
        return message;
    return json_object_get_string_member_with_default (json_node_get_object (root), "text", "");
}

Variant
BusClient::call (const std::string &path,
                 const std::string &interface,
                 const std::string &method,
                 const std::string &parameters)
{
    g_autoptr (GError) error = nullptr;
    GVariant *given = g_variant_parse (nullptr, parameters.c_str (), nullptr, nullptr, &error);
    std::string full =
        interface.find ('.') != std::string::npos ? interface : std::string (NAME) + "." + interface;
    Answer answer;

    error_name.clear ();
    error_text.clear ();
    EXPECT_NE (given, nullptr) << parameters << ": " << error->message;
    g_dbus_connection_call (connection, NAME, path.c_str (), full.c_str (), method.c_str (), given,
                            nullptr, G_DBUS_CALL_FLAGS_NO_AUTO_START, 60000, nullptr, on_answer,
                            &answer);
    g_variant_unref (given);
    EXPECT_TRUE (spin ([&] { return answer.done; }, 61000));
    if (answer.error != nullptr) {
        g_autofree char *name = g_dbus_error_get_remote_error (answer.error);

        error_name = name != nullptr ? strrchr (name, '.') + 1 : "Failed";
        g_dbus_error_strip_remote_error (answer.error);
        error_text = get_sentence (answer.error->message);
        g_error_free (answer.error);
    }
    return Variant (answer.value);
}

Variant
BusClient::manager (const std::string &method, const std::string &parameters)
{
    return call (ROOT, "Manager", method, parameters);
}

Variant
BusClient::device (const std::string &id, const std::string &method, const std::string &parameters)
{
    return call (std::string (ROOT) + "/Devices/" + id, "Device", method, parameters);
}

std::string
BusClient::property (const std::string &path, const std::string &interface, const char *name)
{
    Variant reply = call (path, "org.freedesktop.DBus.Properties", "Get",
                          "('" + std::string (NAME) + "." + interface + "', '" + name + "')");

    if (reply == nullptr)
        return "";
    g_autoptr (GVariant) boxed = g_variant_get_child_value (reply.get (), 0);
    g_autoptr (GVariant) value = g_variant_get_variant (boxed);
    g_autofree char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ||
                                    g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH)
                                ? g_variant_dup_string (value, nullptr)
                                : g_variant_print (value, FALSE);
    return text;
}

std::string
BusClient::device_property (const std::string &id, const char *name)
{
    return property (std::string (ROOT) + "/Devices/" + id, "Device", name);
}

std::string
BusClient::finish (const Variant &job)
{
    const char *path;
    std::string state;

    if (job == nullptr)
        return "no job";
    g_variant_get (job.get (), "(&o)", &path);
    EXPECT_TRUE (spin (
        [&] {
            state = property (path, "Job", "State");
            return state != "running";
        },
        60000));
    return state == "done" ? property (path, "Job", "Result")
                           : state + ": " + property (path, "Job", "Message");
}

std::string
print (const Variant &variant)
{
    if (variant == nullptr)
        return "";
    g_autofree char *text = g_variant_print (variant.get (), FALSE);
    return text;
}

} // namespace wattle_test
