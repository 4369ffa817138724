/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ident.h"

static gboolean
has_ident_form (const char *text, gsize max)
{
    gsize length;

    if (text == NULL || !g_ascii_islower (text[0]))
        return FALSE;

    for (length = 1; text[length] != '\0'; length++)
        if (length >= max || !(g_ascii_islower (text[length]) || g_ascii_isdigit (text[length]) ||
                               text[length] == '_'))
            return FALSE;

    return TRUE;
}

/**
 * wattle_ident_is_valid:
 * @text: (nullable): what is to be checked
 *
 * An identifier is a lower-case letter followed by at most 31 lower-case letters, digits and
 * underscores. Such a text is at once valid as D-Bus object path element, key-file name, MQTT topic
 * level and part of a Home Assistant unique id, so nothing is ever escaped.
 *
 * Returns: whether @text is an identifier
 */
gboolean
wattle_ident_is_valid (const char *text)
{
    return has_ident_form (text, WATTLE_IDENT_MAX);
}

/**
 * wattle_ident_is_valid_device:
 * @text: (nullable): what is to be checked
 *
 * As wattle_ident_is_valid(), but with up to 63 characters: a device identifier holds driver and
 * serial number.
 *
 * Returns: whether @text is a device identifier
 */
gboolean
wattle_ident_is_valid_device (const char *text)
{
    return has_ident_form (text, WATTLE_IDENT_DEVICE_MAX);
}

/**
 * wattle_ident_is_reserved:
 * @text: a device identifier
 *
 * The host is a device itself; its topics and those of a device of such a name would be the same.
 *
 * Returns: whether no device may have @text as its identifier
 */
gboolean
wattle_ident_is_reserved (const char *text)
{
    return g_str_equal (text, "bridge") || g_str_equal (text, "host");
}

/**
 * wattle_ident_from_text:
 * @text: free text in UTF-8
 *
 * Makes the part of an identifier out of free text: transliterated, lower case, every run of other
 * characters one underscore, none at the ends. The result may begin with a digit and may be empty;
 * the caller joins it behind a prefix and checks the whole.
 *
 * Returns: (transfer full): the text
 */
char *
wattle_ident_from_text (const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    g_autofree char *ascii = g_str_to_ascii (valid, "C");
    GString *ident = g_string_new (NULL);

    for (const char *c = ascii; *c != '\0' && ident->len < WATTLE_IDENT_DEVICE_MAX; c++) {
        if (g_ascii_isalnum (*c))
            g_string_append_c (ident, g_ascii_tolower (*c));
        else if (ident->len > 0 && ident->str[ident->len - 1] != '_')
            g_string_append_c (ident, '_');
    }
    if (ident->len > 0 && ident->str[ident->len - 1] == '_')
        g_string_truncate (ident, ident->len - 1);

    return g_string_free (ident, FALSE);
}
