/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-trial.h"

#include "base/wattle-error-private.h"
#include "base/wattle-ident.h"
#include "engine/wattle-frame-recorder.h"
#include "engine/wattle-trial.h"
#include "wattle-bus-trouble.h"
#include "wattle-bus-value.h"
#include "wattle-config.h"

#define PROBE_TIME  (40 * G_USEC_PER_SEC)
#define LISTEN_TIME (70 * G_USEC_PER_SEC) /* some devices tell something once a minute */
#define MAX_SECONDS 3600
#define TICK        G_USEC_PER_SEC

/* One job under way. */
typedef struct {
    WattleBusTree *tree;
    WattleBusJob *job;
    WattleTrial *trial;
    WattleFrameRecorder *recorder; /* NULL: a probe */
    char *driver;
    guint timer;
    gint64 begun;
    gint64 span; /* at most, or as long as it is to record */
    gulong cancelled;
} Trial;

static WattleClock *
get_clock (Trial *self)
{
    return wattle_bus_tree_get_parts (self->tree)->clock;
}

/* The cancellable is asked first: it may be what calls this. */
static gboolean
end_in_idle (gpointer user_data)
{
    Trial *self = user_data;

    wattle_clock_clear (get_clock (self), &self->timer);
    g_cancellable_disconnect (wattle_bus_job_get_cancellable (self->job), self->cancelled);
    g_signal_handlers_disconnect_by_data (self->trial, self);
    wattle_trial_stop (self->trial);
    g_clear_object (&self->recorder);
    g_object_unref (self->trial);
    g_object_unref (self->job);
    g_object_unref (self->tree);
    g_free (self->driver);
    g_free (self);
    return G_SOURCE_REMOVE;
}

/* What calls this may be a device of the trial, which must not go at once. */
static void
end (Trial *self)
{
    wattle_clock_clear (get_clock (self), &self->timer);
    g_signal_handlers_disconnect_by_data (self->trial, self);
    g_idle_add (end_in_idle, self);
}

static void
on_cancelled (GCancellable *cancellable, Trial *self)
{
    end (self);
}

/* Results */

static GVariant *
describe_reading (WattleEntity *entity)
{
    g_autoptr (GVariant) reading = g_variant_ref_sink (wattle_bus_value_reading (entity));
    g_autoptr (GVariant) value = g_variant_get_child_value (reading, 0);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "key", "s", wattle_entity_get_key (entity));
    g_variant_dict_insert (&dict, "name", "s", wattle_entity_get_name (entity));
    g_variant_dict_insert (&dict, "unit", "s", wattle_entity_get_unit (entity));
    g_variant_dict_insert (&dict, "decimals", "i", wattle_entity_get_info (entity)->decimals);
    g_variant_dict_insert (&dict, "quality", "s",
                           wattle_quality_get_name (wattle_entity_get_quality (entity)));
    g_variant_dict_insert_value (&dict, "value", value);
    return g_variant_dict_end (&dict);
}

static GVariant *
list_readings (WattleDevice *device)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++)
        g_variant_builder_add_value (&list,
                                     describe_reading (wattle_device_get_entity (device, i)));
    return g_variant_builder_end (&list);
}

static GVariant *
describe_device (WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    WattleRunner *parent = wattle_runner_get_parent (runner);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    wattle_bus_value_insert_text (&dict, "id", wattle_runner_get_id (runner));
    wattle_bus_value_insert_text (&dict, "parent",
                                  parent != NULL ? wattle_runner_get_id (parent) : NULL);
    wattle_bus_value_insert_text (&dict, "name", wattle_runner_get_name (runner));
    wattle_bus_value_insert_text (&dict, "state", wattle_runner_get_state_name (runner));
    wattle_bus_value_insert_text (&dict, "maker", wattle_device_get_maker (device));
    wattle_bus_value_insert_text (&dict, "model", wattle_device_get_model (device));
    wattle_bus_value_insert_text (&dict, "serial", wattle_device_get_serial (device));
    wattle_bus_value_insert_text (&dict, "version", wattle_device_get_version (device));
    g_variant_dict_insert_value (&dict, "readings", list_readings (device));
    return g_variant_dict_end (&dict);
}

/* Of what is the device's own, so that it keeps its id wherever it is moved to. */
static char *
suggest_id (Trial *self, WattleDevice *device)
{
    const char *serial = wattle_device_get_serial (device);
    const char *mac = wattle_device_get_mac (device);
    const char *own = serial != NULL && *serial != '\0' ? serial : mac;
    g_autofree char *text = NULL;

    if (own == NULL || *own == '\0')
        return g_strdup ("");

    text = g_strdup_printf ("%s_%s", self->driver, own);
    return wattle_ident_from_text (text);
}

