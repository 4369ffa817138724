/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-nearest.h"

#include <glib/gi18n.h>

#include "wattle-cli.h"

/* Longer ones are never meant, and cost time. */
#define MAX_LENGTH 64
#define MAX_LISTED 24

/* How many characters have to be changed, added, left out or swapped with the next. */
static guint
measure (const char *a, const char *b)
{
    guint rows[MAX_LENGTH + 1][MAX_LENGTH + 1];
    guint n_a = (guint)strlen (a);
    guint n_b = (guint)strlen (b);

    if (n_a > MAX_LENGTH || n_b > MAX_LENGTH)
        return G_MAXUINT;

    for (guint i = 0; i <= n_a; i++)
        for (guint j = 0; j <= n_b; j++) {
            guint least;

            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            least = MIN (rows[i - 1][j], rows[i][j - 1]) + 1;
            least = MIN (least, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                least = MIN (least, rows[i - 2][j - 2] + 1);
            rows[i][j] = least;
        }
    return rows[n_a][n_b];
}

const char *
wattle_cli_nearest_find (const char *word, const char *const *words)
{
    g_autofree char *lower = g_ascii_strdown (word, -1);
    guint limit = 1 + (guint)strlen (word) / 4;
    const char *nearest = NULL;

    for (guint i = 0; words[i] != NULL; i++) {
        g_autofree char *other = g_ascii_strdown (words[i], -1);
        guint distance = measure (lower, other);

        /* A word that nothing of is left is none. */
        if (distance <= limit && distance < strlen (other)) {
            nearest = words[i];
            limit = distance > 0 ? distance - 1 : 0;
            if (distance == 0)
                break;
        }
    }
    return nearest;
}

static char *
join (const char *const *words)
{
    GString *list = g_string_new (NULL);
    guint i;

    for (i = 0; words[i] != NULL && i < MAX_LISTED; i++)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", words[i]);
    if (words[i] != NULL)
        g_string_append (list, ", …");
    return g_string_free (list, FALSE);
}

void
wattle_cli_nearest_refuse (GError **error,
                           const char *sentence,
                           const char *word,
                           const char *const *words)
{
    const char *nearest = wattle_cli_nearest_find (word, words);
    g_autofree char *list = join (words);

    if (words[0] == NULL)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("%s; there is none"), sentence);
    else if (nearest == NULL)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("%s; there are: %s"), sentence,
                     list);
    else
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s; there are: %s. Did you mean “%s”?"), sentence, list, nearest);
}
