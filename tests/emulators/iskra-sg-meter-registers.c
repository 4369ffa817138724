/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What meters show by Modbus: the same as by REST, in the types of the maker. */
#include "iskra-sg-registers.h"

#include <math.h>
#include <string.h>

static gboolean
is_impact (const IskraSgMeter *meter)
{
    return g_str_has_prefix (meter->model, "IE");
}

static gboolean
is_centre (const IskraSgMeter *meter)
{
    return g_str_has_prefix (meter->model, "M");
}

/* Direction and load character are in the upper half. */
static void
put_factor (IskraSgWindow *window, guint address, const IskraSgValues *values)
{
    int upper = (values->active < 0 ? 0xff00 : 0) | (values->reactive < 0 ? 0xff : 0);

    iskra_sg_window_put (window, address, upper);
    iskra_sg_window_put (window, address + 1, (int)lround (values->factor * 10000));
}

static void
put_phase (IskraSgWindow *window, guint phase, const IskraSgValues *values)
{
    iskra_sg_window_put_decimal (window, 107 + 2 * phase, values->voltage, 2);
    iskra_sg_window_put_decimal (window, 126 + 2 * phase, values->current, 3);
    iskra_sg_window_put_decimal (window, 142 + 2 * phase, values->active, 1);
    iskra_sg_window_put_decimal (window, 150 + 2 * phase, values->reactive, 1);
    iskra_sg_window_put_decimal (window, 158 + 2 * phase, values->apparent, 2);
    put_factor (window, 166 + 2 * phase, values);
    iskra_sg_window_put (window, 173 + phase, (int)lround (values->angle * 100));
    iskra_sg_window_put (window, 182 + phase, (int)lround (values->thd_voltage * 100));
    iskra_sg_window_put (window, 188 + phase, (int)lround (values->thd_current * 100));
}

static void
put_measurements (IskraSgWindow *window, const IskraSgMeter *meter, const IskraSgReading *reading)
{
    iskra_sg_window_put_decimal (window, 105, reading->frequency, 3);
    for (guint i = 0; i < meter->n_phases; i++)
        put_phase (window, i, &reading->phases[i]);
    iskra_sg_window_put_decimal (window, 140, reading->total.active, 1);
    iskra_sg_window_put_decimal (window, 148, reading->total.reactive, 1);
    iskra_sg_window_put_decimal (window, 156, reading->total.apparent, 2);
    put_factor (window, 164, &reading->total);
    iskra_sg_window_put (window, 172, (int)lround (reading->total.angle * 100));
    iskra_sg_window_put (window, 181, (int)lround (reading->temperature * 100));
    iskra_sg_window_put (window, 405, (int)reading->tariff);
}

/* The totals of measuring centres stand behind the three phases. */
static void
put_quad (IskraSgWindow *window, guint address, const IskraSgReading *reading, gsize offset)
{
    for (guint i = 0; i < 4; i++) {
        const IskraSgValues *values = i < 3 ? &reading->phases[i] : &reading->total;

        iskra_sg_window_put_float (window, address + 2 * i,
                                   G_STRUCT_MEMBER (double, values, offset));
    }
}

static void
put_floats (IskraSgWindow *window, const IskraSgReading *reading)
{
    static const struct {
        guint address;
        gsize offset;
    } quads[] = {
        { 2530, G_STRUCT_OFFSET (IskraSgValues, active) },
        { 2538, G_STRUCT_OFFSET (IskraSgValues, reactive) },
        { 2546, G_STRUCT_OFFSET (IskraSgValues, apparent) },
        { 2554, G_STRUCT_OFFSET (IskraSgValues, factor) },
        { 2570, G_STRUCT_OFFSET (IskraSgValues, angle) },
    };

    for (guint i = 0; i < G_N_ELEMENTS (quads); i++)
        put_quad (window, quads[i].address, reading, quads[i].offset);
    for (guint i = 0; i < 3; i++) {
        iskra_sg_window_put_float (window, 2500 + 2 * i, reading->phases[i].voltage);
        iskra_sg_window_put_float (window, 2516 + 2 * i, reading->phases[i].current);
        iskra_sg_window_put_float (window, 2588 + 2 * i, reading->phases[i].thd_current);
        iskra_sg_window_put_float (window, 2594 + 2 * i, reading->phases[i].thd_voltage);
    }
    iskra_sg_window_put_float (window, 2584, reading->frequency);
    iskra_sg_window_put_float (window, 2658, reading->temperature);
}

