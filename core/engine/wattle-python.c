/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-python.h"

#include <girepository.h>
#include <gmodule.h>

#include "base/wattle-error.h"
#include "wattle-config.h"

static const char watcher[] =
    "def watch():\n"
    "    import gi, os, sys, traceback\n"
    "    gi.require_version('Wattle', '1.0')\n"
    "    from gi.repository import Wattle\n"
    "    def note(kind, value, trace):\n"
    "        text = traceback.format_exception_only(kind, value)[-1].strip()\n"
    "        for frame in traceback.extract_tb(trace)[-1:]:\n"
    "            text += f' ({os.path.basename(frame.filename)}, line {frame.lineno})'\n"
    "        Wattle.exception_note(text, ''.join(traceback.format_exception(kind, value, trace)))\n"
    "    sys.excepthook = note\n"
    "watch()\n"
    "del watch\n";

void
wattle_python_prepare (void)
{
    static gboolean done;

    if (done)
        return;
    done = TRUE;

    g_irepository_prepend_search_path (WATTLE_TYPELIB_DIR);
    /* Otherwise an exception of the kind SystemExit ends the process where it is printed. */
    g_setenv ("PYTHONINSPECT", "1", TRUE);
}

void
wattle_python_started (void)
{
    g_unsetenv ("PYTHONINSPECT");
}

/* The interpreter came with libpeas' loader and is no dependency of the host. */
static gboolean
find_symbols (int (**ensure) (void), void (**release) (int), int (**run) (const char *))
{
    GModule *program = g_module_open (NULL, 0);
    gboolean found;

    found = program != NULL && g_module_symbol (program, "PyGILState_Ensure", (gpointer *)ensure) &&
            g_module_symbol (program, "PyGILState_Release", (gpointer *)release) &&
            g_module_symbol (program, "PyRun_SimpleString", (gpointer *)run);
    if (program != NULL)
        g_module_close (program);
    return found;
}

gboolean
wattle_python_watch (GError **error)
{
    static gboolean done;
    int (*ensure) (void);
    void (*release) (int);
    int (*run) (const char *);
    int lock;

    if (done)
        return TRUE;

    if (find_symbols (&ensure, &release, &run)) {
        lock = ensure ();
        done = run (watcher) == 0;
        release (lock);
    }
    if (!done)
        wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                          "the Python interpreter cannot be watched for exceptions");
    return done;
}

/* What that was went to standard error alone. */
char *
wattle_python_explain_absence (void)
{
    g_autofree char *first = g_find_program_in_path ("python3");

    return g_strdup_printf ("Python cannot be used: the one that is first in PATH, %s, has no "
                            "module gi that can be used here; install python3-gi, or take the "
                            "other Python out of PATH and PYTHONHOME",
                            first != NULL ? first : "none");
}

/* The last line names the exception; the last line before it that names a file, the place. */
char *
wattle_python_find_reason (const char *complaint)
{
    g_auto (GStrv) lines = g_strsplit (complaint, "\n", -1);
    const char *reason = complaint;
    g_autofree char *place = NULL;

    for (guint i = 0; lines[i] != NULL; i++) {
        g_strchomp (lines[i]);
        if (g_str_has_prefix (lines[i], "  File \"")) {
            g_free (place);
            place = g_strdup (g_strstrip (lines[i]));
        } else if (*lines[i] != '\0') {
            reason = lines[i];
        }
    }

    return place != NULL ? g_strdup_printf ("%s (%s)", g_strstrip ((char *)reason), place)
                         : g_strdup (reason);
}
