// SPDX-License-Identifier: LGPL-2.1-or-later
// Avahi as far as a program that looks for services can see: the paths, methods and signals of its
// interface on the system bus.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/private-bus.h"

namespace wattle_test
{

struct AvahiService {
    std::string name;
    std::string ipv4 = "192.0.2.7"; // empty: it has none
    std::string ipv6;
    guint16 port = 22;
    std::vector<std::string> txt;
    std::string type = "_ssh._tcp";
    std::string host = "device.local";
    std::vector<int> interfaces = { 2 };
};

class FakeAvahi
{
  public:
    explicit FakeAvahi (const PrivateBus &bus);
    ~FakeAvahi ();
    FakeAvahi (const FakeAvahi &) = delete;
    FakeAvahi &operator= (const FakeAvahi &) = delete;

    // A device that appears now, or is there already for who looks later.
    void announce (const AvahiService &service);

    // To all who look: anything else, with parameters as of g_variant_parse().
    void emit (const std::string &signal, const std::string &parameters);

    // How many look, that is have a browser which Avahi has not dropped.
    size_t
    browsers () const
    {
        return browsers_.size ();
    }

    bool early = false;         // what is known is told before the call returns the path
    bool silent = false;        // who asks for a browser gets no answer
    std::string refusal;        // the error of who asks for a browser, after org.freedesktop.Avahi.
    bool holds_lookups = false; // nobody gets an address, until release() is called
    std::string raw_reply;      // instead of an address, as of g_variant_parse()
    int lookups = 0;            // so far
    size_t waiting = 0;         // most that waited for an address at once
    std::vector<std::string> browsed; // types of services, with their domain

    void release (); // answers all that wait

  private:
    struct Browser {
        std::string type;
        guint watch;
    };

    static void on_call (GDBusConnection *,
                         const char *sender,
                         const char *,
                         const char *,
                         const char *method,
                         GVariant *parameters,
                         GDBusMethodInvocation *invocation,
                         gpointer self);
    static void on_vanished (GDBusConnection *, const char *name, gpointer self);

    void
    browse (const std::string &client, GVariant *parameters, GDBusMethodInvocation *invocation);
    void tell (const std::string &client, const std::string &type);
    void tell_item (const std::string &client, const AvahiService &service);
    void send (const std::string &client, const char *signal, GVariant *parameters);
    void resolve (GDBusMethodInvocation *invocation);
    GVariant *find (GVariant *question) const;

    GDBusConnection *connection_;
    GDBusNodeInfo *info_;
    guint object_;
    std::vector<AvahiService> services_;
    std::map<std::string, Browser> browsers_; // by the client's name
    std::vector<GDBusMethodInvocation *> waiting_;
};

} // namespace wattle_test
