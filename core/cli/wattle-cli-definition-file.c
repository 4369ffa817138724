/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-definition-file.h"

#include <string.h>

#include "base/wattle-line.h"
#include "model/wattle-meter-library.h"
#include "wattle-cli-json.h"

/* Characters; a definition may have 500 bytes there. */
#define MAX_NAME 100

char *
wattle_cli_definition_file_check (GBytes *text, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (text, &length);
    g_autoptr (WattleMeter) meter =
        wattle_meter_parse (data != NULL ? data : "", (gssize)length, error);

    return meter != NULL ? g_strdup (meter->id) : NULL;
}

/* Small letters, digits and single hyphens between them. */
static char *
make_id (const char *name)
{
    GString *id = g_string_new (NULL);

    for (const char *at = name; *at != '\0' && id->len < 60; at++)
        if (g_ascii_isalnum (*at))
            g_string_append_c (id, g_ascii_tolower (*at));
        else if (id->len > 0 && id->str[id->len - 1] != '-')
            g_string_append_c (id, '-');
    while (id->len > 0 && id->str[id->len - 1] == '-')
        g_string_truncate (id, id->len - 1);
    if (id->len == 0)
        g_string_append (id, "meter");
    return g_string_free (id, FALSE);
}

/* With its quotation marks. */
static char *
quote (const char *text)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    const char *list;

    wattle_cli_json_begin_array (json, NULL);
    wattle_cli_json_add_text (json, NULL, text);
    wattle_cli_json_end_array (json);
    list = wattle_cli_json_get_text (json);
    return g_strndup (list + 1, strlen (list) - 2);
}

char *
wattle_cli_definition_file_make (const char *name)
{
    g_autofree char *id = make_id (name);
    g_autofree char *line = wattle_line_from_text (name, MAX_NAME);
    g_autofree char *model = quote (*line != '\0' ? line : id);

    return g_strdup_printf (
        "{\n"
        "  \"format\": 2,\n"
        "  \"id\": \"%s\",\n"
        "  \"manufacturer\": \"custom\",\n"
        "  \"model\": %s,\n"
        "  \"source\": \"manual of the meter\",\n"
        "  \"defaults\": {\"unit\": 1, \"baud\": 9600, \"parity\": \"none\", \"stop\": 1},\n"
        "  \"limits\": {\"max_registers\": 60, \"gap_ms\": 60},\n"
        "  \"points\": [\n"
        "    {\"quantity\": \"voltage\", \"phase\": \"l1\", \"function\": 4, \"address\": 0, "
        "\"type\": \"float32\", \"byte_order\": \"ABCD\"},\n"
        "    {\"quantity\": \"active_power\", \"function\": 4, \"address\": 52, "
        "\"type\": \"float32\", \"byte_order\": \"ABCD\"},\n"
        "    {\"quantity\": \"energy\", \"direction\": \"import\", \"group\": 60, "
        "\"function\": 4, \"address\": 72, \"type\": \"float32\", \"byte_order\": \"ABCD\", "
        "\"scale\": 1000}\n"
        "  ]\n"
        "}\n",
        id, model);
}
