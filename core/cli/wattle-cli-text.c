/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-text.h"

#define REPLACEMENT 0xFFFD
#define ELLIPSIS    "…"

/* Marks that turn the direction of what comes after them. */
static gboolean
turns_text (gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gunichar
clean_character (gunichar c)
{
    if (c == '\n' || c == '\t' || c == '\r')
        return ' ';
    return g_unichar_iscntrl (c) || turns_text (c) ? REPLACEMENT : c;
}

char *
wattle_cli_text_clean (const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    GString *clean = g_string_sized_new (strlen (valid));

    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
        g_string_append_unichar (clean, clean_character (g_utf8_get_char (at)));
    return g_string_free (clean, FALSE);
}

static guint
get_columns (gunichar c)
{
    if (g_unichar_iszerowidth (c))
        return 0;
    return g_unichar_iswide (c) ? 2 : 1;
}

guint
wattle_cli_text_get_width (const char *text)
{
    guint width = 0;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
        width += get_columns (g_utf8_get_char (at));
    return width;
}

char *
wattle_cli_text_cut (const char *text, guint width)
{
    const char *at = text;
    guint used = 0;

    if (wattle_cli_text_get_width (text) <= width)
        return g_strdup (text);
    if (width == 0)
        return g_strdup ("");

    /* One column is for the ellipsis. */
    while (used + get_columns (g_utf8_get_char (at)) <= width - 1) {
        used += get_columns (g_utf8_get_char (at));
        at = g_utf8_next_char (at);
    }
    return g_strdup_printf ("%.*s" ELLIPSIS, (int)(at - text), text);
}

void
wattle_cli_text_append (GString *line, const char *text, guint width, gboolean to_the_right)
{
    guint own = wattle_cli_text_get_width (text);
    guint blanks = own < width ? width - own : 0;

    if (!to_the_right)
        g_string_append (line, text);
    for (guint i = 0; i < blanks; i++)
        g_string_append_c (line, ' ');
    if (to_the_right)
        g_string_append (line, text);
}

static const char *const codes[] = {
    [WATTLE_CLI_STYLE_PLAIN] = "",
    [WATTLE_CLI_STYLE_STRONG] = "\033[1m",
    [WATTLE_CLI_STYLE_FAINT] = "\033[2m",
    [WATTLE_CLI_STYLE_GOOD] = "\033[32m",
    [WATTLE_CLI_STYLE_DOUBTFUL] = "\033[33m",
    [WATTLE_CLI_STYLE_BAD] = "\033[31m",
};

const char *
wattle_cli_style_begin (WattleCliStyle style)
{
    return codes[style];
}

const char *
wattle_cli_style_end (WattleCliStyle style)
{
    return style != WATTLE_CLI_STYLE_PLAIN ? "\033[0m" : "";
}
