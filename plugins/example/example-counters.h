/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define EXAMPLE_N_COUNTERS 4

/* One for each phase, which can be set, and one that adds them up. */
extern const WattleEntitySpec example_counters[EXAMPLE_N_COUNTERS];

gboolean example_counters_check (WattleCommand *command, GError **error);

/* @energies: what each phase has counted since ever. */
void example_counters_set (WattleSource *source,
                           const char *key,
                           double value,
                           const double energies[EXAMPLE_N_COUNTERS - 1]);
void example_counters_report (WattleSource *source, const double energies[EXAMPLE_N_COUNTERS - 1]);

G_END_DECLS
