/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"
#include "emulator-fault.h"
#include "emulator-json.h"
#include "emulator-mqtt.h"
#include "modbus-bus.h"
#include "smappee-box.h"

G_BEGIN_DECLS

#define SMAPPEE_BOX_INTERVAL      (5 * G_TIME_SPAN_MINUTE)
#define SMAPPEE_BOX_MAX_INTERVALS 12u
#define SMAPPEE_BOX_N_PLUGS       2u
/* Of a house that is another one. */
#define SMAPPEE_BOX_FOREIGN_UUID   "e5c1f0b2-8f27-4d19-a6b4-005010009999"
#define SMAPPEE_BOX_FOREIGN_SERIAL "5010009999"

#define SMAPPEE_BOX_GAS_AND_WATER_SENSOR 3
#define SMAPPEE_BOX_SWITCH_SENSOR        5

/* What one channel did in five minutes. */
typedef struct {
    guint key;
    double current;  /* A */
    double imported; /* W */
    double exported;
    double apparent; /* VA */
    double reactive; /* var */
} SmappeeBoxIntervalChannel;

typedef struct {
    gint64 end; /* UTC, ms since 1970 */
    double voltages[3];
    GArray *channels; /* of SmappeeBoxIntervalChannel */
    guint pulses[2];  /* water, gas */
    double switched;  /* Ws that went through the Switch */
    double temperature;
} SmappeeBoxInterval;

typedef struct {
    guint node;
    const char *name;
    char *serial; /* NULL: a comfort plug, that hears and says nothing */
    SmappeeBoxPart part;
    gint64 since; /* UTC, ms since 1970 */
    const char *connection;
} SmappeeBoxPlug;

/* What is wrong until it is cleared. */
typedef enum {
    SMAPPEE_BOX_WRONG_NO_MAP,
    SMAPPEE_BOX_WRONG_FROZEN,
    SMAPPEE_BOX_WRONG_SILENCE,
    SMAPPEE_BOX_WRONG_WRAPPED,
    SMAPPEE_BOX_WRONG_FOREIGN,
    SMAPPEE_BOX_WRONG_UNKNOWN,
    SMAPPEE_BOX_WRONG_ABSENT_PHASES,
    SMAPPEE_BOX_WRONG_ORDER,
    SMAPPEE_BOX_WRONG_PLUGS_STUCK,
    SMAPPEE_BOX_WRONG_EXTRA_CHANNEL,
    SMAPPEE_BOX_WRONG_OLD_INTERVALS,
    SMAPPEE_BOX_WRONG_HURRIED,
    /* … with a load. */
    SMAPPEE_BOX_WRONG_NO_INDEX,
    SMAPPEE_BOX_WRONG_NEGATIVE_INDEX,
    SMAPPEE_BOX_WRONG_NAMELESS,
    SMAPPEE_BOX_WRONG_NO_CHANNEL,
    SMAPPEE_BOX_N_WRONG
} SmappeeBoxWrong;

/* Spoils messages of one topic. */
typedef struct {
    guint kind;  /* of smappee-box-spoil.c */
    char *topic; /* behind the UUID */
    guint left;  /* 0: until cleared */
} SmappeeBoxSpoil;

typedef struct _SmappeeBoxFeed SmappeeBoxFeed;
typedef struct _SmappeeBoxHttp SmappeeBoxHttp;
typedef struct _SmappeeBoxImage SmappeeBoxImage;

struct _SmappeeBox {
    GObject parent_instance;

    SmappeeBoxModel model;
    SmappeeBoxForms names;
    SmappeeBoxForms maps;
    gboolean wrapped;
    gboolean interval_ct;
    gint64 realtime_span;
    guint serial_offset;
    char *serial;
    char *uuid;
    char *firmware;
    char *password;

    WattleClock *clock;
    WattleClock *pace;
    EmulatorDay *day;
    SmappeeBoxHouse *house;
    SmappeeBoxMap *map;
    SmappeeBoxPlug plugs[SMAPPEE_BOX_N_PLUGS];
    gboolean presence;

