/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-private.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-output-value.h"

#define SAVE_DELAY (10 * G_USEC_PER_SEC)
/* Whoever waits for what comes of a command waits for this, times the tries. */
#define MAX_CONFIRM_WITHIN (90 * (gint64)G_USEC_PER_SEC)

enum {
    SIGNAL_CHANGED,
    SIGNAL_EVENT,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleOutputs, wattle_outputs, G_TYPE_OBJECT)

static gint64
now_of (WattleOutputs *self)
{
    return wattle_clock_get_monotonic (self->clock);
}

static const char *
device_of (WattleOutput *output)
{
    return wattle_runner_get_id (output->runner);
}

/* What came of commands */

static void
tell_event (WattleOutputs *self, WattleOutput *output)
{
    g_autofree char *text = NULL;
    const char *event = wattle_output_note_command (output, self->problems, &text);

    if (event != NULL)
        g_signal_emit (self, signals[SIGNAL_EVENT], 0, device_of (output), output->key, event,
                       text);
}

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
    WattleOutputs *self;
    char *name;
} Call;

static void
on_acted (const GError *error, gpointer user_data)
{
    g_autofree Call *call = user_data;
    g_autoptr (WattleOutputs) self = call->self;
    g_autofree char *name = call->name;
    WattleOutput *output = g_hash_table_lookup (self->outputs, name);

    if (self->stopped || output == NULL)
        return;

    g_clear_pointer (&output->refusal, wattle_message_free);
    output->refusal = error != NULL ? wattle_message_new_from_error (error) : NULL;
    wattle_gate_take_result (self->gate, output->gate, get_result (error), now_of (self));
    /* A person's claim is gone with it, so the next look would not see it. */
    tell_event (self, output);
    if (output->gate->command == WATTLE_GATE_DROPPED)
        wattle_output_fail_waiters (output, error);
    wattle_outputs_schedule (self);
}

static void
act (WattleOutputs *self, WattleOutput *output)
{
    g_autoptr (WattleCommand) command =
        wattle_output_value_make_command (output->key, output->gate->commanded);
    Call *call = g_new (Call, 1);

    call->self = g_object_ref (self);
    call->name = g_strdup (output->name);
    wattle_runner_act (output->runner, command, on_acted, call);
}

/* Decisions */

typedef struct {
    WattleOutputs *self;
    GPtrArray *names;
} Batch;

/* What is to be done is on disk: it can be done. */
static void
on_saved (const GError *error, gpointer user_data)
{
    g_autofree Batch *batch = user_data;
    g_autoptr (WattleOutputs) self = batch->self;
    g_autoptr (GPtrArray) names = batch->names;

    wattle_outputs_file_note (self->file, error);
    for (guint i = 0; i < names->len && !self->stopped; i++) {
        WattleOutput *output = g_hash_table_lookup (self->outputs, g_ptr_array_index (names, i));

        if (output != NULL && output->gate->command == WATTLE_GATE_UNDER_WAY)
            act (self, output);
    }
}

static void
save (WattleOutputs *self, GPtrArray *orders)
{
    Batch *batch = g_new (Batch, 1);

    batch->self = g_object_ref (self);
    batch->names = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; orders != NULL && i < orders->len; i++)
        g_ptr_array_add (batch->names,
                         g_strdup (((WattleGateOutput *)g_ptr_array_index (orders, i))->name));
    self->saved = wattle_gate_get_revision (self->gate);
    self->saved_minor = wattle_gate_get_minor_revision (self->gate);
    wattle_clock_clear (self->clock, &self->save_timer);
    wattle_outputs_file_save (self->file, self->gate, on_saved, batch);
}

static void
on_save_timer (gpointer user_data)
{
    WattleOutputs *self = user_data;

    self->save_timer = 0;
    save (self, NULL);
}

static void
save_if_due (WattleOutputs *self, GPtrArray *orders)
{
    if (orders->len > 0 || self->saved != wattle_gate_get_revision (self->gate))
        save (self, orders);
    else if (self->saved_minor != wattle_gate_get_minor_revision (self->gate) &&
             self->save_timer == 0)
        self->save_timer = wattle_clock_call_after (self->clock, SAVE_DELAY, on_save_timer, self);
}

static void
tell_change (WattleOutputs *self, WattleOutput *output)
{
    /* At a time of its own, so that only a change is one. */
    g_autoptr (GVariant) said = g_variant_ref_sink (wattle_output_explain (output, 0, 0));

    if (output->told != NULL && g_variant_equal (said, output->told))
        return;
    g_clear_pointer (&output->told, g_variant_unref);
    output->told = g_steal_pointer (&said);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, device_of (output), output->key);
}

static void
tell_all (WattleOutputs *self)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, &name, NULL))
        g_ptr_array_add (names, g_strdup (name));
    /* Whoever is told may change anything. */
    for (guint i = 0; i < names->len; i++) {
        WattleOutput *output = g_hash_table_lookup (self->outputs, g_ptr_array_index (names, i));

        if (output == NULL)
            continue;
        tell_event (self, output);
        wattle_output_tell_waiters (output);
        tell_change (self, output);
    }
}

