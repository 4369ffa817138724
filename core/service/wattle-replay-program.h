/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What `wattled --replay FILE` does: prints the readings that a recording gives, as they stand in
 * an .expected. @plugin_dir: a folder of plugins to look in first, or NULL. Returns an exit status:
 * 1 if something is wrong with the device, 2 if the file is no recording. */
int wattle_replay_program_run (const char *path, const char *plugin_dir, gboolean session);

G_END_DECLS
