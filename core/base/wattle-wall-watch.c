/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-wall-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef struct {
    GSource parent;
    int fd;
    gpointer tag;
    WattleClockFunc func;
    gpointer user_data;
} Watch;

/* The timer itself is never due: it is there to be cancelled. */
static gboolean
arm (int fd)
{
    struct itimerspec never = { 0 };

    never.it_value.tv_sec = (time_t)(sizeof (time_t) > 4 ? G_MAXINT64 : G_MAXINT32);
    return timerfd_settime (fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) == 0;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
    Watch *self = (Watch *)source;
    guint64 count;
    gssize length = read (self->fd, &count, sizeof count);

    if (length >= 0 || errno != ECANCELED)
        return G_SOURCE_CONTINUE;
    if (!arm (self->fd))
        return G_SOURCE_REMOVE;
    self->func (self->user_data);
    return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
    close (((Watch *)source)->fd);
}

static GSourceFuncs funcs = {
    .dispatch = dispatch,
    .finalize = finalize,
};

GSource *
wattle_wall_watch_new (WattleClockFunc func, gpointer user_data)
{
    int fd = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    GSource *source;
    Watch *self;

    if (fd < 0)
        return NULL;
    if (!arm (fd)) {
        close (fd);
        return NULL;
    }

    source = g_source_new (&funcs, sizeof (Watch));
    self = (Watch *)source;
    self->fd = fd;
    self->func = func;
    self->user_data = user_data;
    self->tag = g_source_add_unix_fd (source, fd, G_IO_IN);
    g_source_set_static_name (source, "wattle wall time");
    g_source_attach (source, g_main_context_get_thread_default ());
    return source;
}
