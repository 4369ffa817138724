/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-command.h"

#include <string.h>

#include "base/wattle-line.h"
#include "base/wattle-message.h"
#include "base/wattle-number.h"
#include "wattle-hass-output.h"

#define PRESS     "PRESS"
#define MAX_TOPIC 200 /* characters; more than that of any command */
#define MAX_VALUE 256 /* bytes; more than any word of a choice */

struct _WattleHassCommand {
    const WattleHassPort *port;
    WattleManager *manager;
    WattleOutputs *outputs;
    WattleHassRefused refused;
    gpointer user_data;
    gboolean said_retained;
};

static const WattleActionSpec *
find_action (WattleDevice *device, const char *name)
{
    for (guint i = 0; i < wattle_device_get_n_actions (device); i++) {
        const WattleActionSpec *action = wattle_device_get_action (device, i);

        if (g_str_equal (action->name, name) && !action->deliberate)
            return action;
    }

    return NULL;
}

static void
on_done (const GError *error, gpointer user_data)
{
    g_autofree char *topic = user_data;
    g_autoptr (WattleMessage) message = NULL;

    if (error == NULL) {
        g_info ("%s: done", topic);
        return;
    }

    message = wattle_message_new_from_error (error);
    g_message ("%s: the command was not carried out: %s", topic, wattle_message_get_text (message));
}

static gboolean
payload_is (GBytes *payload, const char *text)
{
    gsize length;
    const char *data = g_bytes_get_data (payload, &length);

    return length == strlen (text) && memcmp (data, text, length) == 0;
}

/* For a log line: short, and nothing that could pretend to be another line. */
static char *
show_payload (GBytes *payload)
{
    gsize length;
    const char *data = g_bytes_get_data (payload, &length);
    g_autofree char *start = g_strndup (length > 0 ? data : "", MIN (length, 40));

    return g_strescape (start, NULL);
}

/* Buttons */

static gboolean
check_press (const char *topic, GBytes *payload)
{
    g_autofree char *shown = NULL;

    if (payload_is (payload, PRESS)) {
        g_info ("%s: %s", topic, PRESS);
        return TRUE;
    }

    shown = show_payload (payload);
    g_message ("%s: “%s” is not a command here; allowed is " PRESS, topic, shown);
    return FALSE;
}

static void
press (WattleRunner *runner, const char *name, const char *topic)
{
    g_autoptr (WattleCommand) command = wattle_command_new_action (name);

    wattle_runner_act (runner, command, on_done, g_strdup (topic));
}

static void
release (WattleHassCommand *self, const char *id, WattleEntity *output, const char *topic)
{
    g_autoptr (GError) error = NULL;

    if (!wattle_outputs_release (self->outputs, id, wattle_entity_get_key (output), NULL, &error))
        g_message ("%s: %s", topic, error->message);
}

/* Outputs */

/* NULL: it is nothing that an output could be. Home Assistant has units of its own. */
static GVariant *
read_value (WattleEntity *entity, GBytes *payload)
{
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);
    gsize length;
    const char *data = g_bytes_get_data (payload, &length);
    g_autofree char *text = NULL;
    double number;

    if (length == 0 || length > MAX_VALUE || !g_utf8_validate (data, (gssize)length, NULL))
        return NULL;

    text = g_strndup (data, length);
    if (info->type == WATTLE_VALUE_NUMBER && wattle_number_parse (text, &number, NULL))
        return g_variant_new_double (number / info->hass_scale);
    return g_variant_new_take_string (g_steal_pointer (&text));
}

static gboolean
set (WattleHassCommand *self,
     const char *id,
     WattleEntity *output,
     const char *topic,
     GBytes *payload)
{
    WattleOutputsOptions options = { .author = "hass" };
    g_autofree char *shown = show_payload (payload);
    g_autoptr (GError) error = NULL;
    GVariant *value = read_value (output, payload);
    gpointer data;

    if (value == NULL) {
        g_message ("%s: “%s” is not a command here", topic, shown);
        return FALSE;
    }

    g_info ("%s: %s", topic, shown);
    data = g_strdup (topic);
    if (wattle_outputs_set (self->outputs, id, wattle_entity_get_key (output), value, &options,
                            on_done, data, &error))
        return TRUE;
    g_message ("%s: “%s”: %s", topic, shown, error->message);
    g_free (data);
    return FALSE;
}

/* What is commanded */

/* An output may bear the name of an action. */
static gboolean
is_action (WattleDevice *device, const char *name, WattleEntity *output, GBytes *payload)
{
    return find_action (device, name) != NULL && (output == NULL || payload_is (payload, PRESS));
}

static WattleEntity *
find_output (WattleDevice *device, const char *name)
{
    WattleEntity *entity = wattle_device_find_entity (device, name);

    return entity != NULL && wattle_hass_output_is_one (entity) ? entity : NULL;
}

static void
run_on (WattleHassCommand *self,
        WattleRunner *runner,
        const char *name,
        const char *topic,
        GBytes *payload)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    const char *id = wattle_runner_get_id (runner);
    WattleEntity *output = find_output (device, name);
    WattleEntity *released = wattle_hass_output_find_released (device, name);

    if (is_action (device, name, output, payload)) {
        if (check_press (topic, payload))
            press (runner, name, topic);
    } else if (output != NULL) {
        if (!set (self, id, output, topic, payload))
            self->refused (runner, self->user_data);
    } else if (released != NULL) {
        if (check_press (topic, payload))
            release (self, id, released, topic);
    } else {
        g_message ("%s: %s has no “%s” that can be commanded", topic, id, name);
    }
}

static void
run (WattleHassCommand *self, const char *topic, GBytes *payload)
{
    g_autofree char *id = NULL;
    g_autofree char *name = NULL;
    WattleRunner *runner;

    if (!wattle_hass_payload_parse_command (&self->port->host, topic, &id, &name))
        return;

    runner = wattle_manager_find (self->manager, id);
    if (runner == NULL)
        g_message ("%s: there is no device “%s”", topic, id);
    else
        run_on (self, runner, name, topic, payload);
}

void
wattle_hass_command_take (WattleHassCommand *self,
                          const char *topic,
                          GBytes *payload,
                          gboolean retained)
{
    /* It goes into the log, and what that changes was no topic of a command. */
    g_autofree char *shown = wattle_line_from_part (topic, MAX_TOPIC);

    if (!self->port->open)
        return;
    if (!retained) {
        run (self, shown, payload);
    } else if (!self->said_retained) {
        /* The broker repeats it at every connection; nobody wants it done each time. */
        self->said_retained = TRUE;
        g_info ("%s: a retained command is ignored", shown);
    }
}

static void
on_message (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    wattle_hass_command_take (user_data, topic, payload, retained);
}

WattleHassCommand *
wattle_hass_command_new (const WattleHassPort *port,
                         WattleManager *manager,
                         WattleOutputs *outputs,
                         WattleHassRefused refused,
                         gpointer user_data)
{
    WattleHassCommand *self = g_new0 (WattleHassCommand, 1);
    g_autofree char *filter = wattle_hass_payload_command_filter (&port->host);

    self->port = port;
    self->manager = g_object_ref (manager);
    self->outputs = g_object_ref (outputs);
    self->refused = refused;
    self->user_data = user_data;
    wattle_mqtt_client_subscribe (port->client, filter, on_message, self);
    return self;
}

void
wattle_hass_command_free (WattleHassCommand *self)
{
    wattle_mqtt_client_unsubscribe (self->port->client, self);
    g_object_unref (self->outputs);
    g_object_unref (self->manager);
    g_free (self);
}
