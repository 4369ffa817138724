/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-subject.h"

/* A reading is stale after so many periods, but not before the least time. */
#define STALE_AFTER_PERIODS 3
#define STALE_AFTER_LEAST   (10 * G_USEC_PER_SEC)

void
wattle_subject_init (WattleSubject *self,
                     WattleDevice *device,
                     WattleClock *clock,
                     guint interval_ms)
{
    *self = (WattleSubject){
        .device = g_object_ref (device),
        .clock = g_object_ref (clock),
        .interval = interval_ms,
    };
}

void
wattle_subject_clear (WattleSubject *self)
{
    for (guint i = 0; i < G_N_ELEMENTS (self->links); i++)
        g_clear_object (&self->links[i]);
    g_clear_object (&self->device);
    g_clear_object (&self->clock);
}

const char *
wattle_subject_get_id (const WattleSubject *self)
{
    return wattle_source_get_id (WATTLE_SOURCE (self->device));
}

WattleLink *
wattle_subject_get_link (const WattleSubject *self, WattleLinkKind kind)
{
    return kind < G_N_ELEMENTS (self->links) ? self->links[kind] : NULL;
}

WattleLink *
wattle_subject_find_down_link (const WattleSubject *self)
{
    gboolean shared = wattle_source_get_shares_links (WATTLE_SOURCE (self->device));
    WattleLink *down = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (self->links); i++) {
        if (self->links[i] == NULL)
            continue;
        if (wattle_link_get_state (self->links[i]) != WATTLE_LINK_DOWN) {
            if (shared)
                return NULL;
        } else if (down == NULL) {
            down = self->links[i];
        }
    }

    return down;
}

gboolean
wattle_subject_is_polled (const WattleSubject *self)
{
    return WATTLE_SOURCE_GET_CLASS (self->device)->next_request != NULL;
}

void
wattle_subject_set_now (const WattleSubject *self)
{
    wattle_source_set_now (WATTLE_SOURCE (self->device), wattle_clock_get_monotonic (self->clock),
                           wattle_clock_get_wall (self->clock));
}

gint64
wattle_subject_get_stale_after (const WattleSubject *self, const char *group)
{
    guint period = self->interval;

    if (group != NULL)
        period = MAX (period, wattle_source_get_group_period (WATTLE_SOURCE (self->device), group));
    return MAX ((gint64)period * 1000 * STALE_AFTER_PERIODS, STALE_AFTER_LEAST);
}

gboolean
wattle_subject_stands_still (const WattleSubject *self, gint64 *since)
{
    return wattle_device_stands_still (self->device, wattle_clock_get_monotonic (self->clock),
                                       wattle_subject_get_stale_after (self, NULL), since);
}
