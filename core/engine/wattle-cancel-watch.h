/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls @func, which returns whether it wants to be called again, when @task is cancelled: from the
 * task's own main context, so it may end what is under way. NULL: it cannot be cancelled. */
GSource *wattle_cancel_watch_new (GTask *task, GCancellableSourceFunc func, gpointer user_data);
void wattle_cancel_watch_clear (GSource **watch);

G_END_DECLS
