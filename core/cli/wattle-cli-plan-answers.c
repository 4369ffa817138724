/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-answers.h"

#include <glib/gi18n.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-plan-moment.h"
#include "wattle-cli-plan.h"
#include "wattle-cli-table.h"

struct _WattleCliPlanAnswers {
    WattleCliPlanShape shape;
    GArray *changes;       /* of WattleCliPlanChange: one for each plan */
    WattleCliTable *table; /* unless it is JSON */
    gboolean zones;        /* there are several, so that times need theirs */
};

static void
print_json (const WattleCliPlanMoment *moment)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    WattleSeason *season = moment->pricing.main.season;
    g_autofree char *at = wattle_cli_instant_format (moment->time, moment->zone);

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "at", at);
    wattle_cli_json_add_text (json, "plan", wattle_tariff_plan_get_id (moment->plan));
    wattle_cli_plan_moment_add_price (moment, json);
    wattle_cli_json_add_text (json, "season",
                              season != NULL ? wattle_season_get_name (season) : NULL);
    wattle_cli_json_add_text (json, "day_type", wattle_cli_plan_moment_get_day_type (moment));
    wattle_cli_json_add_text (json, "holiday", wattle_cli_plan_moment_get_holiday (moment));
    wattle_cli_plan_moment_add_next (moment, json);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
add_row (WattleCliPlanAnswers *self, const WattleCliPlanMoment *moment)
{
    WattleCliTable *table = self->table;
    const char *holiday = wattle_cli_plan_moment_get_holiday (moment);
    g_autofree char *at = wattle_cli_instant_describe (moment->time, moment->zone);
    g_autofree char *price = wattle_cli_plan_format_price (moment->plan, &moment->pricing);
    g_autofree char *next = wattle_cli_plan_moment_describe_next (moment);

    if (self->shape != WATTLE_CLI_PLAN_ANSWERS_NOW)
        wattle_cli_table_add (table, at);
    wattle_cli_table_add (table, wattle_tariff_plan_get_id (moment->plan));
    wattle_cli_table_add_styled (
        table, WATTLE_CLI_STYLE_STRONG,
        wattle_cli_plan_name_tariff (moment->plan, moment->pricing.main.tariff));
    wattle_cli_table_add (table, price);
    wattle_cli_table_add (table,
                          holiday != NULL ? holiday : wattle_cli_plan_moment_get_day_type (moment));
    wattle_cli_table_add (table, next);
    if (self->zones)
        wattle_cli_table_add (table, wattle_zone_get_name (moment->zone));
}

static WattleTariffPlan *
get_plan (GPtrArray *plans, guint index)
{
    return ((WattleCliPlan *)g_ptr_array_index (plans, index))->plan;
}

static gboolean
has_several_zones (GPtrArray *plans)
{
    for (guint i = 1; i < plans->len; i++)
        if (!g_str_equal (wattle_zone_get_name (wattle_tariff_plan_get_zone (get_plan (plans, i))),
                          wattle_zone_get_name (wattle_tariff_plan_get_zone (get_plan (plans, 0)))))
            return TRUE;
    return FALSE;
}

static WattleCliTable *
make_table (WattleCliPlanShape shape, gboolean zones)
{
    WattleCliTable *table = wattle_cli_table_new ();

    if (shape != WATTLE_CLI_PLAN_ANSWERS_NOW)
        wattle_cli_table_add_column (table, C_ ("column", "Time"));
    wattle_cli_table_add_column (table, C_ ("column", "Plan"));
    wattle_cli_table_add_column (table, C_ ("column", "Tariff"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Price"));
    wattle_cli_table_add_column (table, C_ ("column", "Day"));
    wattle_cli_table_add_column (table, C_ ("column", "Next tariff"));
    if (zones)
        wattle_cli_table_add_column (table, C_ ("column", "Zone"));
    return table;
}

WattleCliPlanAnswers *
wattle_cli_plan_answers_new (GPtrArray *plans, WattleCliPlanShape shape)
{
    WattleCliPlanAnswers *self = g_new0 (WattleCliPlanAnswers, 1);

    self->shape = shape;
    self->zones = has_several_zones (plans);
    self->table = shape != WATTLE_CLI_PLAN_ANSWERS_JSON ? make_table (shape, self->zones) : NULL;
    self->changes = g_array_new (FALSE, TRUE, sizeof (WattleCliPlanChange));
    for (guint i = 0; i < plans->len; i++) {
        WattleCliPlanChange change = { get_plan (plans, i), 0, 0, FALSE };

        g_array_append_val (self->changes, change);
    }
    return self;
}

void
wattle_cli_plan_answers_free (WattleCliPlanAnswers *self)
{
    g_array_unref (self->changes);
    g_clear_pointer (&self->table, wattle_cli_table_free);
    g_free (self);
}

static void
answer (WattleCliPlanAnswers *self, guint plan, gint64 time)
{
    WattleCliPlanMoment moment;

    wattle_cli_plan_moment_read (&moment, &g_array_index (self->changes, WattleCliPlanChange, plan),
                                 time);
    if (self->table != NULL)
        add_row (self, &moment);
    else
        print_json (&moment);
}

/* Without an offset it is another time for each plan. */
static gboolean
parse (WattleCliPlanAnswers *self, guint plan, const char *text, gint64 *time, GError **error)
{
    WattleTariffPlan *found = g_array_index (self->changes, WattleCliPlanChange, plan).plan;

    return wattle_cli_instant_parse (text, wattle_tariff_plan_get_zone (found), time, error);
}

gboolean
wattle_cli_plan_answers_check (WattleCliPlanAnswers *self, const char *text, GError **error)
{
    gint64 time;

    for (guint i = 0; i < self->changes->len; i++)
        if (!parse (self, i, text, &time, error))
            return FALSE;
    return TRUE;
}

gboolean
wattle_cli_plan_answers_add_text (WattleCliPlanAnswers *self, const char *text, GError **error)
{
    gint64 time;

    if (!wattle_cli_plan_answers_check (self, text, error))
        return FALSE;
    for (guint i = 0; i < self->changes->len; i++)
        if (parse (self, i, text, &time, NULL))
            answer (self, i, time);
    return TRUE;
}

void
wattle_cli_plan_answers_add (WattleCliPlanAnswers *self, gint64 time)
{
    for (guint i = 0; i < self->changes->len; i++)
        answer (self, i, time);
}

void
wattle_cli_plan_answers_end (WattleCliPlanAnswers *self, WattleCli *cli)
{
    if (self->table != NULL)
        wattle_cli_table_print (self->table, cli->colour);
}
