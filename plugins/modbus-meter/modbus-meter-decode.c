/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a meter has answered. */
#include "modbus-meter-device-private.h"

#include <math.h>

#include "modbus-meter-points.h"

/* A power factor of a SunSpec model of more than this is in percent. */
#define MAX_POWER_FACTOR 1.5

/* Of the addresses: a device says 2, some say 3. */
static gboolean
is_refusal (WattleFrame *frame)
{
    guint status = wattle_frame_get_status (frame);

    return status == 2 || status == 3;
}

static gboolean
refuse_answer (GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this meter");
    return FALSE;
}

/* Length and everything else of a frame was checked by the link; here it may be a recording. */
static const guint8 *
take_bytes (WattleFrame *frame, gsize wanted, GError **error)
{
    gsize length;
    const guint8 *bytes;

    if (!wattle_frame_check (frame, error))
        return NULL;
    bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    if (length == wanted)
        return bytes;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes were answered instead of %zu",
                      length, wanted);
    return NULL;
}

static void
report_point (ModbusMeterDevice *self,
              guint index,
              const WattleRegisterBlock *block,
              const guint8 *bytes)
{
    const WattleMeterPoint *point = &self->definition->points[index];
    double value;

    if (self->factors[index] == 0 ||
        !modbus_meter_points_read (point, self->factors[index], block, bytes, &value)) {
        wattle_device_report_missing_index (WATTLE_DEVICE (self), index);
        return;
    }
    if (point->spec.quantity == WATTLE_QUANTITY_POWER_FACTOR && self->definition->n_bases > 0 &&
        fabs (value) > MAX_POWER_FACTOR)
        value /= 100;
    wattle_device_report_index (WATTLE_DEVICE (self), index, value);
}

static gboolean
lose_model (ModbusMeterDevice *self, GError **error)
{
    modbus_meter_sunspec_doubt (&self->sunspec);
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the SunSpec model is not where it was; it is searched anew");
    return FALSE;
}

static gboolean
check_header (ModbusMeterDevice *self,
              const WattleRegisterBlock *block,
              const guint8 *bytes,
              GError **error)
{
    guint place = (guint)self->definition->model_address - block->address;

    return modbus_meter_sunspec_is_wanted (self->definition, bytes + place * 2) ||
           lose_model (self, error);
}

static gboolean
report_block (ModbusMeterDevice *self,
              const WattleRegisterBlock *block,
              const guint8 *bytes,
              GError **error)
{
    for (guint i = 0; i < block->n_spans; i++) {
        guint index = modbus_meter_plan_get_point (self->plan, block->first + i);

        if (index < self->definition->n_points)
            report_point (self, index, block, bytes);
        else if (!check_header (self, block, bytes, error))
            return FALSE;
    }
    return TRUE;
}

static void
report_missing (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    for (guint i = 0; i < block->n_spans; i++) {
        guint index = modbus_meter_plan_get_point (self->plan, block->first + i);

        if (index < self->definition->n_points)
            wattle_device_report_missing_index (WATTLE_DEVICE (self), index);
    }
}

static gboolean
covers (const WattleRegisterBlock *block, const WattleMeterProbe *probe)
{
    return block->function == probe->function && probe->address >= block->address &&
           probe->address < block->address + block->count;
}

/* The meter does not have what is asked for alone. If it is the register by which its map was
 * known, it is another meter than it was. */
static void
take_loss (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    report_missing (self, block);
    modbus_meter_plan_refuse (self->plan);
    if (self->which.maps[1] == NULL || !self->which.decided ||
        !covers (block, &self->definition->telltale))
        return;

    modbus_meter_which_doubt (&self->which);
    wattle_source_set_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_MAP, NULL, 0);
}

/* The meter refuses these addresses: those in between, or the very values; or it is a SunSpec model
 * that has moved. */
static void
take_refusal (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    if (self->definition->n_bases > 0 && !self->sunspec.fresh) {
        modbus_meter_sunspec_doubt (&self->sunspec);
        modbus_meter_plan_repeat (self->plan);
        return;
    }
    if (!modbus_meter_plan_split (self->plan))
        take_loss (self, block);
}

static void
keep_cuts (ModbusMeterDevice *self)
{
    g_autofree char *cuts = modbus_meter_plan_dup_cuts (self->plan);

    wattle_source_set_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_CUTS, cuts, 0);
}

static gboolean
decode_block (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    const WattleRegisterBlock *asked = modbus_meter_plan_get_block (self->plan);
    WattleRegisterBlock block;
    const guint8 *bytes;

    if (asked == NULL)
        return refuse_answer (error);
    block = *asked; /* splits change the others */
    if (is_refusal (frame)) {
        take_refusal (self, &block);
        return TRUE;
    }
    bytes = take_bytes (frame, modbus_meter_points_get_length (&block), error);
    if (bytes == NULL)
        return FALSE;
    if (modbus_meter_plan_accept (self->plan))
        keep_cuts (self);
    return report_block (self, &block, bytes, error);
}

/* One that is 0 is none. Not every meter of a kind has one. */
static gboolean
decode_serial (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    const WattleMeter *definition = self->definition;
    WattleRegisterType type = definition->serial.type;
    g_autofree char *text = NULL;
    const guint8 *bytes;
    double number;

    if (is_refusal (frame))
        return TRUE;
    bytes = take_bytes (frame, wattle_register_type_get_words (type) * 2u, error);
    if (bytes == NULL)
        return FALSE;
    if (wattle_register_decode (type, WATTLE_REGISTER_ABCD, bytes, &number) && number > 0)
        text = g_strdup_printf ("%.0f", number);
    wattle_device_set_identity (WATTLE_DEVICE (self), definition->manufacturer, definition->model,
                                text, NULL);
    return TRUE;
}

