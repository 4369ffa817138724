/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-search.h"

#include <string.h>

#include "wattle-sunspec.h"

/* Registers that are read to tell definitions apart. */
#define MAX_POINTS 20

/* A unit that says it is busy is asked again so often; one that has answered before may be silent
 * so often. */
#define MAX_BUSY   2
#define MAX_SILENT 2

/* Modbus application protocol V1.1b3, section 7 */
#define EXCEPTION_ACKNOWLEDGE 5
#define EXCEPTION_BUSY        6
#define EXCEPTION_NO_PATH     10 /* a gateway: the unit is on no bus that it has */
#define EXCEPTION_NO_TARGET   11 /* a gateway: the unit does not answer */

typedef enum {
    STAGE_CHECKS,
    STAGE_SUNSPEC,
    STAGE_POINTS,
    STAGE_SERIAL,
    STAGE_DONE,
} Stage;

struct _WattleMeterSearch {
    WattleMeterContest *contest;
    GArray *checks; /* of WattleMeterPlace */
    guint bases[WATTLE_SUNSPEC_MAX_BASES];
    guint n_bases;

    Stage stage;
    WattleMeterPlace place; /* that was asked for */
    guint n_requests;
    guint n_points;
    guint n_busy;
    guint n_silent;
    gboolean answered;
    gboolean again; /* the same question once more */
    guint check;    /* the next one */
    gboolean asked_serial;
    WattleSunspec sunspec;
    char *serial;

    WattleMeterCandidate candidates[WATTLE_METER_MAX_CANDIDATES];
    guint n_candidates;
};

/* What the library has to ask */

static gboolean
is_same (const WattleMeterPlace *a, const WattleMeterPlace *b)
{
    return a->function == b->function && a->address == b->address && a->count == b->count;
}

static WattleMeterPlace
get_place (const WattleMeterProbe *probe)
{
    return (WattleMeterPlace){ probe->function, probe->address,
                               (guint16)wattle_register_type_get_words (probe->type) };
}

static void
add_check (WattleMeterSearch *self, const WattleMeterProbe *probe)
{
    WattleMeterPlace place = get_place (probe);

    for (guint i = 0; i < self->checks->len; i++)
        if (is_same (&g_array_index (self->checks, WattleMeterPlace, i), &place))
            return;
    g_array_append_val (self->checks, place);
}

static void
add_base (WattleMeterSearch *self, guint base)
{
    for (guint i = 0; i < self->n_bases; i++)
        if (self->bases[i] == base)
            return;
    if (self->n_bases < WATTLE_SUNSPEC_MAX_BASES)
        self->bases[self->n_bases++] = base;
}

WattleMeterSearch *
wattle_meter_search_new (WattleMeterLibrary *library)
{
    WattleMeterSearch *self = g_new0 (WattleMeterSearch, 1);

    self->contest = wattle_meter_contest_new (library);
    self->checks = g_array_new (FALSE, FALSE, sizeof (WattleMeterPlace));
    for (guint i = 0; i < wattle_meter_library_get_length (library); i++) {
        const WattleMeter *meter = wattle_meter_library_get (library, i);

        for (guint j = 0; j < meter->n_checks; j++)
            add_check (self, &meter->checks[j]);
        for (guint j = 0; j < meter->n_bases; j++)
            add_base (self, meter->bases[j]);
    }
    wattle_meter_search_begin (self);
    return self;
}

void
wattle_meter_search_free (WattleMeterSearch *self)
{
    wattle_meter_contest_free (self->contest);
    g_array_unref (self->checks);
    g_free (self->serial);
    g_free (self);
}

void
wattle_meter_search_begin (WattleMeterSearch *self)
{
    wattle_meter_contest_begin (self->contest);
    wattle_sunspec_begin (&self->sunspec, self->bases, self->n_bases);
    self->stage = STAGE_CHECKS;
    self->n_requests = 0;
    self->n_points = 0;
    self->n_busy = 0;
    self->n_silent = 0;
    self->answered = FALSE;
    self->again = FALSE;
    self->check = 0;
    self->asked_serial = FALSE;
    self->n_candidates = 0;
    g_clear_pointer (&self->serial, g_free);
}

