/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who answers. Nothing is told before it is sure whose it is. */
#include "smart-ems-device-private.h"

#include "smart-ems-mac.h"

gboolean
smart_ems_device_check_redirect (WattleFrame *frame, GError **error)
{
    const char *place = wattle_frame_get_detail (frame);

    if (wattle_frame_get_outcome (frame) != WATTLE_OUTCOME_REDIRECTED || place == NULL ||
        !g_str_has_prefix (place, "https://"))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the box answers over HTTPS only (it points to %s): its address has to begin "
                      "with https://",
                      place);
    return FALSE;
}

/* An answer that says no may be that of another board. */
gboolean
smart_ems_device_check_answer (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    if (!smart_ems_device_check_redirect (frame, error))
        return FALSE;
    if (wattle_frame_check (frame, error))
        return TRUE;

    self->doubt |= wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED;
    return FALSE;
}

JsonObject *
smart_ems_device_read_json (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    JsonObject *root = smart_ems_device_check_answer (self, frame, error)
                           ? wattle_frame_get_json (frame, error)
                           : NULL;

    self->doubt |= root == NULL;
    return root;
}

static void
show_board (SmartEmsDevice *self)
{
    WattleDevice *device = WATTLE_DEVICE (self);
    const SmartEmsBoard *board = self->board;
    g_autofree char *model = g_strdup_printf ("SMART EMS (%s)", board->name);
    g_autofree char *mac = board->mac != NULL ? smart_ems_mac_add_colons (board->mac) : NULL;

    wattle_device_set_identity (device, "Keno", model, board->mac, board->firmware);
    wattle_device_set_label (device, board->label != NULL ? board->label : "SMART EMS");
    if (mac != NULL)
        wattle_device_set_address (device, mac, NULL);
}

gboolean
smart_ems_device_take_board (SmartEmsDevice *self, SmartEmsBoard *board, GError **error)
{
    WattleSource *source = WATTLE_SOURCE (self);

    g_clear_pointer (&self->board, smart_ems_board_free);
    self->sure =
        smart_ems_board_check_same (board, self->before, wattle_source_get_id (source), error);
    self->doubt = !self->sure;
    if (!self->sure) {
        smart_ems_board_free (board);
        return FALSE;
    }

    if (board->mac == NULL && self->before != NULL)
        board->mac = g_strdup (self->before->mac);
    self->board = board;
    smart_ems_board_remember (board, source);
    if (self->before == NULL || self->before->mac == NULL) {
        g_clear_pointer (&self->before, smart_ems_board_free);
        self->before = smart_ems_board_recall (source);
    }
    smart_ems_entities_set_generation (self->entities, board->generation);
    show_board (self);
    return TRUE;
}

static gboolean
refuse_old (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    if (smart_ems_board_is_old (wattle_frame_get_bytes (frame)))
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "an LK 2.x answers: that is no SMART EMS");
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "what answers is no board of tinycontrol, so no SMART EMS");
    return FALSE;
}

/* As the maker's library finds out which board answers. */
gboolean
smart_ems_device_decode_old (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    guint status = wattle_frame_get_status (frame);

    if (!smart_ems_device_check_redirect (frame, error))
        return FALSE;
    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED &&
        (status == 404 || status == 500)) {
        self->next = status == 404 ? SMART_EMS_ASK_BOARD : SMART_EMS_ASK_SETTINGS;
        return TRUE;
    }
    return wattle_frame_check (frame, error) && refuse_old (self, frame, error);
}

/* Its MAC address is in another answer. */
gboolean
smart_ems_device_decode_board (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    SmartEmsBoard *board =
        smart_ems_device_check_answer (self, frame, error)
            ? smart_ems_board_new_from_xml (wattle_frame_get_bytes (frame), error)
            : NULL;

    if (board == NULL)
        return FALSE;
    g_clear_pointer (&self->board, smart_ems_board_free);
    self->board = board;
    self->next = SMART_EMS_ASK_ALL;
    return TRUE;
}
