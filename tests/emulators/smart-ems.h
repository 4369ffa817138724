/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"

#include "emulator-fault.h"

G_BEGIN_DECLS

/* A SMART EMS: the tinycontrol board in it, LK 3.5+ or LK4, with what is wired to it. Runs on the
 * thread-default main context it was made in. */

#define SMART_EMS_TYPE (smart_ems_get_type ())
G_DECLARE_FINAL_TYPE (SmartEms, smart_ems, SMART, EMS, GObject)

typedef enum {
    SMART_EMS_LK35,
    SMART_EMS_LK4
} SmartEmsGeneration;

/* Counted from 0 here, whatever the board calls the first one: out0 of an LK 3.5+, out1 of an LK4.
 */
#define SMART_EMS_N_OUTPUTS   6
#define SMART_EMS_N_EVENTS    20
#define SMART_EMS_N_SENSORS   8
#define SMART_EMS_N_VARIABLES 30

/* What a condition of the board's events looks at. */
typedef enum {
    SMART_EMS_SOURCE_ALWAYS,   /* nothing: it is true */
    SMART_EMS_SOURCE_VARIABLE, /* m1 to m30 */
    SMART_EMS_SOURCE_SENSOR,   /* DS1 to DS8 */
    SMART_EMS_SOURCE_EVENT,    /* EVENT1 to EVENT8 */
    SMART_EMS_SOURCE_OUTPUT    /* 1: out0 */
} SmartEmsSource;

typedef struct {
    SmartEmsSource source;
    guint number;   /* of the variable, sensor, EVENT or output; from 1 */
    gboolean below; /* it is “<”, not “>=” */
    double reference;
    double hysteresis;
} SmartEmsCondition;

/* Numbered as in commands. */
typedef enum {
    SMART_EMS_FIRST_ALONE,
    SMART_EMS_AND,
    SMART_EMS_OR,
    SMART_EMS_NAND,
    SMART_EMS_NOR,
    SMART_EMS_XOR
} SmartEmsOperator;

typedef struct {
    gboolean on;  /* it acts */
    gboolean per; /* it holds the output for as long as the condition is true */
    SmartEmsCondition conditions[2];
    SmartEmsOperator join;
    guint output;    /* from 0 */
    guint variable;  /* if not 0: EVENT1 and on, in the place of the output */
    gboolean state;  /* what it is to be */
    guint off_delay; /* s */
} SmartEmsEvent;

typedef struct {
    const char *host; /* an IP address */
    guint port;
    const char *user; /* NULL: none */
    const char *password;
    const char *prefix;
    guint interval; /* s between measured values; 0: 10 */
} SmartEmsMqttSettings;

SmartEms *smart_ems_new (WattleClock *clock, SmartEmsGeneration generation);
SmartEms *smart_ems_new_at (WattleClock *clock, SmartEmsGeneration generation, gint64 start_time);

/* Before the start. */
void smart_ems_set_pace_clock (SmartEms *self, WattleClock *clock);
gboolean smart_ems_use_https (SmartEms *self, guint port, GError **error);

/* @port: of plain HTTP; an LK4 with HTTPS does not listen there */
gboolean smart_ems_start (SmartEms *self, const char *address, guint port, GError **error);
void smart_ems_stop (SmartEms *self);
gboolean smart_ems_start_udp (SmartEms *self, guint port, guint reply_port, GError **error);
gboolean
smart_ems_start_mqtt (SmartEms *self, const SmartEmsMqttSettings *settings, GError **error);
gboolean smart_ems_start_control (SmartEms *self, guint port, GError **error);
void smart_ems_restart (SmartEms *self, gint64 span);
void smart_ems_refuse (SmartEms *self, gint64 span);

guint smart_ems_get_port (SmartEms *self);
guint smart_ems_get_https_port (SmartEms *self);
guint smart_ems_get_udp_port (SmartEms *self);
guint smart_ems_get_control_port (SmartEms *self);
gboolean smart_ems_get_mqtt_ready (SmartEms *self);
const char *smart_ems_get_uri (SmartEms *self);
GTlsCertificate *smart_ems_get_certificate (SmartEms *self);

/* What it says it is. */
gboolean smart_ems_parse_generation (const char *text, SmartEmsGeneration *generation);
void smart_ems_set_generation (SmartEms *self, SmartEmsGeneration generation, const char *mac);
SmartEmsGeneration smart_ems_get_generation (SmartEms *self);
gboolean smart_ems_set_firmware (SmartEms *self, const char *firmware);
gboolean smart_ems_set_mac (SmartEms *self, const char *mac);
void smart_ems_set_name (SmartEms *self, const char *name);
void smart_ems_set_credentials (SmartEms *self, const char *user, const char *password);
void smart_ems_set_clock_offset (SmartEms *self, gint64 seconds);

/* What is wired to it. */
void smart_ems_press (SmartEms *self, guint output, gboolean state);
gboolean smart_ems_get_output (SmartEms *self, guint output);
void smart_ems_stick_output (SmartEms *self, guint output, gboolean stuck);
void smart_ems_set_sensor (SmartEms *self, guint sensor, double temperature);
void smart_ems_lose_sensor (SmartEms *self, guint sensor, gboolean lost);
void smart_ems_set_event (SmartEms *self, guint entry, const SmartEmsEvent *event);
double smart_ems_get_variable (SmartEms *self, guint number);
gint64 smart_ems_get_time (SmartEms *self);

/* What goes wrong in its answers. */
EmulatorFaults *smart_ems_get_faults (SmartEms *self);
gboolean smart_ems_add_fault (SmartEms *self, const char *json, GError **error);
void smart_ems_hide_member (SmartEms *self, const char *name);
void smart_ems_use_strings (SmartEms *self, gboolean strings);
void smart_ems_break_tls (SmartEms *self, gboolean broken);
gboolean smart_ems_change_certificate (SmartEms *self, GError **error);
void smart_ems_mend (SmartEms *self);

/* What came. */
guint smart_ems_get_requests (SmartEms *self);
guint smart_ems_get_most_parallel (SmartEms *self);
guint smart_ems_get_commands (SmartEms *self);
guint smart_ems_get_unknown (SmartEms *self);
/* What must never be sent. */
guint smart_ems_get_offences (SmartEms *self);
const char *smart_ems_get_last_offence (SmartEms *self);

G_END_DECLS
