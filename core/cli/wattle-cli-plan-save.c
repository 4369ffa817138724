/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-save.h"

#include "wattle-cli-bus.h"

static GVariant *
make_bytes (GBytes *text)
{
    return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, text, TRUE);
}

static GVariant *
make_call (const WattleCliPlanOrder *order)
{
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "replace", "b", order->replace);
    if (order->before != NULL)
        g_variant_dict_insert_value (&options, "before", make_bytes (order->before));
    return g_variant_new ("(@ay@a{sv})", make_bytes (order->text), g_variant_dict_end (&options));
}

gboolean
wattle_cli_plan_check (WattleCli *cli, const WattleCliPlanOrder *order, GError **error)
{
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (cli->manager, "CheckTariff", make_call (order), error);

    return reply != NULL;
}

char *
wattle_cli_plan_save (WattleCli *cli, const WattleCliPlanOrder *order, GError **error)
{
    g_autoptr (GVariant) reply =
        wattle_cli_bus_change (cli->manager, "ImportTariff", make_call (order), error);
    char *id = NULL;

    if (reply != NULL)
        g_variant_get (reply, "(s)", &id);
    return id;
}
