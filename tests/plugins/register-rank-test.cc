// SPDX-License-Identifier: LGPL-2.1-or-later
// Which order of bytes registers have, told by one read of them.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "model/wattle-meter-library.h"
#include "model/wattle-register-map.h"
#include "model/wattle-register-rank.h"
#include "modbus-bus.h"
#include "support/definitions.h"

using namespace wattle_test;

namespace
{

class RegisterRank : public testing::Test
{
  protected:
    ~RegisterRank () override
    {
        wattle_meter_library_unref (library);
        g_object_unref (bus);
    }

    // What one read of a meter answers whose values are in another order.
    std::vector<guint8>
    read (const WattleMeter *meter,
          guint8 unit,
          const WattleRegisterBlock &block,
          WattleRegisterOrder order)
    {
        std::vector<guint8> bytes (block.count * 2u);
        std::vector<guint8> plain (block.count * 2u);
        guint exception = 1;

        EXPECT_TRUE (modbus_bus_read (bus, unit, block.function, block.address, block.count,
                                      plain.data (), &exception));
        EXPECT_EQ (exception, 0u);
        bytes = plain;
        for (guint i = 0; i < meter->n_points; i++)
            turn (meter->points[i], block, order, plain, bytes);
        if (order == WATTLE_REGISTER_BADC || order == WATTLE_REGISTER_DCBA)
            turn_singles (meter, block, plain, bytes);
        return bytes;
    }

    static bool
    contains (const WattleMeterPoint &point, const WattleRegisterBlock &block)
    {
        guint words = wattle_register_type_get_words (point.type);

        return point.function == block.function && point.address >= block.address &&
               point.address + words <= block.address + block.count;
    }

    static void
    turn (const WattleMeterPoint &point,
          const WattleRegisterBlock &block,
          WattleRegisterOrder order,
          const std::vector<guint8> &plain,
          std::vector<guint8> &bytes)
    {
        gsize at = (point.address - block.address) * 2u;
        guint64 bits;

        if (!contains (point, block) || wattle_register_type_get_words (point.type) != 2)
            return;
        bits = wattle_register_get_bits (point.type, point.order, plain.data () + at);
        for (guint i = 0; i < 4; i++) {
            static const guint places[][4] = {
                { 0, 1, 2, 3 }, { 2, 3, 0, 1 }, { 1, 0, 3, 2 }, { 3, 2, 1, 0 }
            };

            bytes[at + places[order][i]] = (guint8)(bits >> (8 * (3 - i)));
        }
    }

    // A meter that swaps the bytes of long values swaps those of short ones.
    static void
    turn_singles (const WattleMeter *meter,
                  const WattleRegisterBlock &block,
                  const std::vector<guint8> &plain,
                  std::vector<guint8> &bytes)
    {
        std::vector<bool> done (block.count);

        for (guint i = 0; i < meter->n_points; i++)
            if (contains (meter->points[i], block) &&
                wattle_register_type_get_words (meter->points[i].type) == 2)
                for (guint j = 0; j < 2; j++)
                    done[meter->points[i].address - block.address + j] = true;
        for (guint i = 0; i < block.count; i++)
            if (!done[i]) {
                bytes[i * 2] = plain[i * 2 + 1];
                bytes[i * 2 + 1] = plain[i * 2];
            }
    }

    // One read as a person would make it who wants to see this point: as many registers as the
    // meter answers at once, with as many other points as possible.
    static WattleRegisterBlock
    choose_read (const WattleMeter *meter, const WattleMeterPoint *point)
    {
        guint count = meter->limits.max_registers;
        WattleRegisterBlock best = {};
        size_t most = 0;

        for (guint i = 0; i < meter->n_points; i++) {
            guint first = meter->points[i].address;
            WattleRegisterBlock block = { point->function, (guint16)first,
                                          (guint16)MIN (count, 0x10000 - first) };

            if (meter->points[i].function != point->function || !contains (*point, block) ||
                list_points (meter, block).size () <= most)
                continue;
            most = list_points (meter, block).size ();
            best = block;
        }
        return best;
    }

