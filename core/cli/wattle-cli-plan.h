/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Whose zone it is that counts. */
typedef enum {
    WATTLE_CLI_PLAN_ZONE_OWN,
    WATTLE_CLI_PLAN_ZONE_OF_HOST,     /* the plan names none, and a host runs */
    WATTLE_CLI_PLAN_ZONE_OF_COMPUTER, /* nor does a host run */
} WattleCliPlanZone;

/* A tariff plan: of a file, or one of the house. What is an identifier is a plan of the house, "-"
 * is standard input, everything else a file. */
typedef struct {
    char *word; /* how it was named */
    GBytes *text;
    char *default_zone; /* that of a plan that names none */
    WattleCliPlanZone zone_of;
    WattleTariffPlan *plan;
    char *fault; /* what is wrong in it; only of wattle_cli_plan_document_load() */
} WattleCliPlan;

/* NULL: the error begins with the file, and names the place in it. */
WattleCliPlan *wattle_cli_plan_load (WattleCli *cli, const char *word, GError **error);
void wattle_cli_plan_free (WattleCliPlan *self);

/* Those that are named, or all of the house; of WattleCliPlan. */
GPtrArray *wattle_cli_plan_load_all (WattleCli *cli, const char *const *words, GError **error);
/* The one that is named, or the only one of the house. @word: NULL: it was not named */
WattleCliPlan *wattle_cli_plan_load_only (WattleCli *cli, const char *word, GError **error);

/* Reads a document that may be saved, with the holidays that came with Wattle. @zone: of a plan
 * that names none. The error of the first two is in English, see wattle_cli_message_explain(). */
WattleTariffPlan *wattle_cli_plan_parse (GBytes *text, const char *zone, GError **error);
/* The same of one that the house has: it may have days without a tariff. */
WattleTariffPlan *wattle_cli_plan_parse_kept (GBytes *text, const char *zone, GError **error);
/* As if it was for another place, and counted since then; there may be days without a tariff. */
WattleTariffPlan *
wattle_cli_plan_parse_in_zone (GBytes *text, const char *zone, WattleDate since, GError **error);
GBytes *wattle_cli_plan_read_file (const char *path, GError **error);

/* The first second that it knows something of, and the first that it knows nothing more of: for
 * walks over all of it, at the earliest 1970. */
gint64 wattle_cli_plan_find_begin (WattleTariffPlan *plan);
gint64 wattle_cli_plan_find_end (WattleTariffPlan *plan);

/* How a person is told of a tariff: its name. What there is not is a dash. */
const char *wattle_cli_plan_name_tariff (WattleTariffPlan *plan, int tariff);
/* "0.1321 EUR/kWh"; a dash for what is not known. */
char *wattle_cli_plan_format_price (WattleTariffPlan *plan, const WattlePricing *pricing);

/* The object of a plan of the house; NULL: a usage error that says which there are. */
WattleDBusTariff *wattle_cli_plan_find (WattleCli *cli, const char *id, GError **error);
/* Of WattleDBusTariff, by id. */
GPtrArray *wattle_cli_plan_list (WattleCli *cli);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliPlan, wattle_cli_plan_free)

G_END_DECLS
