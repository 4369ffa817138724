/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-tariff-run.h"

G_BEGIN_DECLS

/* What is told of a plan beside the values of its entities: members of JSON objects, as
 * wattle_entity_set_attributes() takes them. */
char *wattle_tariff_text_tariff (WattleTariffRun *run);
char *wattle_tariff_text_price (WattleTariffRun *run);

/* RFC 3339 with the offset that the clocks of the plan have then. @time: wall time in µs */
char *wattle_tariff_text_time (WattleTariffRun *run, gint64 time);

G_END_DECLS
