/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"
#include "emulator-http.h"
#include "emulator-json.h"
#include "emulator-mqtt.h"
#include "emulator-plain-http.h"
#include "smart-maic.h"

G_BEGIN_DECLS

/* What the section “MQTT Server” of its page holds. */
typedef struct {
    char *host;
    char *port;
    char *user;
    char *password;
    char *prefix;
    char separator;
    guint interval; /* s */
    gboolean enabled;
} SmartMaicBroker;

typedef enum {
    SMART_MAIC_COUNTER_TAKEN,
    SMART_MAIC_COUNTER_GIVEN,
    SMART_MAIC_COUNTER_PULSES,
    SMART_MAIC_N_COUNTER_KINDS
} SmartMaicCounterKind;

struct _SmartMaic {
    GObject parent_instance;

    WattleClock *clock;
    WattleClock *pace;
    EmulatorDay *day;
    SmartMaicModel model;
    SmartMaicGrade grade;
    gboolean newer_firmware;
    gboolean old_firmware;
    gboolean fahrenheit;
    char *devid;
    char *pin;

    gboolean out;
    double changes[SMART_MAIC_N_COUNTER_KINDS][3]; /* what setting a counter added */
    GHashTable *missing;                           /* set of keys */

    EmulatorFaults *faults;
    EmulatorPlainHttp *http;
    char *address;
    char *uri;
    GHashTable *logins;  /* address of a caller → until when, of the pace clock */
    gint64 next_read;    /* not before, of the clock */
    guint restart_timer; /* of the pace clock */

    SmartMaicBroker broker;
    SmartMaicForms forms;
    gboolean control;
    char *on_phrase;
    char *off_phrase;
    EmulatorMqtt *mqtt; /* NULL: never */
    guint round_timer;  /* of the clock */

    guint requests;
    guint n_logins;
    guint rounds;
    guint setouts;
};

/* smart-maic-flow.c */
#define SMART_MAIC_N_CHANNELS 2
/* Pulses since the reference, with fractions. */
double smart_maic_flow_get (guint channel, gint64 local);

/* smart-maic-circuit.c: one phase as it is measured, 0 to 2; a D101 has phase 0 only */
typedef struct {
    double voltage;
    double current;
    double taken; /* W */
    double given;
    double power_factor;
} SmartMaicPhase;

guint smart_maic_circuit_get_n_phases (SmartMaic *self);
void smart_maic_circuit_read (SmartMaic *self, guint phase, SmartMaicPhase *values);
double smart_maic_circuit_get_counter (SmartMaic *self, SmartMaicCounterKind kind, guint index);
void smart_maic_circuit_switch (SmartMaic *self, gboolean on);

/* smart-maic-data.c */
typedef enum {
    SMART_MAIC_IN_HTTP = 1 << 0,
    SMART_MAIC_IN_JSON = 1 << 1,
    SMART_MAIC_IN_SCALARS = 1 << 2,
    SMART_MAIC_IN_MQTT = SMART_MAIC_IN_JSON | SMART_MAIC_IN_SCALARS,
    SMART_MAIC_IN_ALL = SMART_MAIC_IN_HTTP | SMART_MAIC_IN_MQTT
} SmartMaicPlaces;

typedef struct {
    char key[8];
    char name[32];
    const char *unit; /* NULL: a separator, which has a name only */
    guint decimals;
    double value;
    SmartMaicPlaces places;
} SmartMaicItem;

/* In the order of the display. @zero: counters show 0 */
GArray *smart_maic_data_read (SmartMaic *self, gboolean zero);
char *smart_maic_data_format (const SmartMaicItem *item);

/* smart-maic-payload.c */
char *smart_maic_payload_getdata (SmartMaic *self, gboolean raw_breaks, gboolean zero);
char *smart_maic_payload_getwdata (SmartMaic *self, gboolean raw_breaks, gboolean zero);
char *smart_maic_payload_webinit (SmartMaic *self);
char *smart_maic_payload_json (const GArray *items);

/* smart-maic-page.c */
void
smart_maic_page_serve (gpointer owner, const EmulatorPlainRequest *request, EmulatorAnswer *answer);

/* smart-maic-mqtt.c */
void smart_maic_mqtt_open (SmartMaic *self);
void smart_maic_mqtt_close (SmartMaic *self);
void smart_maic_mqtt_set_broker (SmartMaic *self, SmartMaicBroker *broker);
void smart_maic_broker_clear (SmartMaicBroker *broker);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmartMaicBroker, smart_maic_broker_clear)

G_END_DECLS
