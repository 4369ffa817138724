// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/fake-polkit.h"

namespace wattle_test
{

static const char XML[] =
    "<node><interface name='org.freedesktop.PolicyKit1.Authority'>"
    "<method name='CheckAuthorization'>"
    "<arg type='(sa{sv})' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{ss}' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='(bba{ss})' direction='out'/></method>"
    "<method name='CancelCheckAuthorization'><arg type='s' direction='in'/></method>"
    "<property name='BackendName' type='s' access='read'/>"
    "<property name='BackendVersion' type='s' access='read'/>"
    "<property name='BackendFeatures' type='u' access='read'/>"
    "<signal name='Changed'/></interface></node>";

void
FakePolkit::on_call (GDBusConnection *,
                     const char *,
                     const char *,
                     const char *,
                     const char *method,
                     GVariant *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer data)
{
    auto *self = static_cast<FakePolkit *> (data);
    const char *action;
    guint flags;

    if (!g_str_equal (method, "CheckAuthorization")) {
        g_dbus_method_invocation_return_value (invocation, nullptr);
        return;
    }

    g_variant_get (parameters, "((sa{sv})&sa{ss}us)", nullptr, nullptr, &action, nullptr, &flags,
                   nullptr);
    self->asked.push_back (action);
    self->interactive = flags & 1;
    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("((bba{ss}))", self->permitted.count (action) > 0, FALSE, nullptr));
}

GVariant *
FakePolkit::on_property (GDBusConnection *,
                         const char *,
                         const char *,
                         const char *,
                         const char *name,
                         GError **,
                         gpointer)
{
    return g_str_equal (name, "BackendFeatures") ? g_variant_new_uint32 (0)
                                                 : g_variant_new_string ("test");
}

FakePolkit::FakePolkit (const PrivateBus &bus)
{
    static const GDBusInterfaceVTable table = { on_call, on_property, nullptr, {} };
    g_autoptr (GVariant) reply = nullptr;

    connection_ = bus.connect ();
    info_ = g_dbus_node_info_new_for_xml (XML, nullptr);
    object_ =
        g_dbus_connection_register_object (connection_, "/org/freedesktop/PolicyKit1/Authority",
                                           info_->interfaces[0], &table, this, nullptr, nullptr);
    reply = g_dbus_connection_call_sync (
        connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "RequestName", g_variant_new ("(su)", "org.freedesktop.PolicyKit1", 4), nullptr,
        G_DBUS_CALL_FLAGS_NONE, 10000, nullptr, nullptr);
    EXPECT_NE (reply, nullptr);
}

FakePolkit::~FakePolkit ()
{
    g_dbus_connection_unregister_object (connection_, object_);
    g_dbus_node_info_unref (info_);
    g_object_unref (connection_);
}

} // namespace wattle_test
