// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-register-map.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

class RegisterMap : public testing::Test
{
  protected:
    ~RegisterMap () override
    {
        g_clear_object (&map);
    }

    void
    make (const std::vector<WattleRegisterSpan> &spans, const WattleRegisterLimits &limits)
    {
        g_clear_object (&map);
        wanted = spans;
        map = wattle_register_map_new (spans.data (), (guint)spans.size (), &limits);
    }

    // "FUNCTION@ADDRESS+COUNT" of each request.
    std::vector<std::string>
    plan ()
    {
        std::vector<std::string> requests;

        for (guint i = 0; i < wattle_register_map_get_n_blocks (map); i++) {
            const WattleRegisterBlock *block = wattle_register_map_get_block (map, i);

            requests.push_back (std::to_string (block->function) + "@" +
                                std::to_string (block->address) + "+" +
                                std::to_string (block->count));
        }
        return requests;
    }

    // Every span is in exactly one request, whole, and no request breaks a limit.
    void
    check (const WattleRegisterLimits &limits)
    {
        std::vector<int> covered (wanted.size ());

        for (guint i = 0; i < wattle_register_map_get_n_blocks (map); i++) {
            const WattleRegisterBlock *block = wattle_register_map_get_block (map, i);

            EXPECT_LE (block->count, limits.max_registers);
            if (limits.even) {
                EXPECT_EQ (block->address % 2, 0);
                EXPECT_EQ (block->count % 2, 0);
            }
            for (guint j = 0; j < block->n_spans; j++) {
                guint index = wattle_register_map_get_span (map, block->first + j);
                const WattleRegisterSpan &span = wanted[index];

                covered[index]++;
                EXPECT_EQ (span.function, block->function);
                EXPECT_EQ (span.group, block->group);
                EXPECT_GE (span.address, block->address);
                EXPECT_LE (span.address + span.count, block->address + block->count);
            }
        }
        for (int times : covered)
            EXPECT_EQ (times, 1);
    }

    WattleRegisterMap *map = nullptr;
    std::vector<WattleRegisterSpan> wanted;
};

using Requests = std::vector<std::string>;

} // namespace

TEST_F (RegisterMap, ReadsNeighboursTogether)
{
    make ({ { 4, 4, 2, 0 }, { 4, 0, 2, 0 }, { 4, 2, 2, 0 } }, { 60, 0, FALSE });
    EXPECT_EQ (plan (), (Requests{ "4@0+6" }));
    EXPECT_EQ (wattle_register_map_get_span (map, 0), 1u);
}

TEST_F (RegisterMap, BridgesHolesAsFarAsItMay)
{
    make ({ { 4, 0, 2, 0 }, { 4, 6, 2, 0 }, { 4, 20, 2, 0 } }, { 60, 4, FALSE });
    EXPECT_EQ (plan (), (Requests{ "4@0+8", "4@20+2" }));
    make ({ { 4, 0, 2, 0 }, { 4, 6, 2, 0 }, { 4, 20, 2, 0 } }, { 60, 3, FALSE });
    EXPECT_EQ (plan (), (Requests{ "4@0+2", "4@6+2", "4@20+2" }));
}

TEST_F (RegisterMap, NeverReadsMoreThanTheDeviceAllows)
{
    make ({ { 4, 0, 2, 0 }, { 4, 2, 2, 0 }, { 4, 4, 2, 0 } }, { 4, 0, FALSE });
    EXPECT_EQ (plan (), (Requests{ "4@0+4", "4@4+2" }));
}

TEST_F (RegisterMap, KeepsFunctionsAndGroupsApart)
{
    make ({ { 4, 0, 2, 1 }, { 3, 2, 2, 1 }, { 4, 2, 2, 2 }, { 4, 4, 2, 1 } }, { 60, 9, FALSE });
    EXPECT_EQ (plan (), (Requests{ "3@2+2", "4@0+6", "4@2+2" }));
}

TEST_F (RegisterMap, AsksForEvenCountsAtEvenAddresses)
{
    make ({ { 3, 5, 1, 0 }, { 3, 8, 1, 0 } }, { 60, 0, TRUE });
    EXPECT_EQ (plan (), (Requests{ "3@4+2", "3@8+2" }));
    make ({ { 3, 5, 1, 0 }, { 3, 8, 1, 0 } }, { 60, 2, TRUE });
    EXPECT_EQ (plan (), (Requests{ "3@4+6" }));
}

TEST_F (RegisterMap, SplitsWhatIsRefusedAtItsWidestHole)
{
    const WattleRegisterLimits limits = { 60, 10, FALSE };

    make ({ { 4, 0, 2, 0 }, { 4, 4, 2, 0 }, { 4, 14, 2, 0 } }, limits);
    ASSERT_EQ (plan (), (Requests{ "4@0+16" }));
    EXPECT_TRUE (wattle_register_map_split (map, 0));
    EXPECT_EQ (plan (), (Requests{ "4@0+6", "4@14+2" }));
    EXPECT_TRUE (wattle_register_map_split (map, 0));
    EXPECT_EQ (plan (), (Requests{ "4@0+2", "4@4+2", "4@14+2" }));
    EXPECT_FALSE (wattle_register_map_split (map, 0)) << "it does not have that";
    check (limits);

    g_autofree char *cuts = wattle_register_map_dup_cuts (map);
    EXPECT_STREQ (cuts, "4:14 4:4");
    make (wanted, limits);
    wattle_register_map_set_cuts (map, cuts);
    EXPECT_EQ (plan (), (Requests{ "4@0+2", "4@4+2", "4@14+2" })) << "it is remembered";
    wattle_register_map_set_cuts (map, "4:14 x 9:1 4:70000 :: 4:");
    EXPECT_EQ (plan (), (Requests{ "4@0+6", "4@14+2" })) << "nonsense is passed over";
}

TEST_F (RegisterMap, SplitsInHalvesWithoutAHole)
{
    make ({ { 4, 0, 2, 0 }, { 4, 2, 2, 0 }, { 4, 4, 2, 0 }, { 4, 6, 2, 0 } }, { 60, 0, FALSE });
    EXPECT_TRUE (wattle_register_map_split (map, 0));
    EXPECT_EQ (plan (), (Requests{ "4@0+4", "4@4+4" }));
}

TEST_F (RegisterMap, ReadsOverlappingSpansOnce)
{
    make ({ { 4, 0, 4, 0 }, { 4, 1, 2, 0 }, { 4, 0, 4, 0 } }, { 60, 0, FALSE });
    EXPECT_EQ (plan (), (Requests{ "4@0+4" }));
}

TEST_F (RegisterMap, HoldsItsLimitsWhateverIsWanted)
{
    guint64 state = 88172645463325252;
    auto random = [&] (guint64 below) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state % below;
    };

    for (int round = 0; round < 2000; round++) {
        WattleRegisterLimits limits = { (guint)(4 + random (122)), (guint)random (20),
                                        (gboolean)random (2) };
        std::vector<WattleRegisterSpan> spans;

        limits.max_registers &= ~1u;
        for (guint64 i = random (30); i > 0; i--)
            spans.push_back ({ (guint8)(3 + random (2)), (guint16)random (300),
                               (guint16)(1 + random (2)), (guint)random (2) });
        make (spans, limits);
        check (limits);
        while (
            wattle_register_map_get_n_blocks (map) > 0 &&
            wattle_register_map_split (map, (guint)random (wattle_register_map_get_n_blocks (map))))
            check (limits);
    }
}
