/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "fuzz.h"
#include "model/wattle-register-rank.h"

static void
check_orders (WattleRegisterRank *rank)
{
    const WattleRegisterOrder *orders = wattle_register_rank_get_orders (rank);
    double sum = 0;

    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++) {
        double share = wattle_register_rank_get_share (rank, orders[i]);

        fuzz_check (share >= 0 && share <= 1);
        fuzz_check (i == 0 || share <= wattle_register_rank_get_share (rank, orders[i - 1]));
        sum += share;
    }
    fuzz_check (fabs (sum - 1) < 1e-6);
}

/* The values of the likeliest cut stand one behind the other. */
static void
check_cut (WattleRegisterRank *rank, guint n_registers)
{
    WattleRegisterType type;
    guint next = 0;

    for (guint i = 0; i < n_registers; i++) {
        gboolean begins = wattle_register_rank_get_cut (rank, i, &type);

        fuzz_check (begins == (i == next));
        if (begins)
            next += wattle_register_type_get_words (type);
    }
    fuzz_check (next == n_registers);
}

static void
check_readings (WattleRegisterRank *rank, guint n_registers)
{
    WattleRegisterReading readings[WATTLE_REGISTER_RANK_N_READINGS];

    for (guint i = 0; i < n_registers; i++) {
        gboolean any = wattle_register_rank_list (rank, i, readings);

        fuzz_check (any == (i + 1 < n_registers));
        for (guint j = 1; any && j < WATTLE_REGISTER_RANK_N_READINGS; j++)
            fuzz_check (readings[j - 1].doubts <= readings[j].doubts);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    guint n_registers = (guint)MIN (size / 2, WATTLE_REGISTER_RANK_MAX);
    g_autoptr (WattleRegisterRank) rank =
        n_registers > 0 ? wattle_register_rank_new (data, n_registers) : NULL;

    if (rank == NULL)
        return 0;
    check_orders (rank);
    check_cut (rank, n_registers);
    check_readings (rank, n_registers);
    return 0;
}
