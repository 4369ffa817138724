/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker-config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "base/wattle-line.h"
#include "transport/wattle-endpoint.h"

#define CLIENT_ID_MAX 128

void
wattle_broker_config_init (WattleBrokerConfig *self)
{
    *self = (WattleBrokerConfig){ .verify = TRUE, .keepalive = 30 };
    self->uri = g_strdup ("");
    self->user = g_strdup ("");
    self->password = g_strdup ("");
    self->ca_file = g_strdup ("");
    self->cert_file = g_strdup ("");
    self->key_file = g_strdup ("");
    self->client_id = g_strdup ("");
}

void
wattle_broker_config_clear (WattleBrokerConfig *self)
{
    g_free (self->uri);
    g_free (self->user);
    g_free (self->password);
    g_free (self->ca_file);
    g_free (self->cert_file);
    g_free (self->key_file);
    g_free (self->client_id);
}

gboolean
wattle_broker_config_equal (const WattleBrokerConfig *a, const WattleBrokerConfig *b)
{
    return g_str_equal (a->uri, b->uri) && g_str_equal (a->user, b->user) &&
           g_str_equal (a->password, b->password) && g_str_equal (a->ca_file, b->ca_file) &&
           g_str_equal (a->cert_file, b->cert_file) && g_str_equal (a->key_file, b->key_file) &&
           g_str_equal (a->client_id, b->client_id) && a->verify == b->verify &&
           a->keepalive == b->keepalive && a->broken == b->broken;
}

static void
read_uri (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    char *uri;

    wattle_store_reader_read_text (reader, group, "Broker", &text);
    if (text == NULL)
        return;

    uri =
        *text != '\0' ? wattle_endpoint_normalise (text, WATTLE_LINK_MQTT, &error) : g_strdup ("");
    if (uri == NULL) {
        wattle_store_reader_refuse (reader, group, "Broker", "%s", error->message);
        uri = g_steal_pointer (&text);
    }
    g_free (self->uri);
    self->uri = uri;
}

/* A file that is missing is said at the start already, not only when the broker is there. A pipe
 * would be waited for. */
static void
check_file (WattleStoreReader *reader, const char *group, const char *key, const char *path)
{
    GStatBuf info;

    if (*path == '\0')
        return;

    if (!g_path_is_absolute (path))
        wattle_store_reader_refuse (reader, group, key, "must be a full path, from / on");
    else if (g_access (path, R_OK) != 0 || g_stat (path, &info) != 0)
        wattle_store_reader_complain (reader, group, key, "cannot be read: %s", g_strerror (errno));
    else if (S_ISFIFO (info.st_mode) || S_ISDIR (info.st_mode))
        wattle_store_reader_refuse (reader, group, key, "must be a file, which %s is not", path);
}

static void
read_file (WattleStoreReader *reader, const char *group, const char *key, char **field)
{
    g_autofree char *path = NULL;

    wattle_store_reader_read_text (reader, group, key, &path);
    if (path == NULL)
        return;

    check_file (reader, group, key, path);
    g_free (*field);
    *field = g_steal_pointer (&path);
}

static void
read_client_id (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (reader, group, "ClientId", &text);
    if (text == NULL)
        return;
    if (!wattle_line_is_plain (text, CLIENT_ID_MAX)) {
        wattle_store_reader_refuse (reader, group, "ClientId",
                                    "must be a text of at most %d bytes in one line",
                                    CLIENT_ID_MAX);
        return;
    }
    g_free (self->client_id);
    self->client_id = g_steal_pointer (&text);
}

static gboolean
is_here (const char *uri)
{
    g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);

    return parsed != NULL && wattle_endpoint_is_loopback (g_uri_get_host (parsed));
}

static void
check_password (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group)
{
    if (*self->password == '\0' || wattle_secrets_get_name (self->password) != NULL)
        return;

    wattle_store_reader_refuse (reader, group, "Password",
                                "must be secret:NAME, the name of a value in [Secrets] of "
                                "secrets.conf");
}

static void
check_tls (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group)
{
    gboolean tls = g_str_has_prefix (self->uri, "mqtts:");

    if (!self->verify && *self->uri != '\0' && !is_here (self->uri)) {
        wattle_store_reader_refuse (reader, group, "Verify",
                                    "false is allowed for a broker on this host only; for a "
                                    "private CA set CaFile to its certificate");
    }
    if (*self->key_file != '\0' && *self->cert_file == '\0') {
        wattle_store_reader_refuse (reader, group, "KeyFile", "belongs to a CertFile");
    }
    if (!tls && *self->uri != '\0' && (*self->ca_file != '\0' || *self->cert_file != '\0')) {
        wattle_store_reader_refuse (reader, group, "Broker",
                                    "CaFile and CertFile are for mqtts:// only; to send over an "
                                    "open connection what was meant for TLS is refused");
    }
}

void
wattle_broker_config_read (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group)
{
    gboolean before = reader->broken;

    if (!g_key_file_has_group (reader->file, group))
        return;

    reader->broken = FALSE;
    read_uri (self, reader, group);
    wattle_store_reader_read_text (reader, group, "User", &self->user);
    wattle_store_reader_read_text (reader, group, "Password", &self->password);
    read_file (reader, group, "CaFile", &self->ca_file);
    read_file (reader, group, "CertFile", &self->cert_file);
    read_file (reader, group, "KeyFile", &self->key_file);
    wattle_store_reader_read_boolean (reader, group, "Verify", &self->verify);
    read_client_id (self, reader, group);
    wattle_store_reader_read_integer (reader, group, "KeepAlive", 5, 3600, &self->keepalive);
    check_password (self, reader, group);
    check_tls (self, reader, group);
    self->broken = self->broken || reader->broken;
    reader->broken = before || reader->broken;
}

static const char *
text_or_null (const char *text)
{
    return *text != '\0' ? text : NULL;
}

static void
fill_settings (const WattleBrokerConfig *self, WattleMqttSettings *settings, GUri *uri)
{
    settings->host = g_uri_get_host (uri);
    settings->port = (guint16)g_uri_get_port (uri);
    settings->tls = g_str_equal (g_uri_get_scheme (uri), "mqtts");
    settings->username = text_or_null (self->user);
    settings->ca_file = text_or_null (self->ca_file);
    settings->cert_file = text_or_null (self->cert_file);
    settings->key_file = text_or_null (self->key_file);
    settings->insecure = !self->verify;
    settings->keepalive = (guint)self->keepalive;
}

WattleMqttSettings *
wattle_broker_config_resolve (const WattleBrokerConfig *self,
                              WattleSecrets *secrets,
                              const char *client_id,
                              const char *will_topic,
                              GError **error)
{
    g_autoptr (GUri) uri = g_uri_parse (self->uri, G_URI_FLAGS_ENCODED, NULL);
    const char *name = wattle_secrets_get_name (self->password);
    WattleMqttSettings settings = { .client_id = client_id, .will_topic = will_topic };
    WattleMqttSettings *copy;
    char *password;

    if (self->broken || uri == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "is not used, because something in it is missing or wrong");
        return NULL;
    }
    password = name != NULL ? wattle_secrets_lookup (secrets, name) : NULL;
    if (name != NULL && password == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Password: there is no secret “%s”; it belongs into [Secrets] of "
                          "secrets.conf",
                          name);
        return NULL;
    }

    fill_settings (self, &settings, uri);
    settings.password = password;
    if (*self->client_id != '\0')
        settings.client_id = self->client_id;
    copy = wattle_mqtt_settings_copy (&settings);
    wattle_secret_free (password);
    return copy;
}
