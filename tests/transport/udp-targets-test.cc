// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "transport/wattle-udp-targets.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <net/if.h>

#include <list>
#include <string>
#include <vector>

namespace
{

using Strings = std::vector<std::string>;

Strings
shown (GPtrArray *targets)
{
    Strings list;

    for (guint i = 0; targets != nullptr && i < targets->len; i++) {
        g_autofree char *text =
            g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (targets->pdata[i]));
        list.push_back (text);
    }
    return list;
}

Strings
parsed (std::vector<const char *> texts)
{
    texts.push_back (nullptr);
    g_autoptr (GError) error = nullptr;
    g_autoptr (GPtrArray) targets = wattle_udp_targets_parse (texts.data (), 33333, &error);

    EXPECT_EQ (targets == nullptr, error != nullptr);
    if (error != nullptr) {
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        return { error->message };
    }
    return shown (targets);
}

// Interfaces as the system lists them.
class Interfaces
{
  public:
    void
    add (unsigned flags, const char *broadcast, int family = AF_INET)
    {
        Entry &entry = entries_.emplace_back ();

        entry.address.sin_family = (sa_family_t)family;
        entry.broadcast.sin_family = AF_INET;
        entry.interface.ifa_flags = flags;
        entry.interface.ifa_addr = (struct sockaddr *)&entry.address;
        if (broadcast != nullptr) {
            inet_pton (AF_INET, broadcast, &entry.broadcast.sin_addr);
            entry.interface.ifa_broadaddr = (struct sockaddr *)&entry.broadcast;
        }
        if (entries_.size () > 1)
            std::prev (entries_.end (), 2)->interface.ifa_next = &entry.interface;
    }

    struct ifaddrs *
    first ()
    {
        return entries_.empty () ? nullptr : &entries_.front ().interface;
    }

  private:
    struct Entry {
        struct ifaddrs interface = {};
        struct sockaddr_in address = {};
        struct sockaddr_in broadcast = {};
    };

    std::list<Entry> entries_;
};

TEST (UdpTargets, AreAddressesWithOrWithoutAPort)
{
    EXPECT_EQ (parsed ({ "192.0.2.7", "192.0.2.255:1", "192.0.2.7:65535" }),
               (Strings{ "192.0.2.7:33333", "192.0.2.255:1", "192.0.2.7:65535" }));
}

TEST (UdpTargets, CountOnce)
{
    EXPECT_EQ (parsed ({ "192.0.2.7", "192.0.2.7:33333", "192.0.2.7" }),
               (Strings{ "192.0.2.7:33333" }));
}

TEST (UdpTargets, OthersAreRefusedWithWhatIsAllowed)
{
    for (const char *text :
         { "", "gateway", "192.0.2", "192.0.2.256", "192.0.2.7:", "192.0.2.7:0", "192.0.2.7:65536",
           "192.0.2.7:+5", "192.0.2.7:1:2", " 192.0.2.7", "192.0.2.7/24", "::1", "[::1]:5",
           "0.0.0.0", "224.0.0.251", ":33333" }) {
        Strings said = parsed ({ "192.0.2.1", text });

        ASSERT_EQ (said.size (), 1u) << text;
        EXPECT_NE (said[0].find (std::string ("“") + text + "”: allowed is"), std::string::npos)
            << said[0];
    }
}

TEST (UdpTargets, AreNeitherNoneNorVeryMany)
{
    Strings texts;
    std::vector<const char *> many;

    for (int i = 0; i <= WATTLE_UDP_TARGETS_MAX; i++)
        texts.push_back ("192.0.2." + std::to_string (i + 1));
    for (const std::string &text : texts)
        many.push_back (text.c_str ());
    EXPECT_NE (parsed ({})[0].find ("at 0 addresses"), std::string::npos);
    EXPECT_NE (parsed (many)[0].find ("at 65 addresses"), std::string::npos);
    many.pop_back ();
    EXPECT_EQ (parsed (many).size (), (size_t)WATTLE_UDP_TARGETS_MAX);
}

TEST (UdpTargets, AreTheBroadcastAddressesOfWhatIsUp)
{
    const unsigned up = IFF_UP | IFF_BROADCAST;
    Interfaces interfaces;

    interfaces.add (IFF_UP | IFF_LOOPBACK | IFF_BROADCAST, "127.255.255.255");
    interfaces.add (up, "192.0.2.255");
    interfaces.add (IFF_BROADCAST, "192.0.3.255");         // down
    interfaces.add (IFF_UP | IFF_POINTOPOINT, "10.0.0.1"); // the other end
    interfaces.add (up, nullptr);
    interfaces.add (up, "0.0.0.0");
    interfaces.add (up, "192.0.4.255", AF_INET6);
    interfaces.add (up, "192.0.2.255"); // the same network by a second way
    interfaces.add (up, "198.51.100.127");
    interfaces.add (up, nullptr, AF_PACKET);

    g_autoptr (GPtrArray) none = wattle_udp_targets_of (nullptr, 5);
    g_autoptr (GPtrArray) targets = wattle_udp_targets_of (interfaces.first (), 5);

    EXPECT_EQ (none->len, 0u);
    EXPECT_EQ (shown (targets), (Strings{ "192.0.2.255:5", "198.51.100.127:5" }));
}

} // namespace
