/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"
#include "emulator-http.h"
#include "emulator-json.h"
#include "emulator-mqtt.h"
#include "emulator-no-tls.h"
#include "emulator-udp.h"
#include "smart-ems.h"

G_BEGIN_DECLS

#define SMART_EMS_N_PWM      4
#define SMART_EMS_N_EVENTVAR 8
#define SMART_EMS_N_SLOTS    3
#define SMART_EMS_N_READINGS 30

/* On the bus there is one more than have a position. */
#define SMART_EMS_N_WIRED 4

#define SMART_EMS_NO_SENSOR (-60.0)
#define SMART_EMS_MAX_TEXT  15

typedef struct {
    gboolean state; /* of the relay; “inverted” is what pages make of it */
    gboolean stuck;
    char *name;
    guint return_span; /* s; 0: it stays */
    guint return_timer;
    gpointer back; /* what the timer is for */
} SmartEmsOutput;

typedef struct {
    SmartEmsEvent set;
    gboolean met[2]; /* the conditions, with their hysteresis */
    gboolean is_true;
    gint64 true_until; /* µs of the house; the off delay */
} SmartEmsEntry;

typedef struct {
    gboolean on;
    guint duty;
    char *name;
} SmartEmsPwm;

typedef enum {
    SMART_EMS_ROLE_NOBODY,
    SMART_EMS_ROLE_CONTROL, /* LK 3.5+: as user, but no pages */
    SMART_EMS_ROLE_USER,
    SMART_EMS_ROLE_ADMIN
} SmartEmsRole;

/* Where a command may stand. */
typedef enum {
    SMART_EMS_PAGE_OUTS,
    SMART_EMS_PAGE_STM,
    SMART_EMS_PAGE_INPA,
    SMART_EMS_PAGE_SAVE,
    SMART_EMS_PAGE_MQTT
} SmartEmsPage;

typedef struct {
    guint8 slot;    /* from 1; 0: not assigned */
    guint8 reading; /* from 0 */
} SmartEmsMapping;

struct _SmartEms {
    GObject parent_instance;

    WattleClock *clock;
    WattleClock *pace;
    gint64 time_offset;  /* UTC minus the clock's monotonic time */
    gint64 clock_offset; /* s that its own clock is wrong by */
    EmulatorDay *day;

    SmartEmsGeneration generation;
    char *firmware;
    char *mac; /* with colons */
    char *name;
    char *user; /* NULL: everybody may do everything */
    char *password;

    SmartEmsOutput outputs[SMART_EMS_N_OUTPUTS];
    gboolean inverted;
    gboolean blocked;
    SmartEmsPwm pwm[SMART_EMS_N_PWM];
    guint frequencies[2];
    gboolean variables[SMART_EMS_N_EVENTVAR]; /* EVENT1 and on */
    SmartEmsEntry entries[SMART_EMS_N_EVENTS];
    SmartEmsMapping mapping[SMART_EMS_N_VARIABLES];
    double temperatures[SMART_EMS_N_WIRED];
    gboolean lost[SMART_EMS_N_SENSORS];
    char *positions[SMART_EMS_N_SENSORS]; /* id of the sensor; NULL: none */
    guint read_sensor;                    /* which one's id was read last; 0: none */
    guint tick_timer;
    guint web_refresh; /* s */

    SoupServer *plain;
    SoupServer *secure;
    SoupServer *control;
    GTlsCertificate *certificate; /* NULL: no HTTPS */
    gboolean tls_broken;
    EmulatorNoTls *no_tls; /* while it is */
    gboolean started;
    char *address;
    guint port;
    guint https_port;
    char *uri;
    EmulatorUdp *udp;
    guint udp_port; /* kept for a restart; 0: searches are not answered */
    guint udp_reply_port;
    EmulatorMqtt *mqtt;               /* NULL: none */
    EmulatorMqttSettings mqtt_client; /* with texts of its own */
    char *prefix;
    guint mqtt_interval;
    gint64 mqtt_due;       /* on the pace clock */
    GHashTable *published; /* topic → text */
    guint back_timer;

    EmulatorFaults *faults;
    SoupServerMessage *current; /* of the emulator's own paths; NULL: none is in work */
    GHashTable *hidden;         /* members */
    gboolean strings;

    guint requests;
    guint parallel;
    guint most_parallel;
    guint commands;
    guint unknown;
    GPtrArray *offences; /* texts */
};

/* smart-ems.c */
gint64 smart_ems_get_house_time (SmartEms *self);
void smart_ems_count_offence (SmartEms *self, const char *where, const char *what);

/* smart-ems-board.c */
void smart_ems_put_board (SmartEms *self, SmartEmsGeneration generation, const char *mac);
gboolean smart_ems_is_firmware (const char *text);
gboolean smart_ems_is_mac (const char *text);
const char *smart_ems_get_hardware (SmartEms *self);
gboolean smart_ems_is_at_least (SmartEms *self, const char *firmware);

/* smart-ems-listen.c */
gboolean smart_ems_listen (SmartEms *self, GError **error);
void smart_ems_close (SmartEms *self);
void smart_ems_listen_again (SmartEms *self);

