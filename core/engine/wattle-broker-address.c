/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker-address.h"

#include <string.h>

#include "base/wattle-error.h"

GInetAddress *
wattle_broker_address_parse (const char *listen, GError **error)
{
    GInetAddress *address;

    if (listen == NULL || *listen == '\0' || strcmp (listen, "loopback") == 0)
        return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

    address = g_inet_address_new_from_string (listen);
    if (address == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "wattle.conf: [EmbeddedBroker] Listen: “%s” is no address; allowed are "
                          "loopback, an IPv4 or IPv6 address of this host, and 0.0.0.0 or :: for "
                          "all of them",
                          listen);
    return address;
}

char *
wattle_broker_address_get_reachable (GInetAddress *address)
{
    g_autoptr (GInetAddress) loopback = NULL;

    if (!g_inet_address_get_is_any (address))
        return g_inet_address_to_string (address);

    loopback = g_inet_address_new_loopback (g_inet_address_get_family (address));
    return g_inet_address_to_string (loopback);
}

/* Closed at once: mosquitto binds it itself. */
guint16
wattle_broker_address_try_port (GInetAddress *address, guint16 port, GError **error)
{
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, port);
    g_autoptr (GSocketAddress) bound = NULL;
    g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address),
                                               G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

    if (socket == NULL || !g_socket_bind (socket, wanted, TRUE, error))
        return 0;

    bound = g_socket_get_local_address (socket, error);
    if (bound == NULL)
        return 0;
    return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

gboolean
wattle_broker_address_check (GInetAddress *address, GError **error)
{
    g_autofree char *text = g_inet_address_to_string (address);
    g_autoptr (GError) reason = NULL;

    if (wattle_broker_address_try_port (address, 0, &reason) != 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "wattle.conf: [EmbeddedBroker] Listen: “%s” is no address of this host "
                      "(%s); allowed are loopback, an IPv4 or IPv6 address of this host, and "
                      "0.0.0.0 or :: for all of them",
                      text, reason->message);
    return FALSE;
}
