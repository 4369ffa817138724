/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-modbus.h"

#include <string.h>

/* The gateway asks an instrument up to three times before it gives up, without a word. */
#define TIMEOUT_MS 3000

#define MODEL   1
#define SERIAL  9
#define VERSION 13

const IskraSgRead iskra_sg_modbus_identity = { ISKRA_SG_INPUT, MODEL, 13 };
const IskraSgRead iskra_sg_modbus_description = { ISKRA_SG_HOLDING, 101, 20 };

/* REST says more, and is the main way where there is a choice. */
gboolean
iskra_sg_modbus_is_used (WattleSource *source)
{
    return wattle_source_has_link (source, WATTLE_LINK_MODBUS) &&
           !wattle_source_has_link (source, WATTLE_LINK_HTTP);
}

/* A gateway takes what one look at its socket finds for one question, so nothing may be sent behind
 * a question that it is still busy with. */
static WattleRequest *
finish (WattleRequest *request)
{
    wattle_request_with_timeout (request, TIMEOUT_MS);
    return wattle_request_with_flags (request,
                                      WATTLE_REQUEST_REPORT_FAILURE | WATTLE_REQUEST_HANG_UP);
}

WattleRequest *
iskra_sg_modbus_read (guint tag, guint unit, const IskraSgRead *read)
{
    return finish (wattle_request_new_registers (tag, (guint8)unit, read->function, read->address,
                                                 read->count));
}

/* One register. Callers write nothing but the two that move a switch: others change or erase the
 * settings of a gateway. */
WattleRequest *
iskra_sg_modbus_write (guint tag, guint unit, guint16 address, guint16 value)
{
    return finish (wattle_request_new_write (tag, (guint8)unit, 6, address, &value, 1));
}

gboolean
iskra_sg_modbus_is_silence (WattleFrame *frame)
{
    return wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_TIMEOUT;
}

gboolean
iskra_sg_modbus_is_refusal (WattleFrame *frame)
{
    guint status = wattle_frame_get_status (frame);

    return wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED && status >= 1 &&
           status <= 3;
}

gboolean
iskra_sg_modbus_check (WattleFrame *frame, const IskraSgRead *read, GError **error)
{
    gsize length = g_bytes_get_size (wattle_frame_get_bytes (frame));

    if (iskra_sg_modbus_is_silence (frame)) {
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "nothing answers within %d s",
                          TIMEOUT_MS / 1000);
        return FALSE;
    }
    if (!wattle_frame_check (frame, error))
        return FALSE;
    if (length == read->count * 2u)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes were answered instead of %u", length,
                      read->count * 2u);
    return FALSE;
}

/* The model ends at the first blank; the version is in hundredths. */
void
iskra_sg_modbus_read_identity (IskraSgImage *image, IskraSgIdentity *identity)
{
    guint version = iskra_sg_image_get_word (image, ISKRA_SG_INPUT, VERSION);

    identity->model = iskra_sg_image_dup_text (image, ISKRA_SG_INPUT, MODEL, SERIAL - MODEL);
    identity->serial = iskra_sg_image_dup_text (image, ISKRA_SG_INPUT, SERIAL, VERSION - SERIAL);
    identity->version = version != 0 ? wattle_number_format_exact (version / 100.0) : NULL;
    if (identity->model != NULL)
        identity->model[strcspn (identity->model, " ")] = '\0';
}

void
iskra_sg_modbus_clear_identity (IskraSgIdentity *identity)
{
    g_clear_pointer (&identity->model, g_free);
    g_clear_pointer (&identity->serial, g_free);
    g_clear_pointer (&identity->version, g_free);
}
