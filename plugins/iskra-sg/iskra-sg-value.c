/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-value.h"

#include <math.h>
#include <string.h>

#define MAX_UNIT_LENGTH 15

static const struct {
    const char *prefix;
    double factor;
} prefixes[] = {
    { "n", 1e-9 },        { "u", 1e-6 }, { "\302\265", 1e-6 }, /* micro sign */
    { "\316\274", 1e-6 },                                      /* Greek mu */
    { "m", 1e-3 },        { "k", 1e3 },  { "M", 1e6 },         { "G", 1e9 }, { "T", 1e12 },
};

/* Whether @text is @unit with or without a prefix. The unit is tried first: "var" has no prefix. */
gboolean
iskra_sg_value_scale (const char *text, const char *unit, double *factor)
{
    if (g_str_equal (text, unit)) {
        *factor = 1;
        return TRUE;
    }

    for (guint i = 0; *unit != '\0' && i < G_N_ELEMENTS (prefixes); i++)
        if (g_str_has_prefix (text, prefixes[i].prefix) &&
            g_str_equal (text + strlen (prefixes[i].prefix), unit)) {
            *factor = prefixes[i].factor;
            return TRUE;
        }

    return FALSE;
}

/* The gateway writes "12.34 k W": blanks within a unit mean nothing. */
static gboolean
compact_unit (const char *text, char compact[MAX_UNIT_LENGTH + 1])
{
    gsize length = 0;

    for (; *text != '\0'; text++) {
        if (g_ascii_isspace (*text))
            continue;
        if (length == MAX_UNIT_LENGTH)
            return FALSE;
        compact[length++] = *text;
    }

    compact[length] = '\0';
    return TRUE;
}

static const char *
read_character (const char *text)
{
    if (g_str_equal (text, "Cap"))
        return "capacitive";
    if (g_str_equal (text, "Ind"))
        return "inductive";
    return NULL;
}

static IskraSgValue
scale_value (double number, const char *text, const char *unit, const char *fallback_unit)
{
    IskraSgValue value = { .number = number };
    char compact[MAX_UNIT_LENGTH + 1];
    double factor = 1;

    if (!compact_unit (text, compact))
        return value;
    if (*unit == '\0')
        value.character = read_character (compact);
    if (value.character == NULL &&
        !iskra_sg_value_scale (*compact != '\0' ? compact : fallback_unit, unit, &factor))
        return value;

    value.number = number * factor;
    value.known = isfinite (value.number);
    return value;
}

static const char *
skip_blanks (const char *text)
{
    while (g_ascii_isspace (*text))
        text++;
    return text;
}

static IskraSgValue
read_scalar (JsonNode *node, const char *text_unit, const char *unit, const char *fallback_unit)
{
    const char *text;
    double number;

    if (node != NULL && wattle_json_node_is_number (node, &number))
        return scale_value (number, text_unit, unit, fallback_unit);
    if (node == NULL || !wattle_json_node_is_string (node, &text) ||
        !wattle_number_scan (skip_blanks (text), &text, &number))
        return (IskraSgValue){ FALSE, 0, NULL };

    text = skip_blanks (text);
    return scale_value (number, *text != '\0' ? text : text_unit, unit, fallback_unit);
}

/* Every form seen so far: {"value": 231.42, "unit": "V"}, "231.42 V", "12.34 k W", "0.8952 Cap",
 * "-18.91" and a plain number. What cannot be read ("N/A", another unit) is a value the device
 * lacks; it is never taken for 0. */
IskraSgValue
iskra_sg_value_read (JsonNode *node, const char *unit, const char *fallback_unit)
{
    const char *text_unit = "";

    if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
        JsonObject *object = json_node_get_object (node);
        const char *given = wattle_json_peek_string (object, "unit");

        text_unit = given != NULL ? given : "";
        node = json_object_get_member (object, "value");
    }

    return read_scalar (node, text_unit, unit, fallback_unit);
}

/* Texts are padded with blanks; versions come as text or as number. NULL if there is nothing. */
char *
iskra_sg_value_dup_text (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);
    const char *text;
    double number;
    char *copy;

    if (node == NULL)
        return NULL;
    if (wattle_json_node_is_number (node, &number))
        return wattle_number_format_exact (number);
    if (!wattle_json_node_is_string (node, &text))
        return NULL;

    copy = g_strstrip (g_strdup (text));
    if (*copy == '\0')
        g_clear_pointer (&copy, g_free);
    return copy;
}

/* Whether there is anything: null counts as missing. */
gboolean
iskra_sg_value_is_given (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);

    return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

static void
reading_free (gpointer data)
{
    IskraSgReading *reading = data;

    g_free ((char *)reading->spec.key);
    g_free ((char *)reading->spec.name);
    g_free (reading->text);
    g_free (reading);
}

GPtrArray *
iskra_sg_readings_new (void)
{
    return g_ptr_array_new_with_free_func (reading_free);
}

/* Adds a reading without value. @spec's options must be static, the rest is copied. */
IskraSgReading *
iskra_sg_readings_add (GPtrArray *readings, const WattleEntitySpec *spec)
{
    IskraSgReading *reading = g_new0 (IskraSgReading, 1);

    reading->spec = *spec;
    reading->spec.key = wattle_entity_spec_dup_key (spec);
    reading->spec.name = g_strdup (spec->name);
    g_ptr_array_add (readings, reading);
    return reading;
}

void
iskra_sg_readings_add_value (GPtrArray *readings,
                             const WattleEntitySpec *spec,
                             const IskraSgValue *value)
{
    IskraSgReading *reading = iskra_sg_readings_add (readings, spec);

    if (value->known) {
        reading->type = WATTLE_VALUE_NUMBER;
        reading->number = value->number;
    }
}

void
iskra_sg_readings_add_text (GPtrArray *readings, const WattleEntitySpec *spec, const char *text)
{
    IskraSgReading *reading = iskra_sg_readings_add (readings, spec);

    if (text != NULL) {
        reading->type = WATTLE_VALUE_TEXT;
        reading->text = g_strdup (text);
    }
}

const IskraSgReading *
iskra_sg_readings_find (GPtrArray *readings, const char *key)
{
    for (guint i = 0; i < readings->len; i++) {
        const IskraSgReading *reading = g_ptr_array_index (readings, i);

        if (g_str_equal (reading->spec.key, key))
            return reading;
    }

    return NULL;
}