    // Points of 32 bits that one read covers.
    static std::vector<const WattleMeterPoint *>
    list_points (const WattleMeter *meter, const WattleRegisterBlock &block)
    {
        std::vector<const WattleMeterPoint *> points;

        for (guint i = 0; i < meter->n_points; i++)
            if (contains (meter->points[i], block) &&
                wattle_register_type_get_words (meter->points[i].type) == 2)
                points.push_back (&meter->points[i]);
        return points;
    }

    // Whether type and order of the point come first.
    bool
    is_first (const WattleMeter *meter,
              guint8 unit,
              const WattleMeterPoint *point,
              WattleRegisterOrder order)
    {
        WattleRegisterBlock block = choose_read (meter, point);
        std::vector<guint8> bytes = read (meter, unit, block, order);
        g_autoptr (WattleRegisterRank) rank = wattle_register_rank_new (bytes.data (), block.count);
        WattleRegisterReading readings[WATTLE_REGISTER_RANK_N_READINGS];

        EXPECT_TRUE (wattle_register_rank_list (rank, point->address - block.address, readings));
        return readings[0].order == order && readings[0].type == point->type;
    }

    // All points of all definitions in all orders, that share a read with enough others.
    void
    judge (size_t min_points, guint *n_judged, std::vector<std::string> *wrong)
    {
        for (guint8 unit = 1; unit <= meters.size (); unit++) {
            const WattleMeter *meter = meters[unit - 1];

            for (guint i = 0; i < meter->n_points; i++) {
                const WattleMeterPoint *point = &meter->points[i];

                if (wattle_register_type_get_words (point->type) != 2 ||
                    list_points (meter, choose_read (meter, point)).size () < min_points)
                    continue;
                for (guint j = 0; j < WATTLE_REGISTER_N_ORDERS; j++) {
                    auto order = (WattleRegisterOrder)j;

                    ++*n_judged;
                    if (!is_first (meter, unit, point, order))
                        wrong->push_back (std::string (meter->id) + " " + point->spec.key + " " +
                                          wattle_register_order_get_name (order));
                }
            }
        }
    }

    // Those that are delivered, each as a unit of the bus.
    void
    add_all ()
    {
        for (const char *id : MODBUS_DEFINITIONS) {
            meters.push_back (wattle_meter_library_find (library, id));
            ASSERT_NE (meters.back (), nullptr) << id;
            ASSERT_TRUE (modbus_bus_add_unit (bus, (guint8)meters.size (),
                                              definition_path (id).c_str (), nullptr));
        }
    }

