// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../smart-ems-variable.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

// What a line means, as "key: FACTOR of 1" with the name behind it; or what is wrong with it.
std::string
meaning (const char *text)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (SmartEmsVariable) variable = smart_ems_variable_parse (text, &error);

    EXPECT_EQ (variable == nullptr, error != nullptr);
    if (variable == nullptr) {
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        return error->message;
    }

    g_autofree char *key = smart_ems_variable_dup_key (variable);
    g_autofree char *one = wattle_number_format_exact (smart_ems_variable_convert (variable, 1));
    std::string shown = std::string (key) + ": " + one;

    return variable->name != nullptr ? shown + " " + variable->name : shown;
}

} // namespace

TEST (SmartEmsVariable, SaysQuantityPhaseDirectionAndUnit)
{
    EXPECT_EQ (meaning ("active_power W"), "active_power: 1");
    EXPECT_EQ (meaning ("active_power l2 kW"), "active_power_l2: 1000");
    EXPECT_EQ (meaning ("energy import kWh"), "energy_import: 1000");
    EXPECT_EQ (meaning ("energy kWh export l3"), "energy_export_l3: 1000");
    EXPECT_EQ (meaning ("energy export, kWh"), "energy_export: 1000");
    EXPECT_EQ (meaning ("energy MWh"), "energy: 1000000");
    EXPECT_EQ (meaning ("reactive_energy import kvarh"), "reactive_energy_import: 1000");
    EXPECT_EQ (meaning ("voltage l1"), "voltage_l1: 1");
    EXPECT_EQ (meaning ("  current\tl1  mA "), "current_l1: 0.001");
    EXPECT_EQ (meaning ("frequency Hz"), "frequency: 1");
    EXPECT_EQ (meaning ("power_factor"), "power_factor: 1");
    EXPECT_EQ (meaning ("pressure Pa"), "pressure: 0.01");
    EXPECT_EQ (meaning ("temperature °C"), "temperature: 1");
    EXPECT_EQ (meaning ("number"), "number: 1");
}

TEST (SmartEmsVariable, TurnsAndDivides)
{
    EXPECT_EQ (meaning ("active_power kW invert"), "active_power: -1000");
    EXPECT_EQ (meaning ("temperature /10"), "temperature: 0.1");
    EXPECT_EQ (meaning ("active_power W /0.1"), "active_power: 10");
    EXPECT_EQ (meaning ("energy import kWh /1000"), "energy_import: 1");
}

TEST (SmartEmsVariable, HasANameThatTellsItApart)
{
    EXPECT_EQ (meaning ("temperature name Boiler top"), "temperature_boiler_top: 1 Boiler top");
    EXPECT_EQ (meaning ("active_power W name Pompa ciepła"),
               "active_power_pompa_ciepla: 1 Pompa ciepła");
    EXPECT_EQ (meaning ("voltage l1 name name"), "voltage_l1_name: 1 name");
    EXPECT_EQ (meaning ("temperature name –"),
               "“–” cannot be a name: it must have a letter or digit, and “temperature_”, which is "
               "made of it, at most 32 characters");
    EXPECT_NE (
        meaning ("temperature name a name that is longer than it may be").find ("at most 32"),
        std::string::npos);
    EXPECT_NE (meaning ("temperature name").find ("cannot be a name"), std::string::npos);
}

TEST (SmartEmsVariable, RefusesAUnitOfAnotherDimension)
{
    EXPECT_EQ (meaning ("energy import kW"), "energy is not told in kW; allowed: Wh, kWh, MWh");
    EXPECT_EQ (meaning ("active_power kWh"), "active_power is not told in kWh; allowed: W, kW, MW");
    EXPECT_EQ (meaning ("temperature V"), "temperature is not told in V; allowed: °C");
    EXPECT_EQ (meaning ("power_factor A"), "power_factor is not told in A; allowed: –");
}

TEST (SmartEmsVariable, WantsAUnitWhereAKMayBeForgotten)
{
    EXPECT_EQ (meaning ("active_power"), "the unit of active_power is missing, one of: W, kW, MW");
    EXPECT_EQ (meaning ("energy import"), "the unit of energy is missing, one of: Wh, kWh, MWh");
}

TEST (SmartEmsVariable, RefusesWhatCannotBeMeant)
{
    EXPECT_EQ (meaning ("").rfind ("“” is no quantity; there are: active_power, ", 0), 0u);
    EXPECT_EQ (meaning ("power W").rfind ("“power” is no quantity; there are: active_power", 0),
               0u);
    EXPECT_EQ (meaning ("frequency l1"), "frequency has no phases, so “l1” is too much");
    EXPECT_EQ (meaning ("active_power import W"),
               "only energies have a direction, so “import” is too much: what is imported is "
               "positive, and “invert” turns the sign");
    EXPECT_EQ (meaning ("energy import kWh invert"),
               "energy counts, so it cannot be inverted; it has “import” or “export”");
    for (const char *text : { "voltage l1 l2", "energy import export kWh", "voltage V V",
                              "temperature /10 /10", "voltage invert invert" })
        EXPECT_NE (meaning (text).find ("is one too many of its kind"), std::string::npos) << text;
    for (const char *text : { "temperature /0", "temperature /", "temperature /-1",
                              "temperature /1e300", "temperature /x", "temperature /nan" })
        EXPECT_NE (meaning (text).find ("must be a number above 0"), std::string::npos) << text;
    EXPECT_EQ (meaning ("voltage l4").rfind ("“l4” is not understood; behind the quantity", 0), 0u);
    EXPECT_EQ (meaning ("voltage kwh").rfind ("“kwh” is not understood", 0), 0u);
}
