/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-prompt.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "wattle-cli.h"

/* More than the host takes, so that it is the host that refuses. */
#define MAX_LENGTH 8192

void
wattle_cli_prompt_free (char *secret)
{
    if (secret != NULL)
        explicit_bzero (secret, strlen (secret));
    g_free (secret);
}

/* Nothing is buffered, so that the next secret finds its own line. */
static gssize
read_bytes (char *buffer, gsize size, gboolean one_line)
{
    gsize length = 0;

    while (length < size) {
        gssize got = read (STDIN_FILENO, buffer + length, one_line ? 1 : size - length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (gsize)got;
        if (one_line && buffer[length - 1] == '\n')
            break;
    }
    return (gssize)length;
}

static char *
fail (GError **error, const char *sentence)
{
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, sentence);
    return NULL;
}

/* Without the end of its line. */
static char *
read_secret (gboolean one_line, GError **error)
{
    char buffer[MAX_LENGTH + 1] = "";
    gssize length = read_bytes (buffer, MAX_LENGTH, one_line);
    char *secret;

    if (length > 0 && buffer[length - 1] == '\n')
        length--;
    if (length > 0 && buffer[length - 1] == '\r')
        length--;
    if (length <= 0)
        secret = fail (error, _ ("there is no value on standard input"));
    else if (!g_utf8_validate_len (buffer, (gsize)length, NULL))
        secret = fail (error, _ ("the value is no text in UTF-8"));
    else
        secret = g_strndup (buffer, (gsize)length);
    explicit_bzero (buffer, sizeof buffer);
    return secret;
}

/* Whoever breaks off gets the terminal back as it was. */
static struct termios before;

static void
on_signal (int number)
{
    tcsetattr (STDIN_FILENO, TCSANOW, &before);
    signal (number, SIG_DFL);
    raise (number);
}

static char *
read_hidden (const char *label, GError **error)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
    struct termios quiet;
    char *secret;

    tcgetattr (STDIN_FILENO, &before);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        signal (numbers[i], on_signal);

    g_printerr ("%s: ", label);
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
    secret = read_secret (TRUE, error);
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
    g_printerr ("\n");

    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        signal (numbers[i], SIG_DFL);
    return secret;
}

char *
wattle_cli_prompt_ask (const char *label, GError **error)
{
    return isatty (STDIN_FILENO) ? read_hidden (label, error) : read_secret (TRUE, error);
}

char *
wattle_cli_prompt_ask_twice (const char *label, GError **error)
{
    char *again;
    char *first;

    if (!isatty (STDIN_FILENO))
        return read_secret (FALSE, error);

    first = read_hidden (label, error);
    if (first == NULL)
        return NULL;
    again = read_hidden (_ ("the same again"), error);
    if (again != NULL && !g_str_equal (first, again)) {
        fail (error, _ ("the two values differ; nothing was changed"));
        g_clear_pointer (&again, wattle_cli_prompt_free);
    }
    wattle_cli_prompt_free (first);
    return again;
}

/* The letter may be one of another language; that of English is always understood. */
static gboolean
means_yes (const char *answer)
{
    g_autofree char *small = g_utf8_strdown (answer, -1);

    return g_str_equal (small, "y") || g_str_equal (small, "yes") ||
           g_str_equal (small, C_ ("answer", "y")) || g_str_equal (small, C_ ("answer", "yes"));
}

gboolean
wattle_cli_prompt_confirm (const char *question)
{
    char buffer[64] = "";
    gssize length;

    g_printerr ("%s [%s/%s] ", question, C_ ("answer", "y"), C_ ("answer", "N"));
    length = read_bytes (buffer, sizeof buffer - 1, TRUE);
    if (length <= 0)
        return FALSE;
    return g_utf8_validate (buffer, -1, NULL) && means_yes (g_strstrip (buffer));
}

char
wattle_cli_prompt_choose (const char *question, const char *letters)
{
    char line[64];

    for (;;) {
        char letter;

        g_printerr ("%s ", question);
        if (fgets (line, sizeof line, stdin) == NULL) {
            g_printerr ("\n");
            return letters[strlen (letters) - 1];
        }
        letter = g_ascii_tolower (*g_strstrip (line));
        if (letter == '\0')
            return *letters;
        if (strchr (letters, letter) != NULL)
            return letter;
    }
}