    /* Of what is no channel: the base load that water and gas follow, and the Switch. */
    SmappeeBoxEnergy base;
    SmappeeBoxEnergy switched;
    double voltage_sums[3]; /* Vs of the interval that runs */
    SmappeeBoxEnergy interval_base;
    SmappeeBoxEnergy interval_switched;
    gint64 interval_begin;
    GPtrArray *intervals; /* of SmappeeBoxInterval, the newest last */
    guint n_unsent;       /* how many of the last are not published */

    gboolean wrong[SMAPPEE_BOX_N_WRONG];
    char *wrong_loads[SMAPPEE_BOX_N_WRONG]; /* (nullable): whose channels are wrong */
    GPtrArray *spoils;

    guint restart_timer;
    gboolean down;
    SmappeeBoxFeed *feed;
    SmappeeBoxHttp *http;
    SmappeeBoxImage *image;
};

/* smappee-box-event.c. FALSE: it failed, or it is no event, and @known is FALSE */
gboolean smappee_box_happen (SmappeeBox *self,
                             const char *name,
                             JsonObject *fault,
                             gboolean *known,
                             GError **error);
/* (nullable) The name of the last load. */
const char *smappee_box_get_last_load (SmappeeBox *self);

/* smappee-box-default.c: what each model is like */
gboolean smappee_box_check_settings (const SmappeeBoxSettings *settings, GError **error);
SmappeeBoxMap *smappee_box_make_map (const SmappeeBoxSettings *settings);

/* smappee-box.c */
/* Counts until now. */
void smappee_box_advance (SmappeeBox *self);
gint64 smappee_box_to_utc_ms (gint64 local);
gint64 smappee_box_get_utc_ms (SmappeeBox *self);
char *smappee_box_make_serial (SmappeeBox *self, guint64 first);
gboolean smappee_box_is_plus (SmappeeBox *self); /* nine inputs instead of hubs */
gboolean
smappee_box_is_wrong (SmappeeBox *self, SmappeeBoxWrong wrong, const SmappeeBoxChannel *channel);
/* Power gone for a while; a Plus counts from 0 again. */
void smappee_box_restart (SmappeeBox *self, gint64 span);
void smappee_box_reset_counters (SmappeeBox *self);

/* smappee-box-sensor.c: what a channel measures */
typedef struct {
    double active;
    double reactive;
    double apparent;
    double current;
} SmappeeBoxReading;

double smappee_box_get_voltage (SmappeeBox *self, guint phase, gint64 local);
void smappee_box_read (SmappeeBox *self,
                       const SmappeeBoxForm *form,
                       guint phase,
                       SmappeeBoxReading *reading);
gint64 smappee_box_get_joules (double watt_hours); /* whole Wh, in J */

/* smappee-box-interval.c */
void smappee_box_interval_add_line (SmappeeBox *self, gint64 line_end);
void smappee_box_interval_close (SmappeeBox *self);
void smappee_box_interval_free (gpointer data);

/* smappee-box-config.c: messages */
void smappee_box_add_stamp (SmappeeBox *self, JsonBuilder *builder);
gint64 smappee_box_get_location (SmappeeBox *self);
char *smappee_box_make_config (SmappeeBox *self);
char *smappee_box_make_sensor_config (SmappeeBox *self);
char *smappee_box_make_home_control_config (SmappeeBox *self);

/* smappee-box-channel-config.c */
char *smappee_box_make_formula (SmappeeBox *self, const SmappeeBoxChannel *channel);
char *smappee_box_make_channel_config (SmappeeBox *self);
char *smappee_box_make_channel_config_v2 (SmappeeBox *self);
void smappee_box_add_input_channels (SmappeeBox *self, JsonBuilder *builder);

/* smappee-box-realtime.c and smappee-box-history.c */
char *smappee_box_make_realtime (SmappeeBox *self);
/* Of the @count intervals before the last @skip. */
char *smappee_box_make_aggregated (SmappeeBox *self, guint skip, guint count);
char *smappee_box_make_aggregated_gw (SmappeeBox *self, guint skip, guint count);
char *smappee_box_make_aggregated_switch (SmappeeBox *self, guint skip, guint count);

