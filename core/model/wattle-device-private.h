/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For the host only: how it drives a device. Not installed. */
#pragma once

#include "wattle-device.h"
#include "wattle-entity-private.h"
#include "wattle-source-private.h"

G_BEGIN_DECLS

/* Longer texts are cut; longer states are refused by Home Assistant. */
#define WATTLE_DEVICE_MAX_TEXT 255

/* What one decode wants done with the sub-devices. */
typedef enum {
    WATTLE_CHILD_PRESENT,
    WATTLE_CHILD_LOST, /* named, but not detected */
    WATTLE_CHILD_END,  /* the listing is complete: those not named are gone */
} WattleChildNoteKind;

typedef struct {
    WattleChildNoteKind kind;
    char *id;
    char *model;
    char *address;
    char *label;
} WattleChildNote;

/* What happened to the model when an answer was committed. */
typedef enum {
    WATTLE_DEVICE_CHANGED_ENTITIES = 1 << 0, /* list, identity or label */
    WATTLE_DEVICE_CHANGED_CHILDREN = 1 << 1, /* there are notes to take */
} WattleDeviceChanges;

/* Stands between decode and the model for every lifetime counter: may put another value in place of
 * the raw one, and says how good it is. One that it calls missing is withheld until the guard lets
 * it in, which puts it into the batch. */
typedef WattleQuality (*WattleGuardFunc) (WattleEntity *entity, double *value, gpointer user_data);
void wattle_device_set_guard (WattleDevice *self, WattleGuardFunc func, gpointer user_data);
void
wattle_device_release (WattleDevice *self, const char *key, double number, WattleQuality quality);

/* An answer is staged, then committed or dropped as a whole. @time is wall time. */
void wattle_device_begin_answer (WattleDevice *self, gint64 time);
gboolean wattle_device_is_answering (WattleDevice *self);

/* During an answer: what is told of an entity beside its value. Of an answer that is dropped only
 * this stays. */
void wattle_device_set_attribute_members (WattleDevice *self, const char *key, const char *members);

/* How long this answer counts as current from @now on, in monotonic time; 0, as without this call,
 * for as long as the device is there. */
void wattle_device_set_max_age (WattleDevice *self, gint64 now, gint64 max_age);
WattleDeviceChanges wattle_device_commit_answer (WattleDevice *self);
void wattle_device_drop_answer (WattleDevice *self);

/* Whether its own time has been the same for @span at @now, both monotonic; @since is wall time. */
gboolean wattle_device_stands_still (WattleDevice *self, gint64 now, gint64 span, gint64 *since);

/* What it said the time is, and at what wall time that was told first. */
typedef struct {
    gint64 value;
    gint64 received;
    gboolean local;
} WattleDeviceTold;
gboolean wattle_device_get_told_time (WattleDevice *self, WattleDeviceTold *told);

GPtrArray *wattle_device_take_child_notes (WattleDevice *self);

/* The readings committed since the batch was last taken, in order of the first report. The array
 * belongs to the device and is reused by the next batch. */
GPtrArray *wattle_device_peek_batch (WattleDevice *self);
void wattle_device_clear_batch (WattleDevice *self);

/* Puts values that are no longer current into the batch, as stale. @now is monotonic time. */
void wattle_device_expire (WattleDevice *self, gint64 now, gboolean away);

WattleRequest *
wattle_device_command (WattleDevice *self, WattleCommand *command, guint step, GError **error);

G_END_DECLS
