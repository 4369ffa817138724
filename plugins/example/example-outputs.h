/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One output of every kind, with nothing behind it. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define EXAMPLE_N_OUTPUTS 3

extern const WattleEntitySpec example_outputs[EXAMPLE_N_OUTPUTS];

char *example_outputs_read (WattleCommand *command, GError **error);
void example_outputs_set (WattleSource *source, const char *key, const char *text);
void example_outputs_report (WattleSource *source);

G_END_DECLS
