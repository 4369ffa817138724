/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is read from the file of a zone beside GLib. For WattleZone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rule for what comes behind the table of a zone, if GLib 2.74 takes it for another one, in a
 * form that it does understand; else NULL. @since: from when on it counts, in seconds since 1970 */
char *wattle_zone_file_find_rule (const char *name, gint64 *since);
/* The same of what is in a file, of whatever contents. */
char *wattle_zone_file_read_rule (const char *data, gsize size, gint64 *since);

G_END_DECLS
