// SPDX-License-Identifier: LGPL-2.1-or-later
#include "modbus-word.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace
{

using Words = std::vector<guint16>;

Words
encode (ModbusWordType type, ModbusWordOrder order, double value)
{
    Words words (modbus_word_get_count (type));

    modbus_word_encode (type, order, value, words.data ());
    return words;
}

} // namespace

// 230.5 is 0x43668000 as a float.
TEST (ModbusWord, HasFourOrders)
{
    EXPECT_EQ (encode (MODBUS_WORD_FLOAT32, MODBUS_WORD_ABCD, 230.5), (Words{ 0x4366, 0x8000 }));
    EXPECT_EQ (encode (MODBUS_WORD_FLOAT32, MODBUS_WORD_CDAB, 230.5), (Words{ 0x8000, 0x4366 }));
    EXPECT_EQ (encode (MODBUS_WORD_FLOAT32, MODBUS_WORD_BADC, 230.5), (Words{ 0x6643, 0x0080 }));
    EXPECT_EQ (encode (MODBUS_WORD_FLOAT32, MODBUS_WORD_DCBA, 230.5), (Words{ 0x0080, 0x6643 }));
}

TEST (ModbusWord, HasTheBitsOfEachType)
{
    EXPECT_EQ (encode (MODBUS_WORD_UINT16, MODBUS_WORD_ABCD, 65535), (Words{ 0xffff }));
    EXPECT_EQ (encode (MODBUS_WORD_INT16, MODBUS_WORD_ABCD, -2), (Words{ 0xfffe }));
    EXPECT_EQ (encode (MODBUS_WORD_INT16, MODBUS_WORD_DCBA, 0x1234), (Words{ 0x3412 }));
    EXPECT_EQ (encode (MODBUS_WORD_UINT32, MODBUS_WORD_ABCD, 0x12345678),
               (Words{ 0x1234, 0x5678 }));
    EXPECT_EQ (encode (MODBUS_WORD_INT32, MODBUS_WORD_ABCD, -2), (Words{ 0xffff, 0xfffe }));
    EXPECT_EQ (encode (MODBUS_WORD_UINT64, MODBUS_WORD_ABCD, 0x123456789abc),
               (Words{ 0, 0x1234, 0x5678, 0x9abc }));
    EXPECT_EQ (encode (MODBUS_WORD_INT64, MODBUS_WORD_CDAB, -2),
               (Words{ 0xfffe, 0xffff, 0xffff, 0xffff }));
    EXPECT_EQ (encode (MODBUS_WORD_FLOAT64, MODBUS_WORD_ABCD, 1.5), (Words{ 0x3ff8, 0, 0, 0 }));
}

TEST (ModbusWord, StopsAtTheEndOfItsRange)
{
    EXPECT_EQ (encode (MODBUS_WORD_UINT16, MODBUS_WORD_ABCD, 70000), (Words{ 0xffff }));
    EXPECT_EQ (encode (MODBUS_WORD_UINT16, MODBUS_WORD_ABCD, -1), (Words{ 0 }));
    EXPECT_EQ (encode (MODBUS_WORD_INT16, MODBUS_WORD_ABCD, -40000), (Words{ 0x8000 }));
    EXPECT_EQ (encode (MODBUS_WORD_UINT32, MODBUS_WORD_ABCD, 5e9), (Words{ 0xffff, 0xffff }));
}

TEST (ModbusWord, ComesBackAsItWas)
{
    for (int type = MODBUS_WORD_UINT16; type <= MODBUS_WORD_FLOAT64; type++)
        for (int order = MODBUS_WORD_ABCD; order <= MODBUS_WORD_DCBA; order++)
            for (double value : { 0.0, 1.0, 258.0, 32767.0 }) {
                Words words = encode ((ModbusWordType)type, (ModbusWordOrder)order, value);

                EXPECT_EQ (modbus_word_decode ((ModbusWordType)type, (ModbusWordOrder)order,
                                               words.data ()),
                           value)
                    << type << " " << order;
            }
}

TEST (ModbusWord, KnowsItsNames)
{
    ModbusWordType type;
    ModbusWordOrder order;

    ASSERT_TRUE (modbus_word_parse_type ("float64", &type));
    EXPECT_EQ (type, MODBUS_WORD_FLOAT64);
    ASSERT_TRUE (modbus_word_parse_order ("BADC", &order));
    EXPECT_EQ (order, MODBUS_WORD_BADC);
    EXPECT_FALSE (modbus_word_parse_type ("int8", &type));
    EXPECT_FALSE (modbus_word_parse_order ("abcd", &order));
}
