/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-host-config.h"

#include <string.h>

#include "calendar/wattle-zone.h"

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
    self->zone = g_strdup ("");
    wattle_broker_config_init (&self->mqtt);
    self->publishes = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_publish_config_free);
    self->listen = g_strdup ("loopback");
    self->discovery_prefix = g_strdup ("homeassistant");
    self->plugin_path = g_strdup ("");
    self->bridge = WATTLE_BRIDGE_READ;
}

void
wattle_host_config_clear (WattleHostConfig *self)
{
    g_free (self->instance);
    g_free (self->zone);
    wattle_broker_config_clear (&self->mqtt);
    g_ptr_array_unref (self->publishes);
    g_free (self->listen);
    g_free (self->discovery_prefix);
    g_free (self->plugin_path);
    g_strfreev (self->disabled_plugins);
}

static const char *const host_groups[] = {
    "Host", "Mqtt", "EmbeddedBroker", "HomeAssistant", "Bridge", "Plugins", "Publish NAME", NULL,
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

/* Topics begin with it, and it stands in the access list of the embedded broker, where a blank or
 * a line end would end the topic. */
static gboolean
is_prefix (const char *text)
{
    if (*text == '\0' || *text == '$' || *text == '/' || g_str_has_suffix (text, "/") ||
        strstr (text, "//") != NULL || strpbrk (text, "+#") != NULL)
        return FALSE;
    for (; *text != '\0'; text = g_utf8_next_char (text))
        if (g_unichar_isspace (g_utf8_get_char (text)) ||
            g_unichar_iscntrl (g_utf8_get_char (text)))
            return FALSE;

    return TRUE;
}

static void
read_prefix (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (reader, "HomeAssistant", "DiscoveryPrefix", &text);
    if (text == NULL)
        return;
    if (!is_prefix (text)) {
        wattle_store_reader_refuse (reader, "HomeAssistant", "DiscoveryPrefix",
                                    "must be a topic such as homeassistant or my/house: no empty "
                                    "level, no $ in front, no +, #, blanks or control characters");
        return;
    }
    g_free (self->discovery_prefix);
    self->discovery_prefix = g_steal_pointer (&text);
}

/* Two names that must differ, so that a device cannot pass for its own description. */
static void
read_names (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_autofree char *instance = g_strdup (self->instance);
    g_autofree char *prefix = g_strdup (self->discovery_prefix);

    wattle_store_reader_read_ident (reader, "Host", "Instance", &self->instance);
    read_prefix (self, reader);
    if (!g_str_equal (self->instance, self->discovery_prefix))
        return;

    if (g_key_file_has_key (reader->file, "HomeAssistant", "DiscoveryPrefix", NULL))
        wattle_store_reader_refuse (reader, "HomeAssistant", "DiscoveryPrefix",
                                    "must be another word than Instance, which is “%s”",
                                    self->instance);
    else
        wattle_store_reader_refuse (reader, "Host", "Instance",
                                    "must be another word than DiscoveryPrefix, which is “%s”",
                                    self->discovery_prefix);
    g_free (self->instance);
    self->instance = g_steal_pointer (&instance);
    g_free (self->discovery_prefix);
    self->discovery_prefix = g_steal_pointer (&prefix);
}

static void
read_zone (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_autofree char *text = NULL;
    g_autoptr (WattleZone) zone = NULL;

    wattle_store_reader_read_text (reader, "Host", "Zone", &text);
    if (text == NULL)
        return;
    zone = *text != '\0' ? wattle_zone_new (text, NULL) : NULL;
    self->zone_refused = zone == NULL && *text != '\0';
    if (self->zone_refused) {
        wattle_store_reader_refuse (reader, "Host", "Zone",
                                    "must be a time zone that this computer knows, such as "
                                    "Europe/Ljubljana; empty takes that of the computer");
        return;
    }
    g_free (self->zone);
    self->zone = g_steal_pointer (&text);
}

static void
read_disabled (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (reader, "Plugins", "Disabled", &text);
    if (text == NULL)
        return;

    g_clear_pointer (&self->disabled_plugins, g_strfreev);
    if (*text != '\0')
        self->disabled_plugins = g_strsplit (text, ",", -1);
    for (guint i = 0; self->disabled_plugins != NULL && self->disabled_plugins[i] != NULL; i++)
        g_strstrip (self->disabled_plugins[i]);
}

static const char *const bridge_modes[] = {
    [WATTLE_BRIDGE_OFF] = "off",
    [WATTLE_BRIDGE_READ] = "read",
    [WATTLE_BRIDGE_WRITE] = "write",
};

const char *
wattle_bridge_mode_get_name (WattleBridgeMode mode)
{
    return bridge_modes[mode];
}

static void
read_bridge (WattleHostConfig *self, WattleStoreReader *reader)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (reader, "Bridge", "Mode", &text);
    if (text == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS (bridge_modes); i++) {
        if (!g_str_equal (text, bridge_modes[i]))
            continue;
        self->bridge = (WattleBridgeMode)i;
        return;
    }
    wattle_store_reader_refuse (reader, "Bridge", "Mode", "must be one of off, read, write");
}

gboolean
wattle_host_config_publishes_alike (const WattleHostConfig *a, const WattleHostConfig *b)
{
    if (!g_str_equal (a->instance, b->instance) || !g_str_equal (a->listen, b->listen) ||
        a->port != b->port || !g_str_equal (a->discovery_prefix, b->discovery_prefix) ||
        a->bridge != b->bridge || !wattle_broker_config_equal (&a->mqtt, &b->mqtt) ||
        a->publishes->len != b->publishes->len)
        return FALSE;
    for (guint i = 0; i < a->publishes->len; i++)
        if (!wattle_publish_config_equal (g_ptr_array_index (a->publishes, i),
                                          g_ptr_array_index (b->publishes, i)))
            return FALSE;

    return TRUE;
}

void
wattle_host_config_read (WattleHostConfig *self, WattleStoreReader *reader)
{
    static const char *const host_keys[] = { "Format", "Instance", "Zone", NULL };
    static const char *const mqtt_keys[] = { WATTLE_BROKER_CONFIG_KEYS, NULL };
    static const char *const broker_keys[] = { "Listen", "Port", NULL };
    static const char *const hass_keys[] = { "DiscoveryPrefix", NULL };
    static const char *const bridge_keys[] = { "Mode", NULL };
    static const char *const plugin_keys[] = { "Path", "Disabled", NULL };

    read_groups (self, reader);
    wattle_store_reader_check_keys (reader, "Host", host_keys);
    wattle_store_reader_check_keys (reader, "Mqtt", mqtt_keys);
    wattle_store_reader_check_keys (reader, "EmbeddedBroker", broker_keys);
    wattle_store_reader_check_keys (reader, "HomeAssistant", hass_keys);
    wattle_store_reader_check_keys (reader, "Bridge", bridge_keys);
    wattle_store_reader_check_keys (reader, "Plugins", plugin_keys);

    read_names (self, reader);
    read_zone (self, reader);
    wattle_broker_config_read (&self->mqtt, reader, "Mqtt");
    wattle_store_reader_read_text (reader, "EmbeddedBroker", "Listen", &self->listen);
    read_port (self, reader);
    wattle_store_reader_read_text (reader, "Plugins", "Path", &self->plugin_path);
    read_disabled (self, reader);
    read_bridge (self, reader);
}
