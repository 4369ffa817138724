/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"

G_BEGIN_DECLS

/* FALSE ends the walk. */
typedef gboolean (*WattleSlotFunc) (const WattleTariffSlot *slot, gpointer user_data);

/* Shows the slots of a span in order, each once and whole: in pieces, so that whoever looks for
 * something near does not wait for the rest. It ends early after WATTLE_SLOTS_MAX_PLAIN of them:
 * the main loop waits. @items: whether it is of interest what prices are made of. FALSE: the plugin
 * failed. Times are wall time in µs. */
gboolean wattle_tariff_walk (WattleTariff *tariff,
                             gint64 from,
                             gint64 to,
                             gboolean items,
                             WattleSlotFunc func,
                             gpointer user_data,
                             GError **error);

G_END_DECLS
