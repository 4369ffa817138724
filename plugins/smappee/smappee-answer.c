/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-answer.h"

#include <math.h>
#include <string.h>

#include "smappee-json.h"

#define MAX_POWER 1e8 /* W */

static gboolean
check_error (JsonNode *node, GError **error)
{
    const char *text = JSON_NODE_HOLDS_OBJECT (node)
                           ? wattle_json_peek_string (json_node_get_object (node), "error")
                           : NULL;

    if (text == NULL)
        return TRUE;
    if (strstr (text, "authenticated") != NULL || strstr (text, "Logon") != NULL)
        wattle_error_set (error, WATTLE_ERROR_AUTH, "the monitor says “%s”", text);
    else
        wattle_error_set (error, WATTLE_ERROR_FAILED, "the monitor says “%s”", text);
    return FALSE;
}

JsonNode *
smappee_answer_read (WattleFrame *frame, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (JsonNode) node = NULL;

    if (!wattle_frame_check (frame, error))
        return NULL;
    text = wattle_frame_get_text (frame, error);
    if (text != NULL)
        node = wattle_json_parse (text, -1, error);
    if (node == NULL || !check_error (node, error))
        return NULL;
    return g_steal_pointer (&node);
}

const char *
smappee_answer_find (JsonNode *list, const char *key)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
        JsonNode *node = json_array_get_element (array, i);
        JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

        if (entry != NULL && g_strcmp0 (wattle_json_peek_string (entry, "key"), key) == 0)
            return wattle_json_peek_string (entry, "value");
    }
    return NULL;
}

/* How many phases are consumed and how many generate, by the configuration: pysmappee. */
static const struct {
    const char *configuration;
    guint grid;
    guint solar;
} arrangements[] = {
    { "0", 1, 0 }, { "4", 3, 0 }, { "11", 3, 3 }, { "16", 2, 2 }, { "17", 1, 1 },
};

static void
add_channels (GPtrArray *channels, SmappeeRole role, guint count)
{
    for (guint phase = 1; phase <= count; phase++) {
        guint index = channels->len;
        g_autofree char *place = g_strdup_printf ("%u", index);

        g_ptr_array_add (channels, smappee_channel_new (index, place, NULL, role, phase));
    }
}

GPtrArray *
smappee_answer_list_channels (const char *configuration)
{
    for (guint i = 0; configuration != NULL && i < G_N_ELEMENTS (arrangements); i++) {
        GPtrArray *channels;

        if (!g_str_equal (arrangements[i].configuration, configuration))
            continue;
        channels = smappee_channels_new ();
        add_channels (channels, SMAPPEE_ROLE_GRID, arrangements[i].grid);
        add_channels (channels, SMAPPEE_ROLE_SOLAR, arrangements[i].solar);
        return channels;
    }
    return NULL;
}

/* Each is told in mW. */
gboolean
smappee_answer_read_powers (JsonNode *list,
                            GPtrArray *channels,
                            SmappeeValues *values,
                            GError **error)
{
    gboolean any = FALSE;

    smappee_values_clear (values, SMAPPEE_MAX_CHANNELS);
    for (guint i = 0; i < channels->len; i++) {
        const SmappeeChannel *channel = g_ptr_array_index (channels, i);
        g_autofree char *key = g_strdup_printf ("phase%uActivePower", channel->index);
        const char *text = smappee_answer_find (list, key);
        double power;

        if (text == NULL)
            continue;
        if (!wattle_number_parse_ranged (text, -MAX_POWER * 1000, MAX_POWER * 1000, &power,
                                         error)) {
            g_prefix_error (error, "“%s”: ", key);
            return FALSE;
        }
        values[i].values[SMAPPEE_VALUE_POWER] = power / 1000;
        any = TRUE;
    }
    if (!any)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the monitor tells the power of none of its channels");
    return any;
}

/* The report */

static const struct {
    const char *name;
    SmappeeValueKind kind;
    double divisor;
} fields[] = {
    { "current", SMAPPEE_VALUE_CURRENT, 1 },        { "activePower", SMAPPEE_VALUE_POWER, 1 },
    { "reactivePower", SMAPPEE_VALUE_REACTIVE, 1 }, { "apparentPower", SMAPPEE_VALUE_APPARENT, 1 },
    { "cosfi", SMAPPEE_VALUE_FACTOR, 100 },
};

/* The number of `current=1.812 A`; the unit behind it is always the same. */
static gboolean
read_field (const char *field, const char *name, double *value)
{
    const char *end;

    if (!g_str_has_prefix (field, name) || field[strlen (name)] != '=')
        return FALSE;
    return wattle_number_scan (field + strlen (name) + 1, &end, value) &&
           (*end == '\0' || *end == ' ') && isfinite (*value);
}

static void
read_fields (const char *line, SmappeeValues *values)
{
    g_auto (GStrv) words = g_strsplit (line, ",", 0);

    for (char **word = words; *word != NULL; word++)
        for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
            double value;

            if (read_field (g_strstrip (*word), fields[i].name, &value))
                values->values[fields[i].kind] = value / fields[i].divisor;
        }
}

/* `Phase 1:` is the first channel. Returns where it is in the list; what is none goes nowhere. */
static gboolean
read_heading (const char *line, GPtrArray *channels, guint *position)
{
    gint64 number;
    g_autofree char *digits = NULL;

    if (!g_str_has_prefix (line, "Phase ") || !g_str_has_suffix (line, ":"))
        return FALSE;
    digits = g_strndup (line + strlen ("Phase "), strlen (line) - strlen ("Phase ") - 1);
    if (!wattle_number_parse_integer (digits, 1, SMAPPEE_MAX_CHANNELS, &number, NULL) ||
        smappee_channels_find (channels, (guint)number - 1, position) == NULL)
        *position = G_MAXUINT;
    return TRUE;
}

gboolean
smappee_answer_read_report (JsonNode *node,
                            GPtrArray *channels,
                            SmappeeValues *values,
                            double *voltage,
                            GError **error)
{
    const char *report = JSON_NODE_HOLDS_OBJECT (node)
                             ? wattle_json_peek_string (json_node_get_object (node), "report")
                             : NULL;
    g_auto (GStrv) lines = g_strsplit (report != NULL ? report : "", "<BR>", 1024);
    guint position = G_MAXUINT;

    smappee_values_clear (values, SMAPPEE_MAX_CHANNELS);
    *voltage = NAN;
    if (report == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the answer holds no “report”");
        return FALSE;
    }
    for (char **line = lines; *line != NULL; line++) {
        g_strstrip (*line);
        if (read_heading (*line, channels, &position))
            continue;
        if (position == G_MAXUINT)
            read_field (*line, "voltage", voltage);
        else
            read_fields (*line, &values[position]);
    }
    return TRUE;
}
