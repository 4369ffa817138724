/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-device.h"

#include "base/wattle-error.h"
#include "engine/wattle-config-dict.h"
#include "engine/wattle-device-clock.h"
#include "wattle-bus-call.h"
#include "wattle-bus-control.h"
#include "wattle-bus-meter-sync.h"
#include "wattle-bus-trial.h"
#include "wattle-bus-value.h"

#define CHANGED_INTERVAL G_USEC_PER_SEC

struct _WattleBusDevice {
    GObject parent_instance;

    WattleBusTree *tree;
    char *id;
    WattleDBusObjectSkeleton *object;
    WattleDBusDevice *device;
    WattleDBusReadings *readings;
    WattleBusControl *control; /* NULL: it has no outputs */

    GHashTable *listeners; /* set of unique names */
    GHashTable *news;      /* set of keys */
    guint timer;
    gint64 told_at;
};

G_DEFINE_FINAL_TYPE (WattleBusDevice, wattle_bus_device, G_TYPE_OBJECT)

static const WattleBusParts *
get_parts (WattleBusDevice *self)
{
    return wattle_bus_tree_get_parts (self->tree);
}

static const WattleAdminParts *
get_house (WattleBusDevice *self)
{
    return wattle_admin_get_parts (get_parts (self)->admin);
}

static void
wattle_bus_device_dispose (GObject *object)
{
    WattleBusDevice *self = WATTLE_BUS_DEVICE (object);

    wattle_clock_clear (get_parts (self)->clock, &self->timer);
    G_OBJECT_CLASS (wattle_bus_device_parent_class)->dispose (object);
}

static void
wattle_bus_device_finalize (GObject *object)
{
    WattleBusDevice *self = WATTLE_BUS_DEVICE (object);

    g_object_unref (self->object);
    g_object_unref (self->device);
    g_object_unref (self->readings);
    g_clear_object (&self->control);
    g_hash_table_unref (self->listeners);
    g_hash_table_unref (self->news);
    g_object_unref (self->tree);
    g_free (self->id);

    G_OBJECT_CLASS (wattle_bus_device_parent_class)->finalize (object);
}

static void
wattle_bus_device_class_init (WattleBusDeviceClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_bus_device_dispose;
    object_class->finalize = wattle_bus_device_finalize;
}

static void
wattle_bus_device_init (WattleBusDevice *self)
{
    self->listeners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->news = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static WattleRunner *
find_runner (WattleBusDevice *self)
{
    return wattle_manager_find (get_house (self)->manager, self->id);
}

static const WattleDeviceConfig *
find_config (WattleBusDevice *self)
{
    return wattle_store_find_device (get_house (self)->store, self->id);
}

/* Showing */

static const char *
or_empty (const char *text)
{
    return text != NULL ? text : "";
}

static void
show_identity (WattleBusDevice *self, WattleRunner *runner)
{
    WattleDevice *device = runner != NULL ? wattle_runner_get_device (runner) : NULL;

    wattle_dbus_device_set_maker (self->device,
                                  or_empty (device ? wattle_device_get_maker (device) : NULL));
    wattle_dbus_device_set_product (self->device,
                                    or_empty (device ? wattle_device_get_model (device) : NULL));
    wattle_dbus_device_set_serial (self->device,
                                   or_empty (device ? wattle_device_get_serial (device) : NULL));
    wattle_dbus_device_set_firmware (self->device,
                                     or_empty (device ? wattle_device_get_version (device) : NULL));
    wattle_dbus_device_set_actions (self->device, device != NULL ? wattle_bus_value_actions (device)
                                                                 : g_variant_new ("a{ss}", NULL));
}

static void
show_config (WattleBusDevice *self, WattleRunner *runner, const WattleDeviceConfig *config)
{
    const char *driver = runner != NULL ? wattle_runner_get_driver (runner)
                                        : (config != NULL ? config->driver : NULL);
    const char *model =
        runner != NULL ? wattle_runner_get_model (runner) : (config != NULL ? config->model : NULL);
    const char *name =
        runner != NULL ? wattle_runner_get_name (runner) : (config != NULL ? config->name : NULL);

    wattle_dbus_device_set_driver (self->device, or_empty (driver));
    wattle_dbus_device_set_model (self->device, or_empty (model));
    wattle_dbus_device_set_name (self->device, name != NULL ? name : self->id);
    wattle_dbus_device_set_enabled (self->device, config == NULL || config->enabled);
    wattle_dbus_device_set_locked (self->device, config != NULL && config->locked);
    wattle_dbus_device_set_interval (self->device,
                                     runner != NULL ? wattle_runner_get_interval (runner) : 0);
    wattle_dbus_device_set_config (
        self->device, config != NULL ? wattle_bus_value_flatten (wattle_config_dict_new (config))
                                     : g_variant_new ("a{sv}", NULL));
}

static const char *
judge (WattleRunner *runner, const WattleDeviceConfig *config)
{
    if (runner != NULL)
        return wattle_runner_get_state_name (runner);
    return config != NULL && !config->enabled ? "disabled" : "broken";
}

/* Of one that does not run, the first problem says why. */
static const WattleMessage *
find_error (WattleBusDevice *self, WattleRunner *runner)
{
    WattleProblems *problems = get_house (self)->problems;

    if (runner != NULL)
        return wattle_runner_get_error_message (runner);
    for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
        const WattleProblem *problem = wattle_problems_get (problems, i);

        if (g_str_equal (problem->subject, self->id))
            return problem->data;
    }
    return NULL;
}

