/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-output.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *platform;
    const char *suffix;
} parts[WATTLE_HASS_OUTPUT_N_PARTS] = {
    [WATTLE_HASS_OUTPUT_HELD_BY] = { "sensor", "held_by" },
    [WATTLE_HASS_OUTPUT_OVERRIDE_UNTIL] = { "sensor", "override_until" },
    [WATTLE_HASS_OUTPUT_RELEASE] = { "button", "release" },
};

gboolean
wattle_hass_output_is_one (WattleEntity *entity)
{
    return (wattle_entity_get_flags (entity) & WATTLE_ENTITY_OUTPUT) != 0;
}

const char *
wattle_hass_output_get_platform (WattleHassOutputPart part)
{
    return parts[part].platform;
}

static gboolean
is_taken (WattleDevice *device, const char *key)
{
    if (wattle_device_find_entity (device, key) != NULL)
        return TRUE;
    for (guint i = 0; i < wattle_device_get_n_actions (device); i++)
        if (g_str_equal (wattle_device_get_action (device, i)->name, key))
            return TRUE;

    return FALSE;
}

char *
wattle_hass_output_dup_key (WattleDevice *device, WattleEntity *output, WattleHassOutputPart part)
{
    GString *key = g_string_new (wattle_entity_get_key (output));

    g_string_append_printf (key, "_%s", parts[part].suffix);
    while (is_taken (device, key->str))
        g_string_prepend (key, "output_");
    return g_string_free (key, FALSE);
}

char *
wattle_hass_output_dup_name (WattleEntity *output, WattleHassOutputPart part)
{
    const char *name = wattle_entity_get_name (output);

    switch (part) {
    case WATTLE_HASS_OUTPUT_HELD_BY:
        return g_strdup_printf (_ ("%s held by"), name);
    case WATTLE_HASS_OUTPUT_OVERRIDE_UNTIL:
        return g_strdup_printf (_ ("%s override until"), name);
    case WATTLE_HASS_OUTPUT_RELEASE:
    case WATTLE_HASS_OUTPUT_N_PARTS:
        break;
    }
    return g_strdup_printf (_ ("%s back to automatic"), name);
}

WattleEntity *
wattle_hass_output_find_released (WattleDevice *device, const char *key)
{
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *button =
            wattle_hass_output_is_one (entity)
                ? wattle_hass_output_dup_key (device, entity, WATTLE_HASS_OUTPUT_RELEASE)
                : NULL;

        if (g_strcmp0 (button, key) == 0)
            return entity;
    }

    return NULL;
}
