/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-xml.h"

#include <string.h>

#define MAX_SIZE     (16 * 1024) /* bytes; theirs have less than 2 KiB */
#define MAX_DEPTH    4
#define MAX_ELEMENTS 256
#define MAX_TEXT     64

typedef struct {
    GHashTable *texts;
    guint depth;
} Reading;

static void
on_start (GMarkupParseContext *context,
          const char *name,
          const char **attribute_names,
          const char **attribute_values,
          gpointer user_data,
          GError **error)
{
    Reading *reading = user_data;

    if (++reading->depth > MAX_DEPTH)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the XML is nested deeper than %d",
                          MAX_DEPTH);
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
    ((Reading *)user_data)->depth--;
}

/* What is longer or more than these boards have is passed over. */
static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
    Reading *reading = user_data;
    g_autofree char *line = g_strstrip (g_strndup (text, length));

    if (*line == '\0' || strlen (line) > MAX_TEXT ||
        g_hash_table_size (reading->texts) >= MAX_ELEMENTS)
        return;
    g_hash_table_insert (reading->texts, g_strdup (g_markup_parse_context_get_element (context)),
                         g_steal_pointer (&line));
}

static const GMarkupParser parser = { .start_element = on_start,
                                      .end_element = on_end,
                                      .text = on_text };

static gboolean
check_size (gsize size, GError **error)
{
    if (size <= MAX_SIZE)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the XML is longer than %d bytes", MAX_SIZE);
    return FALSE;
}

GHashTable *
smart_ems_xml_parse (GBytes *bytes, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);
    Reading reading = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), 0 };
    g_autoptr (GMarkupParseContext) context =
        g_markup_parse_context_new (&parser, 0, &reading, NULL);
    g_autoptr (GError) fault = NULL;

    if (!check_size (size, error)) {
        g_hash_table_unref (reading.texts);
        return NULL;
    }
    if (data != NULL && g_markup_parse_context_parse (context, data, (gssize)size, &fault) &&
        g_markup_parse_context_end_parse (context, &fault))
        return reading.texts;

    g_hash_table_unref (reading.texts);
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "what came is no XML: %s",
                      fault != NULL ? fault->message : "it is empty");
    return NULL;
}
