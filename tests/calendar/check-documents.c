/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Says of documents whether the loader takes them, so that a schema can be compared with it:
 * check-documents pack FILE…
 * check-documents plan FOLDER_OF_PACKS FILE…
 * A line for each: nothing, or what is wrong. */
#include <stdio.h>

#include "packs.h"

static gboolean
check_pack (const char *text, TestPacks *packs, GError **error)
{
    g_autoptr (WattleHolidayPack) pack = wattle_holiday_pack_parse (text, -1, error);

    return pack != NULL;
}

static gboolean
check_plan (const char *text, TestPacks *packs, GError **error)
{
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse (text, -1, "Europe/Ljubljana", test_packs_find, packs, error);

    return plan != NULL && wattle_tariff_plan_cover_check (plan, error);
}

static gboolean
check (const char *path, TestPacks *packs)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents (path, &text, NULL, &error)) {
        fprintf (stderr, "%s\n", error->message);
        return FALSE;
    }
    if (packs == NULL ? check_pack (text, packs, &error) : check_plan (text, packs, &error))
        puts ("");
    else
        puts (g_strdelimit (error->message, "\n", ' '));
    return TRUE;
}

int
main (int argc, char **argv)
{
    gboolean is_plan = argc > 2 && g_str_equal (argv[1], "plan");
    TestPacks *packs = is_plan ? test_packs_new (argv[2]) : NULL;
    gboolean done = argc > 1;

    for (int i = is_plan ? 3 : 2; done && i < argc; i++)
        done = check (argv[i], packs);
    g_clear_pointer (&packs, test_packs_free);
    return done ? 0 : 1;
}
