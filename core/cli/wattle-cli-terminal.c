/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-terminal.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define OTHER_SCREEN "\033[?1049h\033[?25l"
#define FIRST_SCREEN "\033[?25h\033[?1049l"
#define HOME         "\033[H"
#define END_OF_LINE  "\033[K"
#define REST         "\033[J"

gboolean
wattle_cli_terminal_can_draw (int file)
{
    const char *term = g_getenv ("TERM");

    return isatty (file) && term != NULL && *term != '\0' && !g_str_equal (term, "dumb");
}

void
wattle_cli_terminal_get_size (int file, guint *width, guint *height)
{
    struct winsize size = { 0 };
    gboolean known = ioctl (file, TIOCGWINSZ, &size) == 0;

    *width = known && size.ws_col > 0 ? size.ws_col : 80;
    *height = known && size.ws_row > 0 ? size.ws_row : 24;
}

void
wattle_cli_terminal_open_screen (void)
{
    fputs (OTHER_SCREEN, stdout);
    fflush (stdout);
}

void
wattle_cli_terminal_close_screen (void)
{
    fputs (FIRST_SCREEN, stdout);
    fflush (stdout);
}

/* The last line has no end: one more would scroll. */
void
wattle_cli_terminal_draw (const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autoptr (GString) drawn = g_string_new (HOME);

    for (guint i = 0; lines[i] != NULL; i++) {
        gboolean last = lines[i + 1] == NULL;

        if (last && *lines[i] == '\0')
            break;
        g_string_append_printf (drawn, "%s%s" END_OF_LINE, i > 0 ? "\n" : "", lines[i]);
    }
    g_string_append (drawn, REST);
    g_print ("%s", drawn->str);
}
