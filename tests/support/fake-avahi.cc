// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/fake-avahi.h"

#include <algorithm>

namespace wattle_test
{

static const char NAME[] = "org.freedesktop.Avahi";
static const char PATH[] = "/Client0/ServiceBrowser1"; // for everybody, as clients are told apart
static const guint32 MULTICAST = 4;                    // of AvahiLookupResultFlags
static const int IPV4 = 0;
static const int IPV6 = 1;

static const char XML[] = "<node><interface name='org.freedesktop.Avahi.Server'>"
                          "<method name='ServiceBrowserNew'>"
                          "<arg type='i' direction='in'/><arg type='i' direction='in'/>"
                          "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                          "<arg type='u' direction='in'/><arg type='o' direction='out'/></method>"
                          "<method name='ResolveService'>"
                          "<arg type='i' direction='in'/><arg type='i' direction='in'/>"
                          "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                          "<arg type='s' direction='in'/><arg type='i' direction='in'/>"
                          "<arg type='u' direction='in'/></method></interface></node>";

FakeAvahi::FakeAvahi (const PrivateBus &bus)
{
    static const GDBusInterfaceVTable table = { on_call, nullptr, nullptr, {} };
    g_autoptr (GVariant) reply = nullptr;

    connection_ = bus.connect ();
    info_ = g_dbus_node_info_new_for_xml (XML, nullptr);
    object_ = g_dbus_connection_register_object (connection_, "/", info_->interfaces[0], &table,
                                                 this, nullptr, nullptr);
    reply = g_dbus_connection_call_sync (connection_, "org.freedesktop.DBus",
                                         "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                         "RequestName", g_variant_new ("(su)", NAME, 4), nullptr,
                                         G_DBUS_CALL_FLAGS_NONE, 10000, nullptr, nullptr);
    EXPECT_NE (reply, nullptr);
}

FakeAvahi::~FakeAvahi ()
{
    for (const auto &browser : browsers_)
        g_bus_unwatch_name (browser.second.watch);
    for (GDBusMethodInvocation *invocation : waiting_)
        g_object_unref (invocation);
    g_dbus_connection_unregister_object (connection_, object_);
    g_dbus_node_info_unref (info_);
    g_dbus_connection_close_sync (connection_, nullptr, nullptr);
    g_object_unref (connection_);
}

void
FakeAvahi::on_call (GDBusConnection *,
                    const char *sender,
                    const char *,
                    const char *,
                    const char *method,
                    GVariant *parameters,
                    GDBusMethodInvocation *invocation,
                    gpointer data)
{
    auto *self = static_cast<FakeAvahi *> (data);

    if (g_str_equal (method, "ServiceBrowserNew")) {
        self->browse (sender, parameters, invocation);
        return;
    }
    self->lookups++;
    self->waiting_.push_back (invocation);
    self->waiting = std::max (self->waiting, self->waiting_.size ());
    if (!self->holds_lookups)
        self->release ();
}

// Looking

// Avahi drops what belonged to a client that is gone.
void
FakeAvahi::on_vanished (GDBusConnection *, const char *name, gpointer data)
{
    auto *self = static_cast<FakeAvahi *> (data);
    auto at = self->browsers_.find (name);

    if (at == self->browsers_.end ())
        return;
    g_bus_unwatch_name (at->second.watch);
    self->browsers_.erase (at);
}

void
FakeAvahi::browse (const std::string &client,
                   GVariant *parameters,
                   GDBusMethodInvocation *invocation)
{
    const char *type, *domain;

    g_variant_get (parameters, "(ii&s&su)", nullptr, nullptr, &type, &domain, nullptr);
    browsed.push_back (std::string (type) + "." + domain);
    if (!refusal.empty ()) {
        g_dbus_method_invocation_return_dbus_error (
            invocation, (std::string (NAME) + "." + refusal).c_str (), "Refused by the test");
        return;
    }
    browsers_[client] = { type, g_bus_watch_name_on_connection (
                                    connection_, client.c_str (), G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    nullptr, on_vanished, this, nullptr) };
    if (silent) {
        g_object_unref (invocation);
        return;
    }
    if (early)
        tell (client, type);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", PATH));
    if (!early)
        tell (client, browsers_[client].type);
}

void
FakeAvahi::tell (const std::string &client, const std::string &type)
{
    for (const AvahiService &service : services_)
        if (service.type == type)
            tell_item (client, service);
    send (client, "CacheExhausted", nullptr);
    send (client, "AllForNow", nullptr);
}

// Once for each interface and protocol, as Avahi does.
void
FakeAvahi::tell_item (const std::string &client, const AvahiService &service)
{
    for (int interface : service.interfaces)
        for (int protocol : { IPV6, IPV4 })
            send (client, "ItemNew",
                  g_variant_new ("(iisssu)", interface, protocol, service.name.c_str (),
                                 service.type.c_str (), "local", MULTICAST));
}

void
FakeAvahi::send (const std::string &client, const char *signal, GVariant *parameters)
{
    g_dbus_connection_emit_signal (connection_, client.c_str (), PATH,
                                   "org.freedesktop.Avahi.ServiceBrowser", signal, parameters,
                                   nullptr);
}

void
FakeAvahi::announce (const AvahiService &service)
{
    services_.push_back (service);
    for (const auto &browser : browsers_)
        if (browser.second.type == service.type)
            tell_item (browser.first, service);
}

void
FakeAvahi::emit (const std::string &signal, const std::string &parameters)
{
    g_autoptr (GVariant) value =
        g_variant_parse (nullptr, parameters.c_str (), nullptr, nullptr, nullptr);

    ASSERT_NE (value, nullptr) << parameters;
    for (const auto &browser : browsers_)
        send (browser.first, signal.c_str (), value);
}

// Addresses

// What Avahi says of a service; null: it has no such address.
GVariant *
FakeAvahi::find (GVariant *question) const
{
    const char *name, *type, *domain;
    int interface, protocol, family;

    g_variant_get (question, "(ii&s&s&siu)", &interface, &protocol, &name, &type, &domain, &family,
                   nullptr);
    for (const AvahiService &service : services_) {
        // Machines with Avahi tell nobody by IPv6 what their address of IPv4 is; and it is IPv6
        // that Avahi takes where anything is allowed.
        bool hidden = family == IPV4 && protocol != IPV4;
        const std::string &address = family == IPV4 ? service.ipv4 : service.ipv6;
        GVariantBuilder txt;

        if (service.name != name || service.type != type || address.empty () || hidden)
            continue;
        g_variant_builder_init (&txt, G_VARIANT_TYPE ("aay"));
        for (const std::string &entry : service.txt)
            g_variant_builder_add_value (
                &txt,
                g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, entry.data (), entry.size (), 1));
        return g_variant_new ("(iissssisqaayu)", interface, protocol, name, type, domain,
                              service.host.c_str (), family, address.c_str (), service.port, &txt,
                              MULTICAST);
    }
    return nullptr;
}

