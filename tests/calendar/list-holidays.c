/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints the holidays of packs, with the moved ones, to be compared with those of others:
 * list-holidays FIRST_YEAR LAST_YEAR PACK…
 * Each line: country, region or -, date, name; with tabs between them. */
#include <stdio.h>
#include <stdlib.h>

#include "calendar/wattle-holiday-pack.h"

static void
print_region (WattleHolidayPack *pack, const char *region, int first, int last)
{
    g_autoptr (WattleDayTypes) types = wattle_day_types_new ();
    WattleDate end = wattle_date_new (last + 1, 1, 1);

    wattle_holiday_pack_add_to (pack, region, NULL, NULL, types, NULL);
    for (WattleDate date = wattle_date_new (first, 1, 1); date < end; date++) {
        const char *name = wattle_day_types_get_holiday (types, date);
        g_autofree char *text = wattle_date_format (date);

        if (name != NULL)
            printf ("%s\t%s\t%s\t%s\n", wattle_holiday_pack_get_country (pack),
                    region != NULL ? region : "-", text, name);
    }
}

static gboolean
print_pack (const char *path, int first, int last, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (WattleHolidayPack) pack = NULL;
    const char *const *regions;

    if (!g_file_get_contents (path, &text, NULL, error))
        return FALSE;
    pack = wattle_holiday_pack_parse (text, -1, error);
    if (pack == NULL)
        return FALSE;

    print_region (pack, NULL, first, last);
    regions = wattle_holiday_pack_get_regions (pack);
    for (guint i = 0; regions != NULL && regions[i] != NULL; i++)
        print_region (pack, regions[i], first, last);
    return TRUE;
}

int
main (int argc, char **argv)
{
    for (int i = 3; i < argc; i++) {
        g_autoptr (GError) error = NULL;

        if (print_pack (argv[i], atoi (argv[1]), atoi (argv[2]), &error))
            continue;
        fprintf (stderr, "%s: %s\n", argv[i], error->message);
        return 1;
    }
    return argc > 3 ? 0 : 2;
}
