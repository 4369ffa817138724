/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-letters.h"

#include <string.h>

#include "wattle-cli-plan.h"

static gboolean
take_letter (char *letters, guint index, char candidate)
{
    char letter = g_ascii_toupper (candidate);

    if (!g_ascii_isalnum (letter) || memchr (letters, letter, index) != NULL)
        return FALSE;
    letters[index] = letter;
    return TRUE;
}

/* A number in its name says most, then the letters it begins with. */
static void
choose_letter (const char *name, char *letters, guint index)
{
    static const char others[] = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0";

    for (const char *at = name; *at != '\0'; at++)
        if (g_ascii_isdigit (*at) && take_letter (letters, index, *at))
            return;
    for (const char *at = name; *at != '\0'; at++)
        if (take_letter (letters, index, *at))
            return;
    for (const char *at = others; *at != '\0'; at++)
        if (take_letter (letters, index, *at))
            return;
    letters[index] = (char)('a' + index % 26);
}

void
wattle_cli_plan_letters_choose (WattleTariffPlan *plan, char *letters)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (plan); i++)
        choose_letter (wattle_cli_plan_name_tariff (plan, (int)i), letters, i);
}

static const char kinds[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

gboolean
wattle_cli_plan_letters_has_kind (guint kind)
{
    return kind < strlen (kinds);
}

char
wattle_cli_plan_letters_get_kind (guint kind)
{
    return wattle_cli_plan_letters_has_kind (kind) ? kinds[kind] : '?';
}
