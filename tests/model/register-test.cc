// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-register.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace
{

using Bytes = std::vector<guint8>;

double
decode (WattleRegisterType type, WattleRegisterOrder order, const Bytes &bytes)
{
    double value = 0;

    EXPECT_EQ (bytes.size (), wattle_register_type_get_words (type) * 2);
    EXPECT_TRUE (wattle_register_decode (type, order, bytes.data (), &value));
    return value;
}

Bytes
encode (WattleRegisterType type, WattleRegisterOrder order, double value)
{
    guint16 words[WATTLE_REGISTER_MAX_WORDS];
    Bytes bytes;

    if (!wattle_register_encode (type, order, value, words))
        return {};
    for (guint i = 0; i < wattle_register_type_get_words (type); i++) {
        bytes.push_back ((guint8)(words[i] >> 8));
        bytes.push_back ((guint8)words[i]);
    }
    return bytes;
}

// Good enough, and the same everywhere.
guint64
next_random (guint64 &state)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

} // namespace

TEST (Register, DecodesEveryOrder)
{
    // 0x43663334 is 230.2 as a float; the example in the manual of the SDM630.
    EXPECT_NEAR (decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_ABCD, { 0x43, 0x66, 0x33, 0x34 }),
                 230.2, 1e-4);
    EXPECT_NEAR (decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_CDAB, { 0x33, 0x34, 0x43, 0x66 }),
                 230.2, 1e-4);
    EXPECT_NEAR (decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_BADC, { 0x66, 0x43, 0x34, 0x33 }),
                 230.2, 1e-4);
    EXPECT_NEAR (decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_DCBA, { 0x34, 0x33, 0x66, 0x43 }),
                 230.2, 1e-4);
    EXPECT_EQ (decode (WATTLE_REGISTER_UINT16, WATTLE_REGISTER_ABCD, { 1, 2 }), 0x0102);
    EXPECT_EQ (decode (WATTLE_REGISTER_UINT16, WATTLE_REGISTER_CDAB, { 1, 2 }), 0x0102);
    EXPECT_EQ (decode (WATTLE_REGISTER_UINT16, WATTLE_REGISTER_BADC, { 1, 2 }), 0x0201);
    EXPECT_EQ (decode (WATTLE_REGISTER_UINT64, WATTLE_REGISTER_CDAB, { 0, 4, 0, 3, 0, 2, 0, 1 }),
               0x0001000200030004);
}

TEST (Register, DecodesSigns)
{
    EXPECT_EQ (decode (WATTLE_REGISTER_INT16, WATTLE_REGISTER_ABCD, { 0xff, 0xfe }), -2);
    EXPECT_EQ (decode (WATTLE_REGISTER_INT32, WATTLE_REGISTER_ABCD, { 0xff, 0xff, 0xff, 0xfe }),
               -2);
    EXPECT_EQ (decode (WATTLE_REGISTER_INT64, WATTLE_REGISTER_ABCD,
                       { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe }),
               -2);
    EXPECT_EQ (decode (WATTLE_REGISTER_UINT32, WATTLE_REGISTER_ABCD, { 0xff, 0xff, 0xff, 0xfe }),
               4294967294);
}

TEST (Register, TellsWhatIsNoNumber)
{
    double value;
    const guint8 nan32[] = { 0x7f, 0xc0, 0, 0 };
    const guint8 infinity32[] = { 0xff, 0x80, 0, 0 };
    const guint8 nan64[] = { 0x7f, 0xf8, 0, 0, 0, 0, 0, 0 };

    EXPECT_FALSE (
        wattle_register_decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_ABCD, nan32, &value));
    EXPECT_FALSE (
        wattle_register_decode (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_ABCD, infinity32, &value));
    EXPECT_FALSE (
        wattle_register_decode (WATTLE_REGISTER_FLOAT64, WATTLE_REGISTER_ABCD, nan64, &value));
    EXPECT_EQ (wattle_register_get_bits (WATTLE_REGISTER_FLOAT32, WATTLE_REGISTER_ABCD, nan32),
               0x7fc00000u);
}

TEST (Register, EncodesNothingThatDoesNotFit)
{
    const struct {
        WattleRegisterType type;
        double value;
        bool fits;
    } rows[] = {
        { WATTLE_REGISTER_UINT16, 65535, true },
        { WATTLE_REGISTER_UINT16, 65536, false },
        { WATTLE_REGISTER_UINT16, -1, false },
        { WATTLE_REGISTER_INT16, -32768, true },
        { WATTLE_REGISTER_INT16, 32768, false },
        { WATTLE_REGISTER_UINT32, 4294967295.0, true },
        { WATTLE_REGISTER_UINT32, 4294967296.0, false },
        { WATTLE_REGISTER_INT32, -2147483648.0, true },
        { WATTLE_REGISTER_INT64, 1e19, false },
        { WATTLE_REGISTER_FLOAT32, 1e39, false },
        { WATTLE_REGISTER_FLOAT64, 1e300, true },
        { WATTLE_REGISTER_FLOAT64, NAN, false },
        { WATTLE_REGISTER_UINT16, NAN, false },
        { WATTLE_REGISTER_FLOAT64, std::numeric_limits<double>::infinity (), false },
    };

    for (const auto &row : rows)
        EXPECT_EQ (!encode (row.type, WATTLE_REGISTER_ABCD, row.value).empty (), row.fits)
            << wattle_register_type_get_name (row.type) << " " << row.value;
}

// Whatever bytes come, writing what was read gives the same bytes again.
TEST (Register, RoundTripsInEveryTypeAndOrder)
{
    guint64 state = 88172645463325252;

    for (int i = 0; i < 100000; i++) {
        auto type = (WattleRegisterType)(next_random (state) % WATTLE_REGISTER_N_TYPES);
        auto order = (WattleRegisterOrder)(next_random (state) % WATTLE_REGISTER_N_ORDERS);
        guint64 random = next_random (state);
        Bytes bytes;
        double value;

        // A double holds 53 bits.
        if (type == WATTLE_REGISTER_UINT64 || type == WATTLE_REGISTER_INT64)
            random &= 0x1fffffffffffff;
        for (guint byte = 0; byte < wattle_register_type_get_words (type) * 2; byte++)
            bytes.push_back ((guint8)(random >> 8 * byte));
        if (type == WATTLE_REGISTER_UINT64 || type == WATTLE_REGISTER_INT64)
            order = WATTLE_REGISTER_DCBA;
        if (!wattle_register_decode (type, order, bytes.data (), &value))
            continue;
        ASSERT_EQ (encode (type, order, value), bytes)
            << wattle_register_type_get_name (type) << " " << wattle_register_order_get_name (order)
            << " " << value;
    }
}

TEST (Register, KnowsItsNames)
{
    WattleRegisterType type;
    WattleRegisterOrder order;

    for (guint i = 0; i < WATTLE_REGISTER_N_TYPES; i++) {
        ASSERT_TRUE (wattle_register_type_parse (
            wattle_register_type_get_name ((WattleRegisterType)i), &type));
        EXPECT_EQ (type, (WattleRegisterType)i);
    }
    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++) {
        ASSERT_TRUE (wattle_register_order_parse (
            wattle_register_order_get_name ((WattleRegisterOrder)i), &order));
        EXPECT_EQ (order, (WattleRegisterOrder)i);
    }
    EXPECT_FALSE (wattle_register_type_parse ("float", &type));
    EXPECT_FALSE (wattle_register_order_parse ("big", &order));
}
