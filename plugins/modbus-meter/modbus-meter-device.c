/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One meter that a definition describes. A cycle reads first what has to be known once (the place
 * of a SunSpec model, which of two maps it is, ratios), then the requests that are due. */
#include "modbus-meter-device.h"

#include <math.h>

#include "modbus-meter-output.h"
#include "modbus-meter-plan.h"
#include "modbus-meter-points.h"
#include "modbus-meter-sunspec.h"
#include "modbus-meter-which.h"

/* Ratios are set when a meter is put in, and hardly ever after. A meter that has counted nothing
 * yet does not show which map it has. */
#define RATIO_INTERVAL (60 * 60 * 1000)
#define WHICH_GROUP    "which map"
#define WHICH_INTERVAL (60 * 1000)

#define STATE_CUTS  "cuts"
#define STATE_MAP   "map"
#define STATE_MODEL "model"

/* A power factor of a SunSpec model of more than this is in percent. */
#define MAX_POWER_FACTOR 1.5

enum {
    TAG_SUNSPEC = 1,
    TAG_WRITE,
    TAG_READ_BACK,
    TAG_RATIO = 0x100, /* and more: which one */
    TAG_WHICH = 0x200,
    TAG_BLOCK = 0x1000,
};

static const char *const ratio_groups[WATTLE_METER_MAX_RATIOS] = { "ratio 1", "ratio 2", "ratio 3",
                                                                   "ratio 4" };

struct _ModbusMeterDevice {
    WattleDevice parent_instance;

    WattleMeter *own;         /* as it was configured */
    WattleMeter *alternative; /* may be NULL */
    guint8 unit;
    double ct; /* by option; 0: read from the meter */
    double pt;

    ModbusMeterWhich which;
    const WattleMeter *definition; /* the one that counts, of @which */
    ModbusMeterPlan *plan;
    ModbusMeterSunspec sunspec;
    double ratios[WATTLE_METER_MAX_RATIOS]; /* 0: not known yet */
    double *factors;                        /* of each point: scale and ratios; 0: not known yet */

    guint asked; /* ratios of this cycle */
    ModbusMeterOutput output;
};

G_DEFINE_FINAL_TYPE (ModbusMeterDevice, modbus_meter_device, WATTLE_TYPE_DEVICE)

static void
modbus_meter_device_finalize (GObject *object)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (object);

    g_clear_pointer (&self->plan, modbus_meter_plan_free);
    g_free (self->factors);
    modbus_meter_which_clear (&self->which);
    g_clear_pointer (&self->own, wattle_meter_unref);
    g_clear_pointer (&self->alternative, wattle_meter_unref);

    G_OBJECT_CLASS (modbus_meter_device_parent_class)->finalize (object);
}

/* Setting up */

static void
set_entities (ModbusMeterDevice *self)
{
    const WattleMeter *definition = self->definition;
    g_autofree WattleEntitySpec *specs = g_new (WattleEntitySpec, definition->n_points);

    for (guint i = 0; i < definition->n_points; i++)
        specs[i] = definition->points[i].spec;
    wattle_device_set_identity (WATTLE_DEVICE (self), definition->manufacturer, definition->model,
                                NULL, NULL);
    wattle_device_set_entities (WATTLE_DEVICE (self), specs, definition->n_points);
}

static void
set_factors (ModbusMeterDevice *self)
{
    for (guint i = 0; i < self->definition->n_points; i++) {
        const WattleMeterPoint *point = &self->definition->points[i];

        self->factors[i] = point->scale;
        for (guint j = 0; j < self->definition->n_ratios; j++)
            if (point->ratios & (1u << j))
                self->factors[i] *= self->ratios[j];
    }
}

static guint
recall_model (ModbusMeterDevice *self)
{
    const char *text = wattle_source_get_state (WATTLE_SOURCE (self), STATE_MODEL);
    guint64 address;

    return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 0xffff, &address, NULL)
               ? (guint)address
               : 0;
}

static gboolean
is_ct (const WattleMeterProbe *ratio)
{
    return g_str_equal (ratio->name, "ct");
}

/* What a person has set; 0: nothing. */
static double
get_fixed (ModbusMeterDevice *self, guint index)
{
    return is_ct (&self->definition->ratios[index]) ? self->ct : self->pt;
}

