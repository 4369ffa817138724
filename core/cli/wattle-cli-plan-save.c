/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-save.h"

#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-plan-diff.h"

#define YEAR (365 * (gint64)86400)

void
wattle_cli_plan_preview_clear (WattleCliPlanPreview *self)
{
    g_clear_pointer (&self->running, wattle_cli_plan_free);
    g_clear_pointer (&self->differences, g_array_unref);
}

static gboolean
is_known (WattleCli *cli, const char *id)
{
    g_autoptr (GPtrArray) list = wattle_cli_plan_list (cli);

    for (guint i = 0; i < list->len; i++)
        if (g_strcmp0 (wattle_dbus_tariff_get_id (g_ptr_array_index (list, i)), id) == 0)
            return TRUE;
    return FALSE;
}

gboolean
wattle_cli_plan_preview (WattleCli *cli,
                         WattleTariffPlan *plan,
                         WattleCliPlanPreview *preview,
                         GError **error)
{
    const char *id = wattle_tariff_plan_get_id (plan);
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;

    *preview = (WattleCliPlanPreview){ .known = is_known (cli, id) };
    preview->from = wattle_zone_begin (zone, wattle_zone_read (zone, now).date, 0);
    preview->to = preview->from + YEAR;
    if (!preview->known)
        return TRUE;
    preview->running = wattle_cli_plan_load (cli, id, error);
    if (preview->running == NULL)
        return FALSE;
    preview->differences =
        wattle_cli_plan_diff_list (preview->running->plan, plan, preview->from, preview->to);
    return TRUE;
}

void
wattle_cli_plan_preview_print (WattleCli *cli,
                               WattleTariffPlan *plan,
                               const WattleCliPlanPreview *preview)
{
    g_autofree char *text = NULL;

    if (!preview->known) {
        g_print (_ ("The house has no plan “%s” yet.\n"), wattle_tariff_plan_get_id (plan));
        return;
    }
    text = wattle_cli_plan_diff_describe (preview->differences, preview->running->plan, plan,
                                          preview->from, preview->to, cli->colour);
    g_print ("%s", text);
}

char *
wattle_cli_plan_save (WattleCli *cli, GBytes *text, gboolean replace, GError **error)
{
    GVariantDict options;
    g_autoptr (GVariant) reply = NULL;
    char *id = NULL;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "replace", "b", replace);
    reply = wattle_cli_bus_change (
        cli->manager, "ImportTariff",
        g_variant_new ("(@ay@a{sv})",
                       g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, text, TRUE),
                       g_variant_dict_end (&options)),
        error);
    if (reply != NULL)
        g_variant_get (reply, "(s)", &id);
    return id;
}
