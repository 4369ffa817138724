// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/fake-host.h"

#include <gio/gunixfdlist.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/spin.h"

namespace wattle_test
{

namespace
{

const char *const NAME = "org.wattle.Wattle1";
const std::string ROOT = "/org/wattle/Wattle1";

} // namespace

// Belongs to the host.
GVariant *
FakeHost::parse (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    GVariant *value = g_variant_parse (nullptr, text.c_str (), nullptr, nullptr, &error);

    if (value == nullptr)
        ADD_FAILURE () << error->message << ": " << text;
    parsed_.push_back (value);
    return value;
}

FakeHost::FakeHost (PrivateBus &bus) : bus_ (bus)
{
    g_autoptr (GError) error = nullptr;

    server_ = g_dbus_object_manager_server_new (ROOT.c_str ());
    manager_ = wattle_dbus_manager_skeleton_new ();
    wattle_dbus_manager_set_version (manager_, "9.9.9");
    wattle_dbus_manager_set_api_version (manager_, 1);
    wattle_dbus_manager_set_state (manager_, "running");
    set ("broker", "@a{sv} {}");
    set ("problems", "@aa{sv} []");
    serve (manager_, WATTLE_DBUS_TYPE_MANAGER);
    g_dbus_object_manager_server_set_connection (server_, bus_.connection ());
    if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (manager_), bus_.connection (),
                                           ROOT.c_str (), &error))
        ADD_FAILURE () << error->message;
    name_ = g_bus_own_name_on_connection (bus_.connection (), NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                          nullptr, nullptr, nullptr, nullptr);
    EXPECT_TRUE (spin ([this] { return bus_.has_name (NAME); }));
}

FakeHost::~FakeHost ()
{
    leave ();
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (manager_));
    g_dbus_object_manager_server_set_connection (server_, nullptr);
    g_object_unref (manager_);
    g_object_unref (server_);
    for (GVariant *value : parsed_)
        g_variant_unref (value);
}

void
FakeHost::leave ()
{
    if (name_ != 0)
        g_bus_unown_name (name_);
    name_ = 0;
}

void
FakeHost::set (const char *property, const char *value)
{
    g_object_set (manager_, property, parse (value), nullptr);
    g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (manager_));
}

void
FakeHost::answer (const std::string &method, const std::string &text)
{
    answers_[method] = text;
}

void
FakeHost::answer_with_file (const std::string &method, const std::string &content)
{
    files_[method] = content;
}

void
FakeHost::answer_with_job (const std::string &method, const std::string &result)
{
    jobs_[method] = result;
}

void
FakeHost::answer_with_failure (const std::string &method, const std::string &result)
{
    jobs_[method] = result;
    job_state_ = "failed";
}

std::string
FakeHost::asked (const std::string &method) const
{
    auto found = asked_.find (method);

    return found != asked_.end () ? found->second : "";
}

std::string
FakeHost::given () const
{
    return given_;
}

void
FakeHost::add_device (const char *id, const char *name, const char *readings)
{
    std::string path = ROOT + "/Devices/" + id;
    g_autoptr (WattleDBusObjectSkeleton) object = wattle_dbus_object_skeleton_new (path.c_str ());
    g_autoptr (WattleDBusDevice) device = wattle_dbus_device_skeleton_new ();
    g_autoptr (WattleDBusReadings) entities = wattle_dbus_readings_skeleton_new ();

    wattle_dbus_device_set_id (device, id);
    wattle_dbus_device_set_name (device, name);
    wattle_dbus_device_set_driver (device, "fake");
    wattle_dbus_device_set_model (device, "meter");
    wattle_dbus_device_set_state (device, "online");
    wattle_dbus_device_set_enabled (device, TRUE);
    wattle_dbus_device_set_parent (device, "/");
    wattle_dbus_device_set_error (device, parse ("@a{sv} {}"));
    wattle_dbus_device_set_config (device, parse ("@a{sv} {}"));
    wattle_dbus_device_set_actions (device, parse ("@a{ss} {}"));
    wattle_dbus_readings_set_entities (entities, parse (readings));
    serve (device, WATTLE_DBUS_TYPE_DEVICE);
    wattle_dbus_object_skeleton_set_device (object, device);
    wattle_dbus_object_skeleton_set_readings (object, entities);
    g_dbus_object_manager_server_export (server_, G_DBUS_OBJECT_SKELETON (object));
}

