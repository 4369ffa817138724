/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-json-document.h"

#include <string.h>

#include "wattle-error.h"
#include "wattle-json-private.h"

/* Letters of a name that are shown. */
#define SHOWN 40

/* json-glib keeps the last of two members of one name. It tells of each as it comes, of what is
 * inside first, so that the place of the first twin is put together on the way out. */
typedef struct {
    GArray *counts; /* of guint: members so far of each open object; 0 for arrays */
    char *twin;     /* its name; NULL: none so far */
    char *place;    /* of its object, as far as it is known */
    guint depth;    /* how many are open where @place begins */
} Watch;

static char *
clip (const char *name)
{
    g_autofree char *start = NULL;

    if (g_utf8_strlen (name, -1) <= SHOWN)
        return g_strdup (name);
    start = g_utf8_substring (name, 0, SHOWN);
    return g_strconcat (start, "…", NULL);
}

static void
open_one (Watch *watch)
{
    guint none = 0;

    g_array_append_val (watch->counts, none);
}

static void
close_one (Watch *watch)
{
    g_array_set_size (watch->counts, watch->counts->len - 1);
}

/* What was just read is @step of what is open now. */
static void
step_out (Watch *watch, const char *step)
{
    g_autofree char *inner = watch->place;
    const char *link = *inner == '\0' || *inner == '[' ? "" : ".";

    watch->place = g_strconcat (step, link, inner, NULL);
    watch->depth--;
}

static gboolean
holds_twin (const Watch *watch)
{
    return watch->twin != NULL && watch->depth == watch->counts->len + 1;
}

static void
on_member (JsonParser *parser, JsonObject *object, const char *name, gpointer user_data)
{
    Watch *watch = user_data;
    guint *count = &g_array_index (watch->counts, guint, watch->counts->len - 1);

    if (holds_twin (watch)) {
        g_autofree char *step = clip (name);

        step_out (watch, step);
    }
    if (++*count <= json_object_get_size (object) || watch->twin != NULL)
        return;
    watch->twin = clip (name);
    watch->place = g_strdup ("");
    watch->depth = watch->counts->len;
}

static void
on_element (JsonParser *parser, JsonArray *array, int index, gpointer user_data)
{
    Watch *watch = user_data;

    if (holds_twin (watch)) {
        g_autofree char *step = g_strdup_printf ("[%d]", index);

        step_out (watch, step);
    }
}

static JsonParser *
make_parser (Watch *watch)
{
    JsonParser *parser = json_parser_new_immutable ();

    g_signal_connect_swapped (parser, "object-start", G_CALLBACK (open_one), watch);
    g_signal_connect_swapped (parser, "object-end", G_CALLBACK (close_one), watch);
    g_signal_connect_swapped (parser, "array-start", G_CALLBACK (open_one), watch);
    g_signal_connect_swapped (parser, "array-end", G_CALLBACK (close_one), watch);
    g_signal_connect (parser, "object-member", G_CALLBACK (on_member), watch);
    g_signal_connect (parser, "array-element", G_CALLBACK (on_element), watch);
    return parser;
}

static gboolean
check_twin (const Watch *watch, GError **error)
{
    if (watch->twin == NULL)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is there twice", watch->twin);
    if (*watch->place != '\0')
        g_prefix_error (error, "%s: ", watch->place);
    return FALSE;
}

/* json-glib ends a text at \u0000, as if the rest was not there. As another control character it
 * stays, and is refused where it stands. NULL: there is none. */
static char *
replace_nul (const char *data, gsize length)
{
    static const char nul[] = "\\u0000";
    const gsize n = sizeof nul - 1;
    char *copy = NULL;

    for (gsize i = 0; i + n <= length; i++) {
        if (data[i] != '\\')
            continue;
        if (memcmp (data + i, nul, n) == 0) {
            if (copy == NULL)
                copy = g_memdup2 (data, length);
            copy[i + n - 1] = '1';
        }
        i++; /* what is escaped begins no escape */
    }
    return copy;
}

/**
 * wattle_json_document_parse:
 * @data: (array length=length): JSON text
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for a %WATTLE_ERROR_PROTOCOL, as of wattle_json_parse_object(), or a
 *   %WATTLE_ERROR_CONFIG that begins with the place
 *
 * Parses what a person wrote: a definition, a plan. Unlike in what a device answers, two members of
 * one name in an object are a mistake there, of which one would be lost without a word; and where
 * it cannot be read, line and column are told. Texts with NUL have another control character for
 * it.
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonObject *
wattle_json_document_parse (const char *data, gssize length, GError **error)
{
    g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
    Watch watch = { counts, NULL, NULL, 0 };
    g_autoptr (JsonParser) parser = make_parser (&watch);
    gsize size = length < 0 ? strlen (data) : (gsize)length;
    g_autofree char *copy = replace_nul (data, size);
    g_autoptr (JsonNode) root =
        wattle_json_parse_with (parser, copy != NULL ? copy : data, (gssize)size, TRUE, error);
    g_autoptr (JsonObject) object = root != NULL ? wattle_json_dup_root (root, error) : NULL;

    if (object != NULL && !check_twin (&watch, error))
        g_clear_pointer (&object, json_object_unref);
    g_free (watch.twin);
    g_free (watch.place);
    return g_steal_pointer (&object);
}
