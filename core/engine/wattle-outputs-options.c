/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-options.h"

#include "base/wattle-error.h"

/* Whoever wants something for longer wants it for good. */
#define MAX_DAYS 366
#define MAX_SPAN (MAX_DAYS * 24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

static gboolean
refuse_until (GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "until: must be “change”, “released”, or a time to come such as "
                      "2026-06-01T18:00:00Z, at most %d days from now",
                      MAX_DAYS);
    return FALSE;
}

static gboolean
read_time (GVariant *value, gint64 *time)
{
    g_autoptr (GDateTime) date = NULL;

    if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)) {
        *time = g_variant_get_int64 (value);
        return TRUE;
    }
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return FALSE;

    /* Without a zone nobody knows which time is meant. */
    date = g_date_time_new_from_iso8601 (g_variant_get_string (value, NULL), NULL);
    if (date == NULL)
        return FALSE;
    *time = g_date_time_to_unix (date) * G_USEC_PER_SEC;
    return TRUE;
}

static gboolean
read_until (WattleOutputsOptions *self, GVariant *value, gint64 wall, GError **error)
{
    const char *word = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                           ? g_variant_get_string (value, NULL)
                           : "";

    self->until_change = g_str_equal (word, "change");
    self->until_released = g_str_equal (word, "released");
    if (self->until_change || self->until_released)
        return TRUE;
    return (read_time (value, &self->until) && self->until > wall &&
            self->until - wall <= MAX_SPAN) ||
           refuse_until (error);
}

static gboolean
take_seconds (GVariant *value, double *seconds)
{
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        *seconds = g_variant_get_double (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
        *seconds = g_variant_get_uint32 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
        *seconds = g_variant_get_int32 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
        *seconds = (double)g_variant_get_uint64 (value);
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
        *seconds = (double)g_variant_get_int64 (value);
    else
        return FALSE;
    return TRUE;
}

static gboolean
read_for (WattleOutputsOptions *self, GVariant *value, GError **error)
{
    double seconds;

    /* Written so that what is no number is refused too. */
    if (take_seconds (value, &seconds) && seconds >= 1 &&
        seconds <= (double)(MAX_SPAN / G_USEC_PER_SEC)) {
        self->span = (gint64)(seconds * G_USEC_PER_SEC);
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "for: must be a number of seconds, from 1 to %d (%d days)",
                      (int)(MAX_SPAN / G_USEC_PER_SEC), MAX_DAYS);
    return FALSE;
}

static gboolean
read_member (WattleOutputsOptions *self,
             const char *key,
             GVariant *value,
             gint64 wall,
             GError **error)
{
    if (g_str_equal (key, "until"))
        return read_until (self, value, wall, error);
    if (g_str_equal (key, "for"))
        return read_for (self, value, error);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "there is no such option; there are: until, for");
    return FALSE;
}

gboolean
wattle_outputs_options_read (WattleOutputsOptions *self,
                             GVariant *dict,
                             gint64 wall,
                             GError **error)
{
    GVariantIter iter;
    const char *key;
    GVariant *value;

    g_variant_iter_init (&iter, dict);
    while (g_variant_iter_next (&iter, "{&sv}", &key, &value)) {
        gboolean fine = read_member (self, key, value, wall, error);

        g_variant_unref (value);
        if (!fine)
            return FALSE;
    }
    if (!self->until_released || self->span == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "for: says something else than until, which is “released”");
    return FALSE;
}
