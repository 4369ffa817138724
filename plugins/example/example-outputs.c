/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "example-outputs.h"

#include <glib/gi18n-lib.h>

#define MODES "eco|comfort|away"

const WattleEntitySpec example_outputs[EXAMPLE_N_OUTPUTS] = {
    { .key = "output_1",
      .quantity = WATTLE_QUANTITY_SWITCH,
      .flags = WATTLE_ENTITY_OUTPUT,
      .name = N_ ("Output") },
    { .key = "target_temperature",
      .quantity = WATTLE_QUANTITY_TEMPERATURE,
      .flags = WATTLE_ENTITY_OUTPUT,
      .name = N_ ("Target temperature"),
      .min = 5,
      .max = 30,
      .step = 0.5 },
    { .key = "mode",
      .quantity = WATTLE_QUANTITY_ENUM,
      .flags = WATTLE_ENTITY_OUTPUT,
      .name = N_ ("Mode"),
      .options = MODES },
};

/* What they are before the first command. */
static const char *const defaults[EXAMPLE_N_OUTPUTS] = { "off", "20", "eco" };

static const WattleEntitySpec *
find_output (const char *key)
{
    for (guint i = 0; i < EXAMPLE_N_OUTPUTS; i++)
        if (g_str_equal (example_outputs[i].key, key))
            return &example_outputs[i];
    return NULL;
}

static char *
read_number (const WattleEntitySpec *spec, double value, GError **error)
{
    if (value >= spec->min && value <= spec->max)
        return wattle_number_format_exact (value);

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "%s cannot be %g, only %g to %g",
                      spec->key, value, spec->min, spec->max);
    return NULL;
}

static char *
read_word (const WattleEntitySpec *spec, const char *word, GError **error)
{
    g_auto (GStrv) words = g_strsplit (spec->options, "|", 0);

    if (word != NULL && g_strv_contains ((const char *const *)words, word))
        return g_strdup (word);

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "%s cannot be “%s”, only %s", spec->key,
                      word != NULL ? word : "", spec->options);
    return NULL;
}

/* Returns what a command wants an output to be, as text, or NULL. */
char *
example_outputs_read (WattleCommand *command, GError **error)
{
    const char *key = wattle_command_get_name (command);
    const WattleEntitySpec *spec = wattle_command_is_action (command) ? NULL : find_output (key);

    if (spec == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "there is no command “%s”", key);
        return NULL;
    }

    switch (spec->quantity) {
    case WATTLE_QUANTITY_SWITCH:
        return g_strdup (wattle_command_get_boolean (command) ? "on" : "off");
    case WATTLE_QUANTITY_ENUM:
        return read_word (spec, wattle_command_get_text (command), error);
    default:
        return read_number (spec, wattle_command_get_number (command), error);
    }
}

/* Kept over a restart, as a relay that stays as it is. */
void
example_outputs_set (WattleSource *source, const char *key, const char *text)
{
    wattle_source_set_state (source, key, text, 0);
}

static void
report_number (WattleDevice *device, const char *key, const char *text)
{
    double value;

    if (wattle_number_parse (text, &value, NULL))
        wattle_device_report (device, key, value);
    else
        wattle_device_report_missing (device, key);
}

void
example_outputs_report (WattleSource *source)
{
    WattleDevice *device = WATTLE_DEVICE (source);

    for (guint i = 0; i < EXAMPLE_N_OUTPUTS; i++) {
        const char *key = example_outputs[i].key;
        const char *kept = wattle_source_get_state (source, key);
        const char *text = kept != NULL ? kept : defaults[i];

        if (example_outputs[i].quantity == WATTLE_QUANTITY_SWITCH)
            wattle_device_report_boolean (device, key, g_str_equal (text, "on"));
        else if (example_outputs[i].quantity == WATTLE_QUANTITY_ENUM)
            wattle_device_report_text (device, key, text);
        else
            report_number (device, key, text);
    }
}
