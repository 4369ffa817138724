/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-actions.h"

#include "base/wattle-ident.h"

#define MAX_ACTIONS 32

static void
action_free (gpointer data)
{
    WattleActionSpec *action = data;

    g_free ((char *)action->name);
    g_free ((char *)action->label);
    g_free ((char *)action->hass_class);
    g_free (action);
}

GPtrArray *
wattle_device_actions_new (void)
{
    return g_ptr_array_new_with_free_func (action_free);
}

/**
 * wattle_device_add_action: (skip)
 * @self: a device
 * @spec: what it can do; copied
 *
 * For configure: adds an action; one that is there already is kept.
 */
void
wattle_device_add_action (WattleDevice *self, const WattleActionSpec *spec)
{
    GPtrArray *actions = wattle_device_peek_actions (self);
    WattleActionSpec *action;

    g_return_if_fail (wattle_ident_is_valid (spec->name));

    for (guint i = 0; i < actions->len; i++)
        if (g_str_equal (wattle_device_get_action (self, i)->name, spec->name))
            return;
    if (actions->len >= MAX_ACTIONS)
        return;

    action = g_new0 (WattleActionSpec, 1);
    action->name = g_strdup (spec->name);
    action->label = g_strdup (spec->label);
    action->hass_class = g_strdup (spec->hass_class);
    action->deliberate = spec->deliberate;
    g_ptr_array_add (actions, action);
}

/**
 * wattle_device_add_plain_action:
 * @self: a device
 * @name: identifier, such as `identify`
 * @label: untranslated name for people
 * @hass_class: (nullable): button class in Home Assistant: `identify` or `restart`
 *
 * As wattle_device_add_action(), for languages that have no C tables.
 */
void
wattle_device_add_plain_action (WattleDevice *self,
                                const char *name,
                                const char *label,
                                const char *hass_class)
{
    WattleActionSpec spec = { name, label, hass_class };

    wattle_device_add_action (self, &spec);
}

/**
 * wattle_device_get_n_actions:
 * @self: a device
 *
 * Returns: how many actions it has
 */
guint
wattle_device_get_n_actions (WattleDevice *self)
{
    return wattle_device_peek_actions (self)->len;
}

/**
 * wattle_device_get_action: (skip)
 * @self: a device
 * @index: less than wattle_device_get_n_actions()
 *
 * Returns: (transfer none): that action
 */
const WattleActionSpec *
wattle_device_get_action (WattleDevice *self, guint index)
{
    return g_ptr_array_index (wattle_device_peek_actions (self), index);
}
