/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One meter that a definition describes. A cycle reads first what has to be known once (ratios, the
 * place of a SunSpec model), then the requests that are due. */
#include "modbus-meter-device.h"

#include <math.h>

#include "modbus-meter-sunspec.h"

/* Ratios are set when a meter is put in, and hardly ever after. */
#define RATIO_GROUP    "ratios"
#define RATIO_INTERVAL (60 * 60 * 1000)

#define STATE_CUTS "cuts"

enum {
    TAG_SUNSPEC = 1,
    TAG_RATIO = 0x100, /* and more: which one */
    TAG_BLOCK = 0x1000,
};

struct _ModbusMeterDevice {
    WattleDevice parent_instance;

    const WattleMeter *definition;
    guint8 unit;
    double fixed[WATTLE_METER_MAX_RATIOS]; /* by option; 0: read from the meter */
    double ratios[WATTLE_METER_MAX_RATIOS];

    ModbusMeterSunspec sunspec;
    WattleRegisterMap *map; /* of the points, then of their scale registers */
    guint *span_points;     /* which point each span is of */
    guint n_spans;

    GArray *cycle; /* of WattleRegisterBlock: what this cycle reads */
    guint asked;   /* ratios of this cycle */
};

G_DEFINE_FINAL_TYPE (ModbusMeterDevice, modbus_meter_device, WATTLE_TYPE_DEVICE)

static void
modbus_meter_device_finalize (GObject *object)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (object);

    g_clear_object (&self->map);
    g_free (self->span_points);
    g_array_unref (self->cycle);

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

/* A value and the power of ten it is to be multiplied with have to come in one answer, or they do
 * not belong together: so they are one span. */
static WattleRegisterSpan
make_span (const WattleMeterPoint *point)
{
    guint first = point->address;
    guint end = first + wattle_register_type_get_words (point->type);

    if (point->scale_address != WATTLE_METER_NO_ADDRESS) {
        first = MIN (first, point->scale_address);
        end = MAX (end, point->scale_address + 1);
    }
    return (WattleRegisterSpan){ point->function, (guint16)first, (guint16)(end - first),
                                 point->group };
}

static void
make_map (ModbusMeterDevice *self)
{
    const WattleMeter *definition = self->definition;
    g_autofree WattleRegisterSpan *spans = g_new (WattleRegisterSpan, definition->n_points);
    const char *cuts = wattle_source_get_state (WATTLE_SOURCE (self), STATE_CUTS);

    for (guint i = 0; i < definition->n_points; i++)
        spans[i] = make_span (&definition->points[i]);
    self->map = wattle_register_map_new (spans, definition->n_points, &definition->limits);
    if (cuts != NULL)
        wattle_register_map_set_cuts (self->map, cuts);
}

static gboolean
modbus_meter_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);

    self->unit = (guint8)wattle_options_get_integer (options, "Unit");
    for (guint i = 0; i < self->definition->n_ratios; i++) {
        const char *key =
            g_str_equal (self->definition->ratios[i].name, "ct") ? "CtRatio" : "PtRatio";

        self->fixed[i] = wattle_options_get_number (options, key);
        self->ratios[i] = self->fixed[i];
    }
    set_entities (self);
    make_map (self);
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

static void
plan_cycle (ModbusMeterDevice *self)
{
    g_array_set_size (self->cycle, 0);
    for (guint i = 0; i < wattle_register_map_get_n_blocks (self->map); i++) {
        const WattleRegisterBlock *block = wattle_register_map_get_block (self->map, i);
        g_autofree char *group = g_strdup_printf ("every %u s", block->group);

        if (block->group == 0 ||
            wattle_source_due (WATTLE_SOURCE (self), group, block->group * 1000))
            g_array_append_val (self->cycle, *block);
    }
}

static gboolean
lacks_ratio (ModbusMeterDevice *self, guint index)
{
    return self->fixed[index] == 0 &&
           (self->ratios[index] == 0 ||
            wattle_source_due (WATTLE_SOURCE (self), RATIO_GROUP, RATIO_INTERVAL));
}