/* smappee-box-plug.c */
void smappee_box_plugs_init (SmappeeBox *self);
void smappee_box_plugs_clear (SmappeeBox *self);
SmappeeBoxPlug *smappee_box_find_plug (SmappeeBox *self, guint64 node);
gboolean smappee_box_plug_is_on (SmappeeBox *self, const SmappeeBoxPlug *plug);
/* Switches, unless they are stuck, and tells. */
void smappee_box_plug_set (SmappeeBox *self, SmappeeBoxPlug *plug, gboolean on);
void smappee_box_plug_obey (SmappeeBox *self, guint64 node, const char *payload, gsize length);
char *smappee_box_plug_make_state (SmappeeBox *self, const SmappeeBoxPlug *plug);
char *smappee_box_plug_make_connection (SmappeeBox *self, const SmappeeBoxPlug *plug);

/* smappee-box-http.c */
void smappee_box_http_open (SmappeeBox *self);
void smappee_box_http_close (SmappeeBox *self);
void smappee_box_http_free (SmappeeBox *self);
void smappee_box_http_end_session (SmappeeBox *self);
gboolean smappee_box_http_add_fault (SmappeeBox *self, JsonObject *fault, GError **error);
void smappee_box_http_clear_faults (SmappeeBox *self);
guint smappee_box_http_get_n_requests (SmappeeBox *self);
/* smappee-box-page.c: what it answers */
char *smappee_box_page_report (SmappeeBox *self, const char *body);
char *smappee_box_page_instantaneous (SmappeeBox *self, const char *body);
char *smappee_box_page_config (SmappeeBox *self, const char *body);
char *smappee_box_page_channels (SmappeeBox *self, const char *body);
char *smappee_box_page_advanced (SmappeeBox *self, const char *body);
char *smappee_box_page_statistics (SmappeeBox *self, const char *body);
char *smappee_box_page_command (SmappeeBox *self, const char *body);

/* smappee-box-image.c: Modbus */
void smappee_box_image_cut (SmappeeBox *self);
void smappee_box_image_free (SmappeeBox *self);
gboolean smappee_box_image_add_fault (SmappeeBox *self, JsonObject *fault, GError **error);
void smappee_box_image_clear_faults (SmappeeBox *self);
guint smappee_box_image_get_n_questions (SmappeeBox *self);

/* smappee-box-feed.c: the broker; without one nothing is done */
void smappee_box_feed_open (SmappeeBox *self);
void smappee_box_feed_close (SmappeeBox *self);
void smappee_box_feed_free (SmappeeBox *self);
void
smappee_box_feed_publish (SmappeeBox *self, const char *path, const char *text, gboolean retained);
guint smappee_box_get_n_realtimes (SmappeeBox *self);

/* smappee-box-topic.c. @topic: behind the UUID; "": the UUID itself */
char *smappee_box_make_path (SmappeeBox *self, const char *topic);
void smappee_box_tell (SmappeeBox *self, const char *topic, const char *text, gboolean retained);
void smappee_box_tell_configs (SmappeeBox *self);
void smappee_box_tell_map (SmappeeBox *self);
void smappee_box_tell_plug (SmappeeBox *self, const SmappeeBoxPlug *plug);
void smappee_box_tell_connection (SmappeeBox *self, const SmappeeBoxPlug *plug);
void smappee_box_tell_presence (SmappeeBox *self);
void smappee_box_tell_intervals (SmappeeBox *self, guint skip, guint count);
void smappee_box_tell_unknown (SmappeeBox *self, guint turn);
/* @realtime: (nullable): of this house. When the fault is over, the broker forgets the other. */
void smappee_box_tell_foreign (SmappeeBox *self, const char *realtime);

/* smappee-box-spoil.c */
gboolean smappee_box_spoil_parse (JsonObject *object,
                                  const char *name,
                                  SmappeeBoxSpoil **spoil,
                                  GError **error);
void smappee_box_spoil_free (gpointer data);
/* Takes the text. */
char *smappee_box_spoil (SmappeeBox *self, const char *topic, char *text);
char *smappee_box_foreign_translate (SmappeeBox *self, const char *text);

G_END_DECLS
