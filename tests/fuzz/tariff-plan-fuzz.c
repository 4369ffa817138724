/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "calendar/wattle-tariff-proof.h"
#include "fuzz.h"

#define SEPARATOR   '\0'
#define DAY         86400
#define FIRST       (2 * (gint64)DAY) /* all zones are in 1970 by then */
#define LAST        (G_GINT64_CONSTANT (4133980800) - 400 * (gint64)DAY)
#define MAX_MOMENTS 16
#define LOOK_AHEAD  40 /* days */

/* Whatever country a plan names, it is this one. */
static WattleHolidayPack *
find_pack (const char *country, gpointer pack)
{
    return pack;
}

static void
check_pack (WattleHolidayPack *pack)
{
    const char *const *regions = wattle_holiday_pack_get_regions (pack);
    guint n = wattle_holiday_pack_get_n_holidays (pack);

    fuzz_check (n >= 1);
    for (guint i = 0; i <= (regions != NULL ? g_strv_length ((char **)regions) : 0); i++) {
        g_autoptr (WattleDayTypes) types = wattle_day_types_new ();
        const char *region = i > 0 ? regions[i - 1] : NULL;

        fuzz_check (wattle_holiday_pack_add_to (pack, region, NULL, NULL, types, NULL));
        for (guint j = 0; j < n; j++) {
            const char *name, *id = wattle_holiday_pack_get_holiday (pack, j, region, &name);

            fuzz_check (name != NULL);
            fuzz_check (id == NULL || *id != '\0');
        }
    }
}

static void
check_items (WattleTariffPlan *plan, gint64 time, const WattlePricing *pricing)
{
    guint n = wattle_tariff_plan_get_n_items (plan, time), n_main = 0;
    gboolean known = n > 0;
    WattleMoney sum = 0;

    for (guint i = 0; i < n; i++) {
        WattlePriceItem item;

        wattle_tariff_plan_get_item (plan, time, i, &item);
        fuzz_check (item.id != NULL && item.name != NULL);
        fuzz_check (!item.main || item.tariff == pricing->main.tariff);
        n_main += item.main ? 1 : 0;
        known = known && item.known;
        sum += item.gross;
    }
    fuzz_check (n == 0 || n_main == 1);
    fuzz_check (known == pricing->known);
    fuzz_check (pricing->price == (known ? sum : 0));
}

static void
check_fees (WattleTariffPlan *plan, gint64 time)
{
    guint n = wattle_tariff_plan_get_n_fees (plan, time);

    fuzz_check (n == 0 || wattle_tariff_plan_get_n_items (plan, time) > 0);
    for (guint i = 0; i < n; i++) {
        WattleFixedFee fee;

        wattle_tariff_plan_get_fee (plan, time, i, &fee);
        fuzz_check (fee.id != NULL && fee.name != NULL);
        fuzz_check (fee.vat >= 0 && (fee.vat > 0 || fee.net == fee.gross));
    }
}

static void
check_same (WattleTariffPlan *plan, gint64 time, const WattlePricing *pricing)
{
    WattlePricing other;

    wattle_tariff_plan_get (plan, time, &other);
    fuzz_check (other.start == pricing->start && other.end == pricing->end);
    fuzz_check (other.main.tariff == pricing->main.tariff);
    fuzz_check (other.price == pricing->price);
}

static void
check_moment (WattleTariffPlan *plan, gint64 time)
{
    WattlePricing pricing;

    wattle_tariff_plan_get (plan, time, &pricing);
    fuzz_check (pricing.start <= time && time < pricing.end);
    fuzz_check (pricing.main.tariff < (int)wattle_tariff_plan_get_n_tariffs (plan));
    check_items (plan, time, &pricing);
    check_fees (plan, time);
    if (pricing.start > G_MININT64)
        check_same (plan, pricing.start, &pricing);
    if (pricing.end < G_MAXINT64)
        check_same (plan, pricing.end - 1, &pricing);
    fuzz_check (wattle_tariff_plan_find_change (plan, time, LOOK_AHEAD) > time);
}

/* What the parser took has a tariff at each time from its first version on. */
static void
check_proof (WattleTariffPlan *plan, gint64 time)
{
    WattleTariffProof proof;
    WattlePricing pricing;
    g_autoptr (GError) error = NULL;
    gint64 from;

    wattle_tariff_plan_get (plan, time, &pricing);
    from = pricing.main.tariff == WATTLE_NO_TARIFF ? pricing.end : time;
    if (from > LAST)
        return;
    fuzz_check (
        wattle_tariff_proof_walk (plan, from, from + LOOK_AHEAD * (gint64)DAY, &proof, &error));
    fuzz_check (proof.unpriced <= proof.spans);
}

static gint64
take_moment (FuzzInput *input)
{
    guint64 value = 0;

    for (guint i = 0; i < 5; i++)
        value = value << 8 | fuzz_take_byte (input);
    return FIRST + (gint64)(value % (guint64)(LAST - FIRST));
}

/* A plan, a zero byte, the pack of all countries, a zero byte, and moments of five bytes each. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    g_autofree char *plan_text = fuzz_take_text (&input, SEPARATOR);
    g_autofree char *pack_text = fuzz_take_text (&input, SEPARATOR);
    g_autoptr (WattleHolidayPack) pack = NULL;
    g_autoptr (WattleTariffPlan) plan = NULL;
    g_autoptr (GError) error = NULL, pack_error = NULL;

    pack = wattle_holiday_pack_parse (pack_text != NULL ? pack_text : "", -1, &pack_error);
    fuzz_check_error (pack != NULL, &pack_error);
    if (pack != NULL)
        check_pack (pack);

    plan = wattle_tariff_plan_parse (plan_text != NULL ? plan_text : "", -1, "Europe/Ljubljana",
                                     find_pack, pack, &error);
    fuzz_check_error (plan != NULL, &error);
    for (guint i = 0; plan != NULL && i < MAX_MOMENTS && (i == 0 || input.size > 0); i++) {
        gint64 time = take_moment (&input);

        check_moment (plan, time);
        check_proof (plan, time);
    }
    return 0;
}
