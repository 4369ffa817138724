/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Time zones in which plans are looked at: those named, and all that this computer knows if wanted;
 * of char. NULL: the error says what is wrong. */
GPtrArray *wattle_cli_plan_zones_read (const char *const *names, gboolean all, GError **error);

G_END_DECLS