    std::vector<const WattleMeter *> meters;
    WattleMeterLibrary *library = load_definitions ();
    ModbusBus *bus = modbus_bus_new ();
};

// At night, in the morning and in the evening of the emulated house.
TEST_F (RegisterRank, FindsTheOrderOfEveryPointOfEveryDefinition)
{
    guint n_points = 0;

    add_all ();
    for (const WattleMeter *meter : meters)
        for (guint i = 0; i < meter->n_points; i++)
            n_points += wattle_register_type_get_words (meter->points[i].type) == 2;
    EXPECT_GE (n_points, 299u);
    for (double hour : { 1, 7, 21 }) {
        std::vector<std::string> wrong;
        guint n_judged = 0;

        modbus_bus_set_time (bus, hour * 3600);
        judge (1, &n_judged, &wrong);
        EXPECT_EQ (n_judged, n_points * WATTLE_REGISTER_N_ORDERS);
        EXPECT_EQ (wrong, std::vector<std::string> ()) << hour;
    }
}

// The power that an SDM72 imports and that which it exports are alone in any read, and one of them
// is 0: at some moments the bytes of the other one are a likely value in another order as well.
// Nothing else is mistaken.
TEST_F (RegisterRank, IsNotMistakenWhereValuesHaveCompany)
{
    add_all ();
    for (double hour = 0; hour < 24; hour += 4) {
        std::vector<std::string> wrong;
        guint n_judged = 0;

        modbus_bus_set_time (bus, hour * 3600);
        judge (3, &n_judged, &wrong);
        EXPECT_GT (n_judged, 4u * 280u);
        EXPECT_EQ (wrong, std::vector<std::string> ()) << hour;
    }
}

TEST_F (RegisterRank, SaysHowSureItIs)
{
    const guint8 sure[] = { 0x43, 0x66, 0x80, 0x12, 0x43, 0x67, 0x12, 0x34,
                            0x43, 0x65, 0xab, 0xcd, 0x42, 0x48, 0x00, 0x31 };
    const guint8 unsure[] = { 0, 0, 0, 0 };
    g_autoptr (WattleRegisterRank) one = wattle_register_rank_new (sure, 8);
    g_autoptr (WattleRegisterRank) other = wattle_register_rank_new (unsure, 2);
    double sum = 0;

    EXPECT_GT (wattle_register_rank_get_share (one, WATTLE_REGISTER_ABCD), 0.99);
    EXPECT_LT (wattle_register_rank_get_share (other, WATTLE_REGISTER_ABCD), 0.6);
    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++)
        sum += wattle_register_rank_get_share (other, (WattleRegisterOrder)i);
    EXPECT_NEAR (sum, 1, 1e-9);
}

// Powers of 16 bits, then energies of 32.
TEST_F (RegisterRank, CutsMixedRegisters)
{
    const guint8 bytes[] = { 0x08, 0xfc, 0x08, 0xf7, 0x09, 0x01, 0x00, 0x2d, 0xff,
                             0xd3, 0x02, 0x62, 0x5a, 0x3c, 0x02, 0x71, 0x11, 0x09,
                             0x02, 0x69, 0x91, 0x77, 0x02, 0x55, 0x03, 0x81 };
    g_autoptr (WattleRegisterRank) rank = wattle_register_rank_new (bytes, sizeof bytes / 2);
    WattleRegisterType type;

    EXPECT_EQ (wattle_register_rank_get_orders (rank)[0], WATTLE_REGISTER_ABCD);
    for (guint i = 0; i < 5; i++) {
        ASSERT_TRUE (wattle_register_rank_get_cut (rank, i, &type)) << i;
        EXPECT_EQ (type, WATTLE_REGISTER_INT16) << i;
    }
    for (guint i = 5; i < 13; i += 2) {
        ASSERT_TRUE (wattle_register_rank_get_cut (rank, i, &type)) << i;
        EXPECT_EQ (type, WATTLE_REGISTER_UINT32) << i;
        EXPECT_FALSE (wattle_register_rank_get_cut (rank, i + 1, &type)) << i;
    }
}

TEST_F (RegisterRank, TakesAnyBytes)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (5);

    for (int round = 0; round < 500; round++) {
        guint n = (guint)g_rand_int_range (random, 1, WATTLE_REGISTER_RANK_MAX + 1);
        guint8 bytes[WATTLE_REGISTER_RANK_MAX * 2];
        WattleRegisterReading readings[WATTLE_REGISTER_RANK_N_READINGS];

        for (guint8 &byte : bytes)
            byte = (guint8)(g_rand_boolean (random) ? 0xff : g_rand_int (random));
        g_autoptr (WattleRegisterRank) rank = wattle_register_rank_new (bytes, n);
        for (guint i = 0; i < n; i++) {
            ASSERT_EQ (wattle_register_rank_list (rank, i, readings), i + 1 < n);
            for (guint j = 1; i + 1 < n && j < WATTLE_REGISTER_RANK_N_READINGS; j++)
                ASSERT_LE (readings[j - 1].doubts, readings[j].doubts);
        }
    }
}

} // namespace
