/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-roster.h"

#include "base/wattle-error.h"
#include "wattle-output-value.h"
#include "wattle-outputs-config.h"

/* Whoever waits for what comes of a command waits for this, times the tries. */
#define MAX_CONFIRM_WITHIN (90 * (gint64)G_USEC_PER_SEC)

static gint64
now_of (WattleOutputsRoster *self)
{
    return wattle_clock_get_monotonic (self->clock);
}

static char *
make_name (const char *device, const char *key)
{
    return g_strconcat (device, "/", key, NULL);
}

static const WattleOutputConfig *
find_config (WattleOutputsRoster *self, WattleRunner *runner, const char *key, const char *name)
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
find_fallback (WattleOutputsRoster *self, WattleOutput *output, const WattleOutputConfig *config)
{
    g_autoptr (GVariant) text = NULL;
    g_autoptr (GError) error = NULL;
    GVariant *value;

    if (config == NULL || config->fallback == NULL)
        return NULL;

    text = g_variant_ref_sink (g_variant_new_string (config->fallback));
    value = wattle_output_value_check (output->entity, text, NULL, &error);
    if (value == NULL)
        wattle_problems_set_error (self->problems, wattle_runner_get_id (output->runner),
                                   "output-default", "[Output] Default: ", error);
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
take_reading (WattleOutputsRoster *self, WattleOutput *output)
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
add_output (WattleOutputsRoster *self, WattleRunner *runner, WattleEntity *entity)
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

/* Those that the device does not list any more. */
static void
remove_lost (WattleOutputsRoster *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        WattleOutput *output = value;

        if (output->runner != runner ||
            wattle_output_is (wattle_device_find_entity (device, output->key)))
            continue;
        wattle_gate_remove (self->gate, output->name, FALSE, now_of (self));
        g_hash_table_iter_remove (&iter);
    }
}

static void
sync_runner (WattleOutputsRoster *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);

    self->check_config = TRUE;
    remove_lost (self, runner);
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *name =
            make_name (wattle_runner_get_id (runner), wattle_entity_get_key (entity));
        WattleOutput *output = g_hash_table_lookup (self->outputs, name);

        if (!wattle_output_is (entity))
            continue;
        if (output == NULL)
            add_output (self, runner, entity);
        else
            g_set_object (&output->entity, entity);
    }
    self->changed (self->user_data);
}

static void
on_added (WattleManager *manager, WattleRunner *runner, gpointer user_data)
{
    sync_runner (user_data, runner);
}

static void
on_removed (WattleManager *manager, WattleRunner *runner, gboolean for_good, gpointer user_data)
{
    WattleOutputsRoster *self = user_data;
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
    self->changed (self->user_data);
}

static void
on_state (WattleManager *manager, WattleRunner *runner, gpointer user_data)
{
    WattleOutputsRoster *self = user_data;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        WattleOutput *output = value;

        wattle_gate_output_set_available (output->gate, is_available (output->runner));
    }
    self->check_config = TRUE;
    self->changed (self->user_data);
}

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleOutputsRoster *self = user_data;
    gboolean any = FALSE;

    for (guint i = 0; i < entities->len; i++) {
        WattleEntity *entity = g_ptr_array_index (entities, i);
        g_autofree char *name = NULL;
        WattleOutput *output;

        if (!wattle_output_is (entity))
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
        self->changed (self->user_data);
}

/* Asking */

WattleOutput *
wattle_outputs_roster_get (WattleOutputsRoster *self, const char *name)
{
    return g_hash_table_lookup (self->outputs, name);
}

WattleOutput *
wattle_outputs_roster_find (WattleOutputsRoster *self,
                            const char *device,
                            const char *key,
                            GError **error)
{
    g_autofree char *name = make_name (device, key);
    WattleOutput *output = wattle_outputs_roster_get (self, name);

    if (output != NULL)
        return output;
    if (wattle_manager_find (self->manager, device) == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", device);
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s has no output “%s”", device, key);
    return NULL;
}

GPtrArray *
wattle_outputs_roster_list (WattleOutputsRoster *self)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init (&iter, self->outputs);
    while (g_hash_table_iter_next (&iter, &name, NULL))
        g_ptr_array_add (names, g_strdup (name));
    return names;
}

void
wattle_outputs_roster_check_config (WattleOutputsRoster *self)
{
    if (!self->check_config)
        return;

    self->check_config = FALSE;
    wattle_outputs_config_check (self->manager, self->problems);
}

/* Life */

void
wattle_outputs_roster_init (WattleOutputsRoster *self,
                            WattleManager *manager,
                            WattleProblems *problems,
                            WattleGate *gate,
                            WattleClockFunc changed,
                            gpointer user_data)
{
    self->manager = manager;
    self->problems = problems;
    self->clock = wattle_problems_get_clock (problems);
    self->gate = gate;
    self->changed = changed;
    self->user_data = user_data;
    self->outputs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, wattle_output_free);
}

void
wattle_outputs_roster_clear (WattleOutputsRoster *self)
{
    g_hash_table_remove_all (self->outputs);
}

void
wattle_outputs_roster_finish (WattleOutputsRoster *self)
{
    g_hash_table_unref (self->outputs);
}

void
wattle_outputs_roster_start (WattleOutputsRoster *self)
{
    WattleManager *manager = self->manager;

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        sync_runner (self, wattle_manager_get_runner (manager, i));
    g_signal_connect (manager, "runner-added", G_CALLBACK (on_added), self);
    g_signal_connect (manager, "runner-changed", G_CALLBACK (on_added), self);
    g_signal_connect (manager, "runner-removed", G_CALLBACK (on_removed), self);
    g_signal_connect (manager, "runner-state", G_CALLBACK (on_state), self);
    wattle_manager_subscribe (manager, on_batch, self);
}

void
wattle_outputs_roster_stop (WattleOutputsRoster *self)
{
    g_signal_handlers_disconnect_by_data (self->manager, self);
    wattle_manager_unsubscribe (self->manager, self);
}
