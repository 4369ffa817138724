/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A three-phase meter that exists only here. Its power follows a sine of the time of day, so that
 * everything about it can be calculated beforehand. */
#include "example-device.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "example-counters.h"
#include "example-outputs.h"

#define LINE_VOLTAGE 230.0

enum {
    TAG_METER,
    TAG_RESET,
    TAG_SET,
    TAG_COUNT,
};

struct _ExampleDevice {
    WattleDevice parent_instance;

    double power;  /* W, mean of the sine */
    double swing;  /* W */
    double period; /* s */
    gboolean obeys;
    gboolean settable; /* has a counter for each phase, which can be set */
    char *output;      /* what the command under way sets, and to what */
    char *wanted;
    char *counter; /* the same of a counter */
    double count;
};

G_DEFINE_FINAL_TYPE (ExampleDevice, example_device, WATTLE_TYPE_DEVICE)

static const WattleOptionSpec options[] = {
    { "Power", WATTLE_OPTION_NUMBER, N_ ("Mean power in W"), "1500", 0, 100000 },
    { "Swing", WATTLE_OPTION_NUMBER, N_ ("Swing around the mean in W"), "1000", 0, 100000 },
    { "Period", WATTLE_OPTION_NUMBER, N_ ("Length of one swing in seconds"), "600", 10, 86400 },
    { "Obeys", WATTLE_OPTION_BOOLEAN, N_ ("Outputs do as they are told"), "true" },
    { "Settable", WATTLE_OPTION_BOOLEAN, N_ ("Counters of the phases, which can be set"), "false" },
};

static const WattleEntitySpec readings[] = {
    { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
    { .quantity = WATTLE_QUANTITY_ACTIVE_POWER, .phase = 1 },
    { .quantity = WATTLE_QUANTITY_ACTIVE_POWER, .phase = 2 },
    { .quantity = WATTLE_QUANTITY_ACTIVE_POWER, .phase = 3 },
    { .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = 1 },
    { .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = 2 },
    { .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = 3 },
    { .quantity = WATTLE_QUANTITY_CURRENT, .phase = 1 },
    { .quantity = WATTLE_QUANTITY_CURRENT, .phase = 2 },
    { .quantity = WATTLE_QUANTITY_CURRENT, .phase = 3 },
    { .quantity = WATTLE_QUANTITY_FREQUENCY },
};

static const WattleEntitySpec counter = { .quantity = WATTLE_QUANTITY_ENERGY,
                                          .direction = WATTLE_DIRECTION_IMPORT,
                                          .counter = WATTLE_COUNTER_RESETTABLE };

static const WattleActionSpec reset = { "reset_energy", N_ ("Reset the energy"), NULL };

/* What each phase carries of the whole. */
static const double shares[] = { 0.5, 0.3, 0.2 };

static void
set_entities (ExampleDevice *self)
{
    WattleEntitySpec specs[G_N_ELEMENTS (readings) + EXAMPLE_N_COUNTERS + EXAMPLE_N_OUTPUTS];
    const WattleEntitySpec *counters = self->settable ? example_counters : &counter;
    guint n_counters = self->settable ? EXAMPLE_N_COUNTERS : 1;
    guint count = G_N_ELEMENTS (readings);

    memcpy (specs, readings, sizeof readings);
    memcpy (specs + count, counters, n_counters * sizeof *counters);
    count += n_counters;
    memcpy (specs + count, example_outputs, sizeof example_outputs);
    wattle_device_set_entities (WATTLE_DEVICE (self), specs, count + EXAMPLE_N_OUTPUTS);
}

static gboolean
example_device_configure (WattleSource *source, WattleOptions *set, GError **error)
{
    ExampleDevice *self = EXAMPLE_DEVICE (source);
    WattleDevice *device = WATTLE_DEVICE (source);

    self->power = wattle_options_get_number (set, "Power");
    self->swing = wattle_options_get_number (set, "Swing");
    self->period = wattle_options_get_number (set, "Period");
    if (self->swing > self->power) {
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "Swing is %g W; at most Power (%g W) is allowed, as this meter only imports",
            self->swing, self->power);
        return FALSE;
    }

    wattle_device_set_identity (device, "Wattle", "Simulated meter", NULL, NULL);
    self->obeys = wattle_options_get_boolean (set, "Obeys");
    self->settable = wattle_options_get_boolean (set, "Settable");
    set_entities (self);
    wattle_device_add_action (device, &reset);
    return TRUE;
}

static WattleRequest *
example_device_next_request (WattleSource *source, guint step)
{
    return step == 0 ? wattle_request_new_local (TAG_METER) : NULL;
}

static double
turn (ExampleDevice *self, double seconds)
{
    return 2 * G_PI * fmod (seconds, self->period) / self->period;
}

static double
power_at (ExampleDevice *self, double seconds)
{
    return self->power + self->swing * sin (turn (self, seconds));
}

/* The exact integral of power_at(), in Wh. */
static double
energy_between (ExampleDevice *self, double from, double to)
{
    double wave =
        self->swing * self->period / (2 * G_PI) * (cos (turn (self, from)) - cos (turn (self, to)));

    return (self->power * (to - from) + wave) / 3600;
}

static double
get_kept_number (WattleSource *source, const char *key, double fallback)
{
    const char *text = wattle_source_get_state (source, key);
    double value;

    return text != NULL && wattle_number_parse (text, &value, NULL) ? value : fallback;
}

static void
keep_number (WattleSource *source, const char *key, double value)
{
    g_autofree char *text = wattle_number_format_exact (value);

    wattle_source_set_state (source, key, text, 0);
}

/* The meter counts on while the host is away, as a real one would. A clock that was set back adds
 * nothing. */
