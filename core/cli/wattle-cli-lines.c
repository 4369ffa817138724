/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-lines.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "wattle-cli.h"

void
wattle_cli_lines_prefix (const WattleCliLines *self, GError **error)
{
    g_prefix_error (error, _ ("standard input, line %u: "), self->number);
}

void
wattle_cli_lines_clear (WattleCliLines *self)
{
    if (self->line != NULL)
        g_string_free (self->line, TRUE);
    self->line = NULL;
}

static gboolean
check (WattleCliLines *self, GError **error)
{
    if (ferror (stdin))
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("cannot be read: %s"),
                     g_strerror (errno));
    else if (self->line->len > self->max)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("is longer than the %d bytes that are allowed"), (int)self->max);
    else if (memchr (self->line->str, '\0', self->line->len) != NULL)
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                             _ ("holds a byte 0, which is no text"));
    else
        return TRUE;
    wattle_cli_lines_prefix (self, error);
    return FALSE;
}

gboolean
wattle_cli_lines_read (WattleCliLines *self, const char **line, GError **error)
{
    int letter = EOF;

    if (self->line == NULL)
        self->line = g_string_new (NULL);
    g_string_truncate (self->line, 0);
    self->number++;
    while (self->line->len <= self->max && (letter = getc (stdin)) != EOF && letter != '\n')
        g_string_append_c (self->line, (char)letter);

    if (!check (self, error))
        return FALSE;
    *line = letter == EOF && self->line->len == 0 ? NULL : g_strstrip (self->line->str);
    return TRUE;
}
