/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <mosquitto.h>

#include "wattle-mqtt-settings.h"

G_BEGIN_DECLS

/* TLS of one attempt to connect. The library drops what it knew of a failed handshake, so the
 * reason is caught while it happens. */
typedef struct _WattleMqttTls WattleMqttTls;

/* Reads the files of @settings and gives @handle a context of its own: TLS 1.2 or newer, and the
 * broker's certificate checked by CA, date and name. Blocks; for a thread. */
WattleMqttTls *wattle_mqtt_tls_apply (const WattleMqttSettings *settings,
                                      struct mosquitto *handle,
                                      GError **error);
WattleMqttTls *wattle_mqtt_tls_ref (WattleMqttTls *self);
void wattle_mqtt_tls_unref (WattleMqttTls *self);

/* Why the handshake failed, as far as it is known; else NULL. */
const char *wattle_mqtt_tls_get_reason (WattleMqttTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMqttTls, wattle_mqtt_tls_unref)

G_END_DECLS