static void
finish_probe (Trial *self, WattleRunner *root)
{
    g_autofree char *id = suggest_id (self, wattle_runner_get_device (root));
    WattleManager *manager = wattle_trial_get_manager (self->trial);
    GVariantBuilder devices;
    GVariantDict result;

    g_variant_builder_init (&devices, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        g_variant_builder_add_value (&devices,
                                     describe_device (wattle_manager_get_runner (manager, i)));

    g_variant_dict_init (&result, NULL);
    g_variant_dict_insert (&result, "id", "s", id);
    g_variant_dict_insert_value (&result, "devices", g_variant_builder_end (&devices));
    wattle_bus_job_done (self->job, g_variant_dict_end (&result));
    end (self);
}

static void
fail (Trial *self, WattleRunner *root)
{
    const WattleMessage *why = root != NULL ? wattle_runner_get_error_message (root) : NULL;
    g_autoptr (GError) error = NULL;

    if (why != NULL)
        error = wattle_error_new_take (WATTLE_ERROR_UNREACHABLE, wattle_message_copy (why));
    else
        error = wattle_error_new (WATTLE_ERROR_TIMEOUT, "nothing came from the device within %d s",
                                  (int)(self->span / G_USEC_PER_SEC));
    wattle_bus_job_fail_with (self->job, error, wattle_bus_trouble_describe (root));
    end (self);
}

static void
finish_record (Trial *self, WattleRunner *root)
{
    g_autofree char *recording = NULL;
    g_autofree char *expected = NULL;
    GVariantDict result;

    if (root == NULL ||
        !wattle_frame_recorder_print (self->recorder, root, &recording, &expected)) {
        fail (self, root);
        return;
    }

    g_variant_dict_init (&result, NULL);
    g_variant_dict_insert (&result, "recording", "s", recording);
    g_variant_dict_insert (&result, "expected", "s", expected);
    wattle_bus_job_done (self->job, g_variant_dict_end (&result));
    end (self);
}

/* On the way */

static void
on_changed (Trial *self)
{
    WattleRunner *root = wattle_trial_get_root (self->trial);
    guint settled;
    guint all;

    wattle_trial_count (self->trial, &settled, &all);
    if (all > 0)
        wattle_bus_job_set_progress (self->job, settled / (double)all);
    wattle_bus_job_take_message (
        self->job, wattle_message_new ("%u of %u devices have answered or failed", settled, all));
    if (root == NULL || settled < all)
        return;

    if (wattle_runner_is_available (root))
        finish_probe (self, root);
    else
        fail (self, root);
}

static void
on_tick (gpointer user_data)
{
    Trial *self = user_data;
    gint64 elapsed = wattle_clock_get_monotonic (get_clock (self)) - self->begun;
    WattleRunner *root = wattle_trial_get_root (self->trial);

    self->timer = wattle_clock_call_after (get_clock (self), TICK, on_tick, self);
    if (self->recorder != NULL)
        wattle_bus_job_set_progress (self->job, MIN (elapsed / (double)self->span, 1));
    if (elapsed < self->span)
        return;

    if (self->recorder != NULL)
        finish_record (self, root);
    else if (root != NULL && wattle_runner_is_available (root))
        finish_probe (self, root); /* what has not answered shows as such */
    else
        fail (self, root);
}

/* Beginning */

static WattleTrial *
make_trial (WattleBusTree *tree)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);
    const WattleAdminParts *house = wattle_admin_get_parts (parts->admin);
    WattleTrialParts trial = { parts->clock, house->plugins, parts->links, house->secrets };

    return wattle_trial_new (&trial);
}

static WattleFrameRecorder *
make_recorder (WattleBusTree *tree, WattleTrial *trial)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);
    const WattleAdminParts *house = wattle_admin_get_parts (parts->admin);
    WattleFrameRecorderParts recorder = {
        parts->clock,
        house->plugins,
        house->secrets,
        wattle_trial_get_problems (trial),
        wattle_trial_get_manager (trial),
    };

    return wattle_frame_recorder_new (NULL, WATTLE_VERSION, &recorder);
}

/* How long a probe waits for a first answer. */
static gint64
choose_span (WattleTrial *trial)
{
    WattleRunner *root = wattle_trial_get_root (trial);
    gboolean listens = root != NULL && wattle_runner_get_link (root, WATTLE_LINK_MQTT) != NULL;

    return listens ? LISTEN_TIME : PROBE_TIME;
}

/* Takes over the job once the device runs. @span: 0: as long as a probe takes. */
static WattleBusJob *
start (WattleBusTree *tree,
       const char *kind,
       const WattleDeviceConfig *config,
       gint64 span,
       GDBusMethodInvocation *invocation,
       GError **error)
{
    g_autoptr (WattleTrial) trial = make_trial (tree);
    gboolean is_probe = g_str_equal (kind, "probe");
    g_autoptr (WattleFrameRecorder) recorder = is_probe ? NULL : make_recorder (tree, trial);
    WattleBusJob *job;
    Trial *self;

    if (!wattle_trial_start (trial, config, error))
        return NULL;
    job = wattle_bus_jobs_add (wattle_bus_tree_get_jobs (tree), kind, invocation, error);
    if (job == NULL)
        return NULL;

    self = g_new0 (Trial, 1);
    self->tree = g_object_ref (tree);
    self->job = g_object_ref (job);
    self->trial = g_steal_pointer (&trial);
    self->recorder = g_steal_pointer (&recorder);
    self->driver = g_strdup (config->driver);
    self->span = span > 0 ? span : choose_span (self->trial);
    self->begun = wattle_clock_get_monotonic (get_clock (self));
    self->timer = wattle_clock_call_after (get_clock (self), TICK, on_tick, self);
    self->cancelled = g_cancellable_connect (wattle_bus_job_get_cancellable (job),
                                             G_CALLBACK (on_cancelled), self, NULL);
    if (is_probe) {
        g_signal_connect_swapped (self->trial, "changed", G_CALLBACK (on_changed), self);
        on_changed (self); /* a simulated device has answered already */
    }
    return job;
}

WattleBusJob *
wattle_bus_trial_probe (WattleBusTree *tree,
                        const WattleDeviceConfig *config,
                        GDBusMethodInvocation *invocation,
                        GError **error)
{
    return start (tree, "probe", config, 0, invocation, error);
}

WattleBusJob *
wattle_bus_trial_record (WattleBusTree *tree,
                         const WattleDeviceConfig *config,
                         guint seconds,
                         GDBusMethodInvocation *invocation,
                         GError **error)
{
    if (seconds < 1 || seconds > MAX_SECONDS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "seconds: must be from 1 to %d", MAX_SECONDS);
        return NULL;
    }
    return start (tree, "record", config, seconds * G_USEC_PER_SEC, invocation, error);
}
