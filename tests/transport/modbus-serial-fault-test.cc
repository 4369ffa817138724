// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-modbus-serial-fault.h"

#include <errno.h>
#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
word (int error)
{
    g_autoptr (WattleMessage) message =
        wattle_modbus_serial_fault_new ("/dev/ttyUSB0", error, "wattle");

    return wattle_message_get_text (message);
}

} // namespace

TEST (ModbusSerialFault, SaysWhoMayUseThePort)
{
    EXPECT_EQ (word (EACCES), "/dev/ttyUSB0: permission denied; the user wattle must be in the "
                              "group dialout");
    EXPECT_EQ (word (EPERM), word (EACCES));
}

TEST (ModbusSerialFault, NamesThePortAndWhatToLookAt)
{
    const struct {
        int error;
        const char *text;
    } rows[] = {
        { ENOENT, "there is no such port; is the adapter plugged in, and the user of the host in "
                  "the group dialout?" },
        { ENXIO, "there is no such port; is the adapter plugged in, and the user of the host in "
                 "the group dialout?" },
        { EBUSY, "the port is in use by another program, or under another name" },
        { ENOTTY, "this is not a serial port" },
        { EINVAL, "the port does not take this baud rate, parity or number of stop bits" },
        { EMFILE, "the host has too many files open; a serial port needs one of the first 1024" },
        { EIO, "the adapter was unplugged, or its driver failed" },
        { ENOMEM, "Cannot allocate memory" },
    };

    for (const auto &row : rows)
        EXPECT_EQ (word (row.error), std::string ("/dev/ttyUSB0: ") + row.text);
}

TEST (ModbusSerialFault, CanBeTranslated)
{
    g_autoptr (WattleMessage) message =
        wattle_modbus_serial_fault_new ("/dev/ttyS9", EACCES, "wattle");

    EXPECT_STREQ (wattle_message_get_template (message),
                  "%s: permission denied; the user %s must be in the group dialout");
    EXPECT_STREQ (wattle_message_get_arguments (message)[0], "/dev/ttyS9");
    EXPECT_STREQ (wattle_message_get_arguments (message)[1], "wattle");
}
