/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-poll.h"

#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

/* In one turn; the rest comes in the next one. */
#define MAX_EVENTS 64

typedef struct {
    WattleModbusPollFunc func;
    gpointer user_data;
} Watch;

struct _WattleModbusPoll {
    guint n_refs;
    int fd;
    guint source;
    GHashTable *watches; /* fd → Watch */
};

/* There is one thread and one main context. */
static WattleModbusPoll *shared;

static gboolean
on_ready (int fd, GIOCondition condition, gpointer user_data)
{
    WattleModbusPoll *self = user_data;
    struct epoll_event events[MAX_EVENTS];
    int n_events = epoll_wait (self->fd, events, MAX_EVENTS, 0);

    self->n_refs++;
    for (int i = 0; i < n_events; i++) {
        /* One that was removed by another one's function is not there any more. */
        Watch *watch = g_hash_table_lookup (self->watches, GINT_TO_POINTER (events[i].data.fd));

        if (watch != NULL)
            watch->func (watch->user_data);
    }
    wattle_modbus_poll_unref (self);
    return G_SOURCE_CONTINUE;
}

/* A source that is not to recurse is taken out of the loop while it works, and put in again with a
 * system call and one more turn of the loop each time. Nothing below it runs the loop. */
static guint
watch_all (WattleModbusPoll *self)
{
    g_autoptr (GSource) source = g_unix_fd_source_new (self->fd, G_IO_IN);

    g_source_set_callback (source, G_SOURCE_FUNC (on_ready), self, NULL);
    g_source_set_can_recurse (source, TRUE);
    return g_source_attach (source, NULL);
}

WattleModbusPoll *
wattle_modbus_poll_get (void)
{
    if (shared == NULL) {
        shared = g_new0 (WattleModbusPoll, 1);
        shared->fd = epoll_create1 (EPOLL_CLOEXEC);
        shared->watches = g_hash_table_new_full (NULL, NULL, NULL, g_free);
        /* Without a descriptor nothing can be added, and each link says so. */
        if (shared->fd >= 0)
            shared->source = watch_all (shared);
    }
    shared->n_refs++;
    return shared;
}

void
wattle_modbus_poll_unref (WattleModbusPoll *self)
{
    if (--self->n_refs > 0)
        return;

    shared = NULL;
    g_clear_handle_id (&self->source, g_source_remove);
    if (self->fd >= 0)
        close (self->fd);
    g_hash_table_unref (self->watches);
    g_free (self);
}

gboolean
wattle_modbus_poll_add (WattleModbusPoll *self,
                        int fd,
                        WattleModbusPollFunc func,
                        gpointer user_data)
{
    struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.fd = fd };
    Watch *watch;

    if (epoll_ctl (self->fd, EPOLL_CTL_ADD, fd, &event) != 0)
        return FALSE;

    watch = g_new (Watch, 1);
    watch->func = func;
    watch->user_data = user_data;
    g_hash_table_insert (self->watches, GINT_TO_POINTER (fd), watch);
    return TRUE;
}

void
wattle_modbus_poll_remove (WattleModbusPoll *self, int fd)
{
    if (g_hash_table_remove (self->watches, GINT_TO_POINTER (fd)))
        epoll_ctl (self->fd, EPOLL_CTL_DEL, fd, NULL);
}