// All methods are answered alike, so it does not matter what each of them takes.
void
FakeHost::on_method (GClosure *closure,
                     GValue *handled,
                     guint,
                     const GValue *parameters,
                     gpointer,
                     gpointer)
{
    auto *self = static_cast<FakeHost *> (closure->data);
    auto *invocation = G_DBUS_METHOD_INVOCATION (g_value_get_object (&parameters[1]));
    std::string method = g_dbus_method_invocation_get_method_name (invocation);
    g_autofree char *given =
        g_variant_print (g_dbus_method_invocation_get_parameters (invocation), FALSE);

    self->asked_[method] = given;
    self->reply (invocation, method);
    g_value_set_boolean (handled, TRUE);
}

void
FakeHost::serve (gpointer skeleton, GType interface)
{
    guint count;
    g_autofree guint *ids = g_signal_list_ids (interface, &count);

    for (guint i = 0; i < count; i++) {
        if (!g_str_has_prefix (g_signal_name (ids[i]), "handle-"))
            continue;

        GClosure *closure = g_closure_new_simple (sizeof (GClosure), this);
        g_closure_set_marshal (closure, on_method);
        g_signal_connect_closure_by_id (skeleton, ids[i], 0, closure, FALSE);
    }
}

namespace
{

std::string
read_file (GDBusMethodInvocation *invocation)
{
    GUnixFDList *list =
        g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
    char buffer[4096];
    gssize length;
    int file;

    if (list == nullptr)
        return "";
    file = g_unix_fd_list_get (list, 0, nullptr);
    length = read (file, buffer, sizeof buffer);
    close (file);
    return std::string (buffer, length > 0 ? (size_t)length : 0);
}

void
return_file (GDBusMethodInvocation *invocation, const std::string &content)
{
    g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
    int ends[2];

    ASSERT_EQ (pipe (ends), 0);
    ASSERT_EQ (write (ends[1], content.data (), content.size ()), (gssize)content.size ());
    g_unix_fd_list_append (list, ends[0], nullptr);
    close (ends[0]);
    close (ends[1]);
    g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                             list);
}

} // namespace

void
FakeHost::reply (GDBusMethodInvocation *invocation, const std::string &method)
{
    given_ = read_file (invocation);
    if (files_.count (method) > 0) {
        return_file (invocation, files_[method]);
        return;
    }
    if (jobs_.count (method) > 0) {
        make_job (invocation, jobs_[method]);
        return;
    }

    std::string text = answers_.count (method) > 0 ? answers_[method] : "";
    if (text.empty ()) {
        g_dbus_method_invocation_return_dbus_error (
            invocation, "org.freedesktop.DBus.Error.UnknownMethod", "no such method");
    } else if (text[0] == '(' || text[0] == '@') {
        g_dbus_method_invocation_return_value (invocation, parse (text));
    } else {
        size_t blank = text.find (' ');

        g_dbus_method_invocation_return_dbus_error (invocation, text.substr (0, blank).c_str (),
                                                    text.substr (blank + 1).c_str ());
    }
}

// One that is done before anybody looks.
void
FakeHost::make_job (GDBusMethodInvocation *invocation, const std::string &result)
{
    std::string path = ROOT + "/Jobs/1";
    g_autoptr (WattleDBusObjectSkeleton) object = wattle_dbus_object_skeleton_new (path.c_str ());
    g_autoptr (WattleDBusJob) job = wattle_dbus_job_skeleton_new ();

    wattle_dbus_job_set_kind (job, "fake");
    wattle_dbus_job_set_state (job, job_state_.c_str ());
    wattle_dbus_job_set_progress (job, 1);
    wattle_dbus_job_set_message (job, parse ("@a{sv} {}"));
    wattle_dbus_job_set_result (job, parse (result));
    wattle_dbus_object_skeleton_set_job (object, job);
    g_dbus_object_manager_server_export (server_, G_DBUS_OBJECT_SKELETON (object));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path.c_str ()));
}

} // namespace wattle_test
