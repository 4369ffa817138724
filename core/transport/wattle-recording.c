/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-recording.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-json.h"

#define FORMAT          1
#define MAX_INTERVAL_MS (24 * 60 * 60 * 1000)

static void
state_free (gpointer data)
{
    WattleRecordingState *state = data;

    g_free (state->device);
    g_free (state->key);
    g_free (state->text);
    g_free (state);
}

WattleRecording *
wattle_recording_new (const char *plugin,
                      const char *model,
                      const char *device,
                      const char *version,
                      gint64 start)
{
    WattleRecording *self = g_new0 (WattleRecording, 1);

    self->plugin = g_strdup (plugin);
    self->model = g_strdup (model);
    self->device = g_strdup (device);
    self->version = g_strdup (version);
    self->start = start;
    self->interval_ms = -1;
    self->options = g_ptr_array_new_with_free_func (g_free);
    self->state = g_ptr_array_new_with_free_func (state_free);
    self->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_exchange_free);
    return self;
}

void
wattle_recording_free (WattleRecording *self)
{
    g_free (self->plugin);
    g_free (self->model);
    g_free (self->device);
    g_free (self->version);
    g_ptr_array_unref (self->options);
    g_ptr_array_unref (self->state);
    g_ptr_array_unref (self->exchanges);
    g_free (self);
}

void
wattle_recording_add_option (WattleRecording *self, const char *key, const char *text)
{
    g_ptr_array_add (self->options, g_strdup (key));
    g_ptr_array_add (self->options, g_strdup (text));
}

void
wattle_recording_add_state (WattleRecording *self,
                            const char *device,
                            const char *key,
                            const char *text)
{
    WattleRecordingState *state = g_new (WattleRecordingState, 1);

    state->device = g_strdup (device);
    state->key = g_strdup (key);
    state->text = g_strdup (text);
    g_ptr_array_add (self->state, state);
}

/* Writing */

static void
append_options (const WattleRecording *self, GString *text, WattleRedaction *redaction)
{
    g_autoptr (GString) members = g_string_new (NULL);

    for (guint i = 0; i < self->options->len; i += 2) {
        const char *key = g_ptr_array_index (self->options, i);
        const char *value = g_ptr_array_index (self->options, i + 1);

        if (value != NULL)
            wattle_exchange_append_text (members, key, value, redaction);
        else
            g_string_append_printf (members, ",\"%s\":null", key);
    }

    g_string_append_printf (text, ",\"options\":{%s}", members->len > 0 ? members->str + 1 : "");
}

static void
append_state (const WattleRecording *self, GString *text, WattleRedaction *redaction)
{
    g_string_append (text, ",\"state\":[");
    for (guint i = 0; i < self->state->len; i++) {
        const WattleRecordingState *state = g_ptr_array_index (self->state, i);
        g_autoptr (GString) members = g_string_new (NULL);

        wattle_exchange_append_text (members, "device", state->device, redaction);
        wattle_exchange_append_text (members, "key", state->key, redaction);
        wattle_exchange_append_text (members, "text", state->text, redaction);
        g_string_append_printf (text, "%s{%s}", i > 0 ? "," : "", members->str + 1);
    }
    g_string_append_c (text, ']');
}

static void
append_header (const WattleRecording *self, GString *text, WattleRedaction *redaction)
{
    g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (self->start / G_USEC_PER_SEC);
    g_autoptr (GDateTime) start = g_date_time_add (seconds, self->start % G_USEC_PER_SEC);
    g_autofree char *iso = g_date_time_format_iso8601 (start);

    g_string_append_printf (text, "{\"wattle-recording\":%d", FORMAT);
    wattle_exchange_append_text (text, "plugin", self->plugin, redaction);
    wattle_exchange_append_text (text, "model", self->model, redaction);
    wattle_exchange_append_text (text, "device", self->device, redaction);
    wattle_exchange_append_text (text, "version", self->version, redaction);
    g_string_append_printf (text, ",\"start\":\"%s\",\"redacted\":true", iso);
    if (self->interval_ms >= 0)
        g_string_append_printf (text, ",\"interval\":%d", self->interval_ms);
    append_options (self, text, redaction);
    append_state (self, text, redaction);
    g_string_append (text, "}\n");
}

char *
wattle_recording_to_text (const WattleRecording *self, WattleRedaction *redaction)
{
    GString *text = g_string_new (NULL);

    append_header (self, text, redaction);
    for (guint i = 0; i < self->exchanges->len; i++) {
        wattle_exchange_append (g_ptr_array_index (self->exchanges, i), text, redaction);
        g_string_append_c (text, '\n');
    }

    return g_string_free (text, FALSE);
}

/* Reading */

static gboolean
fail (GError **error, const char *what)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s", what);
    return FALSE;
}

static gboolean
read_start (JsonObject *line, gint64 *start, GError **error)
{
    g_autoptr (GDateTime) time = NULL;
    const char *text;

    if (!wattle_json_get_string (line, "start", &text, error))
        return FALSE;
    time = g_date_time_new_from_iso8601 (text, NULL);
    if (time == NULL || g_date_time_to_unix (time) < 0)
        return fail (error, "JSON: “start” is not a time such as 2026-06-01T10:00:00.000000Z");

    *start = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
    return TRUE;
}

