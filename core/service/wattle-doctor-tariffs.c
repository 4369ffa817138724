/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-doctor-tariffs.h"

#include "engine/wattle-tariff-text.h"

/* Without a plan it is that of the first one that will name none. */
static gboolean
is_used (WattleTariffs *tariffs, const char *zone)
{
    for (guint i = 0; i < wattle_tariffs_get_count (tariffs); i++) {
        WattleTariff *tariff = wattle_tariff_run_get_tariff (wattle_tariffs_get (tariffs, i));

        if (g_strcmp0 (wattle_tariff_get_zone (tariff), zone) == 0)
            return TRUE;
    }
    return wattle_tariffs_get_count (tariffs) == 0;
}

static char *
dup_zone (WattleTariffs *tariffs)
{
    g_autoptr (GTimeZone) local = g_time_zone_new_local ();

    return g_strdup (tariffs != NULL ? wattle_tariffs_get_zone (tariffs)
                                     : g_time_zone_get_identifier (local));
}

/* A computer that nobody has told where it is believes to be there. */
static void
look_at_zone (WattleTariffs *tariffs, GPtrArray *findings)
{
    g_autofree char *zone = dup_zone (tariffs);
    gboolean plain = g_str_equal (zone, "UTC") || g_str_equal (zone, "Etc/UTC");

    if (!plain)
        wattle_diagnosis_add (findings, "zone", WATTLE_VERDICT_OK,
                              wattle_message_new ("the time zone is %s", zone));
    else if (tariffs == NULL || is_used (tariffs, zone))
        wattle_diagnosis_add (
            findings, "zone", WATTLE_VERDICT_NOTE,
            wattle_message_new ("the time zone is %s: days and tariffs change at its midnight",
                                zone));
    else
        wattle_diagnosis_add (
            findings, "zone", WATTLE_VERDICT_OK,
            wattle_message_new ("the time zone is %s; the tariff plans name others", zone));
}

static void
look_at_plan (WattleTariffRun *run, GPtrArray *findings)
{
    const char *id = wattle_tariff_run_get_id (run);
    const WattleTariffSlot *slot = wattle_tariff_run_get_slot (run);
    gint64 change = wattle_tariff_run_get_next_change (run);
    g_autofree char *when = change != 0 ? wattle_tariff_text_time (run, change) : NULL;

    if (slot != NULL && slot->tariff != NULL)
        return;
    wattle_diagnosis_add (
        findings, "tariffs", WATTLE_VERDICT_NOTE,
        when != NULL
            ? wattle_message_new ("the plan %s has no tariff now; the next one begins at %s", id,
                                  when)
            : wattle_message_new ("the plan %s has no tariff, now and in the next 400 days", id));
}

void
wattle_doctor_tariffs_examine (WattleTariffs *tariffs, GPtrArray *findings)
{
    look_at_zone (tariffs, findings);
    for (guint i = 0; tariffs != NULL && i < wattle_tariffs_get_count (tariffs); i++)
        look_at_plan (wattle_tariffs_get (tariffs, i), findings);
}
