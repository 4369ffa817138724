/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-claim.h"

G_BEGIN_DECLS

/* How what a person wants of an output ends; the earliest counts. Nothing set: after two hours, or
 * when the automations want something else. */
typedef struct {
    const char *author; /* "hass", "user 1000", "mqtt" … */
    gint64 until;       /* wall time, or 0 */
    gint64 span;        /* microseconds from now, or 0 */
    gboolean until_change;
    gboolean until_released;
} WattleOutputsOptions;

/* What an automation or a guard wants lasts until it is released. */
typedef struct {
    const char *author; /* "automation:ID" */
    WattleGateLayer layer;
    int priority;
    int order;
    gboolean continuous;
} WattleOutputsClaim;

/* Takes over what @dict (a{sv}) says: "for" (a number of seconds) and "until" (x: wall time in µs;
 * or s: "change", "released", or a time such as 2026-06-01T18:00:00Z). Fails with
 * WATTLE_ERROR_CONFIG, and names the member and what is allowed. @wall: now. */
gboolean wattle_outputs_options_read (WattleOutputsOptions *self,
                                      GVariant *dict,
                                      gint64 wall,
                                      GError **error);

G_END_DECLS