/* From stage to stage */

/* The models that were found say which definitions these are; once there are no more, they say
 * which they are not. */
static void
settle_sunspec (WattleMeterSearch *self)
{
    for (guint i = 0; i < wattle_meter_contest_get_length (self->contest); i++) {
        WattleMeterRival *rival = wattle_meter_contest_get (self->contest, i);

        for (guint j = 0; j < rival->meter->n_models; j++)
            rival->certain |= wattle_sunspec_find (&self->sunspec, rival->meter->models[j]) != NULL;
        rival->out |= self->sunspec.ended && rival->meter->n_bases > 0 && !rival->certain;
    }
}

static gboolean
is_certain (WattleMeterSearch *self)
{
    for (guint i = 0; i < wattle_meter_contest_get_length (self->contest); i++)
        if (wattle_meter_contest_get (self->contest, i)->certain)
            return TRUE;

    return FALSE;
}

/* A serial number of its own, else that of the common model. */
static gboolean
find_serial (WattleMeterSearch *self, WattleMeterPlace *place)
{
    const WattleSunspecModel *common = wattle_sunspec_find (&self->sunspec, WATTLE_SUNSPEC_COMMON);
    const WattleMeter *meter;

    self->n_candidates = wattle_meter_candidates_find (self->contest, self->candidates);
    meter = self->n_candidates > 0 ? self->candidates[0].meter : NULL;
    if (meter == NULL)
        return FALSE;
    if (meter->has_serial)
        *place = get_place (&meter->serial);
    else if (meter->n_bases > 0 && common != NULL &&
             common->address + WATTLE_SUNSPEC_SERIAL_OFFSET + WATTLE_SUNSPEC_SERIAL_WORDS <=
                 0x10000)
        *place = (WattleMeterPlace){ 3, (guint16)(common->address + WATTLE_SUNSPEC_SERIAL_OFFSET),
                                     WATTLE_SUNSPEC_SERIAL_WORDS };
    else
        return FALSE;
    return TRUE;
}

/* FALSE: this stage has nothing more to ask. */
static gboolean
ask (WattleMeterSearch *self)
{
    switch (self->stage) {
    case STAGE_CHECKS:
        if (self->check >= self->checks->len || is_certain (self))
            return FALSE;
        self->place = g_array_index (self->checks, WattleMeterPlace, self->check++);
        return TRUE;
    case STAGE_SUNSPEC:
        self->place.function = 3;
        return !is_certain (self) &&
               wattle_sunspec_next (&self->sunspec, &self->place.address, &self->place.count);
    case STAGE_POINTS:
        return !is_certain (self) && self->n_points++ < MAX_POINTS &&
               wattle_meter_contest_choose (self->contest, &self->place);
    case STAGE_SERIAL:
        if (self->asked_serial)
            return FALSE;
        self->asked_serial = TRUE;
        return find_serial (self, &self->place);
    case STAGE_DONE:
        break;
    }
    return FALSE;
}

gboolean
wattle_meter_search_next (WattleMeterSearch *self, WattleMeterPlace *place)
{
    if (self->again) {
        self->again = FALSE;
    } else {
        self->n_busy = 0;
        while (self->stage != STAGE_DONE && !ask (self))
            self->stage++;
    }
    if (self->stage == STAGE_DONE || self->n_requests++ >= WATTLE_METER_SEARCH_MAX_REQUESTS) {
        self->stage = STAGE_DONE;
        self->n_candidates = wattle_meter_candidates_find (self->contest, self->candidates);
        return FALSE;
    }

    *place = self->place;
    return TRUE;
}

/* What came */

static gboolean
is_met (const WattleMeterProbe *check, const guint8 *bytes)
{
    guint64 value = wattle_register_get_bits (check->type, WATTLE_REGISTER_ABCD, bytes);

    for (guint i = 0; i < check->n_any_of; i++)
        if (check->any_of[i] == value)
            return TRUE;

    return FALSE;
}

