/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-host-config.h"

/* The well-known port is left to a broker that somebody installs on purpose. */
#define FORBIDDEN_PORT 1883

/* There is one format so far. */
static const WattleMigrationStep steps[] = { NULL };
const WattleMigration wattle_host_config_migration = { "Host", steps };

void
wattle_host_config_init (WattleHostConfig *self)
{
    *self = (WattleHostConfig){ 0 };
    self->instance = g_strdup ("wattle");
    wattle_broker_config_init (&self->mqtt);
    self->publishes = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_publish_config_free);
    self->listen = g_strdup ("loopback");
    self->discovery_prefix = g_strdup ("homeassistant");
    self->plugin_path = g_strdup ("");
}

void
wattle_host_config_clear (WattleHostConfig *self)
{
    g_free (self->instance);
    wattle_broker_config_clear (&self->mqtt);
    g_ptr_array_unref (self->publishes);
    g_free (self->listen);
    g_free (self->discovery_prefix);
    g_free (self->plugin_path);
}

static const char *const host_groups[] = {
    "Host", "Mqtt", "EmbeddedBroker", "HomeAssistant", "Plugins", "Publish NAME", NULL,
};

static WattlePublishConfig *
ensure_publish (WattleHostConfig *self, const char *name)
{
    WattlePublishConfig *config;

    for (guint i = 0; i < self->publishes->len; i++) {
        config = g_ptr_array_index (self->publishes, i);
        if (g_str_equal (config->name, name))
            return config;
    }

    config = wattle_publish_config_new (name);
    g_ptr_array_add (self->publishes, config);
    return config;
}

static void
read_groups (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);
    g_autofree char *list = g_strjoinv (", ", (char **)host_groups);

    for (guint i = 0; groups[i] != NULL; i++) {
        const char *name = wattle_publish_config_get_name (groups[i]);

        if (name != NULL)
            wattle_publish_config_read (ensure_publish (self, name), reader, groups[i]);
        else if (!g_strv_contains (host_groups, groups[i]))
            wattle_store_reader_complain (reader, groups[i], "",
                                          "no such group, ignored; there are: %s", list);
    }
}

static void
read_port (WattleHostConfig *self, WattleStoreReader *reader)
{
    int port = self->port;

    wattle_store_reader_read_integer (reader, "EmbeddedBroker", "Port", 0, 65535, &port);
    if (port == FORBIDDEN_PORT || (port > 0 && port < 1024)) {
        wattle_store_reader_refuse (reader, "EmbeddedBroker", "Port",
                                    "must be a port from 1024 to 65535 but never 1883, which is "
                                    "for a broker installed on purpose; 0 takes any free one");
        return;
    }
    self->port = port;
}

void
wattle_host_config_read (WattleHostConfig *self, WattleStoreReader *reader)
{
    static const char *const host_keys[] = { "Format", "Instance", NULL };
    static const char *const mqtt_keys[] = { WATTLE_BROKER_CONFIG_KEYS, NULL };
    static const char *const broker_keys[] = { "Listen", "Port", NULL };
    static const char *const hass_keys[] = { "DiscoveryPrefix", NULL };
    static const char *const plugin_keys[] = { "Path", NULL };

    read_groups (self, reader);
    wattle_store_reader_check_keys (reader, "Host", host_keys);
    wattle_store_reader_check_keys (reader, "Mqtt", mqtt_keys);
    wattle_store_reader_check_keys (reader, "EmbeddedBroker", broker_keys);
    wattle_store_reader_check_keys (reader, "HomeAssistant", hass_keys);
    wattle_store_reader_check_keys (reader, "Plugins", plugin_keys);

    wattle_store_reader_read_ident (reader, "Host", "Instance", &self->instance);
    wattle_broker_config_read (&self->mqtt, reader, "Mqtt");
    wattle_store_reader_read_text (reader, "EmbeddedBroker", "Listen", &self->listen);
    read_port (self, reader);
    wattle_store_reader_read_text (reader, "HomeAssistant", "DiscoveryPrefix",
                                   &self->discovery_prefix);
    wattle_store_reader_read_text (reader, "Plugins", "Path", &self->plugin_path);
}
