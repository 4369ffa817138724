/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A language binding cannot always hand an exception on as a GError: PyGObject prints it, and the
 * host sees FALSE or NULL and no reason. What it prints is kept here until the host has looked. */
#include "wattle-exception.h"

#include "wattle-error.h"
#include "wattle-line.h"

#define MAX_TEXT 400

static char *noted;
static char *last_trace;

/**
 * wattle_exception_note:
 * @text: the exception in one line, with its place
 * @trace: (nullable): how it came about, for the verbose log; said once in a row
 *
 * For a language binding, on the main thread: tells why the virtual function that is being left
 * failed.
 */
void
wattle_exception_note (const char *text, const char *trace)
{
    g_return_if_fail (text != NULL);

    g_free (noted);
    noted = wattle_line_from_text (text, MAX_TEXT);
    if (trace == NULL || g_strcmp0 (trace, last_trace) == 0)
        return;

    g_free (last_trace);
    last_trace = g_strdup (trace);
    g_info ("%s", trace);
}

/**
 * wattle_exception_take: (skip)
 *
 * Returns: (transfer full) (nullable): what was noted since it was last taken or forgotten
 */
char *
wattle_exception_take (void)
{
    return g_steal_pointer (&noted);
}

/**
 * wattle_exception_forget: (skip)
 *
 * For the host, before it calls a virtual function: what was noted earlier is not about that.
 */
void
wattle_exception_forget (void)
{
    g_clear_pointer (&noted, g_free);
}

/**
 * wattle_exception_take_error: (skip)
 * @error: return location for an error that holds what was noted
 *
 * Returns: whether something was noted
 */
gboolean
wattle_exception_take_error (GError **error)
{
    g_autofree char *text = wattle_exception_take ();

    if (text == NULL)
        return FALSE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the plugin failed: %s", text);
    return TRUE;
}
