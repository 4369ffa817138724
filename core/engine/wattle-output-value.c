/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-output-value.h"

#include <math.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "wattle-gate-value.h"

/* Of numbers without a step. */
#define TOLERANCE 1e-6

/* Of a step: what rounding makes of it, and what a device may make of what it was told. */
#define STEP_ROUNDING  1e-6
#define STEP_TOLERANCE 0.1

static GVariant *
check_switch (const char *key, GVariant *value, GVariant *now, GError **error)
{
    const char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                           ? g_variant_get_string (value, NULL)
                           : "";
    gboolean toggle = g_ascii_strcasecmp (text, "toggle") == 0;

    if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return g_variant_ref (value);
    if (toggle && now == NULL) {
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                          "%s: cannot be toggled while its state is not known", key);
        return NULL;
    }
    if (!toggle && g_ascii_strcasecmp (text, "on") != 0 && g_ascii_strcasecmp (text, "off") != 0) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be on, off or toggle", key);
        return NULL;
    }

    return g_variant_ref_sink (g_variant_new_boolean (
        toggle ? !wattle_gate_value_is_on (now) : g_ascii_strcasecmp (text, "on") == 0));
}

static gboolean
take_number (GVariant *value, double *number)
{
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        *number = g_variant_get_double (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
        *number = g_variant_get_int32 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
        *number = (double)g_variant_get_int64 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
        *number = g_variant_get_uint32 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
        *number = (double)g_variant_get_uint64 (value);
    else
        return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
               wattle_number_parse (g_variant_get_string (value, NULL), number, NULL);
    return isfinite (*number);
}

/* Steps count from the least value. */
static gboolean
is_on_step (const WattleEntitySpec *spec, double number)
{
    double steps = spec->step > 0 ? (number - spec->min) / spec->step : 0;

    return fabs (steps - round (steps)) < STEP_ROUNDING;
}

static char *
print_with_unit (const WattleEntitySpec *spec, double number)
{
    const char *unit = wattle_quantity_get_unit (spec->quantity);
    g_autofree char *text = wattle_number_format_exact (number);

    return g_strconcat (text, *unit != '\0' ? " " : "", unit, NULL);
}

static GVariant *
refuse_number (const char *key, const WattleEntitySpec *spec, GError **error)
{
    g_autofree char *min = wattle_number_format_exact (spec->min);
    g_autofree char *max = print_with_unit (spec, spec->max);
    g_autofree char *step = print_with_unit (spec, spec->step);

    if (spec->max > spec->min && spec->step > 0)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: must be a number from %s to %s in steps of %s", key, min, max, step);
    else if (spec->max > spec->min)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be a number from %s to %s", key,
                          min, max);
    else if (spec->step > 0)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be a number in steps of %s", key,
                          step);
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be a number", key);
    return NULL;
}

static GVariant *
check_number (const char *key, const WattleEntitySpec *spec, GVariant *value, GError **error)
{
    gboolean limited = spec->max > spec->min;
    double number;

    if (take_number (value, &number) && is_on_step (spec, number) &&
        !(limited && (number < spec->min || number > spec->max)))
        return g_variant_ref_sink (g_variant_new_double (number));
    return refuse_number (key, spec, error);
}

static GVariant *
check_choice (const char *key, const WattleEntitySpec *spec, GVariant *value, GError **error)
{
    g_auto (GStrv) words = g_strsplit (spec->options != NULL ? spec->options : "", "|", -1);
    g_autofree char *list = g_strjoinv (", ", words);

    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
        (spec->options == NULL ||
         g_strv_contains ((const char *const *)words, g_variant_get_string (value, NULL))))
        return g_variant_ref (value);

    if (spec->options != NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be one of %s", key, list);
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be text", key);
    return NULL;
}

GVariant *
wattle_output_value_check (WattleEntity *entity, GVariant *value, GVariant *now, GError **error)
{
    const char *key = wattle_entity_get_key (entity);

    switch (wattle_entity_get_info (entity)->type) {
    case WATTLE_VALUE_BOOLEAN:
        return check_switch (key, value, now, error);
    case WATTLE_VALUE_NUMBER:
        return check_number (key, wattle_entity_get_spec (entity), value, error);
    case WATTLE_VALUE_TEXT:
    case WATTLE_VALUE_NONE:
        break;
    }

    return check_choice (key, wattle_entity_get_spec (entity), value, error);
}

GVariant *
wattle_output_value_read (WattleEntity *entity)
{
    WattleQuality quality = wattle_entity_get_quality (entity);
    GVariant *value = NULL;

    if (quality != WATTLE_QUALITY_GOOD && quality != WATTLE_QUALITY_HELD)
        return NULL;

    switch (wattle_entity_get_value_type (entity)) {
    case WATTLE_VALUE_BOOLEAN:
        value = g_variant_new_boolean (wattle_entity_get_boolean (entity));
        break;
    case WATTLE_VALUE_NUMBER:
        value = g_variant_new_double (wattle_entity_get_number (entity));
        break;
    case WATTLE_VALUE_TEXT:
        value = g_variant_new_string (wattle_entity_get_text (entity));
        break;
    case WATTLE_VALUE_NONE:
        break;
    }
    return value != NULL ? g_variant_ref_sink (value) : NULL;
}

double
wattle_output_value_get_tolerance (WattleEntity *entity)
{
    double step = wattle_entity_get_spec (entity)->step;

    return step > 0 ? step * STEP_TOLERANCE : TOLERANCE;
}

WattleCommand *
wattle_output_value_make_command (const char *key, GVariant *value)
{
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return wattle_command_new_boolean (key, g_variant_get_boolean (value));
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        return wattle_command_new_number (key, g_variant_get_double (value));
    return wattle_command_new_text (key, g_variant_get_string (value, NULL));
}
