/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-config.h"

#include <mosquitto.h>
#include <string.h>

#include "base/wattle-ident.h"
#include "base/wattle-number.h"
#include "transport/wattle-certificate.h"

/* There is one format so far. */
static const WattleMigrationStep steps[] = { NULL };
const WattleMigration wattle_device_config_migration = { "Device", steps };

/* W */
#define MIN_MAX_POWER 100
#define MAX_MAX_POWER 10000000

static const char *const link_keys[] = { NULL, "Http", "Mqtt", "Modbus" };

const char *
wattle_device_config_get_link_key (WattleLinkKind kind)
{
    return link_keys[kind];
}

WattleDeviceConfig *
wattle_device_config_new (const char *id, const char *path)
{
    WattleDeviceConfig *self = g_new0 (WattleDeviceConfig, 1);

    self->id = g_strdup (id);
    self->path = g_strdup (path);
    self->enabled = TRUE;
    self->interval_ms = -1;
    self->options = g_ptr_array_new_with_free_func (g_free);
    self->replaced = g_ptr_array_new_with_free_func (g_free);
    self->outputs = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_output_config_free);
    return self;
}

void
wattle_device_config_free (WattleDeviceConfig *self)
{
    g_free (self->id);
    g_free (self->path);
    g_free (self->driver);
    g_free (self->model);
    g_free (self->name);
    for (guint i = 0; i < G_N_ELEMENTS (self->uris); i++)
        g_free (self->uris[i]);
    g_free (self->http_certificate);
    g_strfreev (self->mqtt_topics);
    g_ptr_array_unref (self->options);
    g_ptr_array_unref (self->replaced);
    g_ptr_array_unref (self->outputs);
    g_free (self);
}

WattleDeviceConfig *
wattle_device_config_copy (const WattleDeviceConfig *self)
{
    WattleDeviceConfig *copy = wattle_device_config_new (self->id, self->path);

    copy->locked = self->locked;
    copy->driver = g_strdup (self->driver);
    copy->model = g_strdup (self->model);
    copy->name = g_strdup (self->name);
    copy->enabled = self->enabled;
    copy->interval_ms = self->interval_ms;
    copy->max_power = self->max_power;
    for (guint i = 0; i < G_N_ELEMENTS (self->uris); i++)
        copy->uris[i] = g_strdup (self->uris[i]);
    copy->http_certificate = g_strdup (self->http_certificate);
    copy->mqtt_topics = g_strdupv (self->mqtt_topics);
    for (guint i = 0; i < self->options->len; i++)
        g_ptr_array_add (copy->options, g_strdup (g_ptr_array_index (self->options, i)));
    for (guint i = 0; i < self->replaced->len; i++)
        g_ptr_array_add (copy->replaced, g_strdup (g_ptr_array_index (self->replaced, i)));
    for (guint i = 0; i < self->outputs->len; i++)
        g_ptr_array_add (copy->outputs,
                         wattle_output_config_copy (g_ptr_array_index (self->outputs, i)));
    return copy;
}

/* Reading */

/* With a wildcard in front it would reach the topics of everybody. */
static gboolean
is_own_filter (const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if (g_ascii_iscntrl (*at))
            return FALSE;

    return *text != '\0' && strchr ("+#$", *text) == NULL &&
           mosquitto_sub_topic_check (text) == MOSQ_ERR_SUCCESS;
}

static void
read_topics (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) filters = NULL;
    const char *uri = config->uris[WATTLE_LINK_MQTT];

    wattle_store_reader_read_text (reader, "Link", "MqttTopics", &text);
    if (text == NULL || *text == '\0')
        return;
    if (uri == NULL || *uri != '\0') {
        wattle_store_reader_refuse (reader, "Link", "MqttTopics",
                                    "is for devices of the host's own broker, which have an "
                                    "empty Mqtt=");
        return;
    }

    filters = g_strsplit (text, ",", -1);
    for (guint i = 0; filters[i] != NULL; i++) {
        if (is_own_filter (g_strstrip (filters[i])))
            continue;
        wattle_store_reader_refuse (reader, "Link", "MqttTopics",
                                    "“%s” is not allowed; topics are separated by commas, begin "
                                    "with a word of the device's own, and may end in /#",
                                    filters[i]);
        return;
    }
    config->mqtt_topics = g_steal_pointer (&filters);
}

