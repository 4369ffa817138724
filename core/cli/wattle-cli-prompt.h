/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A secret from standard input: typed without being shown if that is a terminal, else one line of
 * it. @label: what is asked for. NULL: nothing came. */
char *wattle_cli_prompt_ask (const char *label, GError **error);

/* The same, but typed twice on a terminal; otherwise all of standard input. */
char *wattle_cli_prompt_ask_twice (const char *label, GError **error);

/* A question to the person at the terminal that is standard input; whatever is not yes is no. */
gboolean wattle_cli_prompt_confirm (const char *question);

/* A question that is answered by one of @letters and Enter, by Enter alone with the first one. The
 * last one is the answer when no more input comes. */
char wattle_cli_prompt_choose (const char *question, const char *letters);

/* Overwrites it first. */
void wattle_cli_prompt_free (char *secret);

G_END_DECLS
