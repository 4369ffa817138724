/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-quarter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "iskra-sg-blocks.h"

/* Input registers; the maker's client, IMPACT.py. */
#define NUMBER      6761 /* of time blocks; other numbers than five mean something else */
#define EXPONENT    6762
#define ACTIVE      6763
#define FIRST_BLOCK 6786
#define BLOCK_WORDS 42
#define N_BLOCKS    5

#define QUARTER       5244
#define QUARTER_WORDS 18

const IskraSgRead iskra_sg_quarter_probe = { ISKRA_SG_INPUT, NUMBER, 1 };

/* Behind the beginning of a block; energies are uint32 · 10^exponent Wh, powers T5. */
static const guint offsets[ISKRA_SG_N_BLOCK_VALUES] = {
    [ISKRA_SG_BLOCK_ENERGY_MONTH] = 10, [ISKRA_SG_BLOCK_ENERGY_PREVIOUS_MONTH] = 12,
    [ISKRA_SG_BLOCK_ENERGY_YEAR] = 14,  [ISKRA_SG_BLOCK_ENERGY_PREVIOUS_YEAR] = 16,
    [ISKRA_SG_BLOCK_EXCESS_MONTH] = 18, [ISKRA_SG_BLOCK_EXCESS_PREVIOUS_MONTH] = 20,
    [ISKRA_SG_BLOCK_PEAK_MONTH] = 26,   [ISKRA_SG_BLOCK_PEAK_PREVIOUS_MONTH] = 30,
};

#define FIRST_OFFSET 10
#define USED_WORDS   22

static const IskraSgRead head = { ISKRA_SG_INPUT, NUMBER, 3 };

static const struct {
    guint16 address;
    IskraSgType type;
    double divisor;
    WattleEntitySpec spec;
} rows[] = {
#define POWER(address, key, label)                                                                 \
    {                                                                                              \
        address, ISKRA_SG_T5, 1,                                                                   \
        {                                                                                          \
            key, WATTLE_QUANTITY_ACTIVE_POWER, .name = label                                       \
        }                                                                                          \
    }
    { 5244,
      ISKRA_SG_UINT16,
      1,
      { "quarter_rest", WATTLE_QUANTITY_DURATION, .name = N_ ("Rest of the 15 minutes") } },
    POWER (5245, "quarter_power_import", N_ ("15-minute power import, running")),
    POWER (5247, "quarter_power_thermal_import", N_ ("15-minute power import, thermal")),
    POWER (5249, "quarter_power_predicted_import", N_ ("15-minute power import, predicted")),
    POWER (5251, "quarter_power_last_import", N_ ("15-minute power import, last")),
    POWER (5253, "quarter_power_export", N_ ("15-minute power export, running")),
    POWER (5255, "quarter_power_thermal_export", N_ ("15-minute power export, thermal")),
    POWER (5257, "quarter_power_predicted_export", N_ ("15-minute power export, predicted")),
    POWER (5259, "quarter_power_last_export", N_ ("15-minute power export, last")),
    { 5261,
      ISKRA_SG_INT16,
      100,
      { "quarter_limit_share", WATTLE_QUANTITY_NUMBER,
        /* xgettext:no-c-format */
        .name = N_ ("Predicted 15-minute power, % of the limit") } },
#undef POWER
};

gboolean
iskra_sg_quarter_is_there (IskraSgImage *image)
{
    return iskra_sg_image_get_word (image, ISKRA_SG_INPUT, NUMBER) == N_BLOCKS;
}

void
iskra_sg_quarter_plan (GArray *reads)
{
    const IskraSgRead read = { ISKRA_SG_INPUT, QUARTER, QUARTER_WORDS };

    g_array_append_val (reads, read);
}

void
iskra_sg_quarter_add (IskraSgImage *image, GPtrArray *readings)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        IskraSgValue value =
            iskra_sg_image_read (image, ISKRA_SG_INPUT, rows[i].address, rows[i].type);

        value.number /= rows[i].divisor;
        iskra_sg_readings_add_value (readings, &rows[i].spec, &value);
    }
}

void
iskra_sg_quarter_plan_blocks (GArray *reads)
{
    g_array_append_val (reads, head);
    for (guint block = 0; block < N_BLOCKS; block++) {
        IskraSgRead read = { ISKRA_SG_INPUT,
                             (guint16)(FIRST_BLOCK + BLOCK_WORDS * block + FIRST_OFFSET),
                             USED_WORDS };

        g_array_append_val (reads, read);
    }
}

static IskraSgValue
read_block_value (IskraSgImage *image, guint block, IskraSgBlockValue kind, double factor)
{
    guint address = FIRST_BLOCK + BLOCK_WORDS * block + offsets[kind];
    IskraSgValue value;

    if (kind >= ISKRA_SG_BLOCK_EXCESS_MONTH)
        return iskra_sg_image_read (image, ISKRA_SG_INPUT, address, ISKRA_SG_T5);
    value = iskra_sg_image_read (image, ISKRA_SG_INPUT, address, ISKRA_SG_UINT32);
    value.known &= factor > 0;
    value.number *= factor;
    return value;
}

/* 0: there is none that makes sense. */
static double
read_factor (IskraSgImage *image)
{
    IskraSgValue exponent = iskra_sg_image_read (image, ISKRA_SG_INPUT, EXPONENT, ISKRA_SG_INT16);

    return exponent.known && exponent.number >= ISKRA_SG_MIN_EXPONENT &&
                   exponent.number <= ISKRA_SG_MAX_EXPONENT
               ? pow (10, exponent.number)
               : 0;
}

void
iskra_sg_quarter_add_blocks (IskraSgImage *image, GPtrArray *readings)
{
    double factor = read_factor (image);
    IskraSgValue active = iskra_sg_image_read (image, ISKRA_SG_INPUT, ACTIVE, ISKRA_SG_UINT16);

    iskra_sg_blocks_add_active (readings, &active);
    for (IskraSgBlockValue kind = 0; kind < ISKRA_SG_N_BLOCK_VALUES; kind++)
        for (guint block = 0; block < N_BLOCKS; block++) {
            IskraSgValue value = read_block_value (image, block, kind, factor);

            iskra_sg_blocks_add_value (readings, kind, block + 1, &value);
        }
}
