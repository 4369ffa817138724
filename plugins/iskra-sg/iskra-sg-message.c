/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-message.h"

#include <string.h>

#define MAX_SLOT  16
#define MAX_ERROR 120 /* characters that are shown */

/* 0 is A, 3 is D; manual, 4.7.1. */
static char *
dup_hardware (JsonObject *root)
{
    gint64 number;

    if (!wattle_json_get_integer (root, "hw_ver", 0, 25, &number, NULL))
        return NULL;
    return g_strdup_printf ("%c", (char)('A' + number));
}

/* Sent after each connect, on the topic on which answers to commands of others come too, the
 * settings with their passwords among them: of those nothing is read. */
IskraSgHello *
iskra_sg_message_decode_hello (JsonObject *root, GError **error)
{
    g_autoptr (IskraSgHello) hello = g_new0 (IskraSgHello, 1);

    if (!json_object_has_member (root, "hello")) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to somebody else");
        return NULL;
    }

    hello->model = iskra_sg_value_dup_text (root, "model_type");
    hello->serial = iskra_sg_value_dup_text (root, "serial number"); /* with a blank */
    hello->version = iskra_sg_value_dup_text (root, "sw_ver");
    hello->hardware = dup_hardware (root);
    if (hello->model == NULL || hello->serial == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the greeting lacks “%s”",
                          hello->model == NULL ? "model_type" : "serial number");
        return NULL;
    }
    if (!g_str_has_prefix (hello->model, "SG")) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the device is not a Smart Gateway, its model is “%s”", hello->model);
        return NULL;
    }

    return g_steal_pointer (&hello);
}

void
iskra_sg_message_free_hello (IskraSgHello *hello)
{
    g_free (hello->model);
    g_free (hello->serial);
    g_free (hello->version);
    g_free (hello->hardware);
    g_free (hello);
}

/* The manual shows the text between quotes, older firmware sends it without. */
char *
iskra_sg_message_clean_error (const char *text)
{
    g_autofree char *line = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_ERROR));
    gsize length;

    g_strstrip (line);
    length = strlen (line);
    if (length >= 2 && line[0] == '"' && line[length - 1] == '"') {
        line[length - 1] = '\0';
        memmove (line, line + 1, length - 1);
        g_strstrip (line);
    }
    for (char *c = line; *c != '\0'; c++)
        if (g_ascii_iscntrl (*c))
            *c = ' ';
    return g_steal_pointer (&line);
}

/* `Error: RS485 device:3 Energy meter not responding. Addr:35`, and with a blank before the colon
 * for a switch. */
static gboolean
read_slot (const char *text, guint *index)
{
    const char *colon = strchr (text, ':');
    guint number = 0;

    if (colon == NULL)
        return FALSE;
    for (const char *c = colon + 1; g_ascii_isdigit (*c) && number <= MAX_SLOT; c++)
        number = number * 10 + (guint)(*c - '0');
    *index = number;
    return number >= 1 && number <= MAX_SLOT;
}

/* Returns whether the text names a part that does not answer. The texts are those of older
 * firmware; manual, 4.7.2, shows one of them. */
gboolean
iskra_sg_message_decode_error (const char *text, IskraSgSilent *silent)
{
    const char *rs485 = strstr (text, "RS485");

    *silent = (IskraSgSilent){ FALSE, 0 };
    if (strstr (text, "not responding") == NULL)
        return FALSE;
    if (rs485 != NULL)
        return read_slot (rs485, &silent->index);

    silent->right_ir = strstr (text, "Right IR") != NULL;
    return silent->right_ir || strstr (text, "Left IR") != NULL;
}
