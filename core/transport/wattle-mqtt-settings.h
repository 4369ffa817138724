/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How one broker is reached. */
typedef struct {
    const char *host;
    guint16 port;
    const char *client_id;
    const char *username; /* NULL: anonymous */
    const char *password;
    const char *will_topic; /* NULL: no will; the payload is "offline", retained */
    guint keepalive;        /* in seconds; 0: 30 */

    gboolean tls;
    const char *ca_file;   /* NULL: the CAs of the system */
    const char *cert_file; /* NULL: no client certificate */
    const char *key_file;  /* NULL: the key stands in cert_file too */
    gboolean insecure;     /* any certificate will do; refused unless the broker is on this host */
} WattleMqttSettings;

WattleMqttSettings *wattle_mqtt_settings_copy (const WattleMqttSettings *settings);
/* The password is wiped. */
void wattle_mqtt_settings_free (WattleMqttSettings *settings);

G_END_DECLS
