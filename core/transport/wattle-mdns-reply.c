/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mdns-reply.h"

#include <gio/gio.h>

#include "base/wattle-error.h"
#include "base/wattle-line.h"

/* In bytes, of the DNS. */
#define MAX_NAME 63
#define MAX_HOST 255

static gboolean
check_texts (const char *name, const char *host, GError **error)
{
    if (*name != '\0' && wattle_line_is_plain (name, MAX_NAME) && *host != '\0' &&
        wattle_line_is_plain (host, MAX_HOST))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "a name is empty, has control characters or is too long: allowed are %d "
                      "bytes for a service and %d for a host",
                      MAX_NAME, MAX_HOST);
    return FALSE;
}

/* A link-local address of IPv6 is of no use without the interface, which is another one each time
 * the machine is started. */
static gboolean
is_usable (GInetAddress *address)
{
    gboolean is_ipv6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

    return !g_inet_address_get_is_any (address) && !g_inet_address_get_is_multicast (address) &&
           !(is_ipv6 && g_inet_address_get_is_link_local (address));
}

/* The one way to write it. */
static char *
read_address (const char *text, GError **error)
{
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

    if (address != NULL && is_usable (address))
        return g_inet_address_to_string (address);

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "its address is none that can be connected to");
    return NULL;
}

static GBytes *
read_txt (GVariant *list, GError **error)
{
    g_autoptr (GByteArray) txt = g_byte_array_new ();

    for (gsize i = 0; i < g_variant_n_children (list); i++) {
        g_autoptr (GVariant) entry = g_variant_get_child_value (list, i);
        gsize length;
        const guint8 *data = g_variant_get_fixed_array (entry, &length, 1);
        guint8 prefix = (guint8)length;

        if (length > WATTLE_MDNS_REPLY_ENTRY_MAX ||
            txt->len + 1 + length > WATTLE_MDNS_REPLY_TXT_MAX) {
            wattle_error_set (
                error, WATTLE_ERROR_PROTOCOL,
                "its TXT record is too long: allowed are %d bytes, and %d for an entry",
                WATTLE_MDNS_REPLY_TXT_MAX, WATTLE_MDNS_REPLY_ENTRY_MAX);
            return NULL;
        }
        g_byte_array_append (txt, &prefix, 1);
        g_byte_array_append (txt, data, (guint)length);
    }
    return g_byte_array_free_to_bytes (g_steal_pointer (&txt));
}

WattleMdnsService *
wattle_mdns_reply_read (GVariant *reply, const char *service_type, GError **error)
{
    const char *name;
    const char *host;
    const char *text;
    guint16 port;
    g_autoptr (GVariant) list = NULL;
    g_autoptr (GBytes) txt = NULL;
    g_autofree char *address = NULL;

    if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(iissssisqaayu)"))) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "it has the type %s",
                          g_variant_get_type_string (reply));
        return NULL;
    }

    g_variant_get (reply, "(ii&s&s&s&si&sq@aayu)", NULL, NULL, &name, NULL, NULL, &host, NULL,
                   &text, &port, &list, NULL);
    if (!check_texts (name, host, error))
        return NULL;
    address = read_address (text, error);
    txt = address != NULL ? read_txt (list, error) : NULL;
    if (txt == NULL)
        return NULL;
    return wattle_mdns_service_new (service_type, name, host, address, port, txt);
}
