/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-udp-targets.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "base/wattle-error.h"

static gboolean
is_same (gconstpointer a, gconstpointer b)
{
    GInetSocketAddress *one = G_INET_SOCKET_ADDRESS (a);
    GInetSocketAddress *other = G_INET_SOCKET_ADDRESS (b);

    return g_inet_socket_address_get_port (one) == g_inet_socket_address_get_port (other) &&
           g_inet_address_equal (g_inet_socket_address_get_address (one),
                                 g_inet_socket_address_get_address (other));
}

static void
add (GPtrArray *targets, GInetAddress *address, guint16 port)
{
    g_autoptr (GSocketAddress) target = g_inet_socket_address_new (address, port);

    if (!g_ptr_array_find_with_equal_func (targets, target, is_same, NULL))
        g_ptr_array_add (targets, g_steal_pointer (&target));
}

static gboolean
read_port (const char *text, guint16 *port)
{
    guint64 number;

    if (text == NULL)
        return TRUE;
    if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
        return FALSE;
    *port = (guint16)number;
    return TRUE;
}

static gboolean
parse_one (GPtrArray *targets, const char *text, guint16 port, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (text, ":", 2);
    g_autoptr (GInetAddress) address =
        parts[0] != NULL ? g_inet_address_new_from_string (parts[0]) : NULL;

    if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4 ||
        g_inet_address_get_is_any (address) || g_inet_address_get_is_multicast (address) ||
        !read_port (parts[1], &port)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "cannot search at “%s”: allowed is the IPv4 address of a device or of a "
                          "network, then :PORT (1 to 65535) if needed, such as 192.168.1.255",
                          text);
        return FALSE;
    }

    add (targets, address, port);
    return TRUE;
}

GPtrArray *
wattle_udp_targets_parse (const char *const *texts, guint16 port, GError **error)
{
    g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; texts[i] != NULL; i++)
        if (!parse_one (targets, texts[i], port, error))
            return NULL;
    if (targets->len == 0 || targets->len > WATTLE_UDP_TARGETS_MAX) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "cannot search at %u addresses: allowed are 1 to %d", targets->len,
                          WATTLE_UDP_TARGETS_MAX);
        return NULL;
    }
    return g_steal_pointer (&targets);
}

static void
add_interface (GPtrArray *targets, const struct ifaddrs *interface, guint16 port)
{
    const struct sockaddr *broadcast = interface->ifa_broadaddr;
    g_autoptr (GInetAddress) address = NULL;

    if (!(interface->ifa_flags & IFF_UP) || !(interface->ifa_flags & IFF_BROADCAST) ||
        (interface->ifa_flags & IFF_LOOPBACK) || interface->ifa_addr == NULL ||
        interface->ifa_addr->sa_family != AF_INET || broadcast == NULL ||
        broadcast->sa_family != AF_INET)
        return;

    address = g_inet_address_new_from_bytes (
        (const guint8 *)&((const struct sockaddr_in *)(gconstpointer)broadcast)->sin_addr,
        G_SOCKET_FAMILY_IPV4);
    if (!g_inet_address_get_is_any (address))
        add (targets, address, port);
}

GPtrArray *
wattle_udp_targets_of (const struct ifaddrs *interfaces, guint16 port)
{
    GPtrArray *targets = g_ptr_array_new_with_free_func (g_object_unref);

    for (const struct ifaddrs *interface = interfaces; interface != NULL;
         interface = interface->ifa_next)
        add_interface (targets, interface, port);
    return targets;
}

GPtrArray *
wattle_udp_targets_list (guint16 port, GError **error)
{
    struct ifaddrs *interfaces;
    GPtrArray *targets;

    if (getifaddrs (&interfaces) != 0) {
        wattle_error_set (error, WATTLE_ERROR_FAILED, "cannot list the network interfaces: %s",
                          g_strerror (errno));
        return NULL;
    }

    targets = wattle_udp_targets_of (interfaces, port);
    freeifaddrs (interfaces);
    if (targets->len > 0)
        return targets;

    g_ptr_array_unref (targets);
    wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                      "cannot search: no network with a broadcast address is connected");
    return NULL;
}
