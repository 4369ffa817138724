/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-auto.h"

/* What Eastron's meters want between an answer and the next question; others want less. */
#define GAP_MS     60
#define TIMEOUT_MS 1000

struct _ModbusMeterAuto {
    WattleMeterLibrary *library;
    WattleMeterSearch *search;
    WattleMeterPlace place;
    gboolean ready;  /* @place is to be asked */
    gboolean silent; /* one question was not answered */
    const WattleMeter *found;
};

ModbusMeterAuto *
modbus_meter_auto_new (WattleMeterLibrary *library)
{
    ModbusMeterAuto *self = g_new0 (ModbusMeterAuto, 1);

    self->library = wattle_meter_library_ref (library);
    self->search = wattle_meter_search_new (library);
    return self;
}

void
modbus_meter_auto_free (ModbusMeterAuto *self)
{
    wattle_meter_search_free (self->search);
    wattle_meter_library_unref (self->library);
    g_free (self);
}

void
modbus_meter_auto_begin (ModbusMeterAuto *self)
{
    wattle_meter_search_begin (self->search);
    self->silent = FALSE;
    self->ready = wattle_meter_search_next (self->search, &self->place);
}

/* What comes of it is looked at in any case: silence says something too. */
WattleRequest *
modbus_meter_auto_next (ModbusMeterAuto *self, guint tag, guint8 unit)
{
    WattleRequest *request;

    if (!self->ready)
        return NULL;
    self->ready = FALSE;
    request = wattle_request_new_registers (tag, unit, self->place.function, self->place.address,
                                            self->place.count);
    wattle_request_with_timeout (request, TIMEOUT_MS);
    wattle_request_with_gap (request, GAP_MS);
    return wattle_request_with_flags (request, WATTLE_REQUEST_REPORT_FAILURE);
}

/* Several may be certain of it as well. */
static gboolean
is_tie (ModbusMeterAuto *self, const WattleMeterCandidate *best, guint n)
{
    return best->grade == WATTLE_METER_POSSIBLE ||
           (n > 1 && wattle_meter_search_get_candidate (self->search, 1)->grade == best->grade);
}

static void
complain (ModbusMeterAuto *self, guint n, GError **error)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) ids = NULL;
    g_autofree char *list = NULL;

    if (n == 0) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the device answers, but it fits no definition of a meter; the model has "
                          "to be given");
        return;
    }

    for (guint i = 0; i < n; i++)
        g_strv_builder_add (builder,
                            wattle_meter_search_get_candidate (self->search, i)->meter->id);
    ids = g_strv_builder_end (builder);
    list = g_strjoinv (", ", ids);
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the device fits more than one definition of a meter; the model has to be "
                      "given: %s",
                      list);
}

/* A guess would show wrong values. */
static gboolean
finish (ModbusMeterAuto *self, GError **error)
{
    guint n = wattle_meter_search_get_n_candidates (self->search);
    const WattleMeterCandidate *best =
        n > 0 ? wattle_meter_search_get_candidate (self->search, 0) : NULL;

    if (best == NULL || is_tie (self, best, n)) {
        complain (self, n, error);
        return FALSE;
    }
    self->found = best->meter;
    return TRUE;
}

gboolean
modbus_meter_auto_take (ModbusMeterAuto *self, WattleFrame *frame, GError **error)
{
    WattleOutcome outcome = wattle_frame_get_outcome (frame);

    if (outcome == WATTLE_OUTCOME_UNREACHABLE || outcome == WATTLE_OUTCOME_BUSY ||
        outcome == WATTLE_OUTCOME_DROPPED)
        return wattle_frame_check (frame, error);
    if (!wattle_meter_search_take_frame (self->search, frame))
        self->silent = TRUE;

    self->ready = wattle_meter_search_next (self->search, &self->place);
    if (self->ready)
        return TRUE;
    if (!wattle_meter_search_has_answered (self->search) && !wattle_frame_check (frame, error))
        return FALSE;
    return finish (self, error);
}

const WattleMeter *
modbus_meter_auto_get_found (ModbusMeterAuto *self)
{
    return self->found;
}

gboolean
modbus_meter_auto_is_sure (ModbusMeterAuto *self)
{
    return self->found != NULL && !self->silent;
}

const WattleMeter *
modbus_meter_auto_recall (ModbusMeterAuto *self, const char *id)
{
    return id != NULL ? wattle_meter_library_find (self->library, id) : NULL;
}
