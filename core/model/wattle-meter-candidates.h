/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-meter-contest.h"

G_BEGIN_DECLS

/* Definitions beyond these are no help. */
#define WATTLE_METER_MAX_CANDIDATES 4

/* How sure it is that a meter is one of a definition. */
typedef enum {
    WATTLE_METER_CERTAIN,  /* it says so itself */
    WATTLE_METER_LIKELY,   /* what it answers fits this definition best by far */
    WATTLE_METER_POSSIBLE, /* it fits, and so do others */
} WattleMeterGrade;

const char *wattle_meter_grade_get_name (WattleMeterGrade grade);

typedef struct {
    const WattleMeter *meter;
    WattleMeterGrade grade;
    guint n_fits;    /* registers that held what they are to hold */
    guint n_misfits; /* and those that did not */
} WattleMeterCandidate;

/* Writes the best ones, the best first, and returns how many there are. Where one is certain, those
 * that are not are no candidates; else those that are far behind the first one are not. */
guint wattle_meter_candidates_find (WattleMeterContest *contest, WattleMeterCandidate *candidates);

G_END_DECLS