static WattleRequest *
ask_ratio (ModbusMeterDevice *self)
{
    while (self->asked < self->definition->n_ratios) {
        const WattleMeterProbe *ratio = &self->definition->ratios[self->asked++];

        if (lacks_ratio (self, self->asked - 1))
            return make_request (self, TAG_RATIO + self->asked - 1, ratio->function, ratio->address,
                                 wattle_register_type_get_words (ratio->type));
    }
    return NULL;
}

static WattleRequest *
ask_block (ModbusMeterDevice *self)
{
    const WattleRegisterBlock *block;

    if (self->cycle->len == 0)
        return NULL;
    block = &g_array_index (self->cycle, WattleRegisterBlock, 0);
    return make_request (self, TAG_BLOCK, block->function, block->address + self->sunspec.offset,
                         block->count);
}

static WattleRequest *
modbus_meter_device_next_request (WattleSource *source, guint step)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    WattleRequest *request = NULL;
    guint address;
    guint count;

    if (step == 0) {
        plan_cycle (self);
        self->asked = 0;
        modbus_meter_sunspec_begin (&self->sunspec, self->definition);
    }
    if (modbus_meter_sunspec_next (&self->sunspec, &address, &count))
        return make_request (self, TAG_SUNSPEC, 3, address, count);
    if (step > 0 && self->sunspec.lost)
        return NULL;
    request = ask_ratio (self);
    return request != NULL ? request : ask_block (self);
}

/* Reading */

static const guint8 *
find_register (const WattleRegisterBlock *block, const guint8 *bytes, guint address)
{
    return bytes + (address - block->address) * 2;
}

static double
find_factor (ModbusMeterDevice *self, const WattleMeterPoint *point)
{
    double factor = point->scale;

    for (guint i = 0; i < self->definition->n_ratios; i++)
        if (point->ratios & (1u << i))
            factor *= self->ratios[i];
    return factor;
}

/* A power of ten that SunSpec allows; 0x8000 stands for none. */
static gboolean
read_power (const WattleMeterPoint *point,
            const WattleRegisterBlock *block,
            const guint8 *bytes,
            double *factor)
{
    double power;

    if (point->scale_address == WATTLE_METER_NO_ADDRESS)
        return TRUE;
    wattle_register_decode (WATTLE_REGISTER_INT16, WATTLE_REGISTER_ABCD,
                            find_register (block, bytes, point->scale_address), &power);
    *factor *= pow (10, power);
    return power >= -10 && power <= 10;
}

static void
report_point (ModbusMeterDevice *self,
              guint index,
              const WattleRegisterBlock *block,
              const guint8 *bytes)
{
    const WattleMeterPoint *point = &self->definition->points[index];
    const guint8 *place = find_register (block, bytes, point->address);
    double factor = find_factor (self, point);
    double value;

    if ((point->has_marker &&
         wattle_register_get_bits (point->type, point->order, place) == point->marker) ||
        !wattle_register_decode (point->type, point->order, place, &value) ||
        !read_power (point, block, bytes, &factor))
        wattle_device_report_missing (WATTLE_DEVICE (self), point->spec.key);
    else
        wattle_device_report_index (WATTLE_DEVICE (self), index, value * factor);
}

static void
report_missing (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    for (guint i = 0; i < block->n_spans; i++) {
        guint index = wattle_register_map_get_span (self->map, block->first + i);

        wattle_device_report_missing (WATTLE_DEVICE (self),
                                      self->definition->points[index].spec.key);
    }
}

/* Which of the requests of the map it was; splits change their numbers. */
static gboolean
find_block (ModbusMeterDevice *self, const WattleRegisterBlock *block, guint *index)
{
    for (*index = 0; *index < wattle_register_map_get_n_blocks (self->map); (*index)++) {
        const WattleRegisterBlock *other = wattle_register_map_get_block (self->map, *index);

        if (other->first == block->first && other->n_spans == block->n_spans)
            return TRUE;
    }
    return FALSE;
}