/* @bytes: NULL: refused, as by all meters that do not know of it. */
static void
take_check (WattleMeterSearch *self, const guint8 *bytes)
{
    for (guint i = 0; i < wattle_meter_contest_get_length (self->contest); i++) {
        WattleMeterRival *rival = wattle_meter_contest_get (self->contest, i);

        for (guint j = 0; j < rival->meter->n_checks; j++) {
            const WattleMeterProbe *check = &rival->meter->checks[j];
            WattleMeterPlace place = get_place (check);

            if (!is_same (&place, &self->place))
                continue;
            if (bytes == NULL || !is_met (check, bytes))
                rival->out = TRUE;
            else
                rival->n_met++;
        }
        rival->certain =
            !rival->out && rival->meter->n_checks > 0 && rival->n_met == rival->meter->n_checks;
    }
}

/* SunSpec pads with zeros; a number of nothing but zeros or ones is none. */
static void
take_serial (WattleMeterSearch *self, const guint8 *bytes)
{
    const WattleMeter *meter = self->candidates[0].meter;
    guint64 number;

    if (!meter->has_serial) {
        g_autofree char *text = g_strndup ((const char *)bytes, self->place.count * 2u);

        if (g_utf8_validate (text, -1, NULL) && *g_strstrip (text) != '\0')
            self->serial = g_strdup (text);
        return;
    }

    number = wattle_register_get_bits (meter->serial.type, WATTLE_REGISTER_ABCD, bytes);
    if (number != 0 && number != (G_MAXUINT64 >> (64 - self->place.count * 16)))
        self->serial = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

/* @bytes: NULL: refused. */
static void
settle (WattleMeterSearch *self, const guint8 *bytes)
{
    self->answered = TRUE;
    switch (self->stage) {
    case STAGE_CHECKS:
        take_check (self, bytes);
        break;
    case STAGE_SUNSPEC:
        wattle_sunspec_take (&self->sunspec, bytes);
        settle_sunspec (self);
        break;
    case STAGE_POINTS:
        wattle_meter_contest_take (self->contest, &self->place, bytes);
        break;
    case STAGE_SERIAL:
        if (bytes != NULL)
            take_serial (self, bytes);
        break;
    case STAGE_DONE:
        break;
    }
}

void
wattle_meter_search_take (WattleMeterSearch *self, const guint8 *bytes, gsize length)
{
    if (length == self->place.count * 2u)
        settle (self, bytes);
    else
        wattle_meter_search_take_silence (self);
}

void
wattle_meter_search_take_exception (WattleMeterSearch *self, guint exception)
{
    gboolean busy = exception == EXCEPTION_BUSY || exception == EXCEPTION_ACKNOWLEDGE;

    if (exception == EXCEPTION_NO_PATH || exception == EXCEPTION_NO_TARGET) {
        wattle_meter_search_take_silence (self);
    } else if (busy && self->n_busy++ < MAX_BUSY) {
        self->answered = TRUE;
        self->again = TRUE;
    } else {
        settle (self, NULL);
    }
}

/* What is silent about one question may be so by mistake, or because of what was asked. */
void
wattle_meter_search_take_silence (WattleMeterSearch *self)
{
    if (!self->answered || ++self->n_silent > MAX_SILENT)
        self->stage = STAGE_DONE;
    else if (self->stage == STAGE_SUNSPEC)
        wattle_sunspec_take (&self->sunspec, NULL);
    else if (self->stage == STAGE_POINTS)
        wattle_meter_contest_skip (self->contest, &self->place);
}

gboolean
wattle_meter_search_take_frame (WattleMeterSearch *self, WattleFrame *frame)
{
    gboolean answered = wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED;
    guint exception = wattle_frame_get_status (frame);
    gsize length;
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (!answered)
        wattle_meter_search_take_silence (self);
    else if (exception != 0)
        wattle_meter_search_take_exception (self, exception);
    else
        wattle_meter_search_take (self, bytes, length);
    return answered;
}

gboolean
wattle_meter_search_has_answered (WattleMeterSearch *self)
{
    return self->answered;
}

guint
wattle_meter_search_get_n_candidates (WattleMeterSearch *self)
{
    return self->n_candidates;
}

const WattleMeterCandidate *
wattle_meter_search_get_candidate (WattleMeterSearch *self, guint index)
{
    return &self->candidates[index];
}

const char *
wattle_meter_search_get_serial (WattleMeterSearch *self)
{
    return self->serial;
}
