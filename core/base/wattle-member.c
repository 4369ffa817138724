/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-member.h"

#include <math.h>
#include <string.h>

#include "wattle-error.h"
#include "wattle-line.h"

#define MAX_TEXT  500
#define MAX_TEXTS 32
#define MAX_SCALE 1e12

static gboolean
refuse_word (const char *word, const char *const *allowed, GError **error)
{
    g_autofree char *list = g_strjoinv (", ", (char **)allowed);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%.40s” is unknown; allowed are %s", word, list);
    return FALSE;
}

gboolean
wattle_member_check (JsonObject *object, const char *const *allowed, GError **error)
{
    JsonObjectIter iter;
    const char *name;

    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, NULL))
        if (!g_strv_contains (allowed, name))
            return refuse_word (name, allowed, error);

    return TRUE;
}

gboolean
wattle_member_read_integer (JsonObject *object,
                            const char *name,
                            gint64 min,
                            gint64 max,
                            gint64 *value,
                            GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_integer (object, name, min, max, value, error);
}

gboolean
wattle_member_read_number (JsonObject *object, const char *name, double *value, GError **error)
{
    if (!json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_number (object, name, value, error))
        return FALSE;
    if (fabs (*value) <= MAX_SCALE && *value != 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must not be 0, and at most %g", name,
                      MAX_SCALE);
    return FALSE;
}

gboolean
wattle_member_read_flag (JsonObject *object, const char *name, gboolean *flag, GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_boolean (object, name, flag, error);
}

static gboolean
is_text (const char *text)
{
    return *text != '\0' && strlen (text) <= MAX_TEXT && wattle_line_can_be_shown (text);
}

gboolean
wattle_member_read_text (JsonObject *object,
                         const char *name,
                         gboolean needed,
                         char **text,
                         GError **error)
{
    const char *found;

    if (!needed && !json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_string (object, name, &found, error))
        return FALSE;
    if (is_text (found)) {
        *text = g_strdup (found);
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: must be one line of printable text, of 1 to %d bytes", name, MAX_TEXT);
    return FALSE;
}

gboolean
wattle_member_read_texts (JsonObject *object, const char *name, char ***texts, GError **error)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    JsonArray *list;
    guint length;

    if (!json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_array (object, name, &list, error))
        return FALSE;
    length = json_array_get_length (list);
    for (guint i = 0; i <= length; i++) {
        const char *text;

        if (i == length && length <= MAX_TEXTS) {
            *texts = g_strv_builder_end (builder);
            return TRUE;
        }
        if (i == MAX_TEXTS ||
            !wattle_json_node_is_string (json_array_get_element (list, i), &text) ||
            !is_text (text))
            break;
        g_strv_builder_add (builder, text);
    }

    wattle_error_set (
        error, WATTLE_ERROR_CONFIG,
        "%s: must be at most %d texts, each one line of printable text of 1 to %d bytes", name,
        MAX_TEXTS, MAX_TEXT);
    return FALSE;
}

gboolean
wattle_member_read_list (JsonObject *object,
                         const char *name,
                         guint64 max,
                         guint n_max,
                         guint64 *values,
                         guint *n_values,
                         GError **error)
{
    JsonArray *list;

    if (!wattle_json_get_array (object, name, &list, error))
        return FALSE;
    *n_values = json_array_get_length (list);
    for (guint i = 0; *n_values >= 1 && *n_values <= n_max; i++) {
        double value;

        if (i == *n_values)
            return TRUE;
        if (!wattle_json_node_is_number (json_array_get_element (list, i), &value) || value < 0 ||
            value > (double)max || value != floor (value))
            break;
        values[i] = (guint64)value;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be 1 to %u whole numbers up to %u",
                      name, n_max, (guint)max);
    *n_values = 0;
    return FALSE;
}

gboolean
wattle_member_read_word (JsonObject *object,
                         const char *name,
                         const char *const *words,
                         guint *index,
                         GError **error)
{
    const char *word;

    if (!json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_string (object, name, &word, error))
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal (words[i], word)) {
            *index = i;
            return TRUE;
        }

    refuse_word (word, words, error);
    g_prefix_error (error, "%s: ", name);
    return FALSE;
}

/* Whether it goes on with a member: with its name, and what is wrong or what is in it. */
static gboolean
begins_with_member (const char *message)
{
    gsize length = strspn (message, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length > 0 && message[length] != '\0' && strchr (":.[", message[length]) != NULL;
}

void
wattle_member_prefix (GError **error, const char *place)
{
    static const char reader[] = "JSON: ";

    if (error == NULL || *error == NULL)
        return;
    if (g_str_has_prefix ((*error)->message, reader)) {
        g_autofree char *text = (*error)->message;

        (*error)->message = g_strdup (text + strlen (reader));
        (*error)->code = WATTLE_ERROR_CONFIG;
        if (place != NULL)
            g_prefix_error (error, "%s: ", place);
    } else if (place != NULL) {
        g_prefix_error (error, "%s%s", place, begins_with_member ((*error)->message) ? "." : ": ");
    }
}
