/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-endpoint.h"

#include <gio/gio.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "wattle-endpoint.h"

#define TCP_PORT 502

static const char allowed[] =
    "modbus+tcp://HOST or modbus+tcp://HOST:PORT, modbus+rtu-over-tcp://HOST:PORT, or "
    "modbus+rtu:///dev/ttyUSB0?baud=9600&parity=none&stop=1";

/* Not 14400, which libmodbus would take for 9600 without a word. */
static const guint bauds[] = {
    300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400
};

static const struct {
    const char *name;
    char letter;
} parities[] = { { "none", 'N' }, { "even", 'E' }, { "odd", 'O' } };

void
wattle_modbus_endpoint_free (WattleModbusEndpoint *self)
{
    g_free (self->host);
    g_free (self->device);
    g_free (self);
}

/* Parameters of a serial line; each returns what is wrong, or NULL. */

static const char *
read_baud (WattleModbusEndpoint *self, const char *value)
{
    gint64 baud;

    if (wattle_number_parse_integer (value, 1, G_MAXINT, &baud, NULL))
        for (guint i = 0; i < G_N_ELEMENTS (bauds); i++)
            if (bauds[i] == baud) {
                self->baud = bauds[i];
                return NULL;
            }

    return "baud must be 300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200 or 230400";
}

static const char *
read_parity (WattleModbusEndpoint *self, const char *value)
{
    for (guint i = 0; i < G_N_ELEMENTS (parities); i++)
        if (g_str_equal (parities[i].name, value)) {
            self->parity = parities[i].letter;
            return NULL;
        }

    return "parity must be none, even or odd";
}

static const char *
read_stop (WattleModbusEndpoint *self, const char *value)
{
    if (!g_str_equal (value, "1") && !g_str_equal (value, "2"))
        return "stop must be 1 or 2";
    self->stop = (guint)(*value - '0');
    return NULL;
}

static const char *
read_parameter (WattleModbusEndpoint *self, const char *name, const char *value)
{
    if (g_str_equal (name, "baud"))
        return read_baud (self, value);
    if (g_str_equal (name, "parity"))
        return read_parity (self, value);
    if (g_str_equal (name, "stop"))
        return read_stop (self, value);
    return "there is no such parameter; there are: baud, parity, stop";
}

static const char *
read_parameters (WattleModbusEndpoint *self, const char *query)
{
    g_auto (GStrv) pairs = g_strsplit (query != NULL ? query : "", "&", -1);

    for (char **pair = pairs; *pair != NULL; pair++) {
        char *equals = strchr (*pair, '=');
        const char *fault;

        if (equals == NULL)
            return "a parameter has no value";
        *equals = '\0';
        fault = read_parameter (self, *pair, equals + 1);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

static const char *
read_serial (WattleModbusEndpoint *self, GUri *uri)
{
    const char *host = g_uri_get_host (uri);
    const char *path = g_uri_get_path (uri);

    if (host != NULL && *host != '\0')
        return "the name of the port must begin with three slashes";
    if (!g_str_has_prefix (path, "/dev/") || g_str_has_suffix (path, "/"))
        return "a serial port is a file below /dev";

    self->serial = TRUE;
    self->framing = WATTLE_MODBUS_RTU;
    self->device = g_strdup (path);
    self->baud = 9600;
    self->parity = 'N';
    self->stop = 1;
    return read_parameters (self, g_uri_get_query (uri));
}

static const char *
read_network (WattleModbusEndpoint *self, GUri *uri, WattleModbusFraming framing)
{
    const char *host = g_uri_get_host (uri);
    const char *path = g_uri_get_path (uri);
    int port = g_uri_get_port (uri);

    if (host == NULL || !wattle_endpoint_is_host (host))
        return "the host is missing or not a name or address";
    if (port == -1 && framing == WATTLE_MODBUS_RTU)
        return "the port is missing";
    if (port != -1 && (port < 1 || port > G_MAXUINT16))
        return "the port is not a number from 1 to 65535";
    if ((*path != '\0' && !g_str_equal (path, "/")) || g_uri_get_query (uri) != NULL)
        return "nothing may follow the port; the unit is an option of the device";

    self->framing = framing;
    self->host = g_ascii_strdown (host, -1);
    self->port = port != -1 ? (guint16)port : TCP_PORT;
    return NULL;
}

static const char *
read_uri (WattleModbusEndpoint *self, GUri *uri)
{
    const char *scheme = g_uri_get_scheme (uri);

    if (g_uri_get_userinfo (uri) != NULL)
        return "a user name or password stands in it, and Modbus knows none";
    if (g_uri_get_fragment (uri) != NULL)
        return "“#” cannot stand in it";
    if (g_ascii_strcasecmp (scheme, "modbus+tcp") == 0)
        return read_network (self, uri, WATTLE_MODBUS_TCP);
    if (g_ascii_strcasecmp (scheme, "modbus+rtu-over-tcp") == 0)
        return read_network (self, uri, WATTLE_MODBUS_RTU);
    if (g_ascii_strcasecmp (scheme, "modbus+rtu") == 0)
        return read_serial (self, uri);
    return "the scheme is not one of these";
}

WattleModbusEndpoint *
wattle_modbus_endpoint_new (const char *uri, GError **error)
{
    g_autoptr (WattleModbusEndpoint) self = g_new0 (WattleModbusEndpoint, 1);
    g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
    const char *fault = parsed != NULL ? read_uri (self, parsed) : "this is not a URL";

    if (fault == NULL)
        return g_steal_pointer (&self);

    if (strchr (uri, '@') != NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the address: %s; allowed is %s", fault,
                          allowed);
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the address “%s”: %s; allowed is %s", uri,
                          fault, allowed);
    return NULL;
}

static const char *
name_parity (char letter)
{
    for (guint i = 0; i < G_N_ELEMENTS (parities); i++)
        if (parities[i].letter == letter)
            return parities[i].name;

    return "none";
}

char *
wattle_modbus_endpoint_to_string (const WattleModbusEndpoint *self)
{
    const char *scheme = self->framing == WATTLE_MODBUS_TCP ? "modbus+tcp" : "modbus+rtu-over-tcp";

    if (self->serial)
        return g_strdup_printf ("modbus+rtu://%s?baud=%u&parity=%s&stop=%u", self->device,
                                self->baud, name_parity (self->parity), self->stop);
    return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, self->host, self->port, "", NULL, NULL);
}