static void
on_due (gpointer user_data)
{
    WattleOutputs *self = user_data;

    self->due_timer = 0;
    wattle_outputs_schedule (self);
}

static void
on_pass (gpointer user_data)
{
    g_autoptr (WattleOutputs) self = g_object_ref (user_data);
    g_autoptr (GPtrArray) orders = g_ptr_array_new ();
    gint64 now = now_of (self);
    gint64 due;

    self->pass_timer = 0;
    wattle_outputs_config_check (self);
    wattle_gate_decide (self->gate, now, orders);
    save_if_due (self, orders);
    tell_all (self);

    due = wattle_gate_get_due (self->gate, now);
    wattle_clock_clear (self->clock, &self->due_timer);
    if (due != WATTLE_GATE_NEVER && !self->stopped)
        self->due_timer = wattle_clock_call_after (self->clock, due - now, on_due, self);
}

/* All that happens in one turn of the main loop is weighed together. */
void
wattle_outputs_schedule (WattleOutputs *self)
{
    if (self->pass_timer == 0 && !self->stopped)
        self->pass_timer = wattle_clock_call_after (self->clock, 0, on_pass, self);
}

/* Devices */

static char *
make_name (const char *device, const char *key)
{
    return g_strconcat (device, "/", key, NULL);
}

static const WattleOutputConfig *
find_config (WattleOutputs *self, WattleRunner *runner, const char *key, const char *name)
{
    const WattleDeviceConfig *config = wattle_manager_get_config (self->manager, runner);
    const WattleOutputConfig *found = NULL;

    if (config != NULL)
        found = wattle_output_config_find (config->outputs, name);
    if (found == NULL && config != NULL && wattle_runner_get_parent (runner) == NULL)
        found = wattle_output_config_find (config->outputs, key);
    return found;
}

static GVariant *
find_fallback (WattleOutputs *self, WattleOutput *output, const WattleOutputConfig *config)
{
    g_autoptr (GVariant) text = NULL;
    g_autoptr (GError) error = NULL;
    GVariant *value;

    if (config == NULL || config->fallback == NULL)
        return NULL;

    text = g_variant_ref_sink (g_variant_new_string (config->fallback));
    value = wattle_output_value_check (output->entity, text, NULL, &error);
    if (value == NULL)
        wattle_problems_set_error (self->problems, device_of (output), "output-default",
                                   "[Output] Default: ", error);
    return value;
}

static gboolean
is_available (WattleRunner *runner)
{
    for (; runner != NULL; runner = wattle_runner_get_parent (runner))
        if (!wattle_runner_is_available (runner))
            return FALSE;

    return TRUE;
}

static void
take_reading (WattleOutputs *self, WattleOutput *output)
{
    g_autoptr (GVariant) value = wattle_output_value_read (output->entity);

    wattle_gate_take_reading (self->gate, output->gate, value, now_of (self));
}

/* What a device tells by itself comes at its own pace, and is stale after three times that. One
 * that tells right then need not be told again. */
static gint64
get_confirm_within (WattleEntity *entity)
{
    gint64 pace = (gint64)wattle_entity_get_spec (entity)->cadence * G_USEC_PER_SEC / 3;

    return MIN (pace + WATTLE_GATE_CONFIRM_WITHIN, MAX_CONFIRM_WITHIN);
}

static void
add_output (WattleOutputs *self, WattleRunner *runner, WattleEntity *entity)
{
    static const WattleGateProtection none = { 0 };
    const char *key = wattle_entity_get_key (entity);
    g_autofree char *name = make_name (wattle_runner_get_id (runner), key);
    const WattleOutputConfig *config = find_config (self, runner, key, name);
    WattleOutput *output = wattle_output_new (name, runner, entity);
    g_autoptr (GVariant) fallback = NULL;

    fallback = find_fallback (self, output, config);
    output->gate =
        wattle_gate_add (self->gate, name, config != NULL ? &config->protection : &none,
                         wattle_output_value_get_tolerance (entity), fallback, now_of (self));
    /* Nobody claims it by what other devices say, so there is nothing to wait for. */
    wattle_gate_set_fresh (self->gate, output->gate);
    wattle_gate_output_set_available (output->gate, is_available (runner));
    wattle_gate_output_set_confirm_within (output->gate, get_confirm_within (entity));
    g_hash_table_replace (self->outputs, output->name, output);
    take_reading (self, output);
}

gboolean
wattle_outputs_is_output (WattleEntity *entity)
{
    return entity != NULL && wattle_entity_get_flags (entity) & WATTLE_ENTITY_OUTPUT;
}

/* Those that the device does not list any more. */
static void
remove_lost (WattleOutputs *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        WattleOutput *output = value;

        if (output->runner != runner ||
            wattle_outputs_is_output (wattle_device_find_entity (device, output->key)))
            continue;
        wattle_gate_remove (self->gate, output->name, FALSE, now_of (self));
        g_hash_table_iter_remove (&iter);
    }
}

