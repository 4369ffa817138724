/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/wattle-clock.h"

#include "smappee-box-map.h"

G_BEGIN_DECLS

/* A Smappee monitor or gateway. Runs on the thread-default main context it was made in. */

#define SMAPPEE_TYPE_BOX_BOX (smappee_box_get_type ())
G_DECLARE_FINAL_TYPE (SmappeeBox, smappee_box, SMAPPEE, BOX, GObject)

typedef enum {
    SMAPPEE_BOX_GENIUS,
    SMAPPEE_BOX_PLUS,
    SMAPPEE_BOX_PRO,
    SMAPPEE_BOX_CONNECT,
    SMAPPEE_BOX_ENERGY,
    SMAPPEE_BOX_SOLAR
} SmappeeBoxModel;

/* Which of two. */
typedef enum {
    SMAPPEE_BOX_OLD = 1 << 0,
    SMAPPEE_BOX_NEW = 1 << 1,
    SMAPPEE_BOX_BOTH = SMAPPEE_BOX_OLD | SMAPPEE_BOX_NEW
} SmappeeBoxForms;

typedef struct {
    SmappeeBoxModel model;
    SmappeeBoxTopology topology;
    guint serial_offset;   /* added to all serial numbers, and to the UUID */
    guint hubs;            /* 0: 4 */
    gboolean fill;         /* a small circuit at each input that is left */
    const char *firmware;  /* NULL: V4.7.1 */
    const char *password;  /* of local HTTP; NULL: admin */
    gboolean wrapped;      /* {"config":{…}} */
    SmappeeBoxForms names; /* aggregated (old, 0), aggregated5min (new) */
    SmappeeBoxForms maps;  /* channelConfig (old), channelConfigV2 (new); 0: that of the model */
    gboolean interval_ct;  /* ctInput is the key of a Genius' intervals, not publishIndex */
    guint interval;        /* s of the house between realtimes; 0: 1 */
} SmappeeBoxSettings;

/* What passes and when it begins is @clock's. NULL: the model has no such topology, or not so many
 * hubs. */
SmappeeBox *
smappee_box_new (WattleClock *clock, const SmappeeBoxSettings *settings, GError **error);
/* @start: what is the time now, µs since 1970 */
SmappeeBox *smappee_box_new_at (WattleClock *clock,
                                gint64 start,
                                const SmappeeBoxSettings *settings,
                                GError **error);
/* By which delays and tries are measured; the same as the house's, if it is not set. Before
 * anything is started. */
void smappee_box_set_pace_clock (SmappeeBox *self, WattleClock *pace);

const char *smappee_box_get_serial (SmappeeBox *self);
const char *smappee_box_get_uuid (SmappeeBox *self);
gboolean smappee_box_has_mqtt (SmappeeBoxModel model);
gboolean smappee_box_has_http (SmappeeBoxModel model);
gboolean smappee_box_has_modbus (SmappeeBoxModel model);

/* Local MQTT: publishes to that broker and takes commands from there, as long as it lives. */
typedef struct {
    const char *host; /* an IP address */
    guint port;
    const char *user; /* NULL: none */
    const char *password;
} SmappeeBoxMqttSettings;

gboolean
smappee_box_start_mqtt (SmappeeBox *self, const SmappeeBoxMqttSettings *settings, GError **error);
gboolean smappee_box_get_mqtt_ready (SmappeeBox *self);
/* Local HTTP. Port 0: any. */
gboolean smappee_box_start_http (SmappeeBox *self, const char *address, guint port, GError **error);
guint smappee_box_get_http_port (SmappeeBox *self);
/* Modbus TCP. Port 0: any. */
gboolean
smappee_box_start_modbus (SmappeeBox *self, const char *address, guint port, GError **error);
guint smappee_box_get_modbus_port (SmappeeBox *self);

/* What is true now. */
SmappeeBoxMap *smappee_box_get_map (SmappeeBox *self);
/* W of all channels of that role. */
double smappee_box_get_power (SmappeeBox *self, SmappeeBoxRole role);
/* (nullable) "ON" or "OFF" of a plug or switch. */
const char *smappee_box_get_plug (SmappeeBox *self, guint node);
gboolean smappee_box_get_presence (SmappeeBox *self);
/* UTC in µs since 1970. */
gint64 smappee_box_get_time (SmappeeBox *self);

/* One thing that goes wrong, or happens, as POST /emulator/fault takes it. */
gboolean smappee_box_add_fault (SmappeeBox *self, JsonObject *fault, GError **error);

G_END_DECLS