/* By the map that counts now. */
static void
use_map (ModbusMeterDevice *self)
{
    self->definition = modbus_meter_which_get (&self->which);
    for (guint i = 0; i < self->definition->n_ratios; i++)
        self->ratios[i] = get_fixed (self, i);
    g_free (self->factors);
    self->factors = g_new (double, self->definition->n_points);
    set_factors (self);
    g_clear_pointer (&self->plan, modbus_meter_plan_free);
    self->plan = modbus_meter_plan_new (self->definition, self->unit, TAG_BLOCK,
                                        wattle_source_get_state (WATTLE_SOURCE (self), STATE_CUTS));
    modbus_meter_sunspec_init (&self->sunspec, self->definition, recall_model (self));
    set_entities (self);
}

static gboolean
modbus_meter_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);

    self->unit = (guint8)wattle_options_get_integer (options, "Unit");
    for (guint i = 0; i < self->own->n_ratios; i++)
        if (is_ct (&self->own->ratios[i]))
            self->ct = wattle_options_get_number (options, "CtRatio");
        else
            self->pt = wattle_options_get_number (options, "PtRatio");
    modbus_meter_which_init (&self->which, self->own, self->alternative,
                             wattle_source_get_state (source, STATE_MAP));
    use_map (self);
    return TRUE;
}

/* Asking */

static WattleRequest *
make_request (ModbusMeterDevice *self, guint tag, guint8 function, guint address, guint count)
{
    WattleRequest *request =
        wattle_request_new_registers (tag, self->unit, function, (guint16)address, (guint16)count);

    wattle_request_with_timeout (request, self->definition->timeout_ms);
    return wattle_request_with_gap (request, self->definition->gap_ms);
}

static WattleRequest *
ask_probe (ModbusMeterDevice *self, guint tag, const WattleMeterProbe *probe)
{
    return make_request (self, tag, probe->function, probe->address,
                         wattle_register_type_get_words (probe->type));
}

static WattleRequest *
ask_which (ModbusMeterDevice *self)
{
    guint index;

    return modbus_meter_which_next (&self->which, &index)
               ? ask_probe (self, TAG_WHICH + index, &self->which.maps[index]->telltale)
               : NULL;
}

static WattleRequest *
ask_ratio (ModbusMeterDevice *self)
{
    while (self->asked < self->definition->n_ratios) {
        guint index = self->asked++;

        if (get_fixed (self, index) == 0 &&
            wattle_source_due (WATTLE_SOURCE (self), ratio_groups[index], RATIO_INTERVAL))
            return ask_probe (self, TAG_RATIO + index, &self->definition->ratios[index]);
    }
    return NULL;
}

static void
begin_cycle (ModbusMeterDevice *self)
{
    modbus_meter_sunspec_begin (&self->sunspec);
    if (!self->which.decided &&
        wattle_source_due (WATTLE_SOURCE (self), WHICH_GROUP, WHICH_INTERVAL))
        modbus_meter_which_begin (&self->which);
    modbus_meter_plan_begin (self->plan);
    self->asked = 0;
}

static WattleRequest *
modbus_meter_device_next_request (WattleSource *source, guint step)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    WattleRequest *request;
    guint address;
    guint count;

    if (step == 0)
        begin_cycle (self);
    if (modbus_meter_sunspec_next (&self->sunspec, &address, &count))
        return make_request (self, TAG_SUNSPEC, 3, address, count);
    if (self->sunspec.lost)
        return NULL;
    request = ask_which (self);
    if (request == NULL)
        request = ask_ratio (self);
    return request != NULL ? request : modbus_meter_plan_next (self->plan, source);
}

/* Reading */

