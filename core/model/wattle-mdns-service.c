/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mdns-service.h"

#include <string.h>

/* Of RFC 6763, 7.2. */
#define MAX_TYPE_NAME 15

/**
 * WattleMdnsService:
 *
 * A service that a device announces in its network by mDNS (DNS-SD), as Avahi tells it. It does not
 * change. All of it comes from the network, where anybody may announce anything: the host has seen
 * to it that texts are UTF-8 without control characters, and that the address is one.
 */
struct _WattleMdnsService {
    GObject parent_instance;

    char *type;
    char *name;
    char *host;
    char *address;
    guint16 port;
    GBytes *txt;
};

G_DEFINE_FINAL_TYPE (WattleMdnsService, wattle_mdns_service, G_TYPE_OBJECT)

static void
wattle_mdns_service_finalize (GObject *object)
{
    WattleMdnsService *self = WATTLE_MDNS_SERVICE (object);

    g_free (self->type);
    g_free (self->name);
    g_free (self->host);
    g_free (self->address);
    g_bytes_unref (self->txt);

    G_OBJECT_CLASS (wattle_mdns_service_parent_class)->finalize (object);
}

static void
wattle_mdns_service_class_init (WattleMdnsServiceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_mdns_service_finalize;
}

static void
wattle_mdns_service_init (WattleMdnsService *self)
{
}

/**
 * wattle_mdns_service_new:
 * @service_type: what was searched for, such as `_ssh._tcp`
 * @name: name of the instance, for people
 * @host: name of the device, such as `meter.local`
 * @address: IP address of the device
 * @port: TCP or UDP port of the service
 * @txt: (nullable): its TXT record: each entry after a byte that holds its length
 *
 * Returns: (transfer full): the service
 */
WattleMdnsService *
wattle_mdns_service_new (const char *service_type,
                         const char *name,
                         const char *host,
                         const char *address,
                         guint16 port,
                         GBytes *txt)
{
    WattleMdnsService *self = g_object_new (WATTLE_TYPE_MDNS_SERVICE, NULL);

    self->type = g_strdup (service_type);
    self->name = g_strdup (name);
    self->host = g_strdup (host);
    self->address = g_strdup (address);
    self->port = port;
    self->txt = txt != NULL ? g_bytes_ref (txt) : g_bytes_new_static ("", 0);
    return self;
}

/**
 * wattle_mdns_service_get_service_type:
 * @self: a service
 *
 * Returns: (transfer none): what was searched for, such as `_ssh._tcp`, as the driver has written
 * it
 */
const char *
wattle_mdns_service_get_service_type (WattleMdnsService *self)
{
    return self->type;
}

/**
 * wattle_mdns_service_get_name:
 * @self: a service
 *
 * Returns: (transfer none): name of the instance, such as `Smappee5010001234`; at most 63 bytes
 */
const char *
wattle_mdns_service_get_name (WattleMdnsService *self)
{
    return self->name;
}

/**
 * wattle_mdns_service_get_host:
 * @self: a service
 *
 * Not every machine can look up such a name: a link gets the address.
 *
 * Returns: (transfer none): name of the device, such as `meter.local`; at most 255 bytes
 */
const char *
wattle_mdns_service_get_host (WattleMdnsService *self)
{
    return self->host;
}

/**
 * wattle_mdns_service_get_address:
 * @self: a service
 *
 * Returns: (transfer none): IP address of the device: of IPv4 if it has one
 */
const char *
wattle_mdns_service_get_address (WattleMdnsService *self)
{
    return self->address;
}

/**
 * wattle_mdns_service_make_url_host:
 * @self: a service
 *
 * Returns: (transfer full): the address as it stands in the URL of a link, where one of IPv6 is in
 *   brackets
 */
char *
wattle_mdns_service_make_url_host (WattleMdnsService *self)
{
    return strchr (self->address, ':') != NULL ? g_strdup_printf ("[%s]", self->address)
                                               : g_strdup (self->address);
}

/**
 * wattle_mdns_service_get_port:
 * @self: a service
 *
 * Returns: port of the service; 0 if there is nothing to connect to
 */
guint16
wattle_mdns_service_get_port (WattleMdnsService *self)
{
    return self->port;
}

/**
 * wattle_mdns_service_get_txt:
 * @self: a service
 *
 * Returns: (transfer none): the whole TXT record: each entry after a byte that holds its length
 */
GBytes *
wattle_mdns_service_get_txt (WattleMdnsService *self)
{
    return self->txt;
}

/* Whether an entry is KEY or KEY=VALUE; in names of the DNS case does not count. */
static gboolean
has_key (const char *entry, gsize length, const char *key)
{
    gsize key_length = strlen (key);

    return length >= key_length && g_ascii_strncasecmp (entry, key, key_length) == 0 &&
           (length == key_length || entry[key_length] == '=');
}

/**
 * wattle_mdns_service_find_record:
 * @self: a service
 * @key: of an entry of the TXT record; case does not count
 *
 * The first entry of that key counts.
 *
 * Returns: (transfer full) (nullable): its value, which may be any bytes, and is empty for an entry
 *   that is only a key; %NULL: there is no such entry
 */
GBytes *
wattle_mdns_service_find_record (WattleMdnsService *self, const char *key)
{
    gsize size;
    const guint8 *data = g_bytes_get_data (self->txt, &size);

    g_return_val_if_fail (key != NULL && *key != '\0', NULL);

    for (gsize at = 0; at < size && size - at > data[at]; at += 1u + data[at]) {
        const char *entry = (const char *)data + at + 1;
        gsize begin = MIN (strlen (key) + 1, data[at]);

        if (has_key (entry, data[at], key))
            return g_bytes_new_from_bytes (self->txt, at + 1 + begin, data[at] - begin);
    }
    return NULL;
}

/* Lower case would do, but there are makers who write otherwise. */
static gboolean
is_type_name (const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
            return FALSE;
    return length >= 1 && length <= MAX_TYPE_NAME;
}

/**
 * wattle_mdns_service_is_type:
 * @text: a text
 *
 * Returns: whether it is a type of service: `_NAME._tcp` or `_NAME._udp`, without a domain
 */
gboolean
wattle_mdns_service_is_type (const char *text)
{
    const char *dot = strchr (text, '.');

    return dot != NULL && *text == '_' && is_type_name (text + 1, (gsize)(dot - text) - 1) &&
           (g_str_equal (dot, "._tcp") || g_str_equal (dot, "._udp"));
}
