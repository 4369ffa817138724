/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-output.h"

#include <glib/gi18n.h>

#include "wattle-cli-device.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-reading.h"

void
wattle_cli_output_free (WattleCliOutput *self)
{
    g_clear_object (&self->control);
    g_free (self->id);
    g_free (self->key);
    g_free (self->unit);
    g_free (self);
}

char *
wattle_cli_output_dup_name (const WattleCliOutput *self)
{
    return g_strconcat (self->id, "/", self->key, NULL);
}

/* NULL as @key: it was not given. */
static void
take_name (const WattleCliArguments *arguments, guint n_values, char **id, char **key)
{
    const char *word = wattle_cli_arguments_get_operand (arguments, 0);
    const char *slash = strchr (word, '/');

    if (wattle_cli_arguments_get_n_operands (arguments) > n_values + 1) {
        *id = g_strdup (word);
        *key = g_strdup (wattle_cli_arguments_get_operand (arguments, 1));
    } else if (slash != NULL) {
        *id = g_strndup (word, (gsize)(slash - word));
        *key = g_strdup (slash + 1);
    } else {
        *id = g_strdup (word);
        *key = NULL;
    }
}

static GPtrArray *
list_outputs (WattleDBusObject *object)
{
    WattleDBusReadings *readings = wattle_dbus_object_peek_readings (object);
    GPtrArray *list = wattle_cli_reading_list (
        readings != NULL ? wattle_dbus_readings_get_entities (readings) : NULL, NULL);

    for (guint i = list->len; i > 0; i--)
        if (!((WattleCliReading *)g_ptr_array_index (list, i - 1))->output)
            g_ptr_array_remove_index (list, i - 1);
    return list;
}

static const WattleCliReading *
refuse (const char *id, const char *key, GPtrArray *outputs, GError **error)
{
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    g_autofree char *sentence = NULL;

    if (outputs->len == 0) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("%s has no outputs"), id);
        return NULL;
    }

    for (guint i = 0; i < outputs->len; i++)
        g_ptr_array_add (keys, ((WattleCliReading *)g_ptr_array_index (outputs, i))->key);
    g_ptr_array_add (keys, NULL);
    sentence = key != NULL ? g_strdup_printf (_ ("%s has no output “%s”"), id, key)
                           : g_strdup_printf (_ ("%s has several outputs"), id);
    wattle_cli_nearest_refuse (error, sentence, key != NULL ? key : "",
                               (const char *const *)keys->pdata);
    return NULL;
}

static const WattleCliReading *
find_output (const char *id, const char *key, GPtrArray *outputs, GError **error)
{
    WattleCliReading *found = NULL;

    if (key != NULL)
        found = wattle_cli_reading_find (outputs, key);
    else if (outputs->len == 1)
        found = g_ptr_array_index (outputs, 0);
    return found != NULL ? found : refuse (id, key, outputs, error);
}

WattleCliOutput *
wattle_cli_output_find (WattleCli *cli,
                        const WattleCliArguments *arguments,
                        guint n_values,
                        GError **error)
{
    g_autofree char *id = NULL;
    g_autofree char *key = NULL;
    g_autoptr (WattleDBusObject) object = NULL;
    g_autoptr (GPtrArray) outputs = NULL;
    const WattleCliReading *reading;
    WattleCliOutput *self;

    take_name (arguments, n_values, &id, &key);
    object = wattle_cli_device_find (cli, id, error);
    if (object == NULL)
        return NULL;
    outputs = list_outputs (object);
    reading = find_output (id, key, outputs, error);
    if (reading == NULL)
        return NULL;

    self = g_new0 (WattleCliOutput, 1);
    self->control = wattle_dbus_object_get_control (object);
    self->id = g_steal_pointer (&id);
    self->key = g_strdup (reading->key);
    self->unit = g_strdup (reading->unit);
    if (self->control != NULL)
        return self;

    /* Between the moment in which it showed its outputs and this one. */
    wattle_cli_output_free (self);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("the device has just gone"));
    return NULL;
}
