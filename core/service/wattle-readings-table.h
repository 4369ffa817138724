/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-runner.h"

G_BEGIN_DECLS

/* Appends the readings of a batch as a table for people: the device in one line, then name, value,
 * unit and what is wrong with the value. @time is wall time. */
void wattle_readings_table_append (GString *text,
                                   WattleRunner *runner,
                                   GPtrArray *entities,
                                   gint64 time);

G_END_DECLS
