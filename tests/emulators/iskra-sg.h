/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"

#include "emulator-fault.h"
#include "iskra-sg-house.h"
#include "iskra-sg-meter.h"

G_BEGIN_DECLS

/* An Iskra Smart Gateway on a port of its own. Runs on the thread-default main context it was made
 * in. */

#define ISKRA_SG_TYPE (iskra_sg_get_type ())
G_DECLARE_FINAL_TYPE (IskraSg, iskra_sg, ISKRA, SG, GObject)

typedef enum {
    ISKRA_SG_FORMAT_OBJECTS, /* the newer one: {"value": 231.42, "unit": "V"} */
    ISKRA_SG_FORMAT_STRINGS, /* the older one: "231.42 V" */
    ISKRA_SG_FORMAT_MIXED    /* every form that may be met, side by side */
} IskraSgFormat;

typedef enum {
    ISKRA_SG_PATHS_SINGULAR = 1 << 0, /* /api/measurement/0, as the maker's client asks */
    ISKRA_SG_PATHS_PLURAL = 1 << 1,   /* /api/measurements/0, as the manual prints */
    ISKRA_SG_PATHS_BOTH = ISKRA_SG_PATHS_SINGULAR | ISKRA_SG_PATHS_PLURAL
} IskraSgPaths;

/* Slots: 0 is the left IR port, 1 to 16 are the RS485 slots, as in the paths. */
#define ISKRA_SG_N_SLOTS 17

/* Without an offset. */
#define ISKRA_SG_SERIAL "IS004217"

/* The gateway's time zone is fixed: UTC + 1 h. */
#define ISKRA_SG_TIME_ZONE G_TIME_SPAN_HOUR

typedef struct {
    const char *host; /* an IP address */
    guint port;
    const char *user; /* NULL: none */
    const char *password;
    const char *root_topic; /* NULL: the serial number */
    const char *sub_topic;  /* NULL: cmd */
    const char *pub_topic;  /* NULL: publish */
    guint push_interval;    /* s; 0: 600 */
} IskraSgMqttSettings;

IskraSg *iskra_sg_new (WattleClock *clock);
IskraSg *iskra_sg_new_at (WattleClock *clock, gint64 start_time);

gboolean iskra_sg_start (IskraSg *self, const char *address, guint port, GError **error);
void iskra_sg_stop (IskraSg *self);
void iskra_sg_restart (IskraSg *self, gint64 span);
gboolean iskra_sg_start_udp (IskraSg *self, guint port, GError **error);
gboolean iskra_sg_start_mqtt (IskraSg *self, const IskraSgMqttSettings *settings, GError **error);
gboolean iskra_sg_start_modbus (IskraSg *self, guint port, GError **error);
void iskra_sg_push (IskraSg *self);
gboolean iskra_sg_get_mqtt_ready (IskraSg *self);
const char *iskra_sg_get_root_topic (IskraSg *self);
guint iskra_sg_get_port (IskraSg *self);
guint iskra_sg_get_udp_port (IskraSg *self);
guint iskra_sg_get_modbus_port (IskraSg *self);
const char *iskra_sg_get_uri (IskraSg *self);

void iskra_sg_set_credentials (IskraSg *self, const char *user, const char *password);
void iskra_sg_set_serial_offset (IskraSg *self, guint offset);
void iskra_sg_set_format (IskraSg *self, IskraSgFormat format);
void iskra_sg_set_paths (IskraSg *self, IskraSgPaths paths);
void iskra_sg_set_pace_clock (IskraSg *self, WattleClock *clock);

gboolean iskra_sg_add_meter (IskraSg *self, guint slot, IskraSgMeterKind kind);
gboolean iskra_sg_unplug (IskraSg *self, guint slot);
gboolean iskra_sg_plug (IskraSg *self, guint slot);
gboolean iskra_sg_move (IskraSg *self, guint from, guint to);
gboolean iskra_sg_reset_counters (IskraSg *self, guint slot);

/* Slot 0 is the right IR switch in these. */
gboolean iskra_sg_switch_bicom (IskraSg *self, guint slot, gboolean on);
gboolean iskra_sg_stick_bicom (IskraSg *self, guint slot);
gboolean iskra_sg_delay_bicom (IskraSg *self, guint slot, guint ms);
void iskra_sg_mend_bicoms (IskraSg *self);
void iskra_sg_set_right_ir (IskraSg *self, gboolean is_switch); /* its mode, by Modbus */

EmulatorFaults *iskra_sg_get_faults (IskraSg *self);
IskraSgHouse *iskra_sg_get_house (IskraSg *self);
gint64 iskra_sg_get_local (IskraSg *self);
gboolean iskra_sg_get_led (IskraSg *self);
guint iskra_sg_get_requests (IskraSg *self);
guint iskra_sg_get_most_parallel (IskraSg *self);
guint iskra_sg_get_modbus_questions (IskraSg *self);
guint iskra_sg_get_modbus_connections (IskraSg *self);
/* Registers that were written other than to move a switch. */
guint iskra_sg_get_strange_writes (IskraSg *self);

G_END_DECLS
