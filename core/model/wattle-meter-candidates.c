/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-candidates.h"

#include <string.h>

/* The first one is likely if it is so far ahead. */
#define LIKELY_LEAD 3

/* A definition is a candidate if so many registers fit. */
#define MIN_FITS 2

const char *
wattle_meter_grade_get_name (WattleMeterGrade grade)
{
    static const char *const names[] = {
        [WATTLE_METER_CERTAIN] = "certain",
        [WATTLE_METER_LIKELY] = "likely",
        [WATTLE_METER_POSSIBLE] = "possible",
    };

    return names[grade];
}

static int
compare (const WattleMeterRival *a, const WattleMeterRival *b)
{
    if (a->certain != b->certain)
        return a->certain ? -1 : 1;
    return a->score > b->score ? -1 : a->score < b->score;
}

static gboolean
is_candidate (const WattleMeterRival *rival)
{
    return rival->certain ||
           (!rival->out && rival->n_fits >= MIN_FITS && rival->n_fits > rival->n_misfits);
}

/* Of equals the first one stays ahead. */
static guint
insert (const WattleMeterRival **list, guint n, const WattleMeterRival *rival)
{
    guint place = n;

    while (place > 0 && compare (rival, list[place - 1]) < 0)
        place--;
    memmove (list + place + 1, list + place, (n - place) * sizeof *list);
    list[place] = rival;
    return MIN (n + 1, WATTLE_METER_MAX_CANDIDATES);
}

static WattleMeterGrade
get_grade (const WattleMeterRival **list, guint n, guint index)
{
    if (list[index]->certain)
        return WATTLE_METER_CERTAIN;
    if (index == 0 && (n == 1 || list[0]->score - list[1]->score >= LIKELY_LEAD))
        return WATTLE_METER_LIKELY;
    return WATTLE_METER_POSSIBLE;
}

/* Whether it may be what the meter is as well. */
static gboolean
is_close (const WattleMeterRival *first, const WattleMeterRival *rival)
{
    return first->certain ? rival->certain : first->score - rival->score < LIKELY_LEAD;
}

guint
wattle_meter_candidates_find (WattleMeterContest *contest, WattleMeterCandidate *candidates)
{
    const WattleMeterRival *list[WATTLE_METER_MAX_CANDIDATES + 1];
    guint n_candidates = 0;
    guint n = 0;

    for (guint i = 0; i < wattle_meter_contest_get_length (contest); i++) {
        const WattleMeterRival *rival = wattle_meter_contest_get (contest, i);

        if (is_candidate (rival))
            n = insert (list, n, rival);
    }
    for (guint i = 0; i < n && is_close (list[0], list[i]); i++)
        candidates[n_candidates++] = (WattleMeterCandidate){ list[i]->meter, get_grade (list, n, i),
                                                             list[i]->n_fits, list[i]->n_misfits };
    return n_candidates;
}
