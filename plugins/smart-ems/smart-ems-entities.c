/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-entities.h"

#include <glib/gi18n-lib.h>

#define N_OUTPUTS 6
#define N_NAMED   5 /* P0 to P4 */

struct _SmartEmsEntities {
    const SmartEmsMeanings *meanings;
    /* A bit for each number; the last is for what stands alone. */
    guint32 known[SMART_EMS_N_CHANNELS];
    char *output_names[N_OUTPUTS]; /* NULL: the box does not say */
    guint first_output;            /* what the board calls the first one */
    gboolean renamed;
};

static guint32
get_bit (guint number)
{
    return 1u << (number == SMART_EMS_ALONE ? SMART_EMS_MAX_NUMBER + 1 : number);
}

/* What a person says there is has its entity from the start. */
static void
know_meant (SmartEmsEntities *self)
{
    for (guint channel = 0; channel < SMART_EMS_N_CHANNELS; channel++)
        for (guint number = 0; number <= SMART_EMS_MAX_NUMBER; number++)
            if (smart_ems_meanings_find (self->meanings, channel, number) != NULL)
                self->known[channel] |= get_bit (number);
}

SmartEmsEntities *
smart_ems_entities_new (const SmartEmsMeanings *meanings)
{
    SmartEmsEntities *self = g_new0 (SmartEmsEntities, 1);

    self->meanings = meanings;
    know_meant (self);
    return self;
}

void
smart_ems_entities_free (SmartEmsEntities *self)
{
    for (guint i = 0; i < N_OUTPUTS; i++)
        g_free (self->output_names[i]);
    g_free (self);
}

void
smart_ems_entities_set_output_name (SmartEmsEntities *self, guint output, const char *name)
{
    if (output >= N_OUTPUTS || g_strcmp0 (self->output_names[output], name) == 0)
        return;

    g_free (self->output_names[output]);
    self->output_names[output] = g_strdup (name);
    self->renamed = TRUE;
}

void
smart_ems_entities_set_generation (SmartEmsEntities *self, SmartEmsGeneration generation)
{
    guint first = smart_ems_channel_get_info (SMART_EMS_OUTPUT)->members[generation].shift;

    self->renamed |= first != self->first_output;
    self->first_output = first;
}

/* As the box calls it, as its terminals are labelled, or as the board does. */
static char *
make_output_name (SmartEmsEntities *self, guint number)
{
    const char *name = number < N_OUTPUTS ? self->output_names[number] : NULL;

    if (name != NULL)
        return g_strdup (name);
    if (number < N_NAMED)
        return g_strdup_printf (_ ("Output P%u"), number);
    return smart_ems_channel_make_name (SMART_EMS_OUTPUT, number + self->first_output);
}

static WattleEntitySpec
make_spec (SmartEmsEntities *self, SmartEmsChannel channel, guint number, GPtrArray *texts)
{
    const SmartEmsChannelInfo *info = smart_ems_channel_get_info (channel);
    const SmartEmsVariable *variable = smart_ems_meanings_find (self->meanings, channel, number);
    char *key;
    char *name;

    if (variable != NULL)
        return smart_ems_variable_get_spec (variable);

    key = smart_ems_channel_make_key (channel, number);
    name = channel == SMART_EMS_OUTPUT ? make_output_name (self, number)
                                       : smart_ems_channel_make_name (channel, number);
    g_ptr_array_add (texts, key);
    g_ptr_array_add (texts, name);
    return (WattleEntitySpec){ .key = key,
                               .quantity = info->quantity,
                               .flags = info->flags,
                               .name = name,
                               .max = channel == SMART_EMS_PWM_DUTY ? 100 : 0,
                               .step = channel == SMART_EMS_PWM_DUTY ? 1 : 0 };
}

void
smart_ems_entities_set (SmartEmsEntities *self, WattleDevice *device)
{
    g_autoptr (GArray) specs = g_array_new (FALSE, FALSE, sizeof (WattleEntitySpec));
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

    for (guint channel = 0; channel < SMART_EMS_N_CHANNELS; channel++)
        for (guint i = 0; i <= SMART_EMS_MAX_NUMBER + 1; i++) {
            guint number = i <= SMART_EMS_MAX_NUMBER ? i : SMART_EMS_ALONE;
            WattleEntitySpec spec;

            if (!(self->known[channel] & get_bit (number)))
                continue;
            spec = make_spec (self, channel, number, texts);
            g_array_append_val (specs, spec);
        }
    wattle_device_set_entities (device, (const WattleEntitySpec *)specs->data, specs->len);
    self->renamed = FALSE;
}

static gboolean
grow (SmartEmsEntities *self, GArray *readings)
{
    gboolean grown = FALSE;

    for (guint i = 0; i < readings->len; i++) {
        const SmartEmsReading *reading = &g_array_index (readings, SmartEmsReading, i);

        grown |= !(self->known[reading->channel] & get_bit (reading->number));
        self->known[reading->channel] |= get_bit (reading->number);
    }
    return grown;
}

static void
report (SmartEmsEntities *self, WattleDevice *device, const SmartEmsReading *reading)
{
    const SmartEmsVariable *variable =
        smart_ems_meanings_find (self->meanings, reading->channel, reading->number);
    g_autofree char *key = variable != NULL
                               ? smart_ems_variable_dup_key (variable)
                               : smart_ems_channel_make_key (reading->channel, reading->number);

    if (reading->missing)
        wattle_device_report_missing (device, key);
    else if (variable != NULL)
        wattle_device_report (device, key, smart_ems_variable_convert (variable, reading->value));
    else if (smart_ems_channel_is_boolean (reading->channel))
        wattle_device_report_boolean (device, key, reading->value != 0);
    else
        wattle_device_report (device, key, reading->value);
}

void
smart_ems_entities_report (SmartEmsEntities *self, WattleDevice *device, GArray *readings)
{
    if (grow (self, readings) || self->renamed)
        smart_ems_entities_set (self, device);
    for (guint i = 0; i < readings->len; i++)
        report (self, device, &g_array_index (readings, SmartEmsReading, i));
}
