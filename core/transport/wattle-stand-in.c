/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-stand-in.h"

#include <gio/gio.h>
#include <string.h>

#define MAC_LENGTH 17

char *
wattle_stand_in_for_secret (const char *text)
{
    char *stand_in = g_strdup (text);

    for (char *c = stand_in; *c != '\0'; c++)
        *c = g_ascii_isdigit (*c) ? '9' : 'X';
    return stand_in;
}

static gboolean
is_mac (const char *text)
{
    if (strlen (text) != MAC_LENGTH || (text[2] != ':' && text[2] != '-'))
        return FALSE;
    for (guint i = 0; i < MAC_LENGTH; i++)
        if (i % 3 == 2 ? text[i] != text[2] : !g_ascii_isxdigit (text[i]))
            return FALSE;

    return TRUE;
}

static gboolean
is_number (const char *text)
{
    return strspn (text, "+-.0123456789") == strlen (text);
}

/* Each character from the last on takes a digit of @number; what is neither letter nor digit stays.
 * No number begins with 0: JSON does not allow it. */
static char *
count_in_shape (const char *text, guint number)
{
    g_autoptr (GString) shape = g_string_new (NULL);
    gboolean first = is_number (text);

    for (const char *c = text; *c != '\0'; c++)
        if ((guchar)*c < 0x80)
            g_string_append_c (shape, *c);
        else if (((guchar)*c & 0xc0) == 0xc0)
            g_string_append_c (shape, 'X');

    for (gsize i = shape->len; i > 0; i--) {
        char *c = &shape->str[i - 1];

        if (g_ascii_isdigit (*c)) {
            *c = (char)('0' + number % 10);
            number /= 10;
        } else if (g_ascii_isalpha (*c)) {
            *c = (char)('A' + number % 26);
            number /= 26;
        }
    }
    for (char *c = shape->str; first && *c != '\0'; c++)
        if (g_ascii_isdigit (*c)) {
            *c = *c == '0' ? '1' : *c;
            first = FALSE;
        }

    return g_string_free (g_steal_pointer (&shape), FALSE);
}

char *
wattle_stand_in_for_identifier (const char *text, guint number)
{
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

    if (is_mac (text))
        return g_strdup_printf ("02%c00%c00%c00%c%02u%c%02u", text[2], text[2], text[2], text[2],
                                number / 100 % 100, text[2], number % 100);
    if (address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
        return g_strdup_printf ("198.18.%u.%u", number / 256 % 256, number % 256);
    if (address != NULL)
        return g_strdup_printf ("2001:db8::%x", number);

    return count_in_shape (text, number);
}

char *
wattle_stand_in_strip_mac (const char *text)
{
    char *bare;
    guint length = 0;

    if (!is_mac (text))
        return NULL;

    bare = g_new0 (char, MAC_LENGTH + 1);
    for (; *text != '\0'; text++)
        if (g_ascii_isxdigit (*text))
            bare[length++] = *text;
    return bare;
}

gboolean
wattle_stand_in_is_local (const char *text)
{
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

    return g_ascii_strcasecmp (text, "localhost") == 0 ||
           (address != NULL &&
            (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_any (address)));
}
