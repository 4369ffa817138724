/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* A device as the client of a broker: tries until it is connected, listens to one topic, publishes
 * with QoS 0 and leaves no last will. Everything runs on the thread-default main context. */
typedef struct _EmulatorMqtt EmulatorMqtt;

typedef struct {
    const char *host; /* an IP address; for anything else the broker is never found */
    guint port;
    const char *user; /* (nullable) */
    const char *password;
    const char *client_id;
    const char *topic; /* (nullable): what it listens to */
} EmulatorMqttSettings;

/* Neither may close the client. */
typedef struct {
    void (*ready) (gpointer owner); /* (nullable): connected, and listening */
    void (*message) (gpointer owner, const char *payload, gsize length); /* (nullable) */
    /* (nullable): the same, for who listens to a pattern. @topic: what matched it */
    void (*told) (gpointer owner, const char *topic, const char *payload, gsize length);
} EmulatorMqttFuncs;

/* @pace: the clock of its tries and upkeep; @funcs: static */
EmulatorMqtt *emulator_mqtt_new (WattleClock *pace, const EmulatorMqttFuncs *funcs, gpointer owner);
void emulator_mqtt_free (EmulatorMqtt *self);

/* Begins to try, with these settings from now on. */
void emulator_mqtt_open (EmulatorMqtt *self, const EmulatorMqttSettings *settings);
/* As if its power was cut: without a word to the broker. */
void emulator_mqtt_close (EmulatorMqtt *self);

/* What is told while it is not ready is lost. */
void emulator_mqtt_publish (EmulatorMqtt *self, const char *topic, const char *text);
/* The broker keeps it for who comes later; an empty text makes it forget. */
void emulator_mqtt_publish_retained (EmulatorMqtt *self, const char *topic, const char *text);
gboolean emulator_mqtt_get_ready (EmulatorMqtt *self);

/* FALSE, with the error set, if the host is no address. */
gboolean emulator_mqtt_check_host (const char *host, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorMqtt, emulator_mqtt_free)

G_END_DECLS
