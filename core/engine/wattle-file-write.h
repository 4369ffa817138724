/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes on until nothing is left: a disk that gets full takes a part first, and tells the reason
 * only then. errno says why not. */
gboolean wattle_file_write_all (int file, const char *data, gsize length);

G_END_DECLS