void
wattle_bus_device_update (WattleBusDevice *self)
{
    WattleRunner *runner = find_runner (self);
    WattleRunner *parent = runner != NULL ? wattle_runner_get_parent (runner) : NULL;
    const WattleDeviceConfig *config = find_config (self);
    g_autofree char *path = parent != NULL
                                ? wattle_bus_tree_dup_device_path (wattle_runner_get_id (parent))
                                : g_strdup ("/");

    show_identity (self, runner);
    show_config (self, runner, config);
    wattle_dbus_device_set_state (self->device, judge (runner, config));
    wattle_dbus_device_set_error (self->device,
                                  wattle_bus_value_message (find_error (self, runner)));
    wattle_dbus_device_set_parent (self->device, path);
}

static gboolean
has_outputs (WattleDevice *device)
{
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++)
        if (wattle_entity_get_flags (wattle_device_get_entity (device, i)) & WATTLE_ENTITY_OUTPUT)
            return TRUE;

    return FALSE;
}

static void
show_control (WattleBusDevice *self, gboolean wanted)
{
    if (wanted == (self->control != NULL))
        return;

    if (wanted) {
        self->control = wattle_bus_control_new (self->tree, self->id);
        wattle_dbus_object_skeleton_set_control (self->object,
                                                 wattle_bus_control_get_skeleton (self->control));
    } else {
        wattle_dbus_object_skeleton_set_control (self->object, NULL);
        g_clear_object (&self->control);
    }
}

void
wattle_bus_device_update_entities (WattleBusDevice *self)
{
    WattleRunner *runner = find_runner (self);
    WattleDevice *device = runner != NULL ? wattle_runner_get_device (runner) : NULL;

    g_autoptr (GVariant) entities = g_variant_ref_sink (
        device != NULL ? wattle_bus_value_entities (device) : g_variant_new ("a{sa{sv}}", NULL));

    wattle_dbus_readings_set_entities (self->readings,
                                       wattle_bus_tree_share_value (self->tree, entities));
    show_control (self, device != NULL && has_outputs (device));
}

/* Changing */

static void
apply (WattleBusDevice *self, GDBusMethodInvocation *invocation, GVariant *dict, const char *author)
{
    WattleAdmin *admin = get_parts (self)->admin;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) now = wattle_admin_dup_config (admin, self->id, &error);
    g_autoptr (WattleDeviceConfig) wanted =
        now != NULL ? wattle_config_dict_apply (now, dict, &error) : NULL;

    if (wanted == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        wattle_admin_configure_async (admin, wanted, author, wattle_bus_call_end_change,
                                      invocation);
}

static void
configure (gpointer owner,
           GDBusMethodInvocation *invocation,
           GVariant *parameters,
           const char *author)
{
    g_autoptr (GVariant) dict = g_variant_get_child_value (parameters, 0);

    apply (owner, invocation, dict, author);
}

