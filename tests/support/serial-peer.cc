// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/serial-peer.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

namespace wattle_test
{

Pty::Pty () : master_ (posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK))
{
    struct termios mode;
    char name[64];

    g_assert_true (master_ >= 0 && grantpt (master_) == 0 && unlockpt (master_) == 0);
    g_assert_true (ptsname_r (master_, name, sizeof name) == 0);
    path_ = name;
    slave_ = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    g_assert_true (slave_ >= 0 && tcgetattr (slave_, &mode) == 0);
    cfmakeraw (&mode);
    g_assert_true (tcsetattr (slave_, TCSANOW, &mode) == 0);
}

Pty::~Pty ()
{
    vanish ();
    close (slave_);
}

guint
Pty::baud () const
{
    const struct {
        speed_t code;
        guint baud;
    } speeds[] = { { B9600, 9600 }, { B19200, 19200 }, { B38400, 38400 }, { B115200, 115200 } };
    struct termios mode;

    g_assert_true (tcgetattr (slave_, &mode) == 0);
    for (const auto &speed : speeds)
        if (speed.code == cfgetospeed (&mode))
            return speed.baud;
    return 0;
}

void
Pty::vanish ()
{
    if (master_ >= 0)
        close (master_);
    master_ = -1;
}

// /dev/shm is the one folder below /dev in which everybody may make a link.
PortName::PortName ()
{
    char folder[] = "/dev/shm/wattle-test-XXXXXX";

    g_assert_nonnull (g_mkdtemp (folder));
    path_ = std::string (folder) + "/port";
}

PortName::~PortName ()
{
    lead_to ("");
    rmdir (path_.substr (0, path_.rfind ('/')).c_str ());
}

void
PortName::lead_to (const std::string &port)
{
    unlink (path_.c_str ());
    if (!port.empty ())
        g_assert_true (symlink (port.c_str (), path_.c_str ()) == 0);
}

SerialPeer::SerialPeer (Answer answer) : answer_ (std::move (answer))
{
    watch_ = g_unix_fd_add (pty_.fd (), G_IO_IN, on_readable, this);
}

SerialPeer::~SerialPeer ()
{
    vanish ();
}

// A request of the functions 1 to 6 has eight bytes, one of 15 or 16 says how many.
bool
SerialPeer::take_request ()
{
    if (received_.size () < 8)
        return false;

    size_t length = received_[1] < 15 ? 8 : 9u + received_[6];
    if (received_.size () < length)
        return false;

    requests.emplace_back (received_.begin (), received_.begin () + (long)length);
    received_.erase (received_.begin (), received_.begin () + (long)length);
    return true;
}

gboolean
SerialPeer::on_readable (int fd, GIOCondition, gpointer user_data)
{
    auto *self = static_cast<SerialPeer *> (user_data);
    guint8 buffer[512];
    ssize_t length = read (fd, buffer, sizeof buffer);

    if (length > 0)
        self->received_.insert (self->received_.end (), buffer, buffer + length);
    while (self->take_request ())
        self->write (self->answer_ (self->requests.back ()));
    return G_SOURCE_CONTINUE;
}

void
SerialPeer::write (const Bytes &bytes)
{
    if (!bytes.empty () && pty_.fd () >= 0)
        g_assert_true (::write (pty_.fd (), bytes.data (), bytes.size ()) ==
                       (ssize_t)bytes.size ());
}

void
SerialPeer::vanish ()
{
    if (watch_ != 0)
        g_source_remove (watch_);
    watch_ = 0;
    pty_.vanish ();
}

// Bit by bit, after the specification of the serial line, section 6.2.2.
SerialPeer::Bytes
with_checksum (SerialPeer::Bytes bytes)
{
    guint crc = 0xffff;

    for (guint8 byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xa001 : crc >> 1;
    }
    bytes.push_back ((guint8)crc);
    bytes.push_back ((guint8)(crc >> 8));
    return bytes;
}

} // namespace wattle_test
