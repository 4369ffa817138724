/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/wattle-json-document.h"
#include "fuzz.h"

#include <math.h>

static void
read_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
    g_autoptr (GError) of_number = NULL;
    g_autoptr (GError) of_integer = NULL;
    g_autoptr (GError) of_string = NULL;
    const char *text = NULL;
    double number = 0;
    gint64 integer = 0;
    gboolean done;

    done = wattle_json_get_number (object, name, &number, &of_number);
    fuzz_check_error (done, &of_number);
    fuzz_check (isfinite (number));
    done = wattle_json_get_integer (object, name, -5, 70000, &integer, &of_integer);
    fuzz_check_error (done, &of_integer);
    fuzz_check (integer >= -5 && integer <= 70000);
    done = wattle_json_get_string (object, name, &text, &of_string);
    fuzz_check_error (done, &of_string);
    fuzz_check (!done || g_utf8_validate (text, -1, NULL));
    wattle_json_get_boolean (object, name, &done, NULL);
    wattle_json_peek_array (object, name);
    wattle_json_peek_object (object, name);
}

/* What is written can be read again and is the same. */
static void
write_back (const char *text)
{
    g_autoptr (GString) buffer = g_string_new ("[");
    g_autoptr (JsonNode) node = NULL;

    wattle_json_append_string (buffer, text);
    g_string_append_c (buffer, ']');
    if (buffer->len > WATTLE_JSON_MAX_SIZE)
        return;
    node = wattle_json_parse (buffer->str, (gssize)buffer->len, NULL);
    fuzz_check (node != NULL);
    fuzz_check (g_str_equal (json_array_get_string_element (json_node_get_array (node), 0), text));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) of_object = NULL;
    g_autoptr (GError) of_document = NULL;
    g_autoptr (JsonNode) node = wattle_json_parse ((const char *)data, (gssize)size, &error);
    g_autoptr (JsonObject) object = NULL;
    g_autoptr (JsonObject) document = NULL;
    g_autofree char *text = g_strndup ((const char *)data, size);

    fuzz_check_error (node != NULL, &error);
    object = wattle_json_parse_object ((const char *)data, (gssize)size, &of_object);
    fuzz_check_error (object != NULL, &of_object);
    document = wattle_json_document_parse ((const char *)data, (gssize)size, &of_document);
    fuzz_check_error (document != NULL, &of_document);
    fuzz_check (document == NULL || object != NULL);
    if (object != NULL)
        json_object_foreach_member (object, read_member, NULL);
    if (g_utf8_validate (text, -1, NULL))
        write_back (text);
    return 0;
}
