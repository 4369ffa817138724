/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is read from the file of a zone beside GLib. For WattleZone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The file of a zone. NULL: the system has no zone of this name. GLib takes more for zones: rules
 * such as those of the variable TZ, offsets, and the tables that stand beside the zones. */
GBytes *wattle_zone_file_load (const char *name);

/* The rule for what comes behind the table of a file, if GLib 2.74 takes it for another one, in a
 * form that it does understand; else NULL. @since: from when on it counts, in seconds since 1970 */
char *wattle_zone_file_read_rule (GBytes *file, gint64 *since);

G_END_DECLS
