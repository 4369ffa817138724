/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-endpoint.h"

#include <gio/gio.h>
#include <string.h>

#include "base/wattle-error.h"
#include "wattle-certificate.h"
#include "wattle-modbus-endpoint.h"

#define SERIAL_SCHEME "modbus+rtu:"
#define CERTIFICATE   "#"

typedef struct {
    const char *scheme;
    WattleLinkKind kind;
    int port;
} Scheme;

static const Scheme schemes[] = {
    { "http", WATTLE_LINK_HTTP, 80 },
    { "https", WATTLE_LINK_HTTP, 443 },
    { "mqtt", WATTLE_LINK_MQTT, 1883 },
    { "mqtts", WATTLE_LINK_MQTT, 8883 },
};

static const Scheme *
find_scheme (const char *name, WattleLinkKind kind)
{
    for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
        if (schemes[i].kind == kind && g_ascii_strcasecmp (schemes[i].scheme, name) == 0)
            return &schemes[i];

    return NULL;
}

static const char *
get_allowed (WattleLinkKind kind)
{
    if (kind == WATTLE_LINK_HTTP)
        return "http://HOST or https://HOST, then :PORT (1 to 65535) and /PATH if needed, "
               "such as http://192.168.1.20";

    return "mqtt://HOST or mqtts://HOST, then :PORT (1 to 65535) if needed, such as "
           "mqtt://192.168.1.20:1883";
}

static gboolean
is_name (const char *text)
{
    return *text != '\0' &&
           strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_") ==
               strlen (text);
}

/* A host is a name or an address; the rest of the alphabet only hides mistakes. */
gboolean
wattle_endpoint_is_host (const char *host)
{
    const char *zone = strchr (host, '%');

    if (zone != NULL && !is_name (zone + 1))
        return FALSE;
    return g_hostname_is_ip_address (host) || is_name (host);
}

static const char bad_port[] = "the port is not a number from 1 to 65535";

/* The parser looks at the port, but not closely. */
static const char *
explain (const GError *error)
{
    return g_error_matches (error, G_URI_ERROR, G_URI_ERROR_BAD_PORT) ? bad_port
                                                                      : "this is not a URL";
}

/* Returns what is wrong, or NULL. */
static const char *
find_fault (GUri *uri, const Scheme *scheme)
{
    const char *host = g_uri_get_host (uri);
    const char *path = g_uri_get_path (uri);
    int port = g_uri_get_port (uri);

    if (scheme == NULL)
        return "the scheme is not one of these";
    if (g_uri_get_userinfo (uri) != NULL)
        return "a user name or password stands in it; these belong into options";
    if (host == NULL || !wattle_endpoint_is_host (host))
        return "the host is missing or not a name or address";
    if (port != -1 && (port < 1 || port > 65535))
        return bad_port;
    if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
        return "“?” and “#” cannot stand in it";
    if (scheme->kind == WATTLE_LINK_MQTT && *path != '\0' && !g_str_equal (path, "/"))
        return "a path cannot stand in it";

    return NULL;
}

/* As it stands in a URL: the zone of an IPv6 address is set off by an encoded percent sign. */
static char *
encode_host (const char *host)
{
    g_autofree char *lower = g_ascii_strdown (host, -1);
    const char *zone = strchr (host, '%');

    if (zone == NULL)
        return g_steal_pointer (&lower);
    lower[zone - host] = '\0';
    return g_strconcat (lower, "%25", zone + 1, NULL);
}

static char *
join (GUri *uri, const Scheme *scheme)
{
    g_autofree char *host = encode_host (g_uri_get_host (uri));
    g_autofree char *path = g_strdup (g_uri_get_path (uri));
    int port = g_uri_get_port (uri);

    while (g_str_has_suffix (path, "/"))
        path[strlen (path) - 1] = '\0';
    if (scheme->kind == WATTLE_LINK_MQTT)
        port = port == -1 ? scheme->port : port;
    else if (port == scheme->port)
        port = -1;

    return g_uri_join (G_URI_FLAGS_ENCODED, scheme->scheme, NULL, host, port, path, NULL, NULL);
}

static char *
normalise_modbus (const char *text, GError **error)
{
    g_autoptr (WattleModbusEndpoint) endpoint = wattle_modbus_endpoint_new (text, error);

    return endpoint != NULL ? wattle_modbus_endpoint_to_string (endpoint) : NULL;
}

static char *
normalise_url (const char *text, WattleLinkKind kind, GError **error)
{
    g_autoptr (GError) reason = NULL;
    g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, &reason);
    const Scheme *scheme = uri != NULL ? find_scheme (g_uri_get_scheme (uri), kind) : NULL;
    const char *fault = uri != NULL ? find_fault (uri, scheme) : explain (reason);

    if (fault == NULL)
        return join (uri, scheme);

    if (strchr (text, '@') != NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the address: %s; allowed is %s", fault,
                          get_allowed (kind));
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the address “%s”: %s; allowed is %s", text,
                          fault, get_allowed (kind));
    return NULL;
}

char *
wattle_endpoint_normalise (const char *text, WattleLinkKind kind, GError **error)
{
    return kind == WATTLE_LINK_MODBUS ? normalise_modbus (text, error)
                                      : normalise_url (text, kind, error);
}

char *
wattle_endpoint_add_line (const char *text, const char *line)
{
    gboolean is_open = g_ascii_strncasecmp (text, SERIAL_SCHEME, strlen (SERIAL_SCHEME)) == 0 &&
                       strchr (text, '?') == NULL;

    return is_open && line != NULL ? g_strdup_printf ("%s?%s", text, line) : g_strdup (text);
}

char *
wattle_endpoint_join (const char *uri, const char *fingerprint)
{
    return fingerprint != NULL ? g_strconcat (uri, CERTIFICATE, fingerprint, NULL) : g_strdup (uri);
}

/* What is no fingerprint stays part of the address, and is refused with it. */
char *
wattle_endpoint_split (const char *text, char **fingerprint)
{
    const char *at = strstr (text, CERTIFICATE);

    *fingerprint = at != NULL ? wattle_certificate_normalise (at + strlen (CERTIFICATE)) : NULL;
    return *fingerprint != NULL ? g_strndup (text, (gsize)(at - text)) : g_strdup (text);
}

gboolean
wattle_endpoint_is_loopback (const char *host)
{
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

    if (address != NULL)
        return g_inet_address_get_is_loopback (address);
    return g_ascii_strcasecmp (host, "localhost") == 0;
}