static void
read_certificate (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    g_autofree char *text = NULL;
    const char *uri = config->uris[WATTLE_LINK_HTTP];

    wattle_store_reader_read_text (reader, "Link", "HttpCertificate", &text);
    if (text == NULL || *text == '\0')
        return;
    if (uri == NULL || g_ascii_strncasecmp (uri, "https://", strlen ("https://")) != 0) {
        wattle_store_reader_refuse (reader, "Link", "HttpCertificate",
                                    "is for devices with an https:// address in Http=; others have "
                                    "no certificate");
        return;
    }

    config->http_certificate = wattle_certificate_normalise (text);
    if (config->http_certificate == NULL)
        wattle_store_reader_refuse (reader, "Link", "HttpCertificate",
                                    "“%s” is no fingerprint of a certificate; allowed is sha256: "
                                    "and 32 pairs of the digits 0-9 and A-F, with colons between "
                                    "them",
                                    text);
}

static void
read_links (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    static const char *const keys[] = { "Http", "HttpCertificate", "Modbus",
                                        "Mqtt", "MqttTopics",      NULL };

    wattle_store_reader_check_keys (reader, "Link", keys);
    for (guint i = 1; i < G_N_ELEMENTS (config->uris); i++)
        wattle_store_reader_read_text (reader, "Link", link_keys[i], &config->uris[i]);
    read_certificate (reader, config);
    read_topics (reader, config);
}

static void
read_options (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    g_auto (GStrv) keys = g_key_file_get_keys (reader->file, "Options", NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        char *text = NULL;

        wattle_store_reader_read_text (reader, "Options", keys[i], &text);
        if (text == NULL)
            continue;
        g_ptr_array_add (config->options, g_strdup (keys[i]));
        g_ptr_array_add (config->options, text);
    }
}

static void
read_replaced (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    g_auto (GStrv) keys = g_key_file_get_keys (reader->file, "Replaced", NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        g_autofree char *id = NULL;

        wattle_store_reader_read_text (reader, "Replaced", keys[i], &id);
        if (id == NULL || !wattle_ident_is_valid_device (keys[i]) ||
            !wattle_ident_is_valid_device (id)) {
            wattle_store_reader_refuse (reader, "Replaced", keys[i],
                                        "must be the id of the successor of a sub-device = the id "
                                        "that it takes over");
            continue;
        }
        g_ptr_array_add (config->replaced, g_strdup (keys[i]));
        g_ptr_array_add (config->replaced, g_steal_pointer (&id));
    }
}

static void
read_device_group (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    static const char *const keys[] = { "Format",  "Driver",   "Model",    "Name",
                                        "Enabled", "Interval", "MaxPower", NULL };

    wattle_store_reader_check_keys (reader, "Device", keys);
    wattle_store_reader_read_text (reader, "Device", "Driver", &config->driver);
    wattle_store_reader_read_text (reader, "Device", "Model", &config->model);
    wattle_store_reader_read_text (reader, "Device", "Name", &config->name);
    wattle_store_reader_read_boolean (reader, "Device", "Enabled", &config->enabled);
    wattle_store_reader_read_interval (reader, "Device", "Interval", &config->interval_ms);
    wattle_store_reader_read_integer (reader, "Device", "MaxPower", MIN_MAX_POWER, MAX_MAX_POWER,
                                      &config->max_power);

    if (config->driver == NULL)
        wattle_store_reader_refuse (reader, "Device", "Driver",
                                    "must be set to the name of a driver");
}

static void
read_outputs (WattleStoreReader *reader, WattleDeviceConfig *config)
{
    static const char *const plain[] = { "Device", "Link", "Options", "Replaced", "Output KEY" };
    g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
        g_ptr_array_add (groups, g_strdup (plain[i]));
    wattle_output_config_read_all (reader, config->outputs, groups);
    g_ptr_array_add (groups, NULL);
    wattle_store_reader_check_groups (reader, (const char *const *)groups->pdata);
}

