/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-frame.h"
#include "model/wattle-request.h"
#include "wattle-redaction.h"

G_BEGIN_DECLS

/* One question and what came of it, or one pushed message. */
typedef struct {
    gint64 time;        /* µs since the recording began */
    char *device;       /* who asked or listened */
    char *request;      /* canonical text, which names no secret; NULL for a pushed message */
    WattleFrame *frame; /* its tag says nothing */
} WattleExchange;

WattleExchange *
wattle_exchange_new (gint64 time, const char *device, const char *request, WattleFrame *frame);
void wattle_exchange_free (WattleExchange *self);

/* "answered", "timeout" …: as a recording writes it. */
const char *wattle_exchange_get_outcome_name (WattleOutcome outcome);

/* The kind of link the request went over, as its text shows; MQTT for a pushed message. */
WattleLinkKind wattle_exchange_get_kind (const WattleExchange *self);

/* A line of a recording, without the line feed. */
void wattle_exchange_append (const WattleExchange *self, GString *text, WattleRedaction *redaction);
/* @start: wall time at which the recording began */
WattleExchange *wattle_exchange_read (JsonObject *line, gint64 start, GError **error);

/* For lines of recordings: members `"name":` with a comma in front, and redacted. */
void wattle_exchange_append_text (GString *text,
                                  const char *name,
                                  const char *value,
                                  WattleRedaction *redaction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleExchange, wattle_exchange_free)

G_END_DECLS
