// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-output-value.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
check (const WattleEntitySpec &spec, GVariant *value, GVariant *now = nullptr)
{
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    g_autoptr (GVariant) was = now != nullptr ? g_variant_ref_sink (now) : nullptr;
    g_autoptr (GError) error = nullptr;
    g_autoptr (GVariant) taken = wattle_output_value_check (entity, owned, was, &error);

    if (taken == nullptr)
        return error->message;
    g_autofree char *text = g_variant_print (taken, FALSE);
    return text;
}

const WattleEntitySpec relay = { .key = "output_1",
                                 .quantity = WATTLE_QUANTITY_SWITCH,
                                 .flags = WATTLE_ENTITY_OUTPUT };
const WattleEntitySpec limit = { .key = "limit",
                                 .quantity = WATTLE_QUANTITY_CURRENT,
                                 .flags = WATTLE_ENTITY_OUTPUT,
                                 .min = 6,
                                 .max = 32,
                                 .step = 1 };
const WattleEntitySpec mode = { .key = "mode",
                                .quantity = WATTLE_QUANTITY_ENUM,
                                .flags = WATTLE_ENTITY_OUTPUT,
                                .options = "eco|boost" };

TEST (OutputValue, TakesOnOffAndToggleForASwitch)
{
    EXPECT_EQ (check (relay, g_variant_new_boolean (TRUE)), "true");
    EXPECT_EQ (check (relay, g_variant_new_string ("ON")), "true");
    EXPECT_EQ (check (relay, g_variant_new_string ("off")), "false");
    EXPECT_EQ (check (relay, g_variant_new_string ("toggle"), g_variant_new_boolean (TRUE)),
               "false");
    EXPECT_EQ (check (relay, g_variant_new_string ("toggle")),
               "output_1: cannot be toggled while its state is not known");
    EXPECT_EQ (check (relay, g_variant_new_string ("maybe")),
               "output_1: must be on, off or toggle");
    EXPECT_EQ (check (relay, g_variant_new_double (1)), "output_1: must be on, off or toggle");
}

TEST (OutputValue, TakesNumbersOfItsRange)
{
    EXPECT_EQ (check (limit, g_variant_new_double (16)), "16.0");
    EXPECT_EQ (check (limit, g_variant_new_int32 (16)), "16.0");
    EXPECT_EQ (check (limit, g_variant_new_string ("16")), "16.0");
    EXPECT_EQ (check (limit, g_variant_new_uint32 (16)), "16.0");
    EXPECT_EQ (check (limit, g_variant_new_string ("16.5")),
               "limit: must be a number from 6 to 32 A in steps of 1 A");
    EXPECT_EQ (check (limit, g_variant_new_double (33)),
               "limit: must be a number from 6 to 32 A in steps of 1 A");
    EXPECT_EQ (check (limit, g_variant_new_double (G_MAXDOUBLE * 2)),
               "limit: must be a number from 6 to 32 A in steps of 1 A");
    EXPECT_EQ (check (limit, g_variant_new_string ("many")),
               "limit: must be a number from 6 to 32 A in steps of 1 A");
}

TEST (OutputValue, TakesOneOfItsWords)
{
    EXPECT_EQ (check (mode, g_variant_new_string ("eco")), "'eco'");
    EXPECT_EQ (check (mode, g_variant_new_string ("fast")), "mode: must be one of eco, boost");
}

} // namespace
