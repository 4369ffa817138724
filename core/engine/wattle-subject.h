/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "model/wattle-device-private.h"
#include "transport/wattle-link.h"

G_BEGIN_DECLS

/* The device that a runner runs: how it is reached, how often it is asked and by which clock. The
 * runner owns it; what works for the runner borrows it. */
typedef struct {
    WattleDevice *device;
    WattleClock *clock;
    guint interval; /* ms; 0: again as soon as the answer is in */
    WattleLink *links[WATTLE_LINK_N_KINDS];
} WattleSubject;

void wattle_subject_init (WattleSubject *self,
                          WattleDevice *device,
                          WattleClock *clock,
                          guint interval_ms);
void wattle_subject_clear (WattleSubject *self);

const char *wattle_subject_get_id (const WattleSubject *self);
WattleLink *wattle_subject_get_link (const WattleSubject *self, WattleLinkKind kind); /* or NULL */
/* The link that keeps the device away, if one does. */
WattleLink *wattle_subject_find_down_link (const WattleSubject *self);

gboolean wattle_subject_is_polled (const WattleSubject *self);
/* Before each virtual function of the plugin: it reads no clock itself. */
void wattle_subject_set_now (const WattleSubject *self);

/* How long readings count as current, in µs. A value is as old as its poll group allows it to be.
 * @group: NULL if it has none. */
gint64 wattle_subject_get_stale_after (const WattleSubject *self, const char *group);
/* Whether the device's own time no longer moves, and @since what wall time. */
gboolean wattle_subject_stands_still (const WattleSubject *self, gint64 *since);

G_END_DECLS
