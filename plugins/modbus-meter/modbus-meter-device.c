/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One meter that a definition describes. A cycle reads first what has to be known once (the place
 * of a SunSpec model, which of two maps it is, serial number, ratios), then the requests that are
 * due. */
#include "modbus-meter-device-private.h"

/* A meter may be replaced by another one of its kind. Ratios are set when a meter is put in, and
 * hardly ever after. A meter that has counted nothing yet does not show which map it has. */
#define SERIAL_GROUP    "serial number"
#define SERIAL_INTERVAL (24 * 60 * 60 * 1000)
#define RATIO_INTERVAL  (60 * 60 * 1000)
#define WHICH_GROUP     "which map"
#define WHICH_INTERVAL  (60 * 1000)

static const char *const ratio_groups[WATTLE_METER_MAX_RATIOS] = { "ratio 1", "ratio 2", "ratio 3",
                                                                   "ratio 4" };

G_DEFINE_FINAL_TYPE (ModbusMeterDevice, modbus_meter_device, WATTLE_TYPE_DEVICE)

static void
modbus_meter_device_finalize (GObject *object)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (object);

    g_clear_pointer (&self->search, modbus_meter_auto_free);
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
    wattle_device_set_label (WATTLE_DEVICE (self), definition->model);
    wattle_device_set_entities (WATTLE_DEVICE (self), specs, definition->n_points);
}

void
modbus_meter_device_set_factors (ModbusMeterDevice *self)
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
    const char *text = wattle_source_get_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_MODEL);
    guint64 address;

    return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 0xfffe, &address, NULL)
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

void
modbus_meter_device_use_map (ModbusMeterDevice *self)
{
    self->definition = modbus_meter_which_get (&self->which);
    for (guint i = 0; i < self->definition->n_ratios; i++)
        self->ratios[i] = get_fixed (self, i);
    self->output = (ModbusMeterOutput){ 0 };
    g_free (self->factors);
    self->factors = g_new (double, self->definition->n_points);
    modbus_meter_device_set_factors (self);
    g_clear_pointer (&self->plan, modbus_meter_plan_free);
    self->plan = modbus_meter_plan_new (
        self->definition, self->unit, MODBUS_METER_TAG_BLOCK,
        wattle_source_get_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_CUTS));
    modbus_meter_sunspec_init (&self->sunspec, self->definition, recall_model (self));
    set_entities (self);
}

static void
use_own (ModbusMeterDevice *self)
{
    modbus_meter_which_init (
        &self->which, self->own, self->alternative,
        wattle_source_get_state (WATTLE_SOURCE (self), MODBUS_METER_STATE_MAP));
    modbus_meter_device_use_map (self);
}

/* So that its entities are there until it has been found out anew: the address may be that of
 * another meter by now. */
static void
recall_own (ModbusMeterDevice *self)
{
    const WattleMeter *known = modbus_meter_auto_recall (
        self->search, wattle_source_get_state (WATTLE_SOURCE (self), WATTLE_METER_STATE_FOUND));

    if (known != NULL)
        self->own = wattle_meter_ref (known);
}

static gboolean
modbus_meter_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);

    self->unit = (guint8)wattle_options_get_integer (options, "Unit");
    if (self->search != NULL) {
        recall_own (self);
    } else {
        for (guint i = 0; i < self->own->n_ratios; i++)
            if (is_ct (&self->own->ratios[i]))
                self->ct = wattle_options_get_number (options, "CtRatio");
            else
                self->pt = wattle_options_get_number (options, "PtRatio");
    }
    if (self->own != NULL)
        use_own (self);
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
               ? ask_probe (self, MODBUS_METER_TAG_WHICH + index,
                            &self->which.maps[index]->telltale)
               : NULL;
}

static WattleRequest *
ask_serial (ModbusMeterDevice *self)
{
    if (!self->definition->has_serial ||
        !wattle_source_due (WATTLE_SOURCE (self), SERIAL_GROUP, SERIAL_INTERVAL))
        return NULL;
    return wattle_request_with_flags (
        ask_probe (self, MODBUS_METER_TAG_SERIAL, &self->definition->serial),
        WATTLE_REQUEST_PRIVATE);
}

