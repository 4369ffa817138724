/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-frame.h"
#include "wattle-meter-candidates.h"

G_BEGIN_DECLS

/* No unit is asked more often, whatever it answers. */
#define WATTLE_METER_SEARCH_MAX_REQUESTS 64

/* What cannot be told apart: an SDM230 has registers that an SDM120 has not, all of which may be 0;
 * so where a meter answers 0 for what it has not, an SDM120 is found first, and possible only. A
 * three-phase meter that is new and connected with one phase may look like one of one phase.
 *
 * Finds out which definition a meter is one of: by what says so (`identify`, the models of
 * SunSpec), else by what its registers hold. Pure: it says what to read next and is told what came.
 * One search does for one unit after the other. */
typedef struct _WattleMeterSearch WattleMeterSearch;

/* The library has to live as long. */
WattleMeterSearch *wattle_meter_search_new (WattleMeterLibrary *library);
void wattle_meter_search_free (WattleMeterSearch *self);

/* A new unit. */
void wattle_meter_search_begin (WattleMeterSearch *self);

/* FALSE: it is done. */
gboolean wattle_meter_search_next (WattleMeterSearch *self, WattleMeterPlace *place);

/* What came of that: registers, an exception, or nothing. An answer of another length counts as
 * none. The first question that nobody answers is the last one; an exception of a gateway that
 * finds nobody is such a silence. */
void wattle_meter_search_take (WattleMeterSearch *self, const guint8 *bytes, gsize length);
void wattle_meter_search_take_exception (WattleMeterSearch *self, guint exception);
void wattle_meter_search_take_silence (WattleMeterSearch *self);
/* One of these, as the outcome of the request was. Returns whether it was answered. */
gboolean wattle_meter_search_take_frame (WattleMeterSearch *self, WattleFrame *frame);

/* Whether there is a unit at all. */
gboolean wattle_meter_search_has_answered (WattleMeterSearch *self);
/* Once it is done: the best one first. */
guint wattle_meter_search_get_n_candidates (WattleMeterSearch *self);
const WattleMeterCandidate *wattle_meter_search_get_candidate (WattleMeterSearch *self,
                                                               guint index);
/* NULL: the meter told none. */
const char *wattle_meter_search_get_serial (WattleMeterSearch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeterSearch, wattle_meter_search_free)

G_END_DECLS