static void
sync_runner (WattleOutputs *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);

    self->check_config = TRUE;
    remove_lost (self, runner);
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *name =
            make_name (wattle_runner_get_id (runner), wattle_entity_get_key (entity));
        WattleOutput *output = g_hash_table_lookup (self->outputs, name);

        if (!wattle_outputs_is_output (entity))
            continue;
        if (output == NULL)
            add_output (self, runner, entity);
        else
            g_set_object (&output->entity, entity);
    }
    wattle_outputs_schedule (self);
}

static void
on_added (WattleManager *manager, WattleRunner *runner, gpointer user_data)
{
    sync_runner (user_data, runner);
}

static void
on_removed (WattleManager *manager, WattleRunner *runner, gboolean for_good, gpointer user_data)
{
    WattleOutputs *self = user_data;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        WattleOutput *output = value;

        if (output->runner != runner)
            continue;
        wattle_gate_remove (self->gate, output->name, for_good, now_of (self));
        g_hash_table_iter_remove (&iter);
    }
    wattle_outputs_schedule (self);
}

static void
on_state (WattleManager *manager, WattleRunner *runner, gpointer user_data)
{
    WattleOutputs *self = user_data;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        WattleOutput *output = value;

        wattle_gate_output_set_available (output->gate, is_available (output->runner));
    }
    self->check_config = TRUE;
    wattle_outputs_schedule (self);
}

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleOutputs *self = user_data;
    gboolean any = FALSE;

    for (guint i = 0; i < entities->len; i++) {
        WattleEntity *entity = g_ptr_array_index (entities, i);
        g_autofree char *name = NULL;
        WattleOutput *output;

        if (!wattle_outputs_is_output (entity))
            continue;
        name = make_name (wattle_runner_get_id (runner), wattle_entity_get_key (entity));
        output = g_hash_table_lookup (self->outputs, name);
        if (output == NULL)
            continue;
        g_set_object (&output->entity, entity);
        take_reading (self, output);
        any = TRUE;
    }
    if (any)
        wattle_outputs_schedule (self);
}

/* Life */

static void
wattle_outputs_dispose (GObject *object)
{
    WattleOutputs *self = WATTLE_OUTPUTS (object);

    wattle_outputs_stop (self);
    g_hash_table_remove_all (self->outputs);

    G_OBJECT_CLASS (wattle_outputs_parent_class)->dispose (object);
}

static void
wattle_outputs_finalize (GObject *object)
{
    WattleOutputs *self = WATTLE_OUTPUTS (object);

    g_hash_table_unref (self->outputs);
    wattle_gate_free (self->gate);
    wattle_outputs_file_free (self->file);
    g_object_unref (self->manager);
    g_object_unref (self->problems);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_outputs_parent_class)->finalize (object);
}

static void
wattle_outputs_class_init (WattleOutputsClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_outputs_dispose;
    object_class->finalize = wattle_outputs_finalize;

    signals[SIGNAL_CHANGED] =
        g_signal_new ("changed", WATTLE_TYPE_OUTPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
    signals[SIGNAL_EVENT] =
        g_signal_new ("event", WATTLE_TYPE_OUTPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
wattle_outputs_init (WattleOutputs *self)
{
    self->gate = wattle_gate_new ();
    self->outputs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, wattle_output_free);
}

WattleOutputs *
wattle_outputs_new (WattleManager *manager, WattleProblems *problems, const char *state_dir)
{
    WattleOutputs *self = g_object_new (WATTLE_TYPE_OUTPUTS, NULL);

    self->manager = g_object_ref (manager);
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (wattle_problems_get_clock (problems));
    self->file = wattle_outputs_file_new (state_dir, problems);
    return self;
}

void
wattle_outputs_start (WattleOutputs *self)
{
    WattleManager *manager = self->manager;

    self->started = TRUE;
    wattle_outputs_file_load (self->file, self->gate);
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        sync_runner (self, wattle_manager_get_runner (manager, i));
    g_signal_connect (manager, "runner-added", G_CALLBACK (on_added), self);
    g_signal_connect (manager, "runner-changed", G_CALLBACK (on_added), self);
    g_signal_connect (manager, "runner-removed", G_CALLBACK (on_removed), self);
    g_signal_connect (manager, "runner-state", G_CALLBACK (on_state), self);
    wattle_manager_subscribe (manager, on_batch, self);
}

static void
on_last_saved (const GError *error, gpointer user_data)
{
    if (error != NULL)
        g_message ("what outputs are to be is not kept: %s", error->message);
}

void
wattle_outputs_stop (WattleOutputs *self)
{
    if (!self->started || self->stopped)
        return;

    self->stopped = TRUE;
    g_signal_handlers_disconnect_by_data (self->manager, self);
    wattle_manager_unsubscribe (self->manager, self);
    wattle_clock_clear (self->clock, &self->pass_timer);
    wattle_clock_clear (self->clock, &self->due_timer);
    wattle_clock_clear (self->clock, &self->save_timer);
    wattle_outputs_file_save (self->file, self->gate, on_last_saved, NULL);
    wattle_outputs_flush (self);
}

void
wattle_outputs_flush (WattleOutputs *self)
{
    wattle_outputs_file_wait (self->file);
}