static void
set_enabled (gpointer owner,
             GDBusMethodInvocation *invocation,
             GVariant *parameters,
             const char *author)
{
    g_autoptr (GVariant) enabled = g_variant_get_child_value (parameters, 0);
    GVariantDict dict;
    g_autoptr (GVariant) change = NULL;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert_value (&dict, "enabled", enabled);
    change = g_variant_ref_sink (g_variant_dict_end (&dict));
    apply (owner, invocation, change, author);
}

static gboolean
need_runner (WattleBusDevice *self, GDBusMethodInvocation *invocation, WattleRunner **runner)
{
    g_autoptr (GError) error = NULL;

    *runner = find_runner (self);
    if (*runner != NULL)
        return TRUE;

    error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s does not run: it is %s", self->id,
                              wattle_bus_device_get_state (self));
    wattle_bus_call_fail (invocation, error);
    return FALSE;
}

static void
refresh (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    WattleRunner *runner;

    if (!need_runner (owner, invocation, &runner))
        return;
    wattle_runner_poll_all (runner);
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static gboolean
check_action (WattleRunner *runner, const char *name, GError **error)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *spec = wattle_device_get_action (device, i);

        if (g_str_equal (spec->name, name))
            return TRUE;
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", spec->name);
    }

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s has no action “%s”; there are: %s",
                      wattle_runner_get_id (runner), name, list->len > 0 ? list->str : "none");
    return FALSE;
}

static void
on_acted (const GError *error, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;

    if (error != NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{sv})", NULL));
}

static void
act (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCommand) command = NULL;
    WattleRunner *runner;
    const char *name;

    if (!need_runner (owner, invocation, &runner))
        return;
    g_variant_get_child (parameters, 0, "&s", &name);
    if (!check_action (runner, name, &error)) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    command = wattle_command_new_action (name);
    wattle_runner_act (runner, command, on_acted, invocation);
}

static void
sync_meter (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    WattleRunner *runner;

    if (need_runner (owner, invocation, &runner))
        wattle_bus_meter_sync_run (runner, get_parts (owner)->counters, invocation, parameters,
                                   author);
}

static void
record (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleBusDevice *self = owner;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config =
        wattle_admin_dup_config (get_parts (self)->admin, self->id, &error);
    WattleBusJob *job;
    guint seconds;

    g_variant_get_child (parameters, 0, "u", &seconds);
    job = config != NULL ? wattle_bus_trial_record (self->tree, config, seconds, invocation, &error)
                         : NULL;
    if (job == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (
            invocation, g_variant_new ("(o)", wattle_bus_job_get_path (job)));
    g_clear_object (&job);
}

static void
get_clock (gpointer owner,
           GDBusMethodInvocation *invocation,
           GVariant *parameters,
           const char *author)
{
    WattleBusDevice *self = owner;
    WattleRunner *runner = find_runner (self);
    WattleDeviceClock clock = { WATTLE_DEVICE_CLOCK_UNKNOWN, 0 };
    g_autoptr (WattleMessage) message = NULL;
    GVariantDict dict;

    if (runner != NULL)
        clock = wattle_device_clock_read (runner);
    message = wattle_device_clock_explain (&clock, self->id);
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "verdict", "s", wattle_device_clock_get_name (clock.verdict));
    if (clock.verdict != WATTLE_DEVICE_CLOCK_UNKNOWN)
        g_variant_dict_insert (&dict, "ahead", "x", clock.ahead);
    g_variant_dict_insert_value (&dict, "message", wattle_bus_value_message (message));
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@a{sv})", g_variant_dict_end (&dict)));
}

static const WattleBusMethodInfo device_methods[] = {
    { "GetClock", WATTLE_AUTH_NONE, get_clock },
    { "Configure", WATTLE_AUTH_CONFIGURE, configure },
    { "SetEnabled", WATTLE_AUTH_CONFIGURE, set_enabled },
    { "Record", WATTLE_AUTH_CONFIGURE, record },
    { "Refresh", WATTLE_AUTH_CONTROL, refresh },
    { "Act", WATTLE_AUTH_CONTROL, act },
    { "SyncMeter", WATTLE_AUTH_CONTROL, sync_meter },
};

static void
get_values (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    WattleRunner *runner = find_runner (owner);

    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(@a{s(vxy)})", runner != NULL ? wattle_bus_value_readings (
                                                            wattle_runner_get_device (runner))
                                                      : g_variant_new ("a{s(vxy)}", NULL)));
}