static gboolean
decode_ratio (ModbusMeterDevice *self, guint index, WattleFrame *frame, GError **error)
{
    const WattleMeterProbe *ratio = &self->definition->ratios[index];
    const char *option = g_str_equal (ratio->name, "ct") ? "CtRatio" : "PtRatio";
    const guint8 *bytes =
        take_bytes (frame, wattle_register_type_get_words (ratio->type) * 2u, error);
    double value;

    if (bytes == NULL) {
        g_prefix_error (error, "%s: ", option);
        return FALSE;
    }
    if (!wattle_register_decode (ratio->type, WATTLE_REGISTER_ABCD, bytes, &value) || value <= 0) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the meter has no ratio of transformers that could be; set %s", option);
        return FALSE;
    }
    self->ratios[index] = value * ratio->scale;
    modbus_meter_device_set_factors (self);
    return TRUE;
}

static gboolean
decode_which (ModbusMeterDevice *self, guint index, WattleFrame *frame, GError **error)
{
    const WattleMeterProbe *probe = &self->which.maps[index]->telltale;
    ModbusMeterTelltale told = MODBUS_METER_WHICH_REFUSED;
    const WattleMeter *before = modbus_meter_which_get (&self->which);

    if (!is_refusal (frame)) {
        const guint8 *bytes =
            take_bytes (frame, wattle_register_type_get_words (probe->type) * 2u, error);
        double value;

        if (bytes == NULL)
            return FALSE;
        told =
            wattle_register_decode (probe->type, WATTLE_REGISTER_ABCD, bytes, &value) && value != 0
                ? MODBUS_METER_WHICH_VALUE
                : MODBUS_METER_WHICH_ZERO;
    }
    modbus_meter_which_take (&self->which, index, told);
    if (self->which.decided)
        wattle_source_set_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_MAP,
                                 modbus_meter_which_get (&self->which)->id, 0);
    if (modbus_meter_which_get (&self->which) != before)
        modbus_meter_device_use_map (self);
    return TRUE;
}

static void
keep_model (ModbusMeterDevice *self)
{
    g_autofree char *text =
        g_strdup_printf ("%u", modbus_meter_sunspec_get_address (&self->sunspec));

    modbus_meter_plan_set_offset (self->plan, self->sunspec.offset);
    wattle_source_set_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_MODEL, text, 0);
}

static gboolean
decode_sunspec (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (!is_refusal (frame) && !wattle_frame_check (frame, error))
        return FALSE;
    if (!modbus_meter_sunspec_take (&self->sunspec, is_refusal (frame) ? NULL : bytes, length,
                                    error))
        return FALSE;
    if (self->sunspec.found)
        keep_model (self);
    return TRUE;
}

/* Before something is written. */
static gboolean
decode_header (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    const guint8 *bytes;

    if (is_refusal (frame))
        return lose_model (self, error);
    bytes = take_bytes (frame, MODBUS_METER_SUNSPEC_HEADER * 2, error);
    return bytes != NULL &&
           (modbus_meter_sunspec_is_wanted (self->definition, bytes) || lose_model (self, error));
}

static gboolean
decode_read_back (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    ModbusMeterOutput *output = &self->output;
    const WattleMeterPoint *point;
    WattleRegisterBlock block;
    const guint8 *bytes;

    if (!output->active)
        return refuse_answer (error);
    point = &self->definition->points[output->point];
    block = modbus_meter_output_get_block (output, self->definition);
    bytes = take_bytes (frame, modbus_meter_points_get_length (&block), error);
    if (bytes == NULL)
        return FALSE;
    output->read = modbus_meter_points_read (point, point->scale, &block, bytes, &output->value);
    report_point (self, output->point, &block, bytes);
    return TRUE;
}

static gboolean
decode_auto (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    const WattleMeter *found;

    if (!modbus_meter_auto_take (self->search, frame, error))
        return FALSE;
    found = modbus_meter_auto_get_found (self->search);
    if (found != NULL)
        modbus_meter_device_adopt (self, found);
    return TRUE;
}

gboolean
modbus_meter_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    guint tag = wattle_frame_get_tag (frame);

    if (tag == MODBUS_METER_TAG_AUTO)
        return self->search != NULL && !self->verified ? decode_auto (self, frame, error) : TRUE;
    if (self->own == NULL) /* it asks nothing else until then */
        return TRUE;
    if (tag == MODBUS_METER_TAG_SUNSPEC)
        return decode_sunspec (self, frame, error);
    if (tag == MODBUS_METER_TAG_SERIAL)
        return decode_serial (self, frame, error);
    if (tag == MODBUS_METER_TAG_HEADER)
        return decode_header (self, frame, error);
    if (tag == MODBUS_METER_TAG_WRITE)
        return wattle_frame_check (frame, error);
    if (tag == MODBUS_METER_TAG_READ_BACK)
        return decode_read_back (self, frame, error);
    if (tag >= MODBUS_METER_TAG_RATIO && tag - MODBUS_METER_TAG_RATIO < self->definition->n_ratios)
        return decode_ratio (self, tag - MODBUS_METER_TAG_RATIO, frame, error);
    if (tag >= MODBUS_METER_TAG_WHICH && tag - MODBUS_METER_TAG_WHICH < MODBUS_METER_WHICH_N &&
        self->which.maps[1] != NULL)
        return decode_which (self, tag - MODBUS_METER_TAG_WHICH, frame, error);
    return decode_block (self, frame, error);
}