/* Of the addresses: a device says 2, some say 3. */
static gboolean
is_refusal (WattleFrame *frame)
{
    guint status = wattle_frame_get_status (frame);

    return status == 2 || status == 3;
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
check_header (ModbusMeterDevice *self,
              const WattleRegisterBlock *block,
              const guint8 *bytes,
              GError **error)
{
    guint place = (guint)self->definition->model_address - block->address;

    if (modbus_meter_sunspec_is_wanted (self->definition, bytes + place * 2))
        return TRUE;

    modbus_meter_sunspec_doubt (&self->sunspec);
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the SunSpec model is not where it was; it is searched anew");
    return FALSE;
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
    if (self->which.maps[1] == NULL || !self->which.decided ||
        !covers (block, &self->definition->telltale))
        return;

    modbus_meter_which_doubt (&self->which);
    wattle_source_set_state (WATTLE_SOURCE (self), STATE_MAP, NULL, 0);
}

/* The meter refuses these addresses: those in between, or the very values; or it is a SunSpec model
 * that has moved. */
static void
take_refusal (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    g_autofree char *cuts = NULL;

    if (self->definition->n_bases > 0 && !self->sunspec.fresh) {
        modbus_meter_sunspec_doubt (&self->sunspec);
        modbus_meter_plan_repeat (self->plan);
        return;
    }
    if (!modbus_meter_plan_split (self->plan)) {
        take_loss (self, block);
        return;
    }
    cuts = modbus_meter_plan_dup_cuts (self->plan);
    wattle_source_set_state (WATTLE_SOURCE (self), STATE_CUTS, cuts, 0);
}

static gboolean
decode_block (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    const WattleRegisterBlock *asked = modbus_meter_plan_get_block (self->plan);
    WattleRegisterBlock block;
    const guint8 *bytes;

    if (asked == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this meter");
        return FALSE;
    }
    block = *asked; /* splits change the others */
    if (is_refusal (frame)) {
        take_refusal (self, &block);
        return TRUE;
    }
    bytes = take_bytes (frame, modbus_meter_points_get_length (&block), error);
    return bytes != NULL && report_block (self, &block, bytes, error);
}

static gboolean
decode_ratio (ModbusMeterDevice *self, guint index, WattleFrame *frame, GError **error)
{
    const WattleMeterProbe *ratio = &self->definition->ratios[index];
    const char *option = is_ct (ratio) ? "CtRatio" : "PtRatio";
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
    set_factors (self);
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
        wattle_source_set_state (WATTLE_SOURCE (self), STATE_MAP,
                                 modbus_meter_which_get (&self->which)->id, 0);
    if (modbus_meter_which_get (&self->which) != before)
        use_map (self);
    return TRUE;
}

static void
keep_model (ModbusMeterDevice *self)
{
    g_autofree char *text =
        g_strdup_printf ("%u", modbus_meter_sunspec_get_address (&self->sunspec));

    modbus_meter_plan_set_offset (self->plan, self->sunspec.offset);
    wattle_source_set_state (WATTLE_SOURCE (self), STATE_MODEL, text, 0);
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

static gboolean
decode_read_back (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    ModbusMeterOutput *output = &self->output;
    WattleRegisterBlock block = modbus_meter_output_get_block (output, self->definition);
    const WattleMeterPoint *point = &self->definition->points[output->point];
    const guint8 *bytes = take_bytes (frame, modbus_meter_points_get_length (&block), error);

    if (bytes == NULL)
        return FALSE;
    output->read = modbus_meter_points_read (point, point->scale, &block, bytes, &output->value);
    report_point (self, output->point, &block, bytes);
    return TRUE;
}

static gboolean
modbus_meter_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    guint tag = wattle_frame_get_tag (frame);

    if (tag == TAG_SUNSPEC)
        return decode_sunspec (self, frame, error);
    if (tag == TAG_WRITE)
        return wattle_frame_check (frame, error);
    if (tag == TAG_READ_BACK)
        return decode_read_back (self, frame, error);
    if (tag >= TAG_RATIO && tag - TAG_RATIO < self->definition->n_ratios)
        return decode_ratio (self, tag - TAG_RATIO, frame, error);
    if (tag >= TAG_WHICH && tag - TAG_WHICH < MODBUS_METER_WHICH_N && self->which.maps[1] != NULL)
        return decode_which (self, tag - TAG_WHICH, frame, error);
    return decode_block (self, frame, error);
}

/* Writing */

static WattleRequest *
modbus_meter_device_command (WattleDevice *device,
                             WattleCommand *command,
                             guint step,
                             GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (device);

    if (!self->sunspec.found) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "where the SunSpec model of the device is has to be found first");
        return NULL;
    }
    if (step > 0)
        return modbus_meter_output_read_back (&self->output, self->definition, TAG_READ_BACK,
                                              self->unit, self->sunspec.offset, error);
    if (!modbus_meter_output_begin (&self->output, self->definition, command, error))
        return NULL;
    return modbus_meter_output_write (&self->output, self->definition, TAG_WRITE, self->unit,
                                      self->sunspec.offset);
}

static void
modbus_meter_device_class_init (ModbusMeterDeviceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_meter_device_finalize;
    WATTLE_SOURCE_CLASS (klass)->configure = modbus_meter_device_configure;
    WATTLE_SOURCE_CLASS (klass)->next_request = modbus_meter_device_next_request;
    WATTLE_SOURCE_CLASS (klass)->decode = modbus_meter_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = modbus_meter_device_command;
}

static void
modbus_meter_device_init (ModbusMeterDevice *self)
{
}

WattleDevice *
modbus_meter_device_new (const WattleMeter *definition, const WattleMeter *alternative)
{
    ModbusMeterDevice *self = g_object_new (MODBUS_METER_TYPE_DEVICE, NULL);

    self->own = wattle_meter_ref (definition);
    self->alternative = alternative != NULL ? wattle_meter_ref (alternative) : NULL;
    return WATTLE_DEVICE (self);
}
