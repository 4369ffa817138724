// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-ident.h"
#include "model/wattle-quantity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

static WattleQuantity
nth (int index)
{
    return static_cast<WattleQuantity> (index);
}

TEST (Quantity, EveryRowIsWholeAndItsKeyUnique)
{
    std::set<std::string> keys;

    for (int i = 0; i <= WATTLE_QUANTITY_LAST; i++) {
        const WattleQuantityInfo *info = wattle_quantity_get_info (nth (i));

        ASSERT_NE (info->key, nullptr) << "quantity " << i;
        EXPECT_TRUE (wattle_ident_is_valid (info->key)) << info->key;
        EXPECT_TRUE (keys.insert (info->key).second) << info->key;
        EXPECT_STRNE (info->name, "") << info->key;
        EXPECT_NE (info->unit, nullptr) << info->key;
        EXPECT_NE (info->hass_unit, nullptr) << info->key;
        EXPECT_NE (info->type, WATTLE_VALUE_NONE) << info->key;
        EXPECT_GE (info->dead_band, 0) << info->key;
        EXPECT_GT (info->hass_scale, 0) << info->key;
        EXPECT_GE (info->decimals, 0) << info->key;
        EXPECT_STREQ (wattle_quantity_get_unit (nth (i)), info->unit);
    }
}

TEST (Quantity, OnlyNumbersHaveUnitsAndCount)
{
    for (int i = 0; i <= WATTLE_QUANTITY_LAST; i++) {
        const WattleQuantityInfo *info = wattle_quantity_get_info (nth (i));

        if (info->type == WATTLE_VALUE_NUMBER)
            continue;
        EXPECT_STREQ (info->unit, "") << info->key;
        EXPECT_EQ (info->counter, WATTLE_COUNTER_NONE) << info->key;
        EXPECT_EQ (info->dead_band, 0) << info->key;
    }
}

// No digit that is worth a message may be rounded away on the way to Home Assistant.
TEST (Quantity, HomeAssistantSeesEveryChangeBeyondTheDeadBand)
{
    for (int i = 0; i <= WATTLE_QUANTITY_LAST; i++) {
        const WattleQuantityInfo *info = wattle_quantity_get_info (nth (i));

        if (info->dead_band == 0)
            continue;
        EXPECT_GE (info->dead_band * info->hass_scale, std::pow (10, -info->hass_decimals) * 0.999)
            << info->key;
    }
}

TEST (Quantity, EnergyGoesOutInKilowattHoursWithThreeDecimals)
{
    const WattleQuantityInfo *energy = wattle_quantity_get_info (WATTLE_QUANTITY_ENERGY);

    EXPECT_STREQ (energy->unit, "Wh");
    EXPECT_STREQ (energy->hass_class, "energy");
    EXPECT_STREQ (energy->hass_unit, "kWh");
    EXPECT_DOUBLE_EQ (energy->hass_scale, 0.001);
    EXPECT_EQ (energy->hass_decimals, 3);
    EXPECT_EQ (energy->counter, WATTLE_COUNTER_LIFETIME);
}

TEST (Quantity, PowerGoesOutInWatts)
{
    const WattleQuantityInfo *power = wattle_quantity_get_info (WATTLE_QUANTITY_ACTIVE_POWER);

    EXPECT_STREQ (power->unit, "W");
    EXPECT_STREQ (power->hass_class, "power");
    EXPECT_STREQ (power->hass_unit, "W");
    EXPECT_DOUBLE_EQ (power->hass_scale, 1);
    EXPECT_EQ (power->counter, WATTLE_COUNTER_NONE);
}

TEST (Quantity, OneThatDoesNotExistIsAPlainNumber)
{
    g_test_expect_message ("wattle", G_LOG_LEVEL_CRITICAL, "*");
    EXPECT_STREQ (wattle_quantity_get_info (nth (WATTLE_QUANTITY_LAST + 1))->key, "number");
    g_test_assert_expected_messages ();
}

TEST (Quantity, APriceGoesOutWithAllItsDigits)
{
    struct {
        WattleQuantity quantity;
        double number;
        const char *text;
    } rows[] = {
        { WATTLE_QUANTITY_PRICE, 0.1506090005, "0.1506090005" },
        { WATTLE_QUANTITY_PRICE, -0.5, "-0.5" },
        { WATTLE_QUANTITY_PRICE, 0, "0" },
        { WATTLE_QUANTITY_PRICE, NAN, "null" },
        { WATTLE_QUANTITY_ENERGY, 1234567, "1234.567" },
        { WATTLE_QUANTITY_VOLTAGE, INFINITY, "null" },
    };

    for (const auto &row : rows) {
        g_autoptr (GString) buffer = g_string_new (nullptr);

        wattle_quantity_append_hass (wattle_quantity_get_info (row.quantity), row.number, buffer);
        EXPECT_STREQ (buffer->str, row.text);
    }
}