static const WattleBusMethodInfo readings_methods[] = {
    { "GetValues", WATTLE_AUTH_NONE, get_values },
};

/* Readings for those who want to hear of them */

static GVariant *
take_news (WattleBusDevice *self, WattleDevice *device)
{
    GVariantBuilder list;
    GHashTableIter iter;
    gpointer key;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{s(vxy)}"));
    g_hash_table_iter_init (&iter, self->news);
    while (g_hash_table_iter_next (&iter, &key, NULL)) {
        WattleEntity *entity = wattle_device_find_entity (device, key);

        if (entity != NULL)
            g_variant_builder_add (&list, "{s@(vxy)}", key, wattle_bus_value_reading (entity));
    }
    g_hash_table_remove_all (self->news);
    return g_variant_new ("(a{s(vxy)})", &list);
}

static void
tell (gpointer user_data)
{
    WattleBusDevice *self = user_data;
    WattleRunner *runner = find_runner (self);
    g_autofree char *path = wattle_bus_tree_dup_device_path (self->id);
    g_autoptr (GVariant) news = NULL;
    GHashTableIter iter;
    gpointer name;

    self->timer = 0;
    self->told_at = wattle_clock_get_monotonic (get_parts (self)->clock);
    if (runner == NULL)
        return;

    news = g_variant_ref_sink (take_news (self, wattle_runner_get_device (runner)));
    g_hash_table_iter_init (&iter, self->listeners);
    while (g_hash_table_iter_next (&iter, &name, NULL))
        g_dbus_connection_emit_signal (wattle_bus_tree_get_connection (self->tree), name, path,
                                       "org.wattle.Wattle1.Readings", "Changed", news, NULL);
}

void
wattle_bus_device_note (WattleBusDevice *self, GPtrArray *entities)
{
    WattleClock *clock = get_parts (self)->clock;
    gint64 due = self->told_at + CHANGED_INTERVAL;

    if (g_hash_table_size (self->listeners) == 0)
        return;

    for (guint i = 0; i < entities->len; i++)
        g_hash_table_add (self->news,
                          g_strdup (wattle_entity_get_key (g_ptr_array_index (entities, i))));
    if (self->timer == 0)
        self->timer =
            wattle_clock_call_after (clock, due - wattle_clock_get_monotonic (clock), tell, self);
}

void
wattle_bus_device_subscribe (WattleBusDevice *self, const char *name)
{
    g_hash_table_add (self->listeners, g_strdup (name));
}

void
wattle_bus_device_unsubscribe (WattleBusDevice *self, const char *name)
{
    g_hash_table_remove (self->listeners, name);
    if (g_hash_table_size (self->listeners) == 0)
        g_hash_table_remove_all (self->news);
}

/* Making */

static void
make_object (WattleBusDevice *self)
{
    g_autofree char *path = wattle_bus_tree_dup_device_path (self->id);

    self->object = wattle_dbus_object_skeleton_new (path);
    self->device = wattle_dbus_device_skeleton_new ();
    self->readings = wattle_dbus_readings_skeleton_new ();
    wattle_dbus_device_set_id (self->device, self->id);
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->device), device_methods,
                           G_N_ELEMENTS (device_methods), wattle_bus_tree_get_auth (self->tree),
                           G_OBJECT (self));
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->readings), readings_methods,
                           G_N_ELEMENTS (readings_methods), wattle_bus_tree_get_auth (self->tree),
                           G_OBJECT (self));
    wattle_dbus_object_skeleton_set_device (self->object, self->device);
    wattle_dbus_object_skeleton_set_readings (self->object, self->readings);
}

WattleBusDevice *
wattle_bus_device_new (WattleBusTree *tree, const char *id)
{
    WattleBusDevice *self = g_object_new (WATTLE_TYPE_BUS_DEVICE, NULL);

    self->tree = g_object_ref (tree);
    self->id = g_strdup (id);
    make_object (self);
    wattle_bus_device_update (self);
    wattle_bus_device_update_entities (self);
    return self;
}

GDBusObjectSkeleton *
wattle_bus_device_get_object (WattleBusDevice *self)
{
    return G_DBUS_OBJECT_SKELETON (self->object);
}

const char *
wattle_bus_device_get_state (WattleBusDevice *self)
{
    return wattle_dbus_device_get_state (self->device);
}
