/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-pass.h"

#include "base/wattle-error.h"
#include "wattle-output-value.h"

static gint64
now_of (WattleOutputsPass *self)
{
    return wattle_clock_get_monotonic (self->clock);
}

static void
tell_event (WattleOutputsPass *self, WattleOutput *output)
{
    g_autofree char *text = NULL;
    const char *event = wattle_output_note_command (output, self->problems, &text);

    if (event != NULL)
        self->funcs->event (self->owner, output, event, text);
}

/* Commands */

static WattleGateResult
get_result (const GError *error)
{
    if (error == NULL)
        return WATTLE_GATE_DONE;
    if (error->domain != WATTLE_ERROR)
        return WATTLE_GATE_FAILED;

    switch ((WattleError)error->code) {
    case WATTLE_ERROR_UNREACHABLE:
    case WATTLE_ERROR_BUSY:
        return WATTLE_GATE_NOT_SENT;
    case WATTLE_ERROR_NOT_SUPPORTED:
    case WATTLE_ERROR_NOT_FOUND:
    case WATTLE_ERROR_CONFIG:
    case WATTLE_ERROR_PLUGIN:
        return WATTLE_GATE_REFUSED;
    default:
        return WATTLE_GATE_FAILED;
    }
}

typedef struct {
    WattleOutputsPass *self;
    GObject *owner;
    char *name;
} Call;

static void
on_acted (const GError *error, gpointer user_data)
{
    g_autofree Call *call = user_data;
    g_autoptr (GObject) owner = call->owner;
    g_autofree char *name = call->name;
    WattleOutputsPass *self = call->self;
    WattleOutput *output = wattle_outputs_roster_get (self->roster, name);

    if (self->stopped || output == NULL)
        return;

    g_clear_pointer (&output->refusal, wattle_message_free);
    output->refusal = error != NULL ? wattle_message_new_from_error (error) : NULL;
    wattle_gate_take_result (self->gate, output->gate, get_result (error), now_of (self));
    /* A person's claim is gone with it, so the next look would not see it. */
    tell_event (self, output);
    if (output->gate->command == WATTLE_GATE_DROPPED)
        wattle_output_fail_waiters (output, error);
    wattle_outputs_pass_schedule (self);
}

static void
act (WattleOutputsPass *self, WattleOutput *output)
{
    g_autoptr (WattleCommand) command =
        wattle_output_value_make_command (output->key, output->gate->commanded);
    Call *call = g_new (Call, 1);

    call->self = self;
    call->owner = g_object_ref (self->owner);
    call->name = g_strdup (output->name);
    wattle_runner_act (output->runner, command, on_acted, call);
}

/* Orders */

typedef struct {
    WattleOutputsPass *self;
    GPtrArray *names;
} Batch;

/* What is to be done is on disk: it can be done. */
static void
on_saved (gpointer user_data)
{
    g_autofree Batch *batch = user_data;
    g_autoptr (GPtrArray) names = batch->names;
    WattleOutputsPass *self = batch->self;

    for (guint i = 0; i < names->len && !self->stopped; i++) {
        WattleOutput *output =
            wattle_outputs_roster_get (self->roster, g_ptr_array_index (names, i));

        if (output != NULL && output->gate->command == WATTLE_GATE_UNDER_WAY)
            act (self, output);
    }
}

static void
save (WattleOutputsPass *self, GPtrArray *orders)
{
    Batch *batch;

    if (orders->len == 0) {
        wattle_outputs_file_save_changes (self->file);
        return;
    }

    batch = g_new (Batch, 1);
    batch->self = self;
    batch->names = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; i < orders->len; i++) {
        const WattleGateOutput *output = g_ptr_array_index (orders, i);

        g_ptr_array_add (batch->names, g_strdup (output->name));
    }
    wattle_outputs_file_save (self->file, on_saved, batch);
}

/* Telling */

static void
tell_change (WattleOutputsPass *self, WattleOutput *output)
{
    /* At a time of its own, so that only a change is one. */
    g_autoptr (GVariant) said = g_variant_ref_sink (wattle_output_explain (output, 0, 0));

    if (output->told != NULL && g_variant_equal (said, output->told))
        return;
    g_clear_pointer (&output->told, g_variant_unref);
    output->told = g_steal_pointer (&said);
    self->funcs->changed (self->owner, output);
}

static void
tell_all (WattleOutputsPass *self)
{
    g_autoptr (GPtrArray) names = wattle_outputs_roster_list (self->roster);

    /* Whoever is told may change anything. */
    for (guint i = 0; i < names->len; i++) {
        WattleOutput *output =
            wattle_outputs_roster_get (self->roster, g_ptr_array_index (names, i));

        if (output == NULL)
            continue;
        tell_event (self, output);
        wattle_output_tell_waiters (output);
        tell_change (self, output);
    }
}

/* Deciding */

static void
on_due (gpointer user_data)
{
    WattleOutputsPass *self = user_data;

    self->due_timer = 0;
    wattle_outputs_pass_schedule (self);
}

static void
wait_until_due (WattleOutputsPass *self, gint64 now)
{
    gint64 due = wattle_gate_get_due (self->gate, now);

    wattle_clock_clear (self->clock, &self->due_timer);
    if (due != WATTLE_GATE_NEVER && !self->stopped)
        self->due_timer = wattle_clock_call_after (self->clock, due - now, on_due, self);
}

static void
on_pass (gpointer user_data)
{
    WattleOutputsPass *self = user_data;
    g_autoptr (GObject) owner = g_object_ref (self->owner);
    g_autoptr (GPtrArray) orders = g_ptr_array_new ();
    gint64 now = now_of (self);

    self->timer = 0;
    wattle_outputs_roster_check_config (self->roster);
    wattle_gate_decide (self->gate, now, orders);
    save (self, orders);
    tell_all (self);
    wait_until_due (self, now);
}

void
wattle_outputs_pass_schedule (WattleOutputsPass *self)
{
    if (self->timer == 0 && !self->stopped)
        self->timer = wattle_clock_call_after (self->clock, 0, on_pass, self);
}

void
wattle_outputs_pass_stop (WattleOutputsPass *self)
{
    self->stopped = TRUE;
    wattle_clock_clear (self->clock, &self->timer);
    wattle_clock_clear (self->clock, &self->due_timer);
}

void
wattle_outputs_pass_init (WattleOutputsPass *self,
                          GObject *owner,
                          const WattleOutputsPassFuncs *funcs,
                          WattleGate *gate,
                          WattleOutputsRoster *roster,
                          WattleOutputsFile *file)
{
    self->owner = owner;
    self->funcs = funcs;
    self->problems = roster->problems;
    self->clock = roster->clock;
    self->gate = gate;
    self->roster = roster;
    self->file = file;
}
