/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-auto.h"

/* What Eastron's meters want between an answer and the next question; others want less. */
#define GAP_MS     60
#define TIMEOUT_MS 1000

struct _ModbusMeterAuto {
    WattleMeterLibrary *library;
    WattleMeterSearch *search;
    WattleMeterPlace place;
    gboolean ready; /* @place is to be asked */
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

static void
take_answer (ModbusMeterAuto *self, WattleFrame *frame)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    guint exception = wattle_frame_get_status (frame);

    if (exception != 0)
        wattle_meter_search_take_exception (self->search, exception);
    else
        wattle_meter_search_take (self->search, bytes, length);
}

static gboolean
finish (ModbusMeterAuto *self, GError **error)
{
    if (wattle_meter_search_get_n_candidates (self->search) > 0) {
        self->found = wattle_meter_search_get_candidate (self->search, 0)->meter;
        return TRUE;
    }
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the device answers, but it fits no definition of a meter; the model has to "
                      "be given");
    return FALSE;
}

gboolean
modbus_meter_auto_take (ModbusMeterAuto *self, WattleFrame *frame, GError **error)
{
    WattleOutcome outcome = wattle_frame_get_outcome (frame);

    if (outcome == WATTLE_OUTCOME_UNREACHABLE || outcome == WATTLE_OUTCOME_BUSY ||
        outcome == WATTLE_OUTCOME_DROPPED)
        return wattle_frame_check (frame, error);
    if (outcome == WATTLE_OUTCOME_ANSWERED)
        take_answer (self, frame);
    else
        wattle_meter_search_take_silence (self->search);

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

const WattleMeter *
modbus_meter_auto_recall (ModbusMeterAuto *self, const char *id)
{
    return id != NULL ? wattle_meter_library_find (self->library, id) : NULL;
}
