/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Before the interpreter starts: where it finds Wattle, and that it never ends the host. */
void wattle_python_prepare (void);

/* After the first module was loaded, well or not: programs that the host starts are not concerned.
 */
void wattle_python_started (void);

/* After a module was loaded: what PyGObject would only print is noted, so that it reaches the
 * problem of the device. Without this a failing plugin fails without saying why. */
gboolean wattle_python_watch (GError **error);

/* Why the loader of plugins in Python cannot be had: it could not import what it needs. */
char *wattle_python_explain_absence (void);

/* The reason within what the loader says about a module that cannot be imported. */
char *wattle_python_find_reason (const char *complaint);

G_END_DECLS
