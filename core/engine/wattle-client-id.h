/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WATTLE_CLIENT_ID_FILE "client-id"

/* INSTANCE-SUFFIX, as brokers know this host. The suffix is random, so that two hosts of the same
 * instance do not push each other out, and kept in the state folder, so that a broker knows the
 * host again. */
char *wattle_client_id_load (const char *state_dir, const char *instance);

/* Whether the file holds a suffix; without one, load makes another. WATTLE_ERROR_NOT_FOUND: there
 * is no file. */
gboolean wattle_client_id_check (const char *path, GError **error);

G_END_DECLS
