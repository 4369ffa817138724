/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-inputs.h"

#include <math.h>

#include "smappee-answer.h"
#include "smappee-readings.h"

/* What most of them are, and what counts where nothing else is told. */
#define USUAL_CONFIGURATION "11"

struct _SmappeeInputs {
    WattleDevice *device; /* which owns this */
    WattleOptions *options;
    SmappeeListing channels;
    GPtrArray *groups; /* NULL: there were no channels yet */
    GPtrArray *plugs;  /* NULL: not known yet */
    SmappeeOutputs *outputs;
    guint kinds; /* that were told */
    gboolean has_voltage;
    gboolean changed; /* there are other entities now */
};

SmappeeInputs *
smappee_inputs_new (WattleDevice *device, WattleOptions *options)
{
    SmappeeInputs *self = g_new0 (SmappeeInputs, 1);

    self->device = device;
    self->options = g_object_ref (options);
    self->outputs = smappee_outputs_new (device);
    return self;
}

void
smappee_inputs_free (SmappeeInputs *self)
{
    smappee_listing_clear (&self->channels);
    g_clear_pointer (&self->groups, g_ptr_array_unref);
    g_clear_pointer (&self->plugs, g_ptr_array_unref);
    smappee_outputs_free (self->outputs);
    g_object_unref (self->options);
    g_free (self);
}

/* Only where an answer is believed: what one that is not changes is dropped. */
static void
apply (SmappeeInputs *self)
{
    static const WattleEntitySpec voltage = { .quantity = WATTLE_QUANTITY_VOLTAGE };
    g_autoptr (SmappeeSpecs) specs = NULL;

    if (!self->changed)
        return;

    specs = smappee_specs_new (0);
    if (self->kinds != 0)
        smappee_specs_add_groups (specs, self->groups, self->channels.list, self->kinds);
    if (self->has_voltage)
        smappee_specs_add (specs, &voltage);
    smappee_outputs_add_specs (specs, self->plugs);
    if (self->kinds != 0)
        smappee_specs_add_channels (specs, self->channels.list, self->kinds);
    smappee_specs_set (specs, self->device);
    self->changed = FALSE;
}

static void
group_anew (SmappeeInputs *self)
{
    g_clear_pointer (&self->groups, g_ptr_array_unref);
    self->groups = smappee_groups_new (self->channels.list);
    self->changed = TRUE;
}

/* An input that is not there cannot be turned round, which is no reason to tell nothing. */
static void
offer_channels (SmappeeInputs *self, GPtrArray *channels)
{
    gint64 now = wattle_source_get_now (WATTLE_SOURCE (self->device));

    if (channels == NULL)
        channels = smappee_answer_list_channels (USUAL_CONFIGURATION);
    if (wattle_options_has (self->options, "Invert"))
        smappee_channels_invert (channels, wattle_options_get_text (self->options, "Invert"));
    if (smappee_listing_offer (&self->channels, channels, smappee_channels_print (channels), now))
        group_anew (self);
}

void
smappee_inputs_take_channels (SmappeeInputs *self, GPtrArray *channels)
{
    offer_channels (self, channels);
    apply (self);
}

void
smappee_inputs_take_plugs (SmappeeInputs *self, GPtrArray *plugs)
{
    g_autofree char *text = smappee_plugs_print (plugs);
    g_autofree char *known = self->plugs != NULL ? smappee_plugs_print (self->plugs) : NULL;

    g_clear_pointer (&self->plugs, g_ptr_array_unref);
    self->plugs = plugs;
    self->changed |= g_strcmp0 (text, known) != 0;
    apply (self);
    smappee_outputs_report (self->outputs, self->plugs);
}

GPtrArray *
smappee_inputs_get_channels (SmappeeInputs *self)
{
    if (self->channels.list == NULL)
        offer_channels (self, NULL);
    if (smappee_listing_pass (&self->channels,
                              wattle_source_get_now (WATTLE_SOURCE (self->device))))
        group_anew (self);
    return self->channels.list;
}

GPtrArray *
smappee_inputs_get_plugs (SmappeeInputs *self)
{
    return self->plugs;
}

SmappeeOutputs *
smappee_inputs_get_outputs (SmappeeInputs *self)
{
    return self->outputs;
}

static void
note_kinds (SmappeeInputs *self, const SmappeeValues *values, gboolean has_voltage)
{
    guint kinds = self->kinds;

    for (guint i = 0; i < self->channels.list->len; i++)
        for (guint kind = 0; kind < SMAPPEE_N_VALUES; kind++)
            if (!isnan (values[i].values[kind]))
                kinds |= 1u << kind;
    self->changed |= kinds != self->kinds || (has_voltage && !self->has_voltage);
    self->kinds = kinds;
    self->has_voltage |= has_voltage;
}

void
smappee_inputs_report (SmappeeInputs *self, SmappeeValues *values, double voltage)
{
    GPtrArray *channels = smappee_inputs_get_channels (self);

    for (guint i = 0; i < channels->len; i++)
        if (((SmappeeChannel *)g_ptr_array_index (channels, i))->inverted)
            smappee_values_invert (&values[i]);
    note_kinds (self, values, !isnan (voltage));
    apply (self);
    smappee_readings_report (self->device, channels, self->groups, values);
    smappee_readings_report_number (self->device, "voltage", voltage);
}