WattleDeviceConfig *
wattle_device_config_read (const char *id, WattleStoreReader *reader)
{
    WattleDeviceConfig *self = wattle_device_config_new (id, reader->path);

    read_outputs (reader, self);
    read_device_group (reader, self);
    read_links (reader, self);
    read_options (reader, self);
    read_replaced (reader, self);
    if (reader->broken)
        g_clear_pointer (&self, wattle_device_config_free);
    return self;
}

/* Writing */

static void
write_text (GKeyFile *file, const char *group, const char *key, const char *text)
{
    if (text != NULL)
        g_key_file_set_string (file, group, key, text);
    else
        g_key_file_remove_key (file, group, key, NULL);
}

char *
wattle_device_config_dup_interval (const WattleDeviceConfig *self)
{
    gboolean whole = self->interval_ms % 1000 == 0;
    GString *text;

    if (self->interval_ms < 0)
        return NULL;

    text = g_string_new (NULL);
    wattle_number_append (text, whole ? self->interval_ms / 1000.0 : self->interval_ms, 0);
    g_string_append (text, whole ? "s" : "ms");
    return g_string_free (text, FALSE);
}

char *
wattle_device_config_dup_max_power (const WattleDeviceConfig *self)
{
    return self->max_power > 0 ? g_strdup_printf ("%d", self->max_power) : NULL;
}

static const char *
find_value (const GPtrArray *pairs, const char *key)
{
    for (guint i = 0; i + 1 < pairs->len; i += 2)
        if (g_str_equal (g_ptr_array_index (pairs, i), key))
            return g_ptr_array_index (pairs, i + 1);

    return NULL;
}

static void
write_pairs (GKeyFile *file, const char *group, const GPtrArray *pairs)
{
    g_auto (GStrv) present = g_key_file_get_keys (file, group, NULL, NULL);

    for (guint i = 0; present != NULL && present[i] != NULL; i++)
        write_text (file, group, present[i], find_value (pairs, present[i]));
    for (guint i = 0; i + 1 < pairs->len; i += 2)
        write_text (file, group, g_ptr_array_index (pairs, i), g_ptr_array_index (pairs, i + 1));
}

const char *
wattle_device_config_get_known_id (const WattleDeviceConfig *self, const char *id)
{
    const char *known = find_value (self->replaced, id);

    return known != NULL ? known : id;
}

void
wattle_device_config_write (const WattleDeviceConfig *self, GKeyFile *file)
{
    g_autofree char *interval = wattle_device_config_dup_interval (self);
    g_autofree char *max_power = wattle_device_config_dup_max_power (self);
    g_autofree char *topics =
        self->mqtt_topics != NULL ? g_strjoinv (", ", self->mqtt_topics) : NULL;

    g_key_file_set_integer (file, "Device", "Format",
                            wattle_migration_get_format (&wattle_device_config_migration));
    write_text (file, "Device", "Driver", self->driver);
    write_text (file, "Device", "Model", self->model);
    write_text (file, "Device", "Name", self->name);
    write_text (file, "Device", "Enabled", self->enabled ? "true" : "false");
    write_text (file, "Device", "Interval", interval);
    write_text (file, "Device", "MaxPower", max_power);
    for (guint i = 1; i < G_N_ELEMENTS (self->uris); i++)
        write_text (file, "Link", link_keys[i], self->uris[i]);
    write_text (file, "Link", "HttpCertificate", self->http_certificate);
    write_text (file, "Link", "MqttTopics", topics);
    write_pairs (file, "Options", self->options);
    write_pairs (file, "Replaced", self->replaced);
    wattle_output_config_write_all (self->outputs, file);
}

gboolean
wattle_device_config_equal (const WattleDeviceConfig *a, const WattleDeviceConfig *b)
{
    g_autoptr (GKeyFile) file_a = g_key_file_new ();
    g_autoptr (GKeyFile) file_b = g_key_file_new ();
    g_autofree char *text_a = NULL;
    g_autofree char *text_b = NULL;

    wattle_device_config_write (a, file_a);
    wattle_device_config_write (b, file_b);
    text_a = g_key_file_to_data (file_a, NULL, NULL);
    text_b = g_key_file_to_data (file_b, NULL, NULL);
    return g_str_equal (a->id, b->id) && g_str_equal (text_a, text_b);
}
