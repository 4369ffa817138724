/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

void wattle_exception_note (const char *text, const char *trace);
char *wattle_exception_take (void);
void wattle_exception_forget (void);
gboolean wattle_exception_take_error (GError **error);

G_END_DECLS
