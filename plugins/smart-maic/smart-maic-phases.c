/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-phases.h"

#include <glib/gi18n-lib.h>

/* Phases. A D101 has one, and its keys have no digit. */

static gboolean
has_phases (const SmartMaicBuilder *builder)
{
    for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
        for (guint kind = SMART_MAIC_V; kind <= SMART_MAIC_PF; kind++)
            if (smart_maic_builder_has (builder, kind, place))
                return TRUE;
    return FALSE;
}

/* @place: 0 of the only phase. */
static gboolean
is_inverted (const SmartMaicBuilder *builder, guint place)
{
    return builder->config->inverted[place];
}

static SmartMaicKind
get_energy_kind (const SmartMaicBuilder *builder, guint place, WattleDirection direction)
{
    return (direction == WATTLE_DIRECTION_IMPORT) != is_inverted (builder, place) ? SMART_MAIC_WH
                                                                                  : SMART_MAIC_RWH;
}

static SmartMaicKind
get_power_kind (const SmartMaicBuilder *builder, guint place, WattleDirection direction)
{
    return (direction == WATTLE_DIRECTION_IMPORT) != is_inverted (builder, place) ? SMART_MAIC_W
                                                                                  : SMART_MAIC_RW;
}

static char *
name_line (const SmartMaicBuilder *builder, const WattleEntitySpec *spec, const char *what)
{
    if (!builder->config->lines || spec->phase == 0)
        return NULL;
    return g_strdup_printf (_ ("%s, line %u"), what, spec->phase);
}

static SmartMaicFormula *
add_named (SmartMaicBuilder *builder, WattleEntitySpec spec, const char *line_name)
{
    g_autofree char *name = name_line (
        builder, &spec,
        line_name != NULL ? _ (line_name) : _ (wattle_quantity_get_info (spec.quantity)->name));

    spec.name = name;
    return smart_maic_builder_add (builder, &spec);
}

static void
add_measured (SmartMaicBuilder *builder, WattleEntitySpec spec, SmartMaicKind kind, guint place)
{
    if (smart_maic_builder_has (builder, kind, place))
        smart_maic_formula_add (add_named (builder, spec, NULL), SMART_MAIC_KEY (kind, place), 1);
}

/* Of the extended version the difference of what is taken and what is given back. */
static void
add_net_terms (const SmartMaicBuilder *builder, SmartMaicFormula *formula, guint place)
{
    double sign = is_inverted (builder, place) ? -1 : 1;

    smart_maic_formula_add (formula, SMART_MAIC_KEY (SMART_MAIC_W, place), sign);
    if (smart_maic_builder_has (builder, SMART_MAIC_RW, place))
        smart_maic_formula_add (formula, SMART_MAIC_KEY (SMART_MAIC_RW, place), -sign);
}

static void
add_power (SmartMaicBuilder *builder, guint phase, guint place)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER, .phase = phase };

    if (smart_maic_builder_has (builder, SMART_MAIC_W, place))
        add_net_terms (builder, add_named (builder, spec, NULL), place);
}

static const char *
get_power_name (WattleDirection direction)
{
    return direction == WATTLE_DIRECTION_IMPORT ? N_ ("Active power import")
                                                : N_ ("Active power export");
}

static void
add_directed_power (SmartMaicBuilder *builder, guint phase, guint place, WattleDirection direction)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                              .phase = phase,
                              .direction = direction,
                              .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED };
    SmartMaicKind kind = get_power_kind (builder, place, direction);

    if (smart_maic_builder_has (builder, SMART_MAIC_RW, place) &&
        smart_maic_builder_has (builder, kind, place))
        smart_maic_formula_add (add_named (builder, spec, get_power_name (direction)),
                                SMART_MAIC_KEY (kind, place), 1);
}

static const char *
get_energy_name (WattleDirection direction)
{
    return direction == WATTLE_DIRECTION_IMPORT ? N_ ("Energy import") : N_ ("Energy export");
}

static void
add_energy (SmartMaicBuilder *builder, guint phase, guint place, WattleDirection direction)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ENERGY,
                              .phase = phase,
                              .direction = direction,
                              .flags = WATTLE_ENTITY_ADJUSTABLE };
    SmartMaicKind kind = get_energy_kind (builder, place, direction);

    if (smart_maic_builder_has (builder, kind, place))
        smart_maic_formula_add (add_named (builder, spec, get_energy_name (direction)),
                                SMART_MAIC_KEY (kind, place), 1);
}