static WattleRequest *
ask_ratio (ModbusMeterDevice *self)
{
    while (self->asked < self->definition->n_ratios) {
        guint index = self->asked++;

        if (get_fixed (self, index) == 0 &&
            wattle_source_due (WATTLE_SOURCE (self), ratio_groups[index], RATIO_INTERVAL))
            return ask_probe (self, MODBUS_METER_TAG_RATIO + index,
                              &self->definition->ratios[index]);
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

void
modbus_meter_device_adopt (ModbusMeterDevice *self, const WattleMeter *definition)
{
    gboolean known = self->own == definition;

    self->verified = TRUE;
    if (!known) {
        g_clear_pointer (&self->own, wattle_meter_unref);
        self->own = wattle_meter_ref (definition);
    }
    if (modbus_meter_auto_is_sure (self->search))
        wattle_source_set_state (WATTLE_SOURCE (self), WATTLE_METER_STATE_FOUND, definition->id, 0);
    if (!known)
        use_own (self);
    begin_cycle (self);
}

static WattleRequest *
ask_auto (ModbusMeterDevice *self, guint step)
{
    if (step == 0)
        modbus_meter_auto_begin (self->search);
    return modbus_meter_auto_next (self->search, MODBUS_METER_TAG_AUTO, self->unit);
}

static WattleRequest *
modbus_meter_device_next_request (WattleSource *source, guint step)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (source);
    WattleRequest *request;
    guint address;
    guint count;

    if (self->search != NULL && !self->verified)
        return ask_auto (self, step);
    if (step == 0)
        begin_cycle (self);
    if (modbus_meter_sunspec_next (&self->sunspec, &address, &count))
        return make_request (self, MODBUS_METER_TAG_SUNSPEC, 3, address, count);
    if (self->sunspec.lost)
        return NULL;
    request = ask_which (self);
    if (request == NULL)
        request = ask_serial (self);
    if (request == NULL)
        request = ask_ratio (self);
    return request != NULL ? request : modbus_meter_plan_next (self->plan, source);
}

/* Writing */

static gboolean
check_found (ModbusMeterDevice *self, GError **error)
{
    if (self->search != NULL && !self->verified) {
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "which meter this is, is being found out; try again later");
        return FALSE;
    }
    if (self->sunspec.found)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "where the SunSpec model of the device is has to be found first");
    return FALSE;
}

/* What was written to another model that stands there now could not be taken back, so the header is
 * read before. */
static WattleRequest *
modbus_meter_device_command (WattleDevice *device,
                             WattleCommand *command,
                             guint step,
                             GError **error)
{
    ModbusMeterDevice *self = MODBUS_METER_DEVICE (device);
    guint n_before = self->definition != NULL && self->definition->n_bases > 0 ? 1 : 0;

    if (!check_found (self, error))
        return NULL;
    if (step == 0 && !modbus_meter_output_begin (&self->output, self->definition, command, error))
        return NULL;
    if (step < n_before)
        return make_request (self, MODBUS_METER_TAG_HEADER, 3,
                             modbus_meter_sunspec_get_address (&self->sunspec),
                             MODBUS_METER_SUNSPEC_HEADER);
    if (step == n_before)
        return modbus_meter_output_write (&self->output, self->definition, MODBUS_METER_TAG_WRITE,
                                          self->unit, self->sunspec.offset);
    return modbus_meter_output_read_back (&self->output, self->definition,
                                          MODBUS_METER_TAG_READ_BACK, self->unit,
                                          self->sunspec.offset, error);
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

WattleDevice *
modbus_meter_device_new_auto (WattleMeterLibrary *library)
{
    ModbusMeterDevice *self = g_object_new (MODBUS_METER_TYPE_DEVICE, NULL);

    self->search = modbus_meter_auto_new (library);
    return WATTLE_DEVICE (self);
}
