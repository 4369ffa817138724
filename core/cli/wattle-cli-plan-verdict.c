/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-verdict.h"

#include "wattle-cli-instant.h"
#include "wattle-cli-plan-unpriced.h"

void
wattle_cli_plan_verdict_free (WattleCliPlanVerdict *self)
{
    g_free (self->plan);
    g_clear_pointer (&self->zone, wattle_zone_unref);
    g_clear_pointer (&self->walked, wattle_tariff_plan_unref);
    g_free (self->error);
    g_free (self->fault);
    g_free (self);
}

static void
add_time (const WattleCliPlanVerdict *self, WattleCliJson *json, const char *name, gint64 time)
{
    g_autofree char *text =
        self->zone != NULL ? wattle_cli_instant_format (time, self->zone) : NULL;

    wattle_cli_json_add_text (json, name, text);
}

static void
add_count (const WattleCliPlanVerdict *self, WattleCliJson *json, const char *name, guint64 count)
{
    g_autofree char *text =
        self->zone != NULL ? g_strdup_printf ("%" G_GUINT64_FORMAT, count) : NULL;

    wattle_cli_json_add_digits (json, name, text);
}

void
wattle_cli_plan_verdict_add_json (const WattleCliPlanVerdict *self, WattleCliJson *json)
{
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "plan", self->plan);
    wattle_cli_json_add_text (json, "zone",
                              self->zone != NULL ? wattle_zone_get_name (self->zone) : NULL);
    add_time (self, json, "begins", self->begin);
    add_time (self, json, "from", self->from);
    add_time (self, json, "to", self->to);
    add_count (self, json, "days", self->proof.days);
    add_count (self, json, "spans", self->proof.spans);
    add_count (self, json, "transitions", self->proof.transitions);
    add_count (self, json, "unpriced", self->proof.unpriced);
    if (self->walked != NULL)
        wattle_cli_plan_unpriced_add_json (json, self->walked);
    else
        wattle_cli_json_add_null (json, "without_price");
    add_count (self, json, "milliseconds", (guint64)self->duration / 1000);
    wattle_cli_json_add_text (json, "error", self->error);
    wattle_cli_json_end_object (json);
}
