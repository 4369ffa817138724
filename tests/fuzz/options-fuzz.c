/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/wattle-options.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

static const WattleOptionSpec specs[] = {
    { "Text", WATTLE_OPTION_TEXT, "Text", "x" },
    { "Secret", WATTLE_OPTION_SECRET, "Secret" },
    { "Integer", WATTLE_OPTION_INTEGER, "Integer", "3", 1, 247 },
    { "Free", WATTLE_OPTION_INTEGER, "Without limits" },
    { "Number", WATTLE_OPTION_NUMBER, "Number", "0.5", 0, 1 },
    { "Boolean", WATTLE_OPTION_BOOLEAN, "Boolean", "false" },
    { "Choice", WATTLE_OPTION_CHOICE, "Choice", "one", .choices = "one|two" },
    { "Required", WATTLE_OPTION_TEXT, "Required", .required = TRUE },
};

static void
check_values (WattleOptions *options)
{
    const char *choice = wattle_options_get_text (options, "Choice");
    gint64 integer = wattle_options_get_integer (options, "Integer");
    double number = wattle_options_get_number (options, "Number");

    fuzz_check (g_str_equal (choice, "one") || g_str_equal (choice, "two"));
    fuzz_check (integer >= 1 && integer <= 247);
    fuzz_check (number >= 0 && number <= 1);
    fuzz_check (strchr (wattle_options_get_text (options, "Text"), '\n') == NULL);
    wattle_options_get_integer (options, "Free");
    wattle_options_get_boolean (options, "Boolean");
}

/* Lines KEY=TEXT. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    g_autoptr (WattleOptions) options = wattle_options_new ();
    g_autoptr (GError) error = NULL;
    char *line;

    for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
        wattle_options_add_spec (options, &specs[i]);
    while ((line = fuzz_take_text (&input, '\n')) != NULL) {
        g_autofree char *key = line;
        g_autoptr (GError) refused = NULL;
        char *text = strchr (key, '=');

        if (text == NULL || !g_utf8_validate (line, -1, NULL))
            continue;
        *text++ = '\0';
        fuzz_check_error (wattle_options_set (options, key, text, &refused), &refused);
    }

    check_values (options);
    fuzz_check_error (wattle_options_check_complete (options, &error), &error);
    return 0;
}
