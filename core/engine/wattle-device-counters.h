/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-device-private.h"
#include "wattle-counter-image.h"
#include "wattle-counter-sync.h"
#include "wattle-kept-counter.h"

G_BEGIN_DECLS

/* The counters of one device by the keys of their entities, also while the device is not there; and
 * what they are about to be set to. */
typedef struct {
    WattleClock *clock;
    char *id;
    char *serial;         /* or NULL */
    WattleDevice *device; /* borrowed; NULL while the device is not there */
    double max_power;
    GHashTable *counters;    /* entity key → WattleKeptCounter */
    WattleCounterSync *sync; /* NULL: nobody sets its counters */
    gpointer owner;          /* whoever guards them */
} WattleDeviceCounters;

WattleDeviceCounters *
wattle_device_counters_new (const char *id, double max_power, WattleClock *clock, gpointer owner);
void wattle_device_counters_free (WattleDeviceCounters *self);

WattleKeptCounter *wattle_device_counters_get (WattleDeviceCounters *self, WattleEntity *entity);
WattleKeptCounter *wattle_device_counters_find (WattleDeviceCounters *self, const char *key);

/* Another serial number than before means another device. Returns whether it is news. */
gboolean wattle_device_counters_set_serial (WattleDeviceCounters *self, const char *serial);
/* Without the device from here on: who set its counters is told nothing more. */
void wattle_device_counters_release (WattleDeviceCounters *self);

/* What the host's own file says; and what one from elsewhere says of counters that are not known
 * here, of which it returns how many there were. */
void wattle_device_counters_load (WattleDeviceCounters *self, GKeyFile *file);
guint wattle_device_counters_import (WattleDeviceCounters *self, GKeyFile *file);

typedef enum {
    WATTLE_DEVICE_COUNTERS_SAVE,
    WATTLE_DEVICE_COUNTERS_LAST_SAVE, /* nothing more will be published by this run */
    WATTLE_DEVICE_COUNTERS_EXPORT,    /* for others: nothing here changes */
} WattleDeviceCountersPurpose;

void wattle_device_counters_save (WattleDeviceCounters *self,
                                  WattleCounterImage *image,
                                  WattleDeviceCountersPurpose purpose);
/* What was saved last is on disk. Returns whether first totals came in by that. */
gboolean wattle_device_counters_raise_ceilings (WattleDeviceCounters *self);

/* As wattle_counters_set_goals() and those beside it have it. */
gboolean wattle_device_counters_set_goals (WattleDeviceCounters *self,
                                           const WattleCountersGoals *goals,
                                           const char *who,
                                           GError **error);
void wattle_device_counters_await_goals (WattleDeviceCounters *self,
                                         WattleCounterSyncFunc func,
                                         gpointer user_data);
void wattle_device_counters_end_goals (WattleDeviceCounters *self, guint index, gboolean unsent);
/* After each reading of one of them. */
void wattle_device_counters_note_goal (WattleDeviceCounters *self,
                                       const WattleCounter *counter,
                                       const WattleCounterStep *step);

G_END_DECLS
