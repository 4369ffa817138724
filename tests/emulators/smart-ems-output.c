/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The relays: P0 to P4 of the box, and one that nothing is wired to. */
#include "smart-ems-private.h"

/* P1, a heater of 1500 W on the second phase: the storage heater of the emulated house. */
#define HEATER 1

/* What runs out for one output. */
typedef struct {
    SmartEms *ems;
    guint output;
} Back;

void
smart_ems_outputs_init (SmartEms *self)
{
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++) {
        Back *back = g_new0 (Back, 1);

        back->ems = self;
        back->output = i;
        self->outputs[i].back = back;
    }
}

void
smart_ems_outputs_clear (SmartEms *self)
{
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++) {
        wattle_clock_clear (self->pace, &self->outputs[i].return_timer);
        g_clear_pointer (&self->outputs[i].back, g_free);
        g_clear_pointer (&self->outputs[i].name, g_free);
    }
}

/* The names of the box, and of the board for what is not wired. */
void
smart_ems_outputs_rename (SmartEms *self)
{
    guint first = self->generation == SMART_EMS_LK4 ? 1 : 0;

    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++) {
        g_free (self->outputs[i].name);
        self->outputs[i].name = i < SMART_EMS_N_OUTPUTS - 1 ? g_strdup_printf ("P%u", i)
                                                            : g_strdup_printf ("OUT%u", i + first);
    }
}

/* Who inverts outputs has wired the loads to the contacts that are closed at rest. */
static void
switch_heater (SmartEms *self)
{
    IskraSgRelays relays = iskra_sg_default_relays;

    relays.storage = self->outputs[HEATER].state != self->inverted;
    iskra_sg_house_set_relays (emulator_day_get_house (self->day), &relays);
}

/* What pages and clients make of the relays, which stay as they are. */
void
smart_ems_invert_outputs (SmartEms *self, gboolean inverted)
{
    self->inverted = inverted;
    switch_heater (self);
}

static void
on_return (gpointer user_data)
{
    Back *back = user_data;
    SmartEmsOutput *output = &back->ems->outputs[back->output];

    output->return_timer = 0;
    if (!output->stuck)
        output->state = !output->state;
    switch_heater (back->ems);
    smart_ems_publish_states (back->ems);
}

void
smart_ems_move_output (SmartEms *self, guint output, gboolean state)
{
    SmartEmsOutput *moved = &self->outputs[output];

    if (!moved->stuck && moved->state != state) {
        moved->state = state;
        wattle_clock_clear (self->pace, &moved->return_timer);
        if (moved->return_span > 0)
            moved->return_timer = wattle_clock_call_after (
                self->pace, moved->return_span * G_TIME_SPAN_SECOND, on_return, moved->back);
    }
    switch_heater (self);
}

void
smart_ems_command_output (SmartEms *self, guint output, gboolean state)
{
    if (!self->blocked)
        smart_ems_move_output (self, output, state);
}

/* All off, as without power, and as they were set by the factory. */
void
smart_ems_outputs_drop (SmartEms *self)
{
    self->inverted = FALSE;
    self->blocked = FALSE;
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++) {
        wattle_clock_clear (self->pace, &self->outputs[i].return_timer);
        self->outputs[i].state = FALSE;
        self->outputs[i].return_span = 0;
    }
    switch_heater (self);
}

/* Somebody moves it at the device. */
void
smart_ems_press (SmartEms *self, guint output, gboolean state)
{
    g_return_if_fail (output < SMART_EMS_N_OUTPUTS);

    smart_ems_command_output (self, output, state);
    smart_ems_publish_states (self);
}

/* Of the relay itself, not inverted. */
gboolean
smart_ems_get_output (SmartEms *self, guint output)
{
    g_return_val_if_fail (output < SMART_EMS_N_OUTPUTS, FALSE);

    return self->outputs[output].state;
}

/* It takes commands and stays as it is. */
void
smart_ems_stick_output (SmartEms *self, guint output, gboolean stuck)
{
    g_return_if_fail (output < SMART_EMS_N_OUTPUTS);

    self->outputs[output].stuck = stuck;
}
