/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "calendar/wattle-ics.h"
#include "fuzz.h"

static const char before[] =
    "{\"format\": 1, \"id\": \"p\", \"name\": \"p\", \"currency\": \"EUR\", \"zone\": \"UTC\", "
    "\"calendar\": {\"day_types\": [{\"id\": \"shut\", \"days\": [{\"date\": \"1999-01-01\"}]}]}, "
    "\"tariffs\": [{\"id\": \"t\", \"name\": \"t\"}], \"versions\": [{\"from\": \"1970-01-01\", "
    "\"components\": [{\"id\": \"c\", \"name\": \"c\", \"main\": true, \"prices\": {\"t\": \"1\"}, "
    "\"seasons\": [{\"name\": \"s\", \"start\": \"01-01\", "
    "\"day_types\": [\"workday\", \"weekend\", \"holiday\", \"shut\"], "
    "\"schedule\": [{\"at\": \"00:00\", \"tariff\": \"t\"}]}]}]}]}";

static WattleTariffPlan *
parse (GBytes *document)
{
    g_autoptr (GError) error = NULL;
    gsize length;
    const char *data = g_bytes_get_data (document, &length);
    WattleTariffPlan *plan =
        wattle_tariff_plan_parse (data, (gssize)length, "UTC", NULL, NULL, &error);

    if (plan == NULL)
        g_printerr ("%s\n", error->message);
    fuzz_check (plan != NULL);
    return plan;
}

/* What is taken over is what a plan can have; else it is refused. */
static void
check_merge (GPtrArray *days, const char *day_type)
{
    g_autoptr (GBytes) document = g_bytes_new_static (before, strlen (before));
    g_autoptr (WattleTariffPlan) plan = parse (document);
    g_autoptr (GError) error = NULL;
    guint n_added;
    g_autoptr (GBytes) merged = wattle_ics_merge (document, plan, days, day_type, &n_added, &error);
    g_autoptr (WattleTariffPlan) after = NULL;

    fuzz_check ((merged != NULL) == (error == NULL));
    if (merged == NULL)
        return;
    fuzz_check (n_added <= days->len);
    fuzz_check ((n_added == 0) == g_bytes_equal (merged, document));
    after = parse (merged);
}

static void
check_days (GPtrArray *days)
{
    for (guint i = 0; i < days->len; i++) {
        const WattleIcsDay *day = g_ptr_array_index (days, i);

        fuzz_check (day->rule.days >= 1 && *day->name != '\0');
        if (day->rule.kind == WATTLE_DATE_RULE_ONCE)
            fuzz_check (wattle_date_rule_covers (&day->rule, day->rule.date));
    }
    check_merge (days, NULL);
    check_merge (days, "shut");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (GBytes) text = g_bytes_new (data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) days = NULL;

    wattle_ics_is_calendar (text);
    days = wattle_ics_read (text, &error);
    fuzz_check ((days != NULL) == (error == NULL));
    if (days != NULL)
        check_days (days);
    return 0;
}
