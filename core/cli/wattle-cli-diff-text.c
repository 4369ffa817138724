/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-diff-text.h"

#include <glib/gi18n.h>

#include "base/wattle-text-diff.h"
#include "wattle-cli-text.h"

#define MAX_WIDTH 160 /* columns of a line, where there may only be so many */

static WattleCliStyle
judge_line (const char *line)
{
    if (g_str_has_prefix (line, "---") || g_str_has_prefix (line, "+++"))
        return WATTLE_CLI_STYLE_STRONG;
    if (g_str_has_prefix (line, "@@"))
        return WATTLE_CLI_STYLE_FAINT;
    if (*line == '-')
        return WATTLE_CLI_STYLE_BAD;
    return *line == '+' ? WATTLE_CLI_STYLE_GOOD : WATTLE_CLI_STYLE_PLAIN;
}

static void
print_line (WattleCli *cli, const char *text, gboolean cut)
{
    g_autofree char *clean = wattle_cli_text_clean (text);
    g_autofree char *line = cut ? wattle_cli_text_cut (clean, MAX_WIDTH) : g_steal_pointer (&clean);
    WattleCliStyle style = cli->colour ? judge_line (line) : WATTLE_CLI_STYLE_PLAIN;

    g_print ("%s%s%s\n", wattle_cli_style_begin (style), line, wattle_cli_style_end (style));
}

void
wattle_cli_diff_text_print (WattleCli *cli, const char *diff, guint max)
{
    g_auto (GStrv) lines = g_strsplit (diff, "\n", -1);
    guint count = g_strv_length (lines);
    guint shown;

    if (count > 0 && *lines[count - 1] == '\0')
        count--;
    shown = max > 0 ? MIN (count, max) : count;
    for (guint i = 0; i < shown; i++)
        print_line (cli, lines[i], max > 0);
    if (count > shown)
        g_print (g_dngettext (GETTEXT_PACKAGE, "… and %u more line\n", "… and %u more lines\n",
                              count - shown),
                 count - shown);
}

static char *
dup_text (GBytes *bytes)
{
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);

    return g_utf8_make_valid (data != NULL ? data : "", (gssize)size);
}

char *
wattle_cli_diff_text_make (const char *name, GBytes *before, GBytes *after)
{
    g_autofree char *old = before != NULL ? dup_text (before) : NULL;
    g_autofree char *new = after != NULL ? dup_text (after) : NULL;
    GString *text = g_string_new (NULL);

    wattle_text_diff (text, name, old, new);
    return g_string_free (text, FALSE);
}
