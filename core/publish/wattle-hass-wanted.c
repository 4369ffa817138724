/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-wanted.h"

static void
wanted_free (gpointer data)
{
    WattleHassWanted *self = data;

    g_free (self->topic);
    g_free (self->id);
    g_free (self->description);
    g_free (self);
}

/* Takes @description. */
static void
add (GPtrArray *list, const char *topic, const char *id, char *description)
{
    WattleHassWanted *wanted = g_new (WattleHassWanted, 1);

    wanted->topic = g_strdup (topic);
    wanted->id = g_strdup (id);
    wanted->description = description;
    g_ptr_array_add (list, wanted);
}

GPtrArray *
wattle_hass_wanted_list (WattleHassBridge *bridge, GPtrArray *devices)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (wanted_free);

    add (list, wattle_hass_bridge_get_discovery_topic (bridge), "",
         wattle_hass_bridge_dup_description (bridge));
    for (guint i = 0; i < devices->len; i++) {
        WattleHassDevice *device = g_ptr_array_index (devices, i);

        add (list, wattle_hass_device_get_discovery_topic (device),
             wattle_runner_get_id (wattle_hass_device_get_runner (device)),
             wattle_hass_device_dup_description (device));
    }
    return list;
}

const WattleHassWanted *
wattle_hass_wanted_find (GPtrArray *list, const char *topic)
{
    for (guint i = 0; i < list->len; i++) {
        const WattleHassWanted *wanted = g_ptr_array_index (list, i);

        if (g_str_equal (wanted->topic, topic))
            return wanted;
    }

    return NULL;
}
