/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-measure.h"

#include <glib/gi18n-lib.h>

/* All are input registers; 0: there is none. */
typedef struct {
    WattleQuantity quantity;
    IskraSgType type;
    double divisor;
    guint16 phases[3];
    guint16 total;
} PhaseRow;

typedef struct {
    WattleQuantity quantity;
    IskraSgType type;
    double divisor;
    guint16 address;
    const char *name;
    WattleEntityFlags flags;
} CommonRow;

typedef struct {
    const PhaseRow *phases;
    guint n_phases;
    const CommonRow *common;
    guint n_common;
} Table;

/* IE and WM: the maker's client, IMPACT.py and WM.py. */
static const PhaseRow impact_phases[] = {
    { WATTLE_QUANTITY_VOLTAGE, ISKRA_SG_T5, 1, { 107, 109, 111 }, 0 },
    { WATTLE_QUANTITY_CURRENT, ISKRA_SG_T5, 1, { 126, 128, 130 }, 0 },
    { WATTLE_QUANTITY_ACTIVE_POWER, ISKRA_SG_T6, 1, { 142, 144, 146 }, 140 },
    { WATTLE_QUANTITY_REACTIVE_POWER, ISKRA_SG_T6, 1, { 150, 152, 154 }, 148 },
    { WATTLE_QUANTITY_APPARENT_POWER, ISKRA_SG_T5, 1, { 158, 160, 162 }, 156 },
    { WATTLE_QUANTITY_POWER_FACTOR, ISKRA_SG_T7, 1, { 166, 168, 170 }, 164 },
    { WATTLE_QUANTITY_PHASE_ANGLE, ISKRA_SG_INT16, 100, { 173, 174, 175 }, 172 },
    { WATTLE_QUANTITY_VOLTAGE_THD, ISKRA_SG_UINT16, 100, { 182, 183, 184 }, 0 },
    { WATTLE_QUANTITY_CURRENT_THD, ISKRA_SG_UINT16, 100, { 188, 189, 190 }, 0 },
};

static const CommonRow impact_common[] = {
    { WATTLE_QUANTITY_FREQUENCY, ISKRA_SG_T5, 1, 105 },
    { WATTLE_QUANTITY_TEMPERATURE, ISKRA_SG_INT16, 100, 181, N_ ("Internal temperature"),
      WATTLE_ENTITY_DIAGNOSTIC },
    { WATTLE_QUANTITY_TARIFF, ISKRA_SG_UINT16, 1, 405 },
};

/* MC and MT: the maker's client, MeasuringCenter.py. */
static const PhaseRow centre_phases[] = {
    { WATTLE_QUANTITY_VOLTAGE, ISKRA_SG_FLOAT, 1, { 2500, 2502, 2504 }, 0 },
    { WATTLE_QUANTITY_CURRENT, ISKRA_SG_FLOAT, 1, { 2516, 2518, 2520 }, 0 },
    { WATTLE_QUANTITY_ACTIVE_POWER, ISKRA_SG_FLOAT, 1, { 2530, 2532, 2534 }, 2536 },
    { WATTLE_QUANTITY_REACTIVE_POWER, ISKRA_SG_FLOAT, 1, { 2538, 2540, 2542 }, 2544 },
    { WATTLE_QUANTITY_APPARENT_POWER, ISKRA_SG_FLOAT, 1, { 2546, 2548, 2550 }, 2552 },
    { WATTLE_QUANTITY_POWER_FACTOR, ISKRA_SG_FLOAT, 1, { 2554, 2556, 2558 }, 2560 },
    { WATTLE_QUANTITY_PHASE_ANGLE, ISKRA_SG_FLOAT, 1, { 2570, 2572, 2574 }, 2576 },
    { WATTLE_QUANTITY_VOLTAGE_THD, ISKRA_SG_FLOAT, 1, { 2594, 2596, 2598 }, 0 },
    { WATTLE_QUANTITY_CURRENT_THD, ISKRA_SG_FLOAT, 1, { 2588, 2590, 2592 }, 0 },
};

static const CommonRow centre_common[] = {
    { WATTLE_QUANTITY_FREQUENCY, ISKRA_SG_FLOAT, 1, 2584 },
    { WATTLE_QUANTITY_TEMPERATURE, ISKRA_SG_FLOAT, 1, 2658, N_ ("Internal temperature"),
      WATTLE_ENTITY_DIAGNOSTIC },
    { WATTLE_QUANTITY_TARIFF, ISKRA_SG_UINT16, 1, 405 },
};

