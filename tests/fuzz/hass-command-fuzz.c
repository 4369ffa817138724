/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "publish/wattle-hass-command.h"

#include <string.h>

#define FUZZ_TYPE_BUTTON (fuzz_button_get_type ())
G_DECLARE_FINAL_TYPE (FuzzButton, fuzz_button, FUZZ, BUTTON, WattleDevice)

struct _FuzzButton {
    WattleDevice parent_instance;
};

G_DEFINE_FINAL_TYPE (FuzzButton, fuzz_button, WATTLE_TYPE_DEVICE)

static guint n_presses;

static const WattleEntitySpec outputs[] = {
    { .key = "relay", .quantity = WATTLE_QUANTITY_SWITCH, .flags = WATTLE_ENTITY_OUTPUT },
    { .key = "target",
      .quantity = WATTLE_QUANTITY_TEMPERATURE,
      .flags = WATTLE_ENTITY_OUTPUT,
      .min = 5,
      .max = 30 },
    { .key = "mode",
      .quantity = WATTLE_QUANTITY_ENUM,
      .flags = WATTLE_ENTITY_OUTPUT,
      .options = "eco|comfort" },
};

static gboolean
fuzz_button_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    return TRUE;
}

static gboolean
fuzz_button_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    return TRUE;
}

static WattleRequest *
fuzz_button_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    if (!wattle_command_is_action (command))
        return step == 0 ? wattle_request_new_local (2) : NULL;

    fuzz_check (g_str_equal (wattle_command_get_name (command), "identify"));
    n_presses += step == 0;
    return step == 0 ? wattle_request_new_local (1) : NULL;
}

static void
fuzz_button_class_init (FuzzButtonClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->configure = fuzz_button_configure;
    WATTLE_SOURCE_CLASS (klass)->decode = fuzz_button_decode;
    WATTLE_DEVICE_CLASS (klass)->command = fuzz_button_command;
}

static void
fuzz_button_init (FuzzButton *self)
{
    static const WattleActionSpec identify = { "identify", "Identify", "identify" };

    wattle_device_add_action (WATTLE_DEVICE (self), &identify);
    wattle_device_set_entities (WATTLE_DEVICE (self), outputs, G_N_ELEMENTS (outputs));
}

static void
on_refused (WattleRunner *runner, gpointer user_data)
{
    fuzz_check (runner != NULL);
}

static WattleManager *
make_manager (WattleClock *clock, WattleOutputs **gate)
{
    const char *folder = fuzz_make_folder ();
    g_autoptr (WattleProblems) problems = wattle_problems_new (clock);
    g_autoptr (WattlePlugins) plugins = wattle_plugins_new (problems);
    g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (folder, NULL);
    g_autoptr (WattleStateStore) states = wattle_state_store_new (folder, clock);
    g_autoptr (WattleCounters) counters = wattle_counters_new (folder, problems, clock);
    WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };
    WattleManager *manager = wattle_manager_new (&parts);
    g_autoptr (WattleDevice) device = g_object_new (FUZZ_TYPE_BUTTON, NULL);
    g_autoptr (WattleOptions) options = wattle_options_new ();
    g_autoptr (WattleRunner) runner =
        wattle_runner_new ("meter", device, options, NULL, clock, 30000);

    *gate = wattle_outputs_new (manager, problems, folder);
    wattle_outputs_start (*gate);
    wattle_manager_adopt (manager, runner);
    wattle_runner_start (runner);
    return manager;
}

/* Whoever holds an output is the one that commands here, and holds what it can be. */
static void
check_outputs (WattleOutputs *gate)
{
    for (guint i = 0; i < G_N_ELEMENTS (outputs); i++) {
        const char *holder = wattle_outputs_get_held_by (gate, "meter", outputs[i].key);
        g_autoptr (GVariant) reason = wattle_outputs_explain (gate, "meter", outputs[i].key, NULL);
        const char *word;
        double number;

        fuzz_check (holder == NULL || g_str_equal (holder, "hass"));
        if (g_variant_lookup (reason, "wish", "d", &number))
            fuzz_check (number >= 5 && number <= 30);
        if (g_variant_lookup (reason, "wish", "&s", &word))
            fuzz_check (g_str_equal (word, "eco") || g_str_equal (word, "comfort"));
    }
}

/* First whether the message is retained, then the topic, a line feed and the payload. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static WattleHassPort port = { { "wattle", "homeassistant", "1" }, .open = TRUE };
    static WattleHassCommand *commands;
    static WattleOutputs *gate;
    FuzzInput input = { (const char *)data, size };
    gboolean retained = fuzz_take_byte (&input) == 'r';
    g_autofree char *topic = fuzz_take_text (&input, '\n');
    g_autoptr (GBytes) payload = g_bytes_new (input.data, input.size);
    guint before = n_presses;

    if (commands == NULL) {
        static const WattleMqttSettings settings = { "127.0.0.1", 1, "fuzz" };
        WattleManager *manager;

        port.clock = wattle_clock_new_manual (0);
        port.client = wattle_mqtt_client_new (&settings, port.clock);
        manager = make_manager (port.clock, &gate);
        commands = wattle_hass_command_new (&port, manager, gate, on_refused, NULL);
    }
    /* No broker sends a topic that is no text. */
    if (topic == NULL || !g_utf8_validate (topic, -1, NULL))
        return 0;

    wattle_hass_command_take (commands, topic, payload, retained);
    wattle_clock_advance (port.clock, 0);
    check_outputs (gate);
    if (n_presses != before) {
        fuzz_check (!retained && g_str_equal (topic, "wattle/meter/identify/set"));
        fuzz_check (input.size == 5 && memcmp (input.data, "PRESS", 5) == 0);
    }
    return 0;
}