static double
count_energy (ExampleDevice *self, double now)
{
    WattleSource *source = WATTLE_SOURCE (self);
    double counted_until = get_kept_number (source, "counted_until", now);
    double energy = get_kept_number (source, "energy", 0);

    if (now > counted_until)
        energy += energy_between (self, counted_until, now);

    keep_number (source, "energy", energy);
    keep_number (source, "counted_until", now);
    return energy;
}

static void
report_phase (WattleDevice *device, guint phase, double power)
{
    static const char *const power_keys[] = { "active_power_l1", "active_power_l2",
                                              "active_power_l3" };
    static const char *const voltage_keys[] = { "voltage_l1", "voltage_l2", "voltage_l3" };
    static const char *const current_keys[] = { "current_l1", "current_l2", "current_l3" };

    wattle_device_report (device, power_keys[phase], power);
    wattle_device_report (device, voltage_keys[phase], LINE_VOLTAGE);
    wattle_device_report (device, current_keys[phase], power / LINE_VOLTAGE);
}

static void
report_energy (ExampleDevice *self, double energy, gboolean set)
{
    WattleSource *source = WATTLE_SOURCE (self);
    double energies[G_N_ELEMENTS (shares)];

    if (!self->settable) {
        wattle_device_report (WATTLE_DEVICE (self), "energy_import", energy);
        return;
    }

    for (guint phase = 0; phase < G_N_ELEMENTS (shares); phase++)
        energies[phase] = energy * shares[phase];
    if (set && self->counter != NULL)
        example_counters_set (source, self->counter, self->count, energies);
    example_counters_report (source, energies);
}

static gboolean
example_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    ExampleDevice *self = EXAMPLE_DEVICE (source);
    WattleDevice *device = WATTLE_DEVICE (source);
    double now = (double)wattle_source_get_now (source) / G_USEC_PER_SEC;
    double power = power_at (self, now);

    if (!wattle_frame_check (frame, error))
        return FALSE;
    if (wattle_frame_get_tag (frame) == TAG_RESET) {
        keep_number (source, "energy", 0);
        keep_number (source, "counted_until", now);
    }
    if (wattle_frame_get_tag (frame) == TAG_SET && self->wanted != NULL && self->obeys)
        example_outputs_set (source, self->output, self->wanted);

    for (guint phase = 0; phase < G_N_ELEMENTS (shares); phase++)
        report_phase (device, phase, power * shares[phase]);
    wattle_device_report (device, "active_power", power);
    wattle_device_report (device, "frequency", 50);
    report_energy (self, count_energy (self, now),
                   self->obeys && wattle_frame_get_tag (frame) == TAG_COUNT);
    example_outputs_report (source);
    return TRUE;
}

/* The first step sets, the second reads back: what counts is what the device says then. */
static WattleRequest *
set_output (ExampleDevice *self, WattleCommand *command, guint step, GError **error)
{
    g_autofree char *wanted = NULL;

    if (step > 0)
        return step == 1 ? wattle_request_new_local (TAG_METER) : NULL;

    wanted = example_outputs_read (command, error);
    if (wanted == NULL)
        return NULL;
    g_free (self->output);
    g_free (self->wanted);
    self->output = g_strdup (wattle_command_get_name (command));
    self->wanted = g_steal_pointer (&wanted);
    return wattle_request_new_local (TAG_SET);
}

static WattleRequest *
set_counter (ExampleDevice *self, WattleCommand *command, guint step, GError **error)
{
    if (step > 0)
        return step == 1 ? wattle_request_new_local (TAG_METER) : NULL;

    if (!example_counters_check (command, error))
        return NULL;
    g_free (self->counter);
    self->counter = g_strdup (wattle_command_get_name (command));
    self->count = wattle_command_get_number (command);
    return wattle_request_new_local (TAG_COUNT);
}

static WattleRequest *
example_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    ExampleDevice *self = EXAMPLE_DEVICE (device);

    if (wattle_command_is_counter (command) && self->settable)
        return set_counter (self, command, step, error);
    if (!wattle_command_is_action (command) ||
        g_strcmp0 (wattle_command_get_name (command), reset.name) != 0)
        return set_output (self, command, step, error);
    return step == 0 ? wattle_request_new_local (TAG_RESET) : NULL;
}

static void
example_device_finalize (GObject *object)
{
    ExampleDevice *self = EXAMPLE_DEVICE (object);

    g_free (self->output);
    g_free (self->wanted);
    g_free (self->counter);

    G_OBJECT_CLASS (example_device_parent_class)->finalize (object);
}

static void
example_device_class_init (ExampleDeviceClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = example_device_finalize;
    source_class->configure = example_device_configure;
    source_class->next_request = example_device_next_request;
    source_class->decode = example_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = example_device_command;
}

static void
example_device_init (ExampleDevice *self)
{
}

struct _ExampleDriver {
    GObject parent_instance;
};

static void
example_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "meter", N_ ("Simulated meter"), 0);
    wattle_catalog_add_link (catalog, "meter", WATTLE_LINK_NONE);
    wattle_catalog_set_interval (catalog, "meter", 1000, 100);
    wattle_catalog_add_options (catalog, "meter", options, G_N_ELEMENTS (options));
}

static WattleDevice *
example_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    return g_object_new (EXAMPLE_TYPE_DEVICE, NULL);
}

static void
example_driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = example_driver_describe;
    iface->create = example_driver_create;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ExampleDriver,
                               example_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER,
                                                      example_driver_iface_init))

static void
example_driver_class_init (ExampleDriverClass *klass)
{
}

static void
example_driver_init (ExampleDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (EXAMPLE_TYPE_DRIVER)
