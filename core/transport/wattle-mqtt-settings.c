/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-settings.h"

#include <string.h>

WattleMqttSettings *
wattle_mqtt_settings_copy (const WattleMqttSettings *settings)
{
    WattleMqttSettings *copy = g_new0 (WattleMqttSettings, 1);

    *copy = *settings;
    copy->host = g_strdup (settings->host);
    copy->client_id = g_strdup (settings->client_id);
    copy->username = g_strdup (settings->username);
    copy->password = g_strdup (settings->password);
    copy->will_topic = g_strdup (settings->will_topic);
    copy->ca_file = g_strdup (settings->ca_file);
    copy->cert_file = g_strdup (settings->cert_file);
    copy->key_file = g_strdup (settings->key_file);
    return copy;
}

void
wattle_mqtt_settings_free (WattleMqttSettings *settings)
{
    g_free ((char *)settings->host);
    g_free ((char *)settings->client_id);
    g_free ((char *)settings->username);
    if (settings->password != NULL)
        explicit_bzero ((char *)settings->password, strlen (settings->password));
    g_free ((char *)settings->password);
    g_free ((char *)settings->will_topic);
    g_free ((char *)settings->ca_file);
    g_free ((char *)settings->cert_file);
    g_free ((char *)settings->key_file);
    g_free (settings);
}