static gboolean
read_options (JsonObject *line, WattleRecording *self, GError **error)
{
    g_autoptr (GList) keys = NULL;
    JsonObject *options;

    if (!wattle_json_get_object (line, "options", &options, error))
        return FALSE;

    keys = json_object_get_members (options);
    for (GList *item = keys; item != NULL; item = item->next) {
        const char *text = NULL;

        if (!JSON_NODE_HOLDS_NULL (json_object_get_member (options, item->data)) &&
            !wattle_json_get_string (options, item->data, &text, error))
            return FALSE;
        wattle_recording_add_option (self, item->data, text);
    }

    return TRUE;
}

static gboolean
read_state (JsonObject *line, WattleRecording *self, GError **error)
{
    JsonArray *states;

    if (!wattle_json_get_array (line, "state", &states, error))
        return FALSE;

    for (guint i = 0; i < json_array_get_length (states); i++) {
        JsonNode *node = json_array_get_element (states, i);
        JsonObject *state = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
        const char *device;
        const char *key;
        const char *text;

        if (state == NULL)
            return fail (error, "JSON: “state” has an entry that is not an object");
        if (!wattle_json_get_string (state, "device", &device, error) ||
            !wattle_json_get_string (state, "key", &key, error) ||
            !wattle_json_get_string (state, "text", &text, error))
            return FALSE;
        wattle_recording_add_state (self, device, key, text);
    }

    return TRUE;
}

static gboolean
read_interval (JsonObject *line, WattleRecording *self, GError **error)
{
    gint64 interval;

    if (!json_object_has_member (line, "interval"))
        return TRUE;
    if (!wattle_json_get_integer (line, "interval", 0, MAX_INTERVAL_MS, &interval, error))
        return FALSE;

    self->interval_ms = (int)interval;
    return TRUE;
}

static WattleRecording *
read_header (JsonObject *line, GError **error)
{
    g_autoptr (WattleRecording) self = NULL;
    const char *plugin;
    const char *model;
    const char *device;
    const char *version;
    gint64 start;
    gint64 format;

    if (!wattle_json_get_integer (line, "wattle-recording", FORMAT, FORMAT, &format, error) ||
        !wattle_json_get_string (line, "plugin", &plugin, error) ||
        !wattle_json_get_string (line, "model", &model, error) ||
        !wattle_json_get_string (line, "device", &device, error) ||
        !wattle_json_get_string (line, "version", &version, error) ||
        !read_start (line, &start, error))
        return NULL;
    if (!wattle_ident_is_valid_device (device)) {
        fail (error, "JSON: “device” is not an identifier of a device");
        return NULL;
    }

    self = wattle_recording_new (plugin, model, device, version, start);
    if (!read_options (line, self, error) || !read_state (line, self, error) ||
        !read_interval (line, self, error))
        return NULL;
    return g_steal_pointer (&self);
}

/* Adds the exchange of a line, or begins with the header; FALSE with an error. */
static gboolean
read_line (WattleRecording **self, const char *text, gsize length, GError **error)
{
    g_autoptr (JsonObject) line = NULL;
    WattleExchange *exchange;
    GPtrArray *exchanges;

    if (length > WATTLE_RECORDING_MAX_LINE)
        return fail (error, "longer than 1 MiB");
    line = wattle_json_parse_object (text, (gssize)length, error);
    if (line == NULL)
        return FALSE;
    if (*self == NULL)
        return (*self = read_header (line, error)) != NULL;

    exchange = wattle_exchange_read (line, (*self)->start, error);
    if (exchange == NULL)
        return FALSE;
    exchanges = (*self)->exchanges;
    g_ptr_array_add (exchanges, exchange);
    return exchanges->len == 1 ||
           ((WattleExchange *)g_ptr_array_index (exchanges, exchanges->len - 2))->time <=
               exchange->time ||
           fail (error, "JSON: “t” is less than that of the line before");
}

WattleRecording *
wattle_recording_read (const char *text, gsize length, const char *name, GError **error)
{
    g_autoptr (WattleRecording) self = NULL;
    const char *end = text + length;
    guint number = 0;

    for (const char *line = text; line < end; number++) {
        const char *feed = memchr (line, '\n', (gsize)(end - line));
        gsize size = (gsize)((feed != NULL ? feed : end) - line);

        if (!read_line (&self, line, size, error)) {
            g_prefix_error (error, "%s: line %u: ", name, number + 1);
            return NULL;
        }
        line += size + 1;
    }

    if (self == NULL)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s: empty", name);
    return g_steal_pointer (&self);
}

WattleRecording *
wattle_recording_load (const char *path, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &problem);

    if (file == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s: %s", path, problem->message);
        return NULL;
    }
    if (g_mapped_file_get_length (file) > WATTLE_RECORDING_MAX_SIZE) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s: %zu bytes, at most 64 MiB are read",
                          path, g_mapped_file_get_length (file));
        return NULL;
    }

    return wattle_recording_read (g_mapped_file_get_contents (file),
                                  g_mapped_file_get_length (file), path, error);
}