/* @phase: 0 where the values are those of the whole device as well. */
static void
add_phase (SmartMaicBuilder *builder, guint phase, guint place)
{
    guint own = place == 0 ? 1 : phase;

    add_measured (builder, (WattleEntitySpec){ .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = own },
                  SMART_MAIC_V, place);
    add_measured (builder, (WattleEntitySpec){ .quantity = WATTLE_QUANTITY_CURRENT, .phase = own },
                  SMART_MAIC_A, place);
    add_power (builder, phase, place);
    add_directed_power (builder, phase, place, WATTLE_DIRECTION_IMPORT);
    add_directed_power (builder, phase, place, WATTLE_DIRECTION_EXPORT);
    add_measured (builder,
                  (WattleEntitySpec){ .quantity = WATTLE_QUANTITY_POWER_FACTOR, .phase = phase },
                  SMART_MAIC_PF, place);
    add_energy (builder, phase, place, WATTLE_DIRECTION_IMPORT);
    add_energy (builder, phase, place, WATTLE_DIRECTION_EXPORT);
}

/* Sums. A summand that is not there makes no sum, not a smaller one. */

static gboolean
has_all (const SmartMaicBuilder *builder, SmartMaicKind kind)
{
    return smart_maic_builder_has (builder, kind, 1) && smart_maic_builder_has (builder, kind, 2) &&
           smart_maic_builder_has (builder, kind, 3);
}

static gboolean
has_any (const SmartMaicBuilder *builder, SmartMaicKind kind)
{
    return smart_maic_builder_has (builder, kind, 1) || smart_maic_builder_has (builder, kind, 2) ||
           smart_maic_builder_has (builder, kind, 3);
}

static void
add_total_current (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_CURRENT };
    SmartMaicFormula *formula;

    if (!has_all (builder, SMART_MAIC_A))
        return;
    formula = smart_maic_builder_add (builder, &spec);
    for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
        smart_maic_formula_add (formula, SMART_MAIC_KEY (SMART_MAIC_A, place), 1);
}

static void
add_total_power (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER };
    SmartMaicFormula *formula;

    if (!has_all (builder, SMART_MAIC_W) ||
        (has_any (builder, SMART_MAIC_RW) && !has_all (builder, SMART_MAIC_RW)))
        return;
    formula = smart_maic_builder_add (builder, &spec);
    for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
        add_net_terms (builder, formula, place);
}

/* Each phase with its own key, as each may be inverted. */
static gboolean
add_sum (SmartMaicBuilder *builder,
         const WattleEntitySpec *spec,
         SmartMaicKind (*get_kind) (const SmartMaicBuilder *, guint, WattleDirection))
{
    SmartMaicFormula *formula;

    for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
        if (!smart_maic_builder_has (builder, get_kind (builder, place, spec->direction), place))
            return FALSE;

    formula = smart_maic_builder_add (builder, spec);
    for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
        smart_maic_formula_add (
            formula, SMART_MAIC_KEY (get_kind (builder, place, spec->direction), place), 1);
    return TRUE;
}

static void
add_total_energy (SmartMaicBuilder *builder, WattleDirection direction)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ENERGY, .direction = direction };

    add_sum (builder, &spec, get_energy_kind);
}

static void
add_total_directed_power (SmartMaicBuilder *builder, WattleDirection direction)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                              .direction = direction,
                              .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED };

    if (has_all (builder, SMART_MAIC_RW))
        add_sum (builder, &spec, get_power_kind);
}

static void
add_sums (SmartMaicBuilder *builder)
{
    add_total_current (builder);
    add_total_power (builder);
    add_total_directed_power (builder, WATTLE_DIRECTION_IMPORT);
    add_total_directed_power (builder, WATTLE_DIRECTION_EXPORT);
    add_total_energy (builder, WATTLE_DIRECTION_IMPORT);
    add_total_energy (builder, WATTLE_DIRECTION_EXPORT);
}

/* What stands on the display; of import the host has one of its own. */
static void
add_export_reading (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec spec = {
        .key = "meter_reading_export",
        .quantity = WATTLE_QUANTITY_ENERGY,
        .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED,
        .name = N_ ("Meter reading export"),
        .counter = WATTLE_COUNTER_READING,
    };

    for (guint i = 0; i < builder->formulas->len; i++) {
        const SmartMaicFormula *other = g_ptr_array_index (builder->formulas, i);

        if (g_str_equal (other->spec.key, "energy_export")) {
            smart_maic_formula_copy_terms (smart_maic_builder_add (builder, &spec), other);
            return;
        }
    }
}

void
smart_maic_phases_add (SmartMaicBuilder *builder)
{
    if (has_phases (builder)) {
        for (guint place = 1; place <= SMART_MAIC_N_PHASES; place++)
            add_phase (builder, place, place);
        add_sums (builder); /* reported after their summands */
    } else {
        add_phase (builder, 0, 0);
    }
    add_export_reading (builder);
}