#define TABLE(phases, common)                                                                      \
    {                                                                                              \
        phases, G_N_ELEMENTS (phases), common, G_N_ELEMENTS (common)                               \
    }

static const Table tables[] = {
    [ISKRA_SG_FAMILY_IMPACT] = TABLE (impact_phases, impact_common),
    [ISKRA_SG_FAMILY_WM] = TABLE (impact_phases, impact_common),
    [ISKRA_SG_FAMILY_CENTRE] = TABLE (centre_phases, centre_common),
};

static void
add_span (GArray *spans, guint16 address, IskraSgType type)
{
    WattleRegisterSpan span = { ISKRA_SG_INPUT, address,
                                (guint16)iskra_sg_register_get_words (type), 0 };

    if (address != 0)
        g_array_append_val (spans, span);
}

void
iskra_sg_measure_plan (const IskraSgFamily *family, GArray *reads)
{
    const Table *table = &tables[family->kind];
    g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (WattleRegisterSpan));

    for (guint i = 0; i < table->n_phases; i++) {
        for (guint phase = 0; phase < family->n_phases; phase++)
            add_span (spans, table->phases[i].phases[phase], table->phases[i].type);
        add_span (spans, table->phases[i].total, table->phases[i].type);
    }
    for (guint i = 0; i < table->n_common; i++)
        add_span (spans, table->common[i].address, table->common[i].type);
    iskra_sg_family_plan (family, (WattleRegisterSpan *)(gpointer)spans->data, spans->len, reads);
}

static IskraSgValue
read_register (IskraSgImage *image, guint address, IskraSgType type, double divisor)
{
    IskraSgValue value = iskra_sg_image_read (image, ISKRA_SG_INPUT, address, type);

    value.number /= divisor;
    return value;
}

/* Instruments of one phase may give its power as total only. (Older firmware of gateways reads it
 * there, the maker's client reads the phase.) */
static IskraSgValue
read_phase (const IskraSgFamily *family, IskraSgImage *image, const PhaseRow *row, guint phase)
{
    IskraSgValue value = read_register (image, row->phases[phase], row->type, row->divisor);

    if (family->n_phases == 1 && row->total != 0 && value.number == 0)
        return read_register (image, row->total, row->type, row->divisor);
    return value;
}

static void
add_reading (GPtrArray *readings, const PhaseRow *row, guint phase, const IskraSgValue *value)
{
    WattleEntitySpec spec = { .quantity = row->quantity, .phase = phase };
    WattleEntitySpec character = { .quantity = WATTLE_QUANTITY_LOAD_CHARACTER,
                                   .phase = phase,
                                   .options = "inductive|capacitive" };

    iskra_sg_readings_add_value (readings, &spec, value);
    if (row->type == ISKRA_SG_T7)
        iskra_sg_readings_add_text (readings, &character, value->character);
}

/* Everything the table names: what was not read is missing. */
GPtrArray *
iskra_sg_measure_decode (const IskraSgFamily *family, IskraSgImage *image)
{
    const Table *table = &tables[family->kind];
    GPtrArray *readings = iskra_sg_readings_new ();

    for (guint phase = 0; phase < family->n_phases; phase++)
        for (guint i = 0; i < table->n_phases; i++) {
            IskraSgValue value = read_phase (family, image, &table->phases[i], phase);

            add_reading (readings, &table->phases[i], phase + 1, &value);
        }
    for (guint i = 0; i < table->n_phases; i++) {
        const PhaseRow *row = &table->phases[i];
        IskraSgValue value = read_register (image, row->total, row->type, row->divisor);

        if (row->total != 0)
            add_reading (readings, row, 0, &value);
    }
    for (guint i = 0; i < table->n_common; i++) {
        const CommonRow *row = &table->common[i];
        WattleEntitySpec spec = { .quantity = row->quantity,
                                  .name = row->name,
                                  .flags = row->flags };
        IskraSgValue value = read_register (image, row->address, row->type, row->divisor);

        iskra_sg_readings_add_value (readings, &spec, &value);
    }
    return readings;
}
