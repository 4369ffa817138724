/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-json.h"
#include "emulator-udp.h"
#include "iskra-sg.h"

G_BEGIN_DECLS

typedef struct {
    const char *model;
    const char *serial;
    const char *description;
    const char *location;
    guint address;
    double version;
} IskraSgBicom;

typedef struct {
    const IskraSgMeter *meter; /* neither meter nor Bicom: disabled */
    const IskraSgBicom *bicom;
    gboolean unplugged;
    guint address;
    double non_resettable_offsets[4]; /* what a reset took away */
    double resettable_offsets[16];
} IskraSgSlot;

typedef struct {
    gboolean stuck;
    guint late_ms;
    guint timer;
    gpointer move; /* what the timer is for */
} IskraSgBicomFault;

typedef struct _IskraSgMqtt IskraSgMqtt;
typedef struct _IskraSgModbus IskraSgModbus;

struct _IskraSg {
    GObject parent_instance;

    WattleClock *clock;
    WattleClock *pace;
    gint64 local_offset; /* local time minus the clock's monotonic time */
    gint64 pace_offset;  /* the same of the pace clock, from when that was set */
    gint64 frozen;       /* local time that headers show; 0: it moves */
    gint64 boot;         /* monotonic */
    gint64 led_until;    /* monotonic */
    IskraSgHouse *house;
    IskraSgSlot slots[ISKRA_SG_N_SLOTS];
    IskraSgBicomFault bicoms[ISKRA_SG_N_SLOTS]; /* 0 is the right IR switch */

    char *description;
    char *location;
    char *cookie; /* NULL: unlocked */
    char *user;
    char *password;
    guint serial_offset;
    IskraSgFormat format;
    IskraSgPaths paths;

    SoupServer *server;
    char *address;
    guint port;
    char *uri;
    guint udp_port;   /* 0: searches are not answered */
    EmulatorUdp *udp; /* NULL while they are not */
    guint restart_timer;
    guint reboot_timer;
    IskraSgMqtt *mqtt;     /* NULL: none */
    IskraSgModbus *modbus; /* NULL: never */
    gboolean right_ir_off;
    guint strange_writes;
    guint commands;
    EmulatorFaults *faults;
    guint requests;
    guint parallel;
    guint most_parallel;
};

#define ISKRA_SG_MODEL "SG-E1           " /* padded, as the gateway sends it */

extern const IskraSgBicom iskra_sg_ir_bicom;
extern const IskraSgBicom iskra_sg_rs485_bicom;

/* iskra-sg.c */
gint64 iskra_sg_get_uptime (IskraSg *self);
void iskra_sg_blink (IskraSg *self);
char *iskra_sg_make_serial (IskraSg *self, const char *serial);
void iskra_sg_restart_soon (IskraSg *self);

/* iskra-sg-bicom.c */
const IskraSgBicom *iskra_sg_bicom_find (IskraSg *self, guint slot);
char *iskra_sg_bicom_make_serial (IskraSg *self, const IskraSgBicom *bicom);
int iskra_sg_bicom_get_state (IskraSg *self, guint slot);
char *iskra_sg_bicom_payload (IskraSg *self, guint slot);

/* iskra-sg-command.c */
void iskra_sg_command_greet (IskraSg *self);
void iskra_sg_command_run (IskraSg *self, const char *text, gsize length);

/* iskra-sg-mqtt.c */
void iskra_sg_mqtt_open (IskraSg *self);
void iskra_sg_mqtt_close (IskraSg *self);
void iskra_sg_mqtt_free (IskraSg *self);
void iskra_sg_mqtt_publish (IskraSg *self, const char *topic, const char *text);

/* iskra-sg-frame.c */
#define ISKRA_SG_MAX_FRAME 262
gboolean iskra_sg_frame_is_whole (const guint8 *frame, gsize length);
gsize iskra_sg_frame_answer (IskraSg *self, const guint8 *frame, gsize length, guint8 *answer);

/* iskra-sg-modbus.c */
void iskra_sg_modbus_close (IskraSg *self);
void iskra_sg_modbus_free (IskraSg *self);

/* iskra-sg-udp.c */
void iskra_sg_stop_udp (IskraSg *self);

/* iskra-sg-payload.c */
char *iskra_sg_payload_devices (IskraSg *self);
char *iskra_sg_payload_measurement (IskraSg *self, guint slot);
char *iskra_sg_payload_counter (IskraSg *self, guint slot, gboolean zero);
char *iskra_sg_payload_format_time (IskraSg *self);

/* iskra-sg-status.c */
char *iskra_sg_status_gateway (IskraSg *self);
double iskra_sg_status_get_temperature (IskraSg *self);
gint64 iskra_sg_status_get_pulses (IskraSg *self);
char *iskra_sg_status_bicoms (IskraSg *self);
char *iskra_sg_status_settings (IskraSg *self);
char *iskra_sg_status_scan (IskraSg *self);
char *iskra_sg_status_networks (IskraSg *self);

/* iskra-sg-history.c */
char *iskra_sg_history_recorders (IskraSg *self);
char *iskra_sg_history_recorder (IskraSg *self, guint recorder);
char *iskra_sg_history_load_profile (IskraSg *self, guint slot);

/* iskra-sg-route.c */
void iskra_sg_route (IskraSg *self,
                     SoupServerMessage *message,
                     const char *path,
                     EmulatorAnswer *answer);

/* iskra-sg-control.c */
void iskra_sg_control (IskraSg *self,
                       SoupServerMessage *message,
                       const char *path,
                       EmulatorAnswer *answer);

G_END_DECLS
