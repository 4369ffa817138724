/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-save.h"

#include "wattle-cli-bus.h"

static GVariant *
make_bytes (GBytes *text)
{
    return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, text, TRUE);
}

/* @replace: whatever the order says */
static GVariant *
make_call (const WattleCliPlanOrder *order, gboolean replace)
{
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "replace", "b", replace);
    if (order->before != NULL)
        g_variant_dict_insert_value (&options, "before", make_bytes (order->before));
    return g_variant_new ("(@ay@a{sv})", make_bytes (order->text), g_variant_dict_end (&options));
}

static GVariant *
ask (WattleCli *cli, const WattleCliPlanOrder *order, gboolean replace, GError **error)
{
    return wattle_cli_bus_ask (cli->manager, "CheckTariff", make_call (order, replace), error);
}

/* Whether it is refused for want of that alone. */
static gboolean
needs_replace (WattleCli *cli, const WattleCliPlanOrder *order, const GError *cause)
{
    g_autoptr (GVariant) without = NULL;
    g_autoptr (GVariant) with = NULL;

    if (order->replace || !g_error_matches (cause, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE))
        return FALSE;
    without = ask (cli, order, FALSE, NULL);
    with = ask (cli, order, TRUE, NULL);
    return without == NULL && with != NULL;
}

/* The host knows of no options of this program, so what would help is said here. */
static void
say_what_helps (WattleCli *cli, const WattleCliPlanOrder *order, GError *cause, GError **error)
{
    if (needs_replace (cli, order, cause))
        g_set_error (error, cause->domain, cause->code, "%s (--replace)", cause->message);
    else
        g_set_error_literal (error, cause->domain, cause->code, cause->message);
    g_error_free (cause);
}

gboolean
wattle_cli_plan_check (WattleCli *cli, const WattleCliPlanOrder *order, GError **error)
{
    GError *cause = NULL;
    g_autoptr (GVariant) reply = ask (cli, order, order->replace, &cause);

    if (reply == NULL)
        say_what_helps (cli, order, cause, error);
    return reply != NULL;
}

char *
wattle_cli_plan_save (WattleCli *cli, const WattleCliPlanOrder *order, GError **error)
{
    GError *cause = NULL;
    g_autoptr (GVariant) reply = wattle_cli_bus_change (cli->manager, "ImportTariff",
                                                        make_call (order, order->replace), &cause);
    char *id = NULL;

    if (reply != NULL)
        g_variant_get (reply, "(s)", &id);
    else
        say_what_helps (cli, order, cause, error);
    return id;
}
