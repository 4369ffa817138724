/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "wattle-mdns-service.h"

G_BEGIN_DECLS

/**
 * WattleOutcome:
 * @WATTLE_OUTCOME_ANSWERED: an answer came, whatever it says; an HTTP status of 404 is an answer
 * @WATTLE_OUTCOME_PUSHED: a message came by itself
 * @WATTLE_OUTCOME_EMPTY: the connection ended without any answer
 * @WATTLE_OUTCOME_TIMEOUT: no complete answer within the time
 * @WATTLE_OUTCOME_UNREACHABLE: no connection
 * @WATTLE_OUTCOME_TLS: the certificate was refused
 * @WATTLE_OUTCOME_REDIRECTED: the device points elsewhere; this is not followed
 * @WATTLE_OUTCOME_TOO_LARGE: the answer was longer than is read
 * @WATTLE_OUTCOME_INVALID: what came is not of the protocol
 * @WATTLE_OUTCOME_BUSY: the queue of the link is full, nothing was sent
 * @WATTLE_OUTCOME_DROPPED: nothing was sent, because the link was down for too long
 *
 * How a request ended.
 */
typedef enum {
    WATTLE_OUTCOME_ANSWERED,
    WATTLE_OUTCOME_PUSHED,
    WATTLE_OUTCOME_EMPTY,
    WATTLE_OUTCOME_TIMEOUT,
    WATTLE_OUTCOME_UNREACHABLE,
    WATTLE_OUTCOME_TLS,
    WATTLE_OUTCOME_REDIRECTED,
    WATTLE_OUTCOME_TOO_LARGE,
    WATTLE_OUTCOME_INVALID,
    WATTLE_OUTCOME_BUSY,
    WATTLE_OUTCOME_DROPPED,
} WattleOutcome;

#define WATTLE_TYPE_FRAME (wattle_frame_get_type ())
G_DECLARE_FINAL_TYPE (WattleFrame, wattle_frame, WATTLE, FRAME, GObject)

WattleFrame *wattle_frame_new_answer (guint tag,
                                      guint status,
                                      const char *content_type,
                                      GBytes *bytes,
                                      gint64 time);
WattleFrame *
wattle_frame_new_push (const char *topic, GBytes *bytes, gboolean retained, gint64 time);
WattleFrame *wattle_frame_new_datagram (const char *address, GBytes *bytes, gint64 time);
WattleFrame *wattle_frame_new_service (WattleMdnsService *service, gint64 time);
WattleFrame *
wattle_frame_new_failure (guint tag, WattleOutcome outcome, const char *detail, gint64 time);

guint wattle_frame_get_tag (WattleFrame *self);
WattleOutcome wattle_frame_get_outcome (WattleFrame *self);
guint wattle_frame_get_status (WattleFrame *self);
const char *wattle_frame_get_content_type (WattleFrame *self);
const char *wattle_frame_get_topic (WattleFrame *self);
const char *wattle_frame_get_address (WattleFrame *self);
WattleMdnsService *wattle_frame_get_service (WattleFrame *self);
gboolean wattle_frame_get_retained (WattleFrame *self);
const char *wattle_frame_get_detail (WattleFrame *self);
gint64 wattle_frame_get_time (WattleFrame *self);
GBytes *wattle_frame_get_bytes (WattleFrame *self);

gboolean wattle_frame_check (WattleFrame *self, GError **error);
JsonObject *wattle_frame_get_json (WattleFrame *self, GError **error);
char *wattle_frame_get_text (WattleFrame *self, GError **error);

G_END_DECLS
