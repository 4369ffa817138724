/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/wattle-ident.h"
#include "base/wattle-number.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

static void
check_number (const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *exact = NULL;
    g_autofree char *rounded = NULL;
    double value = 0;
    double again = 0;
    gboolean done = wattle_number_parse (text, &value, &error);

    fuzz_check_error (done, &error);
    if (!done)
        return;
    fuzz_check (isfinite (value));
    exact = wattle_number_format_exact (value);
    fuzz_check (wattle_number_parse (exact, &again, NULL));
    fuzz_check (again == value);
    rounded = wattle_number_format (value, 3);
    fuzz_check (wattle_number_parse (rounded, &again, NULL));
}

static void
check_ranges (const char *text)
{
    g_autoptr (GError) of_number = NULL;
    g_autoptr (GError) of_integer = NULL;
    double number = 0;
    gint64 integer = 0;

    fuzz_check_error (wattle_number_parse_ranged (text, -10, 1e6, &number, &of_number), &of_number);
    fuzz_check (number >= -10 && number <= 1e6);
    fuzz_check_error (wattle_number_parse_integer (text, -32768, G_MAXINT64, &integer, &of_integer),
                      &of_integer);
    fuzz_check (integer >= -32768);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);
    g_autofree char *ident = NULL;

    if (!g_utf8_validate (text, -1, NULL))
        return 0;

    check_number (text);
    check_ranges (text);
    ident = wattle_ident_from_text (text);
    fuzz_check (strspn (ident, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (ident));
    wattle_ident_is_valid_device (text);
    return 0;
}
