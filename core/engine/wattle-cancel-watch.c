/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cancel-watch.h"

GSource *
wattle_cancel_watch_new (GTask *task, GCancellableSourceFunc func, gpointer user_data)
{
    GCancellable *cancellable = g_task_get_cancellable (task);
    GSource *watch;

    if (cancellable == NULL)
        return NULL;
    watch = g_cancellable_source_new (cancellable);
    g_source_set_callback (watch, G_SOURCE_FUNC (func), user_data, NULL);
    g_source_attach (watch, g_task_get_context (task));
    return watch;
}

void
wattle_cancel_watch_clear (GSource **watch)
{
    if (*watch != NULL)
        g_source_destroy (*watch);
    g_clear_pointer (watch, g_source_unref);
}
