/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "transport/wattle-placeholder.h"

#include <string.h>

#define SECRET "p\"a/s&s %\\w\xc3\xb6rd"

static char *
fill (const char *kind, const char *argument, gpointer user_data)
{
    if (g_str_equal (argument, "missing"))
        return NULL;
    return g_strdup (g_str_equal (argument, "bad") ? "a\r\nb" : SECRET);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    WattlePlace place = fuzz_take_byte (&input) % (WATTLE_PLACE_TEXT + 1);
    g_autofree char *text = g_strndup (input.data, input.size);
    g_autofree char *filled = NULL;
    g_autoptr (GError) error = NULL;

    if (!g_utf8_validate (text, -1, NULL))
        return 0;

    filled = wattle_placeholder_expand (text, place, fill, NULL, &error);
    fuzz_check_error (filled != NULL, &error);
    if (error != NULL)
        fuzz_check (strstr (error->message, "w\xc3\xb6rd") == NULL);
    if (filled != NULL && place == WATTLE_PLACE_HEADER && strpbrk (text, "\r\n") == NULL)
        fuzz_check (strpbrk (filled, "\r\n") == NULL);
    wattle_placeholder_get_place (text);
    return 0;
}
