/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-devices.h"

#define PUSHED_INTERVAL G_USEC_PER_SEC

static gint64
find_min_interval (WattleHass *self, WattleRunner *runner)
{
    if (self->min_interval_ms >= 0)
        return (gint64)self->min_interval_ms * G_TIME_SPAN_MILLISECOND;
    if (!wattle_runner_is_polled (runner))
        return PUSHED_INTERVAL;

    /* A little less than the interval, so that a poll that comes early is not held back. */
    return (gint64)wattle_runner_get_interval (runner) * G_TIME_SPAN_MILLISECOND * 9 / 10;
}

static WattleHassDevice *
add_device (WattleHass *self, WattleRunner *runner)
{
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);

    if (device != NULL)
        return device;

    device = wattle_hass_device_new (&self->port, runner, self->outputs,
                                     find_min_interval (self, runner));
    if (wattle_runner_is_available (runner))
        wattle_hass_device_meet (device);
    g_ptr_array_add (self->devices, device);
    g_hash_table_insert (self->by_runner, runner, device);
    return device;
}

static WattleHassDevice *
find_gateway (WattleHass *self, WattleHassDevice *device)
{
    WattleRunner *parent = wattle_runner_get_parent (wattle_hass_device_get_runner (device));

    return parent != NULL ? g_hash_table_lookup (self->by_runner, parent) : NULL;
}

/* Home Assistant has to know a gateway before a device refers to it. */
static void
introduce (WattleHass *self, WattleHassDevice *device)
{
    WattleHassDevice *gateway;

    if (wattle_hass_device_is_announced (device))
        return;

    gateway = find_gateway (self, device);
    if (gateway != NULL)
        introduce (self, gateway);
    wattle_hass_device_announce (device);
    wattle_hass_device_send_availability (device);
}

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleHass *self = user_data;
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);

    if (device == NULL)
        return;

    wattle_hass_device_meet (device);
    if (!wattle_hass_port_is_ready (&self->port))
        return;

    introduce (self, device);
    wattle_hass_device_update_state (device);
}

static void
on_runner_added (WattleManager *manager, WattleRunner *runner, WattleHass *self)
{
    introduce (self, add_device (self, runner));
    wattle_hass_bridge_update_state (self->bridge);
}

static void
on_runner_removed (WattleManager *manager,
                   WattleRunner *runner,
                   gboolean for_good,
                   WattleHass *self)
{
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);
    guint index;

    if (device == NULL)
        return;

    if (for_good)
        wattle_hass_orphans_set_gone (self->orphans, wattle_runner_get_id (runner));
    else
        wattle_hass_device_send_offline (device);
    g_hash_table_remove (self->by_runner, runner);
    if (g_ptr_array_find (self->devices, device, &index)) {
        g_ptr_array_remove_index (self->devices, index);
        wattle_hass_round_device_removed (self->round, index);
    }
    wattle_hass_bridge_update_state (self->bridge);
}

static void
on_runner_changed (WattleManager *manager, WattleRunner *runner, WattleHass *self)
{
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);

    if (device != NULL)
        wattle_hass_device_update_description (device);
}

static void
on_runner_state (WattleManager *manager, WattleRunner *runner, WattleHass *self)
{
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);

    if (device == NULL)
        return;

    if (wattle_runner_is_available (runner)) {
        wattle_hass_device_meet (device);
        introduce (self, device);
    }
    wattle_hass_device_update_availability (device);
    wattle_hass_device_update_state (device);
    wattle_hass_bridge_update_state (self->bridge);
}

static void
on_output_changed (WattleOutputs *outputs, const char *id, const char *key, WattleHass *self)
{
    WattleRunner *runner = wattle_manager_find (self->manager, id);
    WattleHassDevice *device =
        runner != NULL ? g_hash_table_lookup (self->by_runner, runner) : NULL;

    if (device != NULL)
        wattle_hass_device_update_output (device);
}

static void
on_listing (WattleManager *manager, WattleRunner *gateway, GStrv names, WattleHass *self)
{
    wattle_hass_orphans_end_listing (self->orphans, wattle_runner_get_id (gateway),
                                     (const char *const *)names);
}

void
wattle_hass_devices_open (WattleHass *self)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (self->manager); i++)
        add_device (self, wattle_manager_get_runner (self->manager, i));

    g_signal_connect_object (self->manager, "runner-added", G_CALLBACK (on_runner_added), self, 0);
    g_signal_connect_object (self->manager, "runner-removed", G_CALLBACK (on_runner_removed), self,
                             0);
    g_signal_connect_object (self->manager, "runner-changed", G_CALLBACK (on_runner_changed), self,
                             0);
    g_signal_connect_object (self->manager, "runner-state", G_CALLBACK (on_runner_state), self, 0);
    g_signal_connect_object (self->manager, "listing-ended", G_CALLBACK (on_listing), self, 0);
    g_signal_connect_object (self->outputs, "changed", G_CALLBACK (on_output_changed), self, 0);
    wattle_manager_subscribe (self->manager, on_batch, self);
}

void
wattle_hass_devices_close (WattleHass *self)
{
    wattle_manager_unsubscribe (self->manager, self);
    g_signal_handlers_disconnect_by_data (self->manager, self);
    g_signal_handlers_disconnect_by_data (self->outputs, self);
    g_hash_table_remove_all (self->by_runner);
    g_ptr_array_set_size (self->devices, 0);
}

WattleHassDevice *
wattle_hass_devices_find (WattleHass *self, const char *discovery_topic)
{
    for (guint i = 0; i < self->devices->len; i++) {
        WattleHassDevice *device = g_ptr_array_index (self->devices, i);

        if (g_str_equal (wattle_hass_device_get_discovery_topic (device), discovery_topic))
            return device;
    }

    return NULL;
}
