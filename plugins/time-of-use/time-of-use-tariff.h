/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define TIME_OF_USE_TYPE_TARIFF (time_of_use_tariff_get_type ())
G_DECLARE_FINAL_TYPE (TimeOfUseTariff, time_of_use_tariff, TIME_OF_USE, TARIFF, WattleTariff)

G_END_DECLS
