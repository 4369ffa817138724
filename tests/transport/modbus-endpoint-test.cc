// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-modbus-endpoint.h"

#include <gtest/gtest.h>

#include <string>

#include "transport/wattle-endpoint.h"

namespace
{

std::string
normalise (const char *uri)
{
    g_autoptr (GError) error = nullptr;
    g_autofree char *text = wattle_endpoint_normalise (uri, WATTLE_LINK_MODBUS, &error);

    return text != nullptr ? text : error->message;
}

} // namespace

TEST (ModbusEndpoint, IsTheSameTextForTheSameBus)
{
    const struct {
        const char *given;
        const char *normal;
    } rows[] = {
        { "modbus+tcp://192.168.1.9", "modbus+tcp://192.168.1.9:502" },
        { "MODBUS+TCP://Meter.Lan:1502/", "modbus+tcp://meter.lan:1502" },
        { "modbus+tcp://[FE80::1]", "modbus+tcp://[fe80::1]:502" },
        { "modbus+rtu-over-tcp://10.0.0.1:4001", "modbus+rtu-over-tcp://10.0.0.1:4001" },
        { "modbus+rtu:///dev/ttyUSB0", "modbus+rtu:///dev/ttyUSB0?baud=9600&parity=none&stop=1" },
        { "modbus+rtu:///dev/serial/by-id/usb-0?stop=2&baud=19200&parity=even",
          "modbus+rtu:///dev/serial/by-id/usb-0?baud=19200&parity=even&stop=2" },
    };

    for (const auto &row : rows)
        EXPECT_EQ (normalise (row.given), row.normal);
}

TEST (ModbusEndpoint, SaysWhatIsAllowed)
{
    const struct {
        const char *given;
        const char *fault;
    } rows[] = {
        { "192.168.1.9", "this is not a URL" },
        { "modbus://192.168.1.9", "the scheme is not one of these" },
        { "modbus+tcp://", "the host is missing or not a name or address" },
        { "modbus+tcp://a b", "the host is missing or not a name or address" },
        { "modbus+tcp://h:0", "the port is not a number from 1 to 65535" },
        { "modbus+tcp://h:502/7", "nothing may follow the port" },
        { "modbus+tcp://h?unit=7", "nothing may follow the port" },
        { "modbus+tcp://h#7", "“#” cannot stand in it" },
        { "modbus+rtu-over-tcp://h", "the port is missing" },
        { "modbus+rtu://dev/ttyUSB0", "three slashes" },
        { "modbus+rtu:///", "a serial port is a file below /dev" },
        { "modbus+rtu:///dev/../etc/passwd", "a serial port is a file below /dev" },
        { "modbus+rtu:///dev/ttyS0?baud=9601", "baud must be 300" },
        { "modbus+rtu:///dev/ttyS0?baud=14400", "baud must be 300" },
        { "modbus+rtu:///dev/ttyS0?parity=mark", "parity must be none, even or odd" },
        { "modbus+rtu:///dev/ttyS0?stop=3", "stop must be 1 or 2" },
        { "modbus+rtu:///dev/ttyS0?bits=7", "there is no such parameter" },
        { "modbus+rtu:///dev/ttyS0?baud", "a parameter has no value" },
    };

    for (const auto &row : rows) {
        std::string text = normalise (row.given);

        EXPECT_NE (text.find (row.fault), std::string::npos) << row.given << ": " << text;
        EXPECT_NE (text.find ("allowed is modbus+tcp://HOST"), std::string::npos) << text;
    }
    EXPECT_EQ (normalise ("modbus+tcp://me:secret@h").find ("secret"), std::string::npos);
}
