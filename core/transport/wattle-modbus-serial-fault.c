/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-fault.h"

#include <errno.h>

WattleMessage *
wattle_modbus_serial_fault_new (const char *device, int error, const char *user)
{
    switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return wattle_message_new ("%s: there is no such port; is the adapter plugged in, and the "
                                   "user of the host in the group dialout?",
                                   device);
    case EACCES:
    case EPERM:
        return wattle_message_new (
            "%s: permission denied; the user %s must be in the group dialout", device, user);
    case EBUSY:
        return wattle_message_new (
            "%s: the port is in use by another program, or under another name", device);
    case ENOTTY:
        return wattle_message_new ("%s: this is not a serial port", device);
    case EINVAL:
        return wattle_message_new (
            "%s: the port does not take this baud rate, parity or number of stop bits", device);
    case EMFILE:
        return wattle_message_new ("%s: the host has too many files open; a serial port needs one "
                                   "of the first 1024",
                                   device);
    case EIO:
    case ECONNRESET:
        return wattle_message_new ("%s: the adapter was unplugged, or its driver failed", device);
    default:
        return wattle_message_new ("%s: %s", device, g_strerror (error));
    }
}