/* The meter refuses these addresses: those in between, or the very values. */
static void
take_refusal (ModbusMeterDevice *self, const WattleRegisterBlock *block)
{
    g_autofree char *cuts = NULL;
    guint index;

    if (!find_block (self, block, &index) || !wattle_register_map_split (self->map, index)) {
        report_missing (self, block);
        return;
    }
    cuts = wattle_register_map_dup_cuts (self->map);
    wattle_source_set_state (WATTLE_SOURCE (self), STATE_CUTS, cuts, 0);
}

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
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (length == wanted)
        return bytes;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes were answered instead of %zu",
                      length, wanted);
    return NULL;
}

static gboolean
decode_block (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    WattleRegisterBlock block;
    const guint8 *bytes;

    if (self->cycle->len == 0)
        return TRUE;
    block = g_array_index (self->cycle, WattleRegisterBlock, 0);
    g_array_remove_index (self->cycle, 0);
    if (is_refusal (frame)) {
        take_refusal (self, &block);
        return TRUE;
    }
    if (!wattle_frame_check (frame, error))
        return FALSE;
    bytes = take_bytes (frame, block.count * 2u, error);
    if (bytes == NULL)
        return FALSE;

    for (guint i = 0; i < block.n_spans; i++)
        report_point (self, wattle_register_map_get_span (self->map, block.first + i), &block,
                      bytes);
    return TRUE;
}

static gboolean
decode_ratio (ModbusMeterDevice *self, guint index, WattleFrame *frame, GError **error)
{
    const WattleMeterProbe *ratio = &self->definition->ratios[index];
    const guint8 *bytes;
    double value;

    if (!wattle_frame_check (frame, error))
        return FALSE;
    bytes = take_bytes (frame, wattle_register_type_get_words (ratio->type) * 2u, error);
    if (bytes == NULL)
        return FALSE;
    if (!wattle_register_decode (ratio->type, WATTLE_REGISTER_ABCD, bytes, &value) || value <= 0) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the ratio “%s” of the meter is %g",
                          ratio->name, value);
        return FALSE;
    }
    self->ratios[index] = value * ratio->scale;
    return TRUE;
}

static gboolean
decode_sunspec (ModbusMeterDevice *self, WattleFrame *frame, GError **error)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (!is_refusal (frame) && !wattle_frame_check (frame, error))
        return FALSE;
    return modbus_meter_sunspec_take (&self->sunspec, is_refusal (frame) ? NULL : bytes, length,
                                      error);
}

static gboolean
modbus_meter_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    guint tag = wattle_frame_get_tag (frame);

    if (tag == TAG_SUNSPEC)
        return decode_sunspec (self, frame, error);
    if (tag >= TAG_RATIO && tag - TAG_RATIO < self->definition->n_ratios)
        return decode_ratio (self, tag - TAG_RATIO, frame, error);
    return decode_block (self, frame, error);
}

static void
modbus_meter_device_class_init (ModbusMeterDeviceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_meter_device_finalize;
    WATTLE_SOURCE_CLASS (klass)->configure = modbus_meter_device_configure;
    WATTLE_SOURCE_CLASS (klass)->next_request = modbus_meter_device_next_request;
    WATTLE_SOURCE_CLASS (klass)->decode = modbus_meter_device_decode;
}

static void
modbus_meter_device_init (ModbusMeterDevice *self)
{
    self->cycle = g_array_new (FALSE, FALSE, sizeof (WattleRegisterBlock));
}

WattleDevice *
modbus_meter_device_new (const WattleMeter *definition)
{
    ModbusMeterDevice *self = g_object_new (MODBUS_METER_TYPE_DEVICE, NULL);

    self->definition = definition;
    return WATTLE_DEVICE (self);
}
