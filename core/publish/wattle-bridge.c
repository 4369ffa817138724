/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge.h"

#include <string.h>

#include "wattle-bridge-desk.h"
#include "wattle-bridge-event.h"
#include "wattle-bridge-logging.h"
#include "wattle-bridge-read.h"
#include "wattle-bridge-state.h"
#include "wattle-bridge-write.h"

/* Whoever clears all retained messages should have ended before they are said again. */
#define LOSS_DELAY (2 * G_USEC_PER_SEC)

struct _WattleBridge {
    GObject parent_instance;

    WattleBridgePort port; /* its texts and objects are owned */
    WattleHass *hass;

    WattleBridgeState *state; /* the rest is there between start and stop */
    WattleBridgeEvent *event;
    WattleBridgeLogging *logging;
    WattleBridgeDesk *desk;
};

G_DEFINE_FINAL_TYPE (WattleBridge, wattle_bridge, G_TYPE_OBJECT)

static void
wattle_bridge_dispose (GObject *object)
{
    wattle_bridge_stop (WATTLE_BRIDGE (object));
    G_OBJECT_CLASS (wattle_bridge_parent_class)->dispose (object);
}

static void
wattle_bridge_finalize (GObject *object)
{
    WattleBridge *self = WATTLE_BRIDGE (object);

    g_free (self->port.instance);
    g_free (self->port.version);
    g_object_unref (self->port.client);
    g_object_unref (self->port.clock);
    g_object_unref (self->port.admin);
    g_object_unref (self->port.outputs);
    g_object_unref (self->hass);

    G_OBJECT_CLASS (wattle_bridge_parent_class)->finalize (object);
}

static void
wattle_bridge_class_init (WattleBridgeClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_bridge_dispose;
    object_class->finalize = wattle_bridge_finalize;
}

static void
wattle_bridge_init (WattleBridge *self)
{
}

WattleBridge *
wattle_bridge_new (const WattleBridgeSettings *settings,
                   WattleAdmin *admin,
                   WattleOutputs *outputs,
                   WattleMqttClient *client,
                   WattleHass *hass,
                   WattleClock *clock)
{
    WattleBridge *self = g_object_new (WATTLE_TYPE_BRIDGE, NULL);

    self->port.instance = g_strdup (settings->instance);
    self->port.version = g_strdup (settings->version);
    self->port.mode = settings->mode;
    self->port.log = settings->log;
    self->port.begun = settings->begun;
    self->port.client = g_object_ref (client);
    self->port.clock = g_object_ref (clock);
    self->port.admin = g_object_ref (admin);
    self->port.outputs = g_object_ref (outputs);
    self->hass = g_object_ref (hass);
    return self;
}

/* Requests */

static void
serve (WattleBridgeCall *call, gpointer user_data)
{
    g_autoptr (WattleBridge) self = g_object_ref (user_data);
    WattleBridgeVerb verb = wattle_bridge_call_get_request (call)->verb;

    if (verb <= WATTLE_BRIDGE_LOG_LEVEL)
        wattle_bridge_read_serve (&self->port, call);
    else
        wattle_bridge_write_serve (&self->port, call);
    if (self->state != NULL && verb == WATTLE_BRIDGE_LOG_LEVEL)
        wattle_bridge_state_update_info (self->state);
}

static void
on_request (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleBridge *self = user_data;
    g_autofree char *base = wattle_bridge_port_dup_topic (&self->port, "request/");
    gsize length = strlen (base);

    /* What came behind the base itself has no name. */
    wattle_bridge_desk_take (self->desk, strlen (topic) >= length ? topic + length : "", payload,
                             retained);
}

/* What happens */

static void
on_connection (WattleBridge *self)
{
    if (wattle_bridge_port_is_ready (&self->port))
        wattle_bridge_state_announce (self->state);
}

static void
on_lost (WattleBridge *self)
{
    wattle_bridge_state_announce_after (self->state, LOSS_DELAY);
}

static void
on_runner_added (WattleManager *manager, WattleRunner *runner, WattleBridge *self)
{
    wattle_bridge_event_look_at (self->event, wattle_runner_get_id (runner));
    wattle_bridge_state_update_devices (self->state);
}

static void
on_runner_removed (WattleManager *manager,
                   WattleRunner *runner,
                   gboolean for_good,
                   WattleBridge *self)
{
    on_runner_added (manager, runner, self);
}

static void
on_runner_changed (WattleBridge *self)
{
    wattle_bridge_state_update_devices (self->state);
}

static void
on_runner_state (WattleManager *manager, WattleRunner *runner, WattleBridge *self)
{
    wattle_bridge_event_tell_state (self->event, runner);
    wattle_bridge_state_update_devices (self->state);
}

