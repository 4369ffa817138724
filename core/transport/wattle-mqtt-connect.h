/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <mosquitto.h>

#include "wattle-mqtt-settings.h"
#include "wattle-mqtt-tls.h"

G_BEGIN_DECLS

/* One attempt: looks the name up, connects and sends CONNECT, all in a thread, because libmosquitto
 * blocks there. A cancelled attempt calls back at once; its thread cleans up by itself later. Every
 * attempt has a handle of its own, so nothing of an old connection is sent over a new one. */
void wattle_mqtt_connect_async (const WattleMqttSettings *settings,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* To be freed with mosquitto_destroy(); @tls is set if there is one. */
struct mosquitto *
wattle_mqtt_connect_finish (GAsyncResult *result, WattleMqttTls **tls, GError **error);

/* What a code of libmosquitto means to a person; @system_error: errno right after the call. */
const char *wattle_mqtt_describe_code (int code, int system_error);

/* What the library leaves in errno when a handshake failed. */
gboolean wattle_mqtt_is_handshake_error (int system_error);

/* The same for a CONNACK that is no. */
const char *wattle_mqtt_describe_refusal (int code);

G_END_DECLS
