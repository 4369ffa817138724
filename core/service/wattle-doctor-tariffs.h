/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-tariffs.h"
#include "wattle-doctor.h"

G_BEGIN_DECLS

/* Whose clocks count, and plans that have no tariff. @tariffs: NULL: this host has none. */
void wattle_doctor_tariffs_examine (WattleTariffs *tariffs, GPtrArray *findings);

G_END_DECLS
