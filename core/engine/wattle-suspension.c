/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-suspension.h"

static const guint probe_delays[] = { 1000, 2000, 5000, 15000, 60000 };

#define RETRY_DELAY 1000

void
wattle_suspension_succeed (WattleSuspension *self)
{
    self->failures = 0;
    self->refused = FALSE;
}

void
wattle_suspension_fail (WattleSuspension *self, gboolean refused)
{
    self->failures++;
    if (refused) /* suspended until a success, also if the next try fails in another way */
        self->failures = MAX (self->failures, WATTLE_SUSPENSION_AFTER);
    self->refused = refused;
}

gboolean
wattle_suspension_is_suspended (const WattleSuspension *self)
{
    return self->refused || self->failures >= WATTLE_SUSPENSION_AFTER;
}

guint
wattle_suspension_get_delay (const WattleSuspension *self)
{
    guint last = G_N_ELEMENTS (probe_delays) - 1;

    if (self->refused)
        return probe_delays[last];
    if (!wattle_suspension_is_suspended (self))
        return RETRY_DELAY;

    return probe_delays[MIN (self->failures - WATTLE_SUSPENSION_AFTER, last)];
}