/* Counters: an exponent of 0 everywhere, so a register of it need not be written. */

static gint64
count (IskraSg *self, const IskraSgSlot *slot, gboolean resettable, guint index)
{
    const IskraSgMeter *meter = slot->meter;
    const IskraSgCounter *counter =
        resettable ? &meter->resettable[index] : &meter->non_resettable[index];
    double offset =
        resettable ? slot->resettable_offsets[index] : slot->non_resettable_offsets[index];

    return (gint64)(iskra_sg_meter_get_counter (meter, counter, self->house) - offset);
}

/* @first: of the values as integers, @floats: as floats; 0: there are none */
static void
put_counters (IskraSg *self,
              const IskraSgSlot *slot,
              gboolean resettable,
              guint first,
              guint floats,
              IskraSgWindow *window)
{
    guint n = resettable ? slot->meter->n_resettable : slot->meter->n_non_resettable;

    for (guint i = 0; i < n; i++) {
        gint64 value = count (self, slot, resettable, i);

        iskra_sg_window_put_long (window, first + 2 * i, value);
        if (floats != 0)
            iskra_sg_window_put_float (window, floats + 2 * i, (double)value);
    }
}

static void
put_all_counters (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window)
{
    if (is_impact (slot->meter)) {
        put_counters (self, slot, FALSE, 406, 2752, window);
        put_counters (self, slot, TRUE, 414, 2760, window);
        return;
    }
    /* Sources disagree where the others have the non-resettable ones: here they are in both places.
     */
    put_counters (self, slot, TRUE, 406, 0, window);
    put_counters (self, slot, FALSE, 406 + 2 * slot->meter->n_resettable, 0, window);
    put_counters (self, slot, FALSE, 418, 0, window);
}

void
iskra_sg_meter_registers_input (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window)
{
    const IskraSgMeter *meter = slot->meter;
    g_autofree char *serial = iskra_sg_make_serial (self, meter->serial);
    IskraSgReading reading;

    iskra_sg_meter_read (meter, iskra_sg_get_local (self), iskra_sg_house_get_relays (self->house),
                         &reading);
    iskra_sg_window_put_text (window, 1, 8, meter->model);
    iskra_sg_window_put_text (window, 9, 4, serial);
    iskra_sg_window_put (window, 13, (int)lround (meter->version * 100));
    put_measurements (window, meter, &reading);
    if (is_centre (meter))
        put_floats (window, &reading);
    put_all_counters (self, slot, window);
    if (meter->has_blocks)
        iskra_sg_block_registers_input (self, slot, window);
}

/* Settings */

static int
make_mask (const char *tariffs)
{
    int mask = 0;

    for (; *tariffs != '\0'; tariffs++)
        if (g_ascii_isdigit (*tariffs))
            mask |= 1 << (*tariffs - '1');
    return mask;
}

static void
put_settings (IskraSgWindow *window, guint address, const IskraSgCounter *counter)
{
    if (*counter->unit == '\0')
        return;
    iskra_sg_window_put (window, address, g_str_equal (counter->unit, "Wh") ? 1 : 2);
    iskra_sg_window_put (window, address + 1, g_str_equal (counter->direction, "import") ? 6 : 9);
    iskra_sg_window_put (window, address + 3, make_mask (counter->tariff_text));
}

void
iskra_sg_meter_registers_holding (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window)
{
    const IskraSgMeter *meter = slot->meter;
    gboolean impact = is_impact (meter);
    guint step = impact ? 4 : 10;
    guint resettable = 421 + (impact ? step * meter->n_non_resettable : 0);
    guint non_resettable = 421 + (impact ? 0 : step * meter->n_resettable);

    iskra_sg_window_put_text (window, 101, 20, meter->description);
    iskra_sg_window_put_text (window, 121, 20, meter->location);
    for (guint i = 0; i < meter->n_resettable; i++)
        put_settings (window, resettable + step * i, &meter->resettable[i]);
    for (guint i = 0; i < meter->n_non_resettable; i++)
        put_settings (window, non_resettable + step * i, &meter->non_resettable[i]);
}
