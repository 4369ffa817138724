/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-sensors.h"

#include <glib/gi18n-lib.h>

static const struct {
    WattleQuantity quantity;
    const char *stem;
    double scale; /* from the unit to that of the quantity */
} units[] = {
    [SMART_MAIC_UNIT_NONE] = { WATTLE_QUANTITY_COUNT, NULL, 1 },
    [SMART_MAIC_UNIT_M3] = { WATTLE_QUANTITY_VOLUME, "volume", 1 },
    [SMART_MAIC_UNIT_LITRE] = { WATTLE_QUANTITY_VOLUME, "volume", 1e-3 },
    [SMART_MAIC_UNIT_KWH] = { WATTLE_QUANTITY_ENERGY, "energy", 1e3 },
};

/* °F become °C. */
static void
scale_temperature (const SmartMaicBuilder *builder, SmartMaicFormula *formula)
{
    if (formula == NULL || !builder->config->fahrenheit)
        return;
    formula->terms[0].factor = 5.0 / 9.0;
    formula->offset = -32 * 5.0 / 9.0;
}

static void
add_temperature (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_TEMPERATURE,
                                           .flags = WATTLE_ENTITY_DIAGNOSTIC,
                                           .name = N_ ("Internal temperature") };

    scale_temperature (builder, smart_maic_builder_add_key (builder, &spec, SMART_MAIC_T, 0));
}

/* Lines of one phase share its frequency. */
static void
add_frequency (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_FREQUENCY };

    if (smart_maic_builder_add_key (builder, &spec, SMART_MAIC_FR, 1) == NULL)
        smart_maic_builder_add_key (builder, &spec, SMART_MAIC_FR, 0);
}

static SmartMaicFormula *
add_to_channel (SmartMaicBuilder *builder,
                WattleEntitySpec spec,
                const char *stem,
                const char *what,
                SmartMaicKind kind,
                guint number)
{
    g_autofree char *key = g_strdup_printf ("%s_%u", stem, number);
    g_autofree char *name = g_strdup_printf (_ ("%s, channel %u"), what, number);

    spec.key = key;
    spec.name = name;
    return smart_maic_builder_add_key (builder, &spec, kind, number);
}

static void
scale_channel (SmartMaicFormula *formula, const SmartMaicChannel *channel)
{
    double scale = units[channel->unit].scale;

    if (formula == NULL)
        return;
    formula->terms[0].factor = scale / channel->pulses_per_unit;
    formula->offset = scale * channel->offset;
}

/* The total goes on as it is if the offset is changed; what the meter shows is another figure. */
static void
add_scaled_channel (SmartMaicBuilder *builder, guint number)
{
    const SmartMaicChannel *channel = &builder->config->channels[number];
    WattleQuantity quantity = units[channel->unit].quantity;
    WattleEntitySpec total = { .quantity = quantity };
    WattleEntitySpec reading = { .quantity = quantity,
                                 .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED,
                                 .counter = WATTLE_COUNTER_READING };

    if (units[channel->unit].stem == NULL)
        return;
    scale_channel (add_to_channel (builder, total, units[channel->unit].stem,
                                   _ (wattle_quantity_get_info (quantity)->name), SMART_MAIC_TCH,
                                   number),
                   channel);
    scale_channel (add_to_channel (builder, reading, "meter_reading", _ ("Meter reading"),
                                   SMART_MAIC_TCH, number),
                   channel);
}

static void
add_channel (SmartMaicBuilder *builder, guint number)
{
    static const WattleEntitySpec period = { .quantity = WATTLE_QUANTITY_COUNT,
                                             .counter = WATTLE_COUNTER_PERIODIC };
    static const WattleEntitySpec total = { .quantity = WATTLE_QUANTITY_COUNT };

    add_to_channel (builder, period, "period_pulses", _ ("Pulses of the period"), SMART_MAIC_CH,
                    number);
    add_to_channel (builder, total, "pulses", _ ("Pulses"), SMART_MAIC_TCH, number);
    add_scaled_channel (builder, number);
}

/* The key does not tell which of the two a point measures. */
static void
add_point (SmartMaicBuilder *builder, guint number)
{
    gboolean humid = builder->config->humid[number];
    WattleQuantity quantity = humid ? WATTLE_QUANTITY_HUMIDITY : WATTLE_QUANTITY_TEMPERATURE;
    const WattleQuantityInfo *info = wattle_quantity_get_info (quantity);
    g_autofree char *key = g_strdup_printf ("%s_%u", info->key, number);
    g_autofree char *name = g_strdup_printf (_ ("%s, point %u"), _ (info->name), number);
    WattleEntitySpec spec = { .key = key, .quantity = quantity, .name = name };
    SmartMaicFormula *formula = smart_maic_builder_add_key (builder, &spec, SMART_MAIC_T, number);

    if (!humid)
        scale_temperature (builder, formula);
}

void
smart_maic_sensors_add (SmartMaicBuilder *builder)
{
    static const WattleEntitySpec analog = { .key = "voltage_input",
                                             .quantity = WATTLE_QUANTITY_VOLTAGE,
                                             .name = N_ ("Analog input") };
    static const WattleEntitySpec contact = { .key = SMART_MAIC_OUTPUT,
                                              .quantity = WATTLE_QUANTITY_SWITCH,
                                              .flags = WATTLE_ENTITY_OUTPUT,
                                              .name = N_ ("Contact") };

    add_frequency (builder);
    for (guint i = 1; i <= SMART_MAIC_N_CHANNELS; i++)
        add_channel (builder, i);
    for (guint i = 1; i <= SMART_MAIC_N_POINTS; i++)
        add_point (builder, i);
    smart_maic_builder_add_key (builder, &analog, SMART_MAIC_ADC, 0);
    add_temperature (builder);
    smart_maic_builder_add_key (builder, &contact, SMART_MAIC_OUT, 0);
}
