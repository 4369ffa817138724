/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The board's own events. Where the hysteresis lies is not known; here the condition begins at the
 * reference and ends when the value is that much beyond it. */
#include "smart-ems-private.h"

static double
get_value (SmartEms *self, const SmartEmsCondition *condition)
{
    switch (condition->source) {
    case SMART_EMS_SOURCE_VARIABLE:
        return smart_ems_get_variable (self, condition->number);
    case SMART_EMS_SOURCE_SENSOR:
        return smart_ems_get_temperature (self, condition->number - 1);
    case SMART_EMS_SOURCE_EVENT:
        return self->variables[condition->number - 1];
    case SMART_EMS_SOURCE_OUTPUT:
        return self->outputs[condition->number - 1].state;
    default:
        return 0;
    }
}

/* A digital source is compared for being the same, whatever the comparison says. */
static gboolean
meets (SmartEms *self, const SmartEmsCondition *condition, gboolean met)
{
    double slack = met ? condition->hysteresis : 0;
    double value = get_value (self, condition);

    switch (condition->source) {
    case SMART_EMS_SOURCE_ALWAYS:
        return TRUE;
    case SMART_EMS_SOURCE_EVENT:
    case SMART_EMS_SOURCE_OUTPUT:
        return (value > 0) == (condition->reference > 0);
    default:
        return condition->below ? value < condition->reference + slack
                                : value >= condition->reference - slack;
    }
}

static gboolean
join (SmartEmsOperator operator, gboolean first, gboolean second)
{
    switch (operator) {
    case SMART_EMS_AND:
        return first && second;
    case SMART_EMS_OR:
        return first || second;
    case SMART_EMS_NAND:
        return !(first && second);
    case SMART_EMS_NOR:
        return !(first || second);
    case SMART_EMS_XOR:
        return first != second;
    default:
        return first;
    }
}

/* Whether its conditions are met; the off delay makes it last. */
static gboolean
is_true (SmartEms *self, SmartEmsEntry *entry)
{
    gint64 now = smart_ems_get_house_time (self);

    for (guint i = 0; i < 2; i++)
        entry->met[i] = meets (self, &entry->set.conditions[i], entry->met[i]);
    if (join (entry->set.join, entry->met[0], entry->met[1])) {
        entry->true_until = now + entry->set.off_delay * G_TIME_SPAN_SECOND;
        return TRUE;
    }
    return entry->is_true && now < entry->true_until;
}

static void
act (SmartEms *self, const SmartEmsEvent *event, gboolean state)
{
    if (event->variable > 0)
        self->variables[event->variable - 1] = state;
    else
        smart_ems_move_output (self, event->output, state);
}

/* With Per the output is held; without it is moved when the result changes. */
static void
run_entry (SmartEms *self, SmartEmsEntry *entry)
{
    gboolean was_true = entry->is_true;

    if (!entry->set.on)
        return;
    entry->is_true = is_true (self, entry);
    if (entry->is_true && (entry->set.per || !was_true))
        act (self, &entry->set, entry->set.state);
    else if (was_true && !entry->is_true)
        act (self, &entry->set, !entry->set.state);
}

/* Each second. */
void
smart_ems_run_events (SmartEms *self)
{
    for (guint i = 0; i < SMART_EMS_N_EVENTS; i++)
        run_entry (self, &self->entries[i]);
    smart_ems_publish_states (self);
}

static gboolean
is_sound (const SmartEmsCondition *condition)
{
    static const guint limits[] = {
        [SMART_EMS_SOURCE_VARIABLE] = SMART_EMS_N_VARIABLES,
        [SMART_EMS_SOURCE_SENSOR] = SMART_EMS_N_SENSORS,
        [SMART_EMS_SOURCE_EVENT] = SMART_EMS_N_EVENTVAR,
        [SMART_EMS_SOURCE_OUTPUT] = SMART_EMS_N_OUTPUTS,
    };

    return condition->source == SMART_EMS_SOURCE_ALWAYS ||
           (condition->number >= 1 && condition->number <= limits[condition->source]);
}

void
smart_ems_set_event (SmartEms *self, guint entry, const SmartEmsEvent *event)
{
    g_return_if_fail (entry < SMART_EMS_N_EVENTS && event->output < SMART_EMS_N_OUTPUTS &&
                      event->variable <= SMART_EMS_N_EVENTVAR);
    g_return_if_fail (is_sound (&event->conditions[0]) && is_sound (&event->conditions[1]));

    self->entries[entry] = (SmartEmsEntry){ .set = *event };
    run_entry (self, &self->entries[entry]);
    smart_ems_publish_states (self);
}