static void
on_devices_changed (WattleBridge *self)
{
    wattle_bridge_event_look (self->event);
    wattle_bridge_event_tell_configuration (self->event);
    wattle_bridge_state_update_devices (self->state);
}

static void
on_output_event (WattleOutputs *outputs,
                 const char *id,
                 const char *key,
                 const char *event,
                 const char *text,
                 WattleBridge *self)
{
    wattle_bridge_event_tell_output (self->event, id, key, event, text);
}

static void
on_plugins_changed (WattleBridge *self)
{
    wattle_bridge_state_update_info (self->state);
}

static void
on_problem_added (WattleProblems *problems, const WattleProblem *problem, WattleBridge *self)
{
    wattle_bridge_event_tell_problem (self->event, problem, FALSE);
}

static void
on_problem_removed (WattleProblems *problems, const WattleProblem *problem, WattleBridge *self)
{
    wattle_bridge_event_tell_problem (self->event, problem, TRUE);
}

static void
on_problems_changed (WattleBridge *self)
{
    wattle_bridge_state_update_health (self->state);
}

/* Being there */

static void
connect_devices (WattleBridge *self, WattleManager *manager)
{
    g_signal_connect (manager, "runner-added", G_CALLBACK (on_runner_added), self);
    g_signal_connect (manager, "runner-removed", G_CALLBACK (on_runner_removed), self);
    g_signal_connect_swapped (manager, "runner-changed", G_CALLBACK (on_runner_changed), self);
    g_signal_connect (manager, "runner-state", G_CALLBACK (on_runner_state), self);
}

static void
connect_house (WattleBridge *self, const WattleAdminParts *house)
{
    connect_devices (self, house->manager);
    g_signal_connect (self->port.outputs, "event", G_CALLBACK (on_output_event), self);
    g_signal_connect_swapped (house->plugins, "changed", G_CALLBACK (on_plugins_changed), self);
    g_signal_connect (house->problems, "added", G_CALLBACK (on_problem_added), self);
    g_signal_connect (house->problems, "removed", G_CALLBACK (on_problem_removed), self);
    g_signal_connect_swapped (house->problems, "changed", G_CALLBACK (on_problems_changed), self);
    g_signal_connect_swapped (self->port.admin, "devices-changed", G_CALLBACK (on_devices_changed),
                              self);
}

static void
disconnect_all (WattleBridge *self, const WattleAdminParts *house)
{
    gpointer objects[] = { house->manager,     house->plugins,    house->problems, self->port.admin,
                           self->port.outputs, self->port.client, self->hass };

    for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
        g_signal_handlers_disconnect_by_data (objects[i], self);
}

static void
make_parts (WattleBridge *self)
{
    self->state = wattle_bridge_state_new (&self->port);
    self->event = wattle_bridge_event_new (&self->port);
    self->logging = wattle_bridge_logging_new (&self->port);
    self->desk = wattle_bridge_desk_new (&self->port, serve, self);
}

void
wattle_bridge_start (WattleBridge *self)
{
    g_auto (GStrv) topics = wattle_bridge_state_list_topics (&self->port);
    g_autofree char *filter = wattle_bridge_port_dup_topic (&self->port, "request/#");

    if (self->port.open)
        return;

    self->port.open = TRUE;
    wattle_hass_set_bridge_topics (self->hass, (const char *const *)topics);
    make_parts (self);
    connect_house (self, wattle_bridge_port_get_house (&self->port));
    g_signal_connect_swapped (self->port.client, "state-changed", G_CALLBACK (on_connection), self);
    g_signal_connect_swapped (self->hass, "lost", G_CALLBACK (on_lost), self);
    wattle_mqtt_client_subscribe (self->port.client, filter, on_request, self);
    on_connection (self);
}

void
wattle_bridge_stop (WattleBridge *self)
{
    if (!self->port.open)
        return;

    self->port.open = FALSE;
    disconnect_all (self, wattle_bridge_port_get_house (&self->port));
    wattle_mqtt_client_unsubscribe (self->port.client, self);
    g_clear_pointer (&self->desk, wattle_bridge_desk_free);
    g_clear_pointer (&self->logging, wattle_bridge_logging_free);
    g_clear_pointer (&self->event, wattle_bridge_event_free);
    g_clear_pointer (&self->state, wattle_bridge_state_free);
}

void
wattle_bridge_log (WattleBridge *self, const char *level, const char *message)
{
    if (self->logging != NULL)
        wattle_bridge_logging_tell (self->logging, level, message);
}
