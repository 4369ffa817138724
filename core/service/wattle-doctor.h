/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin.h"
#include "wattle-outlets.h"

G_BEGIN_DECLS

typedef enum {
    WATTLE_VERDICT_OK,
    WATTLE_VERDICT_NOTE,    /* worth knowing */
    WATTLE_VERDICT_PROBLEM, /* to be mended */
} WattleVerdict;

/* What was looked at, and what was seen. */
typedef struct {
    const char *check; /* static: problems, credentials, clock, zone, tariffs, device-clock,
                        * broker, files, serial */
    WattleVerdict verdict;
    WattleMessage *message;
} WattleDiagnosis;

void wattle_diagnosis_free (WattleDiagnosis *self);

/* Takes @message. */
void wattle_diagnosis_add (GPtrArray *findings,
                           const char *check,
                           WattleVerdict verdict,
                           WattleMessage *message);

/* Looks at the host as an administrator would. Of WattleDiagnosis. */
GPtrArray *wattle_doctor_examine (const WattleAdminParts *house,
                                  WattleOutlets *outlets,
                                  const char *state_dir,
                                  WattleClock *clock);

G_END_DECLS
