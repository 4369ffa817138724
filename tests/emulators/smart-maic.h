/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "emulator-fault.h"

G_BEGIN_DECLS

/* A smart-MAIC energy monitor or pulse counter: its web page's HTTP, and a client of a broker. Runs
 * on the thread-default main context it was made in. */

#define SMART_MAIC_TYPE (smart_maic_get_type ())
G_DECLARE_FINAL_TYPE (SmartMaic, smart_maic, SMART, MAIC, GObject)

typedef enum {
    SMART_MAIC_D101, /* one phase: the second of the house */
    SMART_MAIC_D103, /* three phases, at the grid */
    SMART_MAIC_D105  /* pulses of a water meter and a gas meter */
} SmartMaicModel;

typedef enum {
    SMART_MAIC_STANDARD, /* knows no direction; read once a minute */
    SMART_MAIC_EXTENDED  /* what is given back is counted apart; read every 6 s */
} SmartMaicGrade;

typedef enum {
    SMART_MAIC_JSON = 1 << 0,
    SMART_MAIC_SCALARS = 1 << 1,
    SMART_MAIC_BOTH = SMART_MAIC_JSON | SMART_MAIC_SCALARS
} SmartMaicForms;

#define SMART_MAIC_PIN "4711"

typedef struct {
    const char *host; /* an IP address */
    guint port;
    const char *user; /* NULL: anonymous */
    const char *password;
    const char *prefix; /* NULL: none; with its own slash */
    char separator;     /* '/' or '.' */
    guint interval;     /* s of the device's clock; 0: 5, or 60 of a standard one */
} SmartMaicMqttSettings;

/* A D103, extended, in the house of the Iskra gateway; it does not listen yet. */
SmartMaic *smart_maic_new (WattleClock *clock);
/* The same with its own idea of the time; UTC, in microseconds since 1970. */
SmartMaic *smart_maic_new_at (WattleClock *clock, gint64 start_time);

/* Before the start. The device number becomes that of the model. */
void smart_maic_set_model (SmartMaic *self, SmartMaicModel model, SmartMaicGrade grade);
void smart_maic_set_devid (SmartMaic *self, const char *devid);
void smart_maic_set_pin (SmartMaic *self, const char *pin);
void smart_maic_set_newer_firmware (SmartMaic *self, gboolean newer); /* Fr, powset */
void smart_maic_set_old_firmware (SmartMaic *self, gboolean old);     /* no prefix, always '/' */
void smart_maic_set_fahrenheit (SmartMaic *self, gboolean fahrenheit);
/* The clock of delays, restarts, logins and tries, if the device's own runs faster than life. */
void smart_maic_set_pace_clock (SmartMaic *self, WattleClock *clock);

/* Any time. */
void smart_maic_set_forms (SmartMaic *self, SmartMaicForms forms);
/* Of 1 to 15 bytes each, and different; else FALSE, and nothing changes. */
gboolean smart_maic_set_phrases (SmartMaic *self, const char *on, const char *off);
/* Whether SETOUT is listened to; from the next connect on. */
void smart_maic_set_control (SmartMaic *self, gboolean enabled);

gboolean smart_maic_start (SmartMaic *self, const char *address, guint port, GError **error);
gboolean
smart_maic_start_mqtt (SmartMaic *self, const SmartMaicMqttSettings *settings, GError **error);
void smart_maic_stop (SmartMaic *self);
/* As after a power cut: gone for a while, then the same port, the contact off, nobody logged in. */
void smart_maic_restart (SmartMaic *self, gint64 span);
/* A round of messages now, not at its interval. */
void smart_maic_publish (SmartMaic *self);

guint smart_maic_get_port (SmartMaic *self);
const char *smart_maic_get_uri (SmartMaic *self);
const char *smart_maic_get_devid (SmartMaic *self);
const char *smart_maic_get_pin (SmartMaic *self);
gboolean smart_maic_get_mqtt_ready (SmartMaic *self);
gboolean smart_maic_get_out (SmartMaic *self);
void smart_maic_set_out (SmartMaic *self, gboolean on); /* by hand, or by one of its conditions */
guint smart_maic_get_requests (SmartMaic *self);
guint smart_maic_get_logins (SmartMaic *self); /* with the right PIN */
guint smart_maic_get_rounds (SmartMaic *self); /* of messages */
guint smart_maic_get_setouts (SmartMaic *self);

/* Faults of HTTP take the target as path ("/?page=getdata"), those of the messages "/mqtt". */
EmulatorFaults *smart_maic_get_faults (SmartMaic *self);
/* @keys: (nullable): what is left out of all answers and messages, such as "rW1" */
void smart_maic_set_missing (SmartMaic *self, const char *const *keys);
/* Wh, Wh1 …, rWh, rWh1 …, TCh1, TCh2, without what makes up totals; FALSE: it has no such counter.
 */
gboolean smart_maic_get_counter (SmartMaic *self, const char *key, double *value);
/* Counts on from there. */
gboolean smart_maic_set_counter (SmartMaic *self, const char *key, double value);
void smart_maic_reset_counters (SmartMaic *self); /* all to 0 */
/* Faults end and no key is missing; counters stay. */
void smart_maic_clear_faults (SmartMaic *self);

G_END_DECLS
