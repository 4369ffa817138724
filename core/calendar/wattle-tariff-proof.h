/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The proof that a plan has one tariff at each time. */
#pragma once

#include "wattle-tariff-plan.h"

G_BEGIN_DECLS

/**
 * WattleTariffProof:
 * @days: how many days were walked over
 * @spans: how many spans without a change
 * @transitions: how many times clocks were moved
 * @unpriced: how many spans have a tariff without a price
 *
 * What a walk over a plan has seen.
 */
typedef struct {
    guint64 days;
    guint64 spans;
    guint64 transitions;
    guint64 unpriced;
} WattleTariffProof;

gboolean wattle_tariff_proof_walk (WattleTariffPlan *plan,
                                   gint64 from,
                                   gint64 to,
                                   WattleTariffProof *proof,
                                   GError **error);

G_END_DECLS
