/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cycles in a row that must fail before a device is offline and no longer polled on the grid. */
#define WATTLE_SUSPENSION_AFTER 3

/* Counts the failures of one source and says when to try again. Pure. */
typedef struct {
    guint failures;   /* in a row */
    gboolean refused; /* credentials are wrong: asking often would only lock us out */
} WattleSuspension;

void wattle_suspension_succeed (WattleSuspension *self);
void wattle_suspension_fail (WattleSuspension *self, gboolean refused);
gboolean wattle_suspension_is_suspended (const WattleSuspension *self);

/* Milliseconds until the next try after a failure. */
guint wattle_suspension_get_delay (const WattleSuspension *self);

G_END_DECLS
