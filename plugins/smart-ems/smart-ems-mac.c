/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-mac.h"

#include <string.h>

#define N_DIGITS 12
#define N_BYTES  6

static gboolean
is_between (const char *c, guint digits)
{
    return (*c == ':' || *c == '-') && digits > 0 && digits % 2 == 0 && digits < N_DIGITS;
}

char *
smart_ems_mac_parse (const char *text)
{
    g_autofree char *mac = g_new0 (char, N_DIGITS + 1);
    gboolean parted = FALSE;
    guint digits = 0;

    for (; *text != '\0'; text++) {
        if (g_ascii_isxdigit (*text) && digits < N_DIGITS) {
            mac[digits++] = g_ascii_tolower (*text);
            parted = FALSE;
        } else if (is_between (text, digits) && !parted) {
            parted = TRUE;
        } else {
            return NULL;
        }
    }

    /* All zeros or all ones belong to nobody. */
    if (digits != N_DIGITS || strspn (mac, "0") == N_DIGITS || strspn (mac, "f") == N_DIGITS)
        return NULL;
    return g_steal_pointer (&mac);
}

char *
smart_ems_mac_add_colons (const char *digits)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < N_BYTES; i++)
        g_string_append_printf (text, "%s%.2s", i > 0 ? ":" : "", digits + 2 * i);
    return g_string_free (g_steal_pointer (&text), FALSE);
}
