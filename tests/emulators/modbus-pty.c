/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A serial line without a cable: the master's end of a pseudo terminal. */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "modbus-bus-private.h"
#include "modbus-line.h"

struct _ModbusPty {
    int master;
    int slave; /* kept open, or the master would see an end whenever a client goes */
    char path[64];
    char *link;
    ModbusLine *line;
    GSource *watch;
};

/* The kernel takes a few KiB that nobody reads; what is more is lost, as on a wire. */
static void
pty_send (gpointer sink, const guint8 *bytes, gsize length)
{
    ModbusPty *self = sink;
    gssize n;

    do
        n = write (self->master, bytes, length);
    while (n < 0 && errno == EINTR);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
    ModbusPty *self = user_data;
    guint8 buffer[1024];
    gssize n = read (fd, buffer, sizeof buffer);

    if (n > 0)
        modbus_line_feed (self->line, buffer, (gsize)n);
    return n > 0 || errno == EAGAIN || errno == EINTR;
}

static gboolean
fail (GError **error, const char *what)
{
    int number = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "Cannot %s: %s", what,
                 g_strerror (number));
    return FALSE;
}

/* Bytes as they are; a client that sets no speed gets one at all. */
static gboolean
open_pair (ModbusPty *self, GError **error)
{
    struct termios mode;

    self->master = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (self->master < 0 || grantpt (self->master) != 0 || unlockpt (self->master) != 0 ||
        ptsname_r (self->master, self->path, sizeof self->path) != 0)
        return fail (error, "make a pseudo terminal");
    self->slave = open (self->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (self->slave < 0 || tcgetattr (self->slave, &mode) != 0)
        return fail (error, "open the pseudo terminal");
    cfmakeraw (&mode);
    cfsetspeed (&mode, B9600);
    return tcsetattr (self->slave, TCSANOW, &mode) == 0 ||
           fail (error, "set up the pseudo terminal");
}

/* Only a link gives way: what else is there is somebody's. */
static gboolean
make_link (ModbusPty *self, const char *link, GError **error)
{
    if (link == NULL)
        return TRUE;
    if (g_file_test (link, G_FILE_TEST_IS_SYMLINK))
        g_unlink (link);
    if (symlink (self->path, link) != 0) {
        fail (error, "make the link");
        g_prefix_error (error, "%s: ", link);
        return FALSE;
    }
    self->link = g_strdup (link);
    return TRUE;
}

static void
remove_link (ModbusPty *self)
{
    g_autofree char *target = self->link != NULL ? g_file_read_link (self->link, NULL) : NULL;

    if (g_strcmp0 (target, self->path) == 0)
        g_unlink (self->link);
    g_free (self->link);
}

ModbusPty *
modbus_pty_new (ModbusBus *bus, const char *link, GError **error)
{
    ModbusPty *self = g_new0 (ModbusPty, 1);

    self->slave = -1;
    self->line = modbus_line_new (bus, MODBUS_FRAMING_RTU, pty_send, self);
    if (!open_pair (self, error) || !make_link (self, link, error)) {
        modbus_pty_free (self);
        return NULL;
    }
    self->watch = g_unix_fd_source_new (self->master, G_IO_IN);
    g_source_set_callback (self->watch, G_SOURCE_FUNC (on_readable), self, NULL);
    g_source_attach (self->watch, g_main_context_get_thread_default ());
    return self;
}

void
modbus_pty_free (ModbusPty *self)
{
    if (self->watch != NULL) {
        g_source_destroy (self->watch);
        g_source_unref (self->watch);
    }
    modbus_line_free (self->line);
    remove_link (self);
    if (self->slave >= 0)
        close (self->slave);
    if (self->master >= 0)
        close (self->master);
    g_free (self);
}

const char *
modbus_pty_get_path (ModbusPty *self)
{
    return self->path;
}
