/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-zone.h"

#include <glib/gi18n.h>

#include "wattle-cli-bus.h"

char *
wattle_cli_plan_dup_host_zone (WattleCli *cli)
{
    const char *zone =
        wattle_cli_bus_connect (cli, NULL) ? wattle_dbus_manager_get_zone (cli->manager) : NULL;

    return zone != NULL && *zone != '\0' ? g_strdup (zone) : NULL;
}

char *
wattle_cli_plan_dup_default_zone (WattleCli *cli)
{
    char *zone = wattle_cli_plan_dup_host_zone (cli);

    return zone != NULL ? zone : wattle_zone_dup_local ();
}

char *
wattle_cli_plan_describe_zone (const WattleCliPlan *plan)
{
    const char *name = wattle_zone_get_name (wattle_tariff_plan_get_zone (plan->plan));

    switch (plan->zone_of) {
    case WATTLE_CLI_PLAN_ZONE_OF_HOST:
        /* TRANSLATORS: a time zone */
        return g_strdup_printf (_ ("%s, of the host"), name);
    case WATTLE_CLI_PLAN_ZONE_OF_COMPUTER:
        /* TRANSLATORS: a time zone */
        return g_strdup_printf (_ ("%s, of this computer"), name);
    default:
        return g_strdup (name);
    }
}
