/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-value.h"

#include <math.h>
#include <string.h>

#include "base/wattle-number.h"

#define MAX_TEXT 1024

gboolean
wattle_gate_value_is_on (GVariant *value)
{
    if (value == NULL)
        return FALSE;
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return g_variant_get_boolean (value);
    return g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE) && g_variant_get_double (value) != 0;
}

gboolean
wattle_gate_value_equal (GVariant *a, GVariant *b, double tolerance)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (g_variant_is_of_type (a, G_VARIANT_TYPE_DOUBLE) &&
        g_variant_is_of_type (b, G_VARIANT_TYPE_DOUBLE))
        return fabs (g_variant_get_double (a) - g_variant_get_double (b)) <= tolerance;

    return g_variant_equal (a, b);
}

GVariant *
wattle_gate_value_new_off (GVariant *like)
{
    GVariant *off = g_variant_is_of_type (like, G_VARIANT_TYPE_DOUBLE)
                        ? g_variant_new_double (0)
                        : g_variant_new_boolean (FALSE);

    return g_variant_ref_sink (off);
}

char *
wattle_gate_value_to_text (GVariant *value)
{
    g_autofree char *number = NULL;

    if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return g_strdup (g_variant_get_boolean (value) ? "on" : "off");
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return g_strconcat ("'", g_variant_get_string (value, NULL), NULL);

    number = wattle_number_format_exact (g_variant_get_double (value));
    return g_strconcat ("=", number, NULL);
}

GVariant *
wattle_gate_value_from_text (const char *text)
{
    GVariant *value = NULL;
    double number;

    if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
        return NULL;

    if (g_str_equal (text, "on") || g_str_equal (text, "off"))
        value = g_variant_new_boolean (g_str_equal (text, "on"));
    else if (*text == '\'')
        value = g_variant_new_string (text + 1);
    else if (*text == '=' && wattle_number_parse (text + 1, &number, NULL))
        value = g_variant_new_double (number);
    return value != NULL ? g_variant_ref_sink (value) : NULL;
}
