// SPDX-License-Identifier: LGPL-2.1-or-later
// Each function against the server of libmodbus, which knows nothing of our frames.
#include <modbus.h>

#include <atomic>
#include <thread>

#include "support/serial-link.h"

using namespace wattle_test;

namespace
{

constexpr guint8 UNIT = 17;

// One unit, in a thread of its own until it goes.
class Server
{
  public:
    Server ()
    {
        modbus_set_slave (modbus_, UNIT);
        modbus_set_socket (modbus_, pty.fd ());
        modbus_set_indication_timeout (modbus_, 0, 50000);
        for (int i = 0; i < N; i++) {
            mapping_->tab_bits[i] = i % 3 == 0;
            mapping_->tab_input_bits[i] = i % 5 == 0;
            mapping_->tab_registers[i] = (guint16)(1000 + i);
            mapping_->tab_input_registers[i] = (guint16)(2000 + i);
        }
        thread_ = std::thread ([this] { serve (); });
    }

    ~Server ()
    {
        stopping_ = true;
        thread_.join ();
        modbus_mapping_free (mapping_);
        modbus_free (modbus_);
    }

    static constexpr int N = 2000;
    Pty pty;

  private:
    void
    serve ()
    {
        guint8 request[MODBUS_MAX_ADU_LENGTH];

        while (!stopping_) {
            int length = modbus_receive (modbus_, request);
            if (length > 0)
                modbus_reply (modbus_, request, length, mapping_);
        }
    }

    modbus_t *modbus_ = modbus_new_rtu (pty.path ().c_str (), 115200, 'N', 8, 1);
    modbus_mapping_t *mapping_ = modbus_mapping_new (N, N, N, N);
    std::atomic<bool> stopping_{ false };
    std::thread thread_;
};

class ModbusSerialFunction : public SerialLinkTest
{
  protected:
    ModbusSerialFunction ()
    {
        link = make_link (server.pty.path ());
    }

    Bytes
    read (guint8 function, guint16 address, guint16 count)
    {
        send (wattle_request_with_timeout (
            wattle_request_new_registers (7, UNIT, function, address, count), 20000));
        return answer ();
    }

    Bytes
    write (guint8 function, guint16 address, const std::vector<guint16> &values)
    {
        send (wattle_request_with_timeout (wattle_request_new_write (7, UNIT, function, address,
                                                                     values.data (),
                                                                     (guint16)values.size ()),
                                           20000));
        return answer ();
    }

    Bytes
    answer ()
    {
        WattleFrame *frame = hear ();

        EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED) << detail (frame);
        EXPECT_EQ (wattle_frame_get_status (frame), 0u);
        return data (frame);
    }

    Server server;
};

} // namespace

TEST_F (ModbusSerialFunction, ReadsCoils)
{
    EXPECT_EQ (read (1, 0, 10), (Bytes{ 0x49, 0x02 }));
    EXPECT_EQ (read (1, 0, 2000).size (), 250u);
}

TEST_F (ModbusSerialFunction, ReadsDiscreteInputs)
{
    EXPECT_EQ (read (2, 0, 8), (Bytes{ 0x21 }));
}

TEST_F (ModbusSerialFunction, ReadsHoldingRegisters)
{
    EXPECT_EQ (read (3, 2, 2), (Bytes{ 0x03, 0xea, 0x03, 0xeb }));
    EXPECT_EQ (read (3, 0, 125).size (), 250u);
}

TEST_F (ModbusSerialFunction, ReadsInputRegisters)
{
    EXPECT_EQ (read (4, 1, 1), (Bytes{ 0x07, 0xd1 }));
}

TEST_F (ModbusSerialFunction, WritesOneCoil)
{
    EXPECT_EQ (write (5, 1, { 1 }), Bytes{});
    EXPECT_EQ (read (1, 0, 4), (Bytes{ 0x0b }));
    write (5, 1, { 0 });
    EXPECT_EQ (read (1, 0, 4), (Bytes{ 0x09 }));
}

TEST_F (ModbusSerialFunction, WritesOneRegister)
{
    EXPECT_EQ (write (6, 5, { 0xbeef }), Bytes{});
    EXPECT_EQ (read (3, 5, 1), (Bytes{ 0xbe, 0xef }));
}

TEST_F (ModbusSerialFunction, WritesCoils)
{
    EXPECT_EQ (write (15, 8, { 1, 1, 0, 0, 1, 0, 1, 0, 1 }), Bytes{});
    EXPECT_EQ (read (1, 8, 9), (Bytes{ 0x53, 0x01 }));
    write (15, 0, std::vector<guint16> (1968, 1));
    EXPECT_EQ (read (1, 0, 1968), Bytes (246, 0xff));
}

TEST_F (ModbusSerialFunction, WritesRegisters)
{
    EXPECT_EQ (write (16, 3, { 0x0102, 0x0304 }), Bytes{});
    EXPECT_EQ (read (3, 3, 2), (Bytes{ 1, 2, 3, 4 }));
    write (16, 0, std::vector<guint16> (123, 0x5a5a));
    EXPECT_EQ (read (3, 0, 123), Bytes (246, 0x5a));
}

TEST_F (ModbusSerialFunction, TellsAnException)
{
    send (wattle_request_with_timeout (wattle_request_new_registers (7, UNIT, 3, 1999, 2), 20000));
    WattleFrame *frame = hear ();

    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (wattle_frame_get_status (frame), 2u);
    EXPECT_EQ (read (3, 0, 1), (Bytes{ 0x03, 0xe8 })) << "and goes on";
}
