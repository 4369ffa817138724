/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-readings-text.h"

#include "base/wattle-names.h"
#include "base/wattle-number.h"

static char *
redact (WattleRedaction *redaction, const char *text)
{
    return redaction != NULL ? wattle_redaction_apply_text (redaction, text) : g_strdup (text);
}

/* Not wattle_entity_dup_display(), which speaks the language of whoever looks. */
static char *
dup_value (WattleEntity *entity)
{
    switch (wattle_entity_get_value_type (entity)) {
    case WATTLE_VALUE_NUMBER:
        return wattle_number_format (wattle_entity_get_number (entity),
                                     wattle_entity_get_info (entity)->decimals);
    case WATTLE_VALUE_BOOLEAN:
        return g_strdup (wattle_entity_get_boolean (entity) ? "true" : "false");
    case WATTLE_VALUE_TEXT:
        return g_strescape (wattle_entity_get_text (entity), NULL);
    case WATTLE_VALUE_NONE:
        break;
    }

    return g_strdup ("-");
}

static char *
join_sorted (GPtrArray *lines)
{
    wattle_names_sort (lines);
    g_ptr_array_add (lines, NULL);
    return g_strjoinv ("\n", (char **)lines->pdata);
}

static char *
describe_device (WattleRunner *runner, WattleRedaction *redaction)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *id = redact (redaction, wattle_runner_get_id (runner));
    g_autofree char *readings = NULL;

    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *value = dup_value (entity);
        g_autofree char *shown = redact (redaction, value);

        g_ptr_array_add (
            lines, g_strdup_printf ("%s = %s (%s)", wattle_entity_get_key (entity), shown,
                                    wattle_quality_get_name (wattle_entity_get_quality (entity))));
    }

    readings = join_sorted (lines);
    return g_strdup_printf ("[%s] %s\n%s\n", id, wattle_runner_get_state_name (runner), readings);
}

WattleRunner *
wattle_readings_text_find_root (WattleRunner *runner)
{
    while (wattle_runner_get_parent (runner) != NULL)
        runner = wattle_runner_get_parent (runner);
    return runner;
}

char *
wattle_readings_text (WattleManager *manager, WattleRunner *root, WattleRedaction *redaction)
{
    g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (wattle_readings_text_find_root (runner) == root)
            g_ptr_array_add (devices, describe_device (runner, redaction));
    }

    return join_sorted (devices);
}
