/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Amounts of money and prices, exact to the last digit. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WattleMoney:
 *
 * An amount, or a price per kWh, in units of 10⁻¹⁸ of a currency. Amounts are added and subtracted
 * with + and -.
 */
__extension__ typedef __int128 WattleMoney;

/**
 * WATTLE_MONEY_MAX_DIGITS:
 *
 * How many digits a price may have before its point.
 */
#define WATTLE_MONEY_MAX_DIGITS 6

/**
 * WATTLE_MONEY_MAX_DECIMALS:
 *
 * How many it may have behind it.
 */
#define WATTLE_MONEY_MAX_DECIMALS 9

gboolean wattle_money_parse (const char *text, WattleMoney *money, GError **error);
char *wattle_money_format (WattleMoney money, guint min_decimals);
double wattle_money_to_double (WattleMoney money);

gboolean wattle_money_parse_percent (const char *text, gint64 *percent, GError **error);
WattleMoney wattle_money_add_percent (WattleMoney money, gint64 percent);
WattleMoney wattle_money_times_energy (WattleMoney price, gint64 watt_hours);
WattleMoney wattle_money_round (WattleMoney money, guint decimals);

G_END_DECLS
