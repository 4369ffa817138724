/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-command.h"
#include "model/wattle-entity.h"

G_BEGIN_DECLS

/* What outputs can be told, and what they say. */

/* The value as the gate takes it (a reference): b for a switch, d for a number, s for a choice.
 * Also understood: on, off and toggle as text, whole numbers, numbers as text. @now: what it is,
 * for toggle; NULL: not known. */
GVariant *
wattle_output_value_check (WattleEntity *entity, GVariant *value, GVariant *now, GError **error);
/* What it says, a reference; NULL: nothing that can be relied on. */
GVariant *wattle_output_value_read (WattleEntity *entity);
/* Two numbers this near are the same to it. */
double wattle_output_value_get_tolerance (WattleEntity *entity);
WattleCommand *wattle_output_value_make_command (const char *key, GVariant *value);

G_END_DECLS
