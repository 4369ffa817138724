/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-meter-library.h"

G_BEGIN_DECLS

/* Registers that are read in one request: those of one point, which every meter can answer. */
typedef struct {
    guint8 function;
    guint16 address;
    guint16 count;
} WattleMeterPlace;

/* How one definition does. */
typedef struct {
    const WattleMeter *meter;
    guint n_met;      /* checks of it that said yes */
    gboolean certain; /* the meter says so itself */
    gboolean out;     /* it says that it is another one */
    double score;
    guint n_fits;    /* its registers that held what they are to hold */
    guint n_misfits; /* and those that were refused, or held something else */
} WattleMeterRival;

/* Definitions that compete for one meter. The registers to be read are chosen such that those which
 * are ahead fall apart soonest; each definition is judged by what its points hold, and by what
 * answers where it has no point. */
typedef struct _WattleMeterContest WattleMeterContest;

WattleMeterContest *wattle_meter_contest_new (WattleMeterLibrary *library);
void wattle_meter_contest_free (WattleMeterContest *self);
void wattle_meter_contest_begin (WattleMeterContest *self);

guint wattle_meter_contest_get_length (WattleMeterContest *self);
WattleMeterRival *wattle_meter_contest_get (WattleMeterContest *self, guint index);

/* FALSE: it is decided, or nothing is left that could tell more. */
gboolean wattle_meter_contest_choose (WattleMeterContest *self, WattleMeterPlace *place);
/* @bytes: NULL: the registers are refused. */
void wattle_meter_contest_take (WattleMeterContest *self,
                                const WattleMeterPlace *place,
                                const guint8 *bytes);
/* Nothing can be said of it, as nobody answered. */
void wattle_meter_contest_skip (WattleMeterContest *self, const WattleMeterPlace *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeterContest, wattle_meter_contest_free)

G_END_DECLS
