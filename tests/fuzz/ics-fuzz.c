/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cli/wattle-cli-ics.h"
#include "fuzz.h"

#define MAX_HOLIDAYS 200 /* that a plan may have */

static const char before[] =
    "{\"format\": 1, \"id\": \"p\", \"name\": \"p\", \"currency\": \"EUR\", \"zone\": \"UTC\", "
    "\"tariffs\": [{\"id\": \"t\", \"name\": \"t\"}], \"versions\": [{\"from\": \"1970-01-01\", "
    "\"components\": [{\"id\": \"c\", \"name\": \"c\", \"main\": true, \"prices\": {\"t\": \"1\"}, "
    "\"seasons\": [{\"name\": \"s\", \"start\": \"01-01\", "
    "\"day_types\": [\"workday\", \"weekend\", \"holiday\"], "
    "\"schedule\": [{\"at\": \"00:00\", \"tariff\": \"t\"}]}]}]}]}";

/* What is taken over is what a plan can have. */
static void
check_days (GPtrArray *days)
{
    g_autoptr (GBytes) document = g_bytes_new_static (before, strlen (before));
    g_autoptr (GError) error = NULL;
    guint n_added;
    g_autoptr (GBytes) merged = wattle_cli_ics_merge (document, days, NULL, &n_added, &error);
    g_autoptr (WattleTariffPlan) plan = NULL;
    gsize length;
    const char *data;

    fuzz_check (merged != NULL && error == NULL && n_added <= days->len);
    data = g_bytes_get_data (merged, &length);
    plan = wattle_tariff_plan_parse (data, (gssize)length, "UTC", NULL, NULL, &error);
    if (n_added > MAX_HOLIDAYS)
        return;
    if (plan == NULL)
        g_printerr ("%s\n", error->message);
    fuzz_check (plan != NULL);
    for (guint i = 0; i < days->len; i++) {
        const WattleCliIcsDay *day = g_ptr_array_index (days, i);

        fuzz_check (day->rule.days >= 1 && *day->name != '\0');
        if (day->rule.kind == WATTLE_DATE_RULE_ONCE)
            fuzz_check (wattle_date_rule_covers (&day->rule, day->rule.date));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (GBytes) text = g_bytes_new (data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) days = NULL;

    if (size > WATTLE_CLI_ICS_MAX_SIZE)
        return 0;
    wattle_cli_ics_is_calendar (text);
    days = wattle_cli_ics_read (text, &error);
    fuzz_check ((days != NULL) == (error == NULL));
    if (days != NULL)
        check_days (days);
    return 0;
}