// Whatever its type is.
static void
answer (GDBusConnection *connection, GDBusMethodInvocation *invocation, GVariant *value)
{
    g_autoptr (GDBusMessage) reply =
        g_dbus_message_new_method_reply (g_dbus_method_invocation_get_message (invocation));

    g_dbus_message_set_body (reply, value);
    g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, nullptr,
                                    nullptr);
    g_object_unref (invocation);
}

void
FakeAvahi::resolve (GDBusMethodInvocation *invocation)
{
    GVariant *made = raw_reply.empty ()
                         ? find (g_dbus_method_invocation_get_parameters (invocation))
                         : g_variant_parse (nullptr, raw_reply.c_str (), nullptr, nullptr, nullptr);
    g_autoptr (GVariant) reply = made != nullptr ? g_variant_take_ref (made) : nullptr;

    if (reply != nullptr)
        answer (connection_, invocation, reply);
    else
        g_dbus_method_invocation_return_dbus_error (
            invocation, "org.freedesktop.Avahi.TimeoutError", "Timeout reached");
}

void
FakeAvahi::release ()
{
    std::vector<GDBusMethodInvocation *> list;

    list.swap (waiting_);
    for (GDBusMethodInvocation *invocation : list)
        resolve (invocation);
}

} // namespace wattle_test
