/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"
#include "model/wattle-source-private.h"

G_BEGIN_DECLS

/* What a device that listens says about what comes, and what does not. */
typedef enum {
    WATTLE_LOOKOUT_NONE,    /* it does not say */
    WATTLE_LOOKOUT_WAITING, /* nothing can be said yet */
    WATTLE_LOOKOUT_FINE,
    WATTLE_LOOKOUT_WANTING, /* something is missing */
    WATTLE_LOOKOUT_SILENT,  /* what it lives by does not come */
} WattleLookoutVerdict;

typedef struct {
    WattleLookoutVerdict verdict;
    WattleMessage *message; /* what is missing; NULL: nothing */
} WattleLookout;

void wattle_lookout_ask (WattleLookout *self, WattleSource *source);
void wattle_lookout_wait (WattleLookout *self); /* from here on anew */
void wattle_lookout_clear (WattleLookout *self);

/* Whether it says that it is there. */
gboolean wattle_lookout_is_alive (const WattleLookout *self);

G_END_DECLS
