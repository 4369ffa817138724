/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"

G_BEGIN_DECLS

/* What stands before the id of a plan in that of its device. */
#define WATTLE_TARIFF_RUN_PREFIX "tariff_"

/* One plan as the host runs it: the tariff that its document describes, and what is true of it now.
 * It reads no clock. All times are wall time in µs. */
#define WATTLE_TYPE_TARIFF_RUN (wattle_tariff_run_get_type ())
G_DECLARE_FINAL_TYPE (WattleTariffRun, wattle_tariff_run, WATTLE, TARIFF_RUN, GObject)

/* @tariff: has taken @document over. */
WattleTariffRun *wattle_tariff_run_new (WattleTariff *tariff, GBytes *document);

/* Goes on with another document of the same id. What was known is forgotten. */
void wattle_tariff_run_set_tariff (WattleTariffRun *self, WattleTariff *tariff, GBytes *document);

const char *wattle_tariff_run_get_id (WattleTariffRun *self);        /* of the plan */
const char *wattle_tariff_run_get_device_id (WattleTariffRun *self); /* tariff_ID */
WattleTariff *wattle_tariff_run_get_tariff (WattleTariffRun *self);
GBytes *wattle_tariff_run_get_document (WattleTariffRun *self); /* as it was given, to the byte */

/* Finds out what is true at @now; returns whether it had to: what was found out the last time holds
 * until a boundary, and not before the one it began at. */
gboolean wattle_tariff_run_look (WattleTariffRun *self, gint64 now);

/* As of the last look: the slot; NULL: nothing is known. Before the plan begins it is a day without
 * tariff and price. */
const WattleTariffSlot *wattle_tariff_run_get_slot (WattleTariffRun *self);
/* When what the last look found ends. */
gint64 wattle_tariff_run_get_until (WattleTariffRun *self);
/* When the tariff becomes another one; 0: not known, or not within 400 days. Of a plugin that does
 * not find it itself: or behind more slots than are looked at. */
gint64 wattle_tariff_run_get_next_change (WattleTariffRun *self);
/* Tariffs and prices from the last boundary to 48 hours after the next one: neighbours with the
 * same of both are one slot. */
WattleSlots *wattle_tariff_run_get_curve (WattleTariffRun *self);
/* Why nothing is known; NULL: the plugin could say what it knows. */
const GError *wattle_tariff_run_get_error (WattleTariffRun *self);

G_END_DECLS
