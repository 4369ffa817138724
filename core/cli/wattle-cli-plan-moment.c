/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-moment.h"

#include <glib/gi18n.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-plan.h"

void
wattle_cli_plan_moment_read (WattleCliPlanMoment *self, WattleCliPlanChange *change, gint64 time)
{
    *self = (WattleCliPlanMoment){
        .plan = change->plan,
        .zone = wattle_tariff_plan_get_zone (change->plan),
        .time = time,
        .next = wattle_cli_plan_change_find (change, time),
    };
    wattle_tariff_plan_get (change->plan, time, &self->pricing);
}

static WattleDate
get_date (const WattleCliPlanMoment *self)
{
    return wattle_zone_read_latest (self->zone, self->time).date;
}

const char *
wattle_cli_plan_moment_get_day_type (const WattleCliPlanMoment *self)
{
    return wattle_day_types_get (wattle_tariff_plan_get_day_types (self->plan), get_date (self));
}

const char *
wattle_cli_plan_moment_get_holiday (const WattleCliPlanMoment *self)
{
    return wattle_day_types_get_holiday (wattle_tariff_plan_get_day_types (self->plan),
                                         get_date (self));
}

char *
wattle_cli_plan_moment_describe_next (const WattleCliPlanMoment *self)
{
    g_autofree char *time = NULL;
    WattlePricing then;
    int tariff;

    if (self->next == G_MAXINT64)
        return g_strdup ("–");
    wattle_tariff_plan_get (self->plan, self->next, &then);
    tariff = then.main.tariff;
    time = wattle_cli_instant_describe_next (self->next, self->time, self->zone);
    /* TRANSLATORS: a tariff, and when it begins: High from 14:00 */
    return g_strdup_printf (
        _ ("%s from %s"),
        tariff >= 0 ? wattle_cli_plan_name_tariff (self->plan, tariff) : _ ("no tariff"), time);
}

void
wattle_cli_plan_moment_add_price (const WattleCliPlanMoment *self, WattleCliJson *json)
{
    g_autofree char *price =
        self->pricing.known ? wattle_money_format (self->pricing.price, 0) : NULL;

    wattle_cli_json_add_text (
        json, "tariff",
        wattle_tariff_plan_get_tariff (self->plan, self->pricing.main.tariff, NULL));
    wattle_cli_json_add_digits (json, "price", price);
}

void
wattle_cli_plan_moment_add_next (const WattleCliPlanMoment *self, WattleCliJson *json)
{
    g_autofree char *next =
        self->next != G_MAXINT64 ? wattle_cli_instant_format (self->next, self->zone) : NULL;

    wattle_cli_json_add_text (json, "next_change", next);
}