/* smart-ems-output.c */
void smart_ems_outputs_init (SmartEms *self);
void smart_ems_outputs_clear (SmartEms *self);
void smart_ems_outputs_drop (SmartEms *self);
void smart_ems_outputs_rename (SmartEms *self);
void smart_ems_invert_outputs (SmartEms *self, gboolean inverted);
/* As the board or a person by it does it: not stopped by “blocked”. */
void smart_ems_move_output (SmartEms *self, guint output, gboolean state);
/* As a command does it. */
void smart_ems_command_output (SmartEms *self, guint output, gboolean state);

/* smart-ems-event.c */
void smart_ems_run_events (SmartEms *self);

/* smart-ems-event-command.c */
/* A*B*…*L, as /inpa.cgi?event= takes it. */
gboolean smart_ems_do_event (SmartEms *self, guint index, const char *value);

/* smart-ems-sensor.c */
void smart_ems_sensors_init (SmartEms *self);
void smart_ems_sensors_place (SmartEms *self);
double smart_ems_get_temperature (SmartEms *self, guint position);
void smart_ems_read_next_sensor (SmartEms *self);
const char *smart_ems_get_read_id (SmartEms *self);
gboolean smart_ems_store_sensor (SmartEms *self, guint position, const char *id);

/* smart-ems-meter.c */
void smart_ems_meter_map (SmartEms *self);
IskraSgHouse *smart_ems_get_house (SmartEms *self);
double smart_ems_get_reading (SmartEms *self, guint slot, guint reading);
double smart_ems_get_surplus (SmartEms *self);
double smart_ems_get_exported (SmartEms *self);
char *smart_ems_format_mapping (SmartEms *self);
gboolean smart_ems_read_mapping (SmartEms *self, const char *text);

/* smart-ems-payload.c */
char *smart_ems_payload_finish (SmartEms *self, JsonObject *object, gboolean strings);
void smart_ems_payload_add_row (JsonObject *object,
                                const char *name,
                                guint first,
                                guint n,
                                double value);
double smart_ems_payload_round (double value, int decimals);

/* smart-ems-lk35.c */
char *smart_ems_lk35_all (SmartEms *self);
char *smart_ems_lk35_pwm (SmartEms *self);
char *smart_ems_lk35_sensors (SmartEms *self);
char *smart_ems_lk35_events (SmartEms *self);
char *smart_ems_lk35_stat (SmartEms *self);
char *smart_ems_lk35_ix (SmartEms *self);
char *smart_ems_lk35_states (SmartEms *self);

/* smart-ems-lk4.c */
/* NULL: the role may not. */
char *smart_ems_lk4_read (SmartEms *self, gboolean dynamic, const char *groups, SmartEmsRole role);

/* smart-ems-command.c */
typedef enum {
    SMART_EMS_RAN,
    SMART_EMS_REFUSED, /* a value that it does not take */
    SMART_EMS_UNKNOWN,
    SMART_EMS_OFFENCE
} SmartEmsResult;

gboolean smart_ems_command_may (SmartEms *self, SmartEmsPage page, const char *name);
SmartEmsResult
smart_ems_command_run (SmartEms *self, SmartEmsPage page, const char *name, const char *value);

/* smart-ems-commands.c: what the tables of smart-ems-command.c call, on a board's behalf */
typedef gboolean (*SmartEmsCommandFunc) (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_output (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_toggle (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_output_name (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_output_name_digit (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_inversion (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_block (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_return_time (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_pwm (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_pwm_toggle (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_duty (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_duty_digit (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_frequency (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_frequency_digit (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_pwm_name_digit (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_variable (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_mapping (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_sensor (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_sensor_read (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_sensor_store (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_nothing (SmartEms *self, guint index, const char *value);
gboolean smart_ems_do_refresh (SmartEms *self, guint index, const char *value);

/* smart-ems-auth.c */
SmartEmsRole
smart_ems_auth_find_role (SmartEms *self, SoupServerMessage *message, gboolean *refused);
gboolean smart_ems_auth_check_login (SmartEms *self, const char *body);
void smart_ems_auth_challenge (SoupServerMessage *message, EmulatorAnswer *answer);

/* smart-ems-route.c */
void smart_ems_route (SmartEms *self,
                      SoupServerMessage *message,
                      const char *path,
                      EmulatorAnswer *answer);

/* smart-ems-serve.c */
void smart_ems_handle (SoupServer *server,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query,
                       gpointer user_data);

/* smart-ems-control.c */
void smart_ems_control (SmartEms *self,
                        SoupServerMessage *message,
                        const char *path,
                        EmulatorAnswer *answer);

/* smart-ems-control-event.c */
gboolean smart_ems_control_event (SmartEms *self, JsonObject *body, GError **error);

/* smart-ems-state.c */
char *smart_ems_describe (SmartEms *self);

/* smart-ems-mqtt.c */
void smart_ems_mqtt_open (SmartEms *self);
void smart_ems_mqtt_close (SmartEms *self);
void smart_ems_mqtt_clear (SmartEms *self);
void smart_ems_publish_states (SmartEms *self);
void smart_ems_publish_values (SmartEms *self);
void smart_ems_publish_when_due (SmartEms *self);

G_END_DECLS
