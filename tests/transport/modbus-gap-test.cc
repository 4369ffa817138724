// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-modbus-gap.h"

#include <gtest/gtest.h>

namespace
{

guint
silence (guint baud, char parity, guint stop)
{
    WattleModbusLine line = { baud, parity, stop };

    return wattle_modbus_line_get_silence (&line);
}

class ModbusGap : public testing::Test
{
  protected:
    void
    note (WattleModbusGapEvent event, int times = 1, guint8 unit = 1)
    {
        for (int i = 0; i < times; i++)
            wattle_modbus_gap_note (&gap, unit, event);
    }

    gint64
    get (guint wanted_ms = 0, guint8 unit = 1)
    {
        return wattle_modbus_gap_get (&gap, unit, wanted_ms);
    }

    WattleModbusGap gap = [] {
        WattleModbusGap made;
        wattle_modbus_gap_init (&made, 4000);
        return made;
    }();
};

} // namespace

// 3.5 characters of 1 start bit, 8 bits, parity and stop bits; fixed above 19200 baud.
TEST (ModbusLine, KnowsItsSilence)
{
    EXPECT_EQ (silence (300, 'N', 1), 116666u);
    EXPECT_EQ (silence (2400, 'E', 1), 16041u);
    EXPECT_EQ (silence (9600, 'N', 1), 3645u);
    EXPECT_EQ (silence (9600, 'O', 2), 4375u);
    EXPECT_EQ (silence (19200, 'N', 1), 1822u);
    EXPECT_EQ (silence (19200, 'E', 1), 2005u);
    EXPECT_EQ (silence (38400, 'N', 1), 1750u);
    EXPECT_EQ (silence (230400, 'E', 2), 1750u);
}

TEST (ModbusLine, KnowsHowLongBytesTake)
{
    WattleModbusLine slow = { 300, 'E', 2 };
    WattleModbusLine fast = { 115200, 'N', 1 };

    EXPECT_EQ (wattle_modbus_line_measure (&slow, 256), 10240000u);
    EXPECT_EQ (wattle_modbus_line_measure (&fast, 8), 694u);
    EXPECT_EQ (wattle_modbus_line_measure (&fast, 0), 0u);
}

TEST_F (ModbusGap, IsThatOfTheLineOrWhatIsKnownOfTheUnit)
{
    EXPECT_EQ (get (), 4000);
    EXPECT_EQ (get (3), 4000);
    EXPECT_EQ (get (20), 20000);
    EXPECT_EQ (get (70), 70000) << "what is asked for is never cut";
}

TEST_F (ModbusGap, GrowsWithDamageOfOneUnitUpToALimit)
{
    note (WATTLE_MODBUS_GAP_GARBLED);
    EXPECT_EQ (get (), 8000);
    EXPECT_EQ (get (5), 8000);
    EXPECT_EQ (get (20), 20000);
    EXPECT_EQ (get (0, 2), 4000);
    note (WATTLE_MODBUS_GAP_GARBLED, 1000);
    EXPECT_EQ (get (), WATTLE_MODBUS_GAP_MAX);
}

TEST_F (ModbusGap, GrowsOnceWithAUnitThatFallsSilent)
{
    note (WATTLE_MODBUS_GAP_SILENT, 10);
    EXPECT_EQ (get (), 4000) << "nobody has ever been there";
    note (WATTLE_MODBUS_GAP_GOOD);
    note (WATTLE_MODBUS_GAP_SILENT, 10);
    EXPECT_EQ (get (), 8000);
}

TEST_F (ModbusGap, ShrinksAgainWhileAllIsWell)
{
    note (WATTLE_MODBUS_GAP_GARBLED, 2);
    EXPECT_EQ (get (), 16000);
    note (WATTLE_MODBUS_GAP_GOOD, 249);
    EXPECT_EQ (get (), 16000);
    note (WATTLE_MODBUS_GAP_GOOD);
    EXPECT_EQ (get (), 8000);
    note (WATTLE_MODBUS_GAP_GOOD, 100000);
    EXPECT_EQ (get (), 4000);
}

TEST_F (ModbusGap, LearnsAlsoWhereTheLineIsUnknown)
{
    wattle_modbus_gap_init (&gap, 0);
    EXPECT_EQ (get (), 0);
    note (WATTLE_MODBUS_GAP_GARBLED);
    EXPECT_EQ (get (), 3500);
}

TEST_F (ModbusGap, KnowsTheLastUnitToo)
{
    note (WATTLE_MODBUS_GAP_GARBLED, 1, 255);
    EXPECT_EQ (get (0, 255), 8000);
}
