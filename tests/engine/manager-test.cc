// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/manager-house.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

const std::string GATEWAY = "[Device]\nDriver=test\nModel=gateway\n";
const double HOUR = 3600;

struct Child {
    std::string id;
    std::string address = "0";
    std::string label = "";
    bool lost = false;
    std::string model = "meter";
};

class Manager : public ManagerHouse
{
  protected:
    void
    prepare (WattleDevice *device, const std::string &model) override
    {
        if (model == "meter")
            script_of (device).configure = [this] (WattleDevice *self, WattleOptions *options) {
                addresses[self] = wattle_options_get_text (options, "Address");
                return true;
            };
        if (model == "meter") {
            WattleEntitySpec spec = {};

            spec.quantity = WATTLE_QUANTITY_ENERGY;
            spec.direction = WATTLE_DIRECTION_IMPORT;
            wattle_device_set_entities (device, &spec, 1);
        }
        script_of (device).decode = [this, model] (WattleDevice *self) {
            if (model == "gateway")
                list (self);
            else
                count (self);
            return answers;
        };
    }

    void
    list (WattleDevice *gateway)
    {
        for (Child &child : listings[gateway]) {
            if (child.lost)
                wattle_device_lose_child (gateway, child.id.c_str ());
            else
                wattle_device_set_child (gateway, child.id.c_str (), child.model.c_str (),
                                         child.address.c_str (), child.label.c_str ());
        }
        wattle_device_end_children (gateway);
    }

    // Counts its polls over restarts.
    void
    count (WattleDevice *meter)
    {
        const char *before = wattle_source_get_state (WATTLE_SOURCE (meter), "polls");
        std::string now = std::to_string (before != nullptr ? atoi (before) + 1 : 1);

        wattle_source_set_state (WATTLE_SOURCE (meter), "polls", now.c_str (), (WattleStateFlags)0);
        if (energy > 0)
            wattle_device_report (meter, "energy_import", energy);
    }

    void
    wait_for_disk ()
    {
        spin ([this] { return !wattle_counters_is_writing (counters); });
    }

    static void
    on_batch (WattleRunner *, GPtrArray *entities, gpointer user_data)
    {
        auto *seen = static_cast<std::vector<std::string> *> (user_data);

        for (guint i = 0; i < entities->len; i++) {
            auto *entity = WATTLE_ENTITY (entities->pdata[i]);
            g_autofree char *text = wattle_entity_dup_display (entity);

            if (g_str_equal (wattle_entity_get_key (entity), "energy_import"))
                seen->push_back (text);
        }
    }

    // Of a meter of its gateway, once it has counted this within a second.
    double
    read (double raw)
    {
        energy = raw;
        for (int i = 0; i < 2; i++) {
            wattle_runner_poll_all (wattle_manager_find (manager, "m1"));
            wait_for_disk ();
        }
        return wattle_entity_get_number (wattle_device_get_entity (device ("m1"), 0));
    }

    WattleDevice *
    device (const char *id)
    {
        return wattle_runner_get_device (wattle_manager_find (manager, id));
    }

    void
    show (const char *gateway, const std::vector<Child> &children)
    {
        listings[device (gateway)] = children;
        wattle_runner_poll_all (wattle_manager_find (manager, gateway));
    }

    std::string
    order ()
    {
        std::string ids;

        for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
            ids +=
                std::string (wattle_runner_get_id (wattle_manager_get_runner (manager, i))) + " ";
        return ids;
    }

    bool answers = true;
    double energy = 0;
    std::map<WattleDevice *, std::vector<Child>> listings;
    std::map<WattleDevice *, std::string> addresses;
};

TEST_F (Manager, MakesSubDevices)
{
    ASSERT_TRUE (add ("gw", GATEWAY + "Interval=1s\n[Options]\nScale=7\n"));
    show ("gw", { { "m1", "1", "Kitchen" }, { "m2", "2" } });
    EXPECT_EQ (order (), "gw m1 m2 ");
    WattleRunner *meter = wattle_manager_find (manager, "m1");
    EXPECT_EQ (wattle_runner_get_parent (meter), wattle_manager_find (manager, "gw"));
    EXPECT_STREQ (wattle_runner_get_name (meter), "Kitchen");
    EXPECT_STREQ (wattle_runner_get_driver (meter), "test");
    EXPECT_EQ (addresses[device ("m2")], "2");
    EXPECT_STREQ (wattle_options_get_text (wattle_runner_get_options (meter), "Scale"), "7");
    EXPECT_EQ (wattle_runner_get_interval (meter), 2000u) << "its model allows no shorter one";
    EXPECT_EQ (state ("m1"), "online");
}

TEST_F (Manager, MovesASubDeviceAndAsksItAtOnce)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1", "1" } });
    log.take ();
    show ("gw", { { "m1", "3", "Renamed" } });
    EXPECT_EQ (addresses[device ("m1")], "3");
    EXPECT_EQ (log.take (), (std::vector<std::string>{ "m1: now at address 3" }));
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (device ("m1")), "polls"), "2");
    EXPECT_STREQ (wattle_runner_get_name (wattle_manager_find (manager, "m1")), "Renamed");
}

TEST_F (Manager, KnowsLostFromGone)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" }, { "m2" } });
    show ("gw", { { "m1", "0", "", true } });
    EXPECT_EQ (state ("m1"), "offline");
    EXPECT_EQ (state ("m2"), "gone");
    show ("gw", { { "m1" }, { "m2", "0", "", true } });
    EXPECT_EQ (state ("m1"), "online");
    EXPECT_EQ (state ("m2"), "offline") << "listed again, but not detected";
    show ("gw", { { "m1" }, { "m2" } });
    EXPECT_EQ (state ("m2"), "online");
    EXPECT_EQ (complaints (), std::vector<std::string>{});
}

TEST_F (Manager, ForgetsAGoneSubDeviceAfterADay)
{
    ASSERT_TRUE (add ("gw", GATEWAY + "Interval=30min\n"));
    show ("gw", { { "m1" }, { "m2" }, { "m3" } });
    show ("gw", {});
    advance (12 * HOUR);
    show ("gw", { { "m2", "0", "", true } });
    show ("gw", { { "m3" } });
    advance (12 * HOUR - 60);
    EXPECT_EQ (state ("m1"), "gone");
    advance (HOUR);
    EXPECT_EQ (order (), "gw m2 m3 ") << "m2 was named meanwhile";
}

TEST_F (Manager, SaysThatTwoGatewaysClaimADevice)
{
    ASSERT_TRUE (add ("a", GATEWAY));
    ASSERT_TRUE (add ("b", GATEWAY));
    show ("a", { { "m1" } });
    show ("b", { { "m1" } });
    EXPECT_EQ (complaints (),
               (std::vector<std::string>{ "m1: b and another device both claim it" }));
    log.take ();
    show ("a", { { "m1" } });
    show ("b", { { "m1" } });
    EXPECT_EQ (log.take ().size (), 0u) << "once";
    EXPECT_EQ (state ("m1"), "online");

    show ("b", {});
    EXPECT_EQ (complaints (), std::vector<std::string>{});
}

TEST_F (Manager, TakesASubDeviceAlongToItsNewGateway)
{
    ASSERT_TRUE (add ("a", GATEWAY));
    ASSERT_TRUE (add ("b", GATEWAY));
    show ("a", { { "m1" } });
    show ("a", {});
    show ("b", { { "m1" } });
    EXPECT_EQ (wattle_runner_get_parent (wattle_manager_find (manager, "m1")),
               wattle_manager_find (manager, "b"));
    EXPECT_EQ (state ("m1"), "online");
}

TEST_F (Manager, SaysWhyASubDeviceCannotBeMade)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1", "99" }, { "m2", "0", "", false, "clock" } });
    EXPECT_EQ (complaints (),
               (std::vector<std::string>{
                   "m1: cannot be made: Address: must be a whole number from 0 to 15",
                   "m2: cannot be made: the driver has no model “clock”" }));
    show ("gw", { { "m1", "9" } });
    EXPECT_EQ (complaints (), std::vector<std::string>{});
}

TEST_F (Manager, RemovesSubDevicesWithTheirGateway)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    ASSERT_TRUE (add ("other", GATEWAY));
    show ("gw", { { "m1" }, { "m2" } });
    wattle_manager_remove (manager, "gw", TRUE);
    EXPECT_EQ (order (), "other ");
    advance (60);
}

TEST_F (Manager, IsSettledWhenEveryDeviceHasAnsweredOrFailed)
{
    EXPECT_TRUE (wattle_manager_is_settled (manager));
    answers = false;
    ASSERT_TRUE (add ("gw", GATEWAY));
    EXPECT_FALSE (wattle_manager_is_settled (manager));
    advance (2);
    EXPECT_TRUE (wattle_manager_is_settled (manager));
    EXPECT_EQ (complaints ().size (), 1u);
    answers = true;
    advance (2);
    EXPECT_EQ (complaints ().size (), 0u);
}

TEST_F (Manager, KeepsStateOverARun)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" } });
    wattle_manager_stop (manager);
    renew ();
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" } });
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (device ("m1")), "polls"), "2");
}

TEST_F (Manager, TellsTheFirstTotalOnceItIsOnDisk)
{
    std::vector<std::string> seen;

    wattle_manager_subscribe (manager, on_batch, &seen);
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" } });
    energy = 5000;
    wattle_runner_poll_all (wattle_manager_find (manager, "m1"));
    EXPECT_EQ (seen, std::vector<std::string>{ "–" });
    seen.clear ();
    wait_for_disk ();
    EXPECT_EQ (seen, std::vector<std::string>{ "5000" }) << "without a further answer";
}

TEST_F (Manager, IsGoneBeforeTheDiskIsReady)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" } });
    energy = 5000;
    wattle_runner_poll_all (wattle_manager_find (manager, "m1"));
    ASSERT_TRUE (wattle_counters_is_writing (counters));
    g_clear_object (&manager);
    wait_for_disk ();
}

// The first step of a counter may be that of a quarter of an hour: 30 kWh at 100 kW.
TEST_F (Manager, BelievesAsMuchAsTheInstallationCanDo)
{
    ASSERT_TRUE (add ("gw", GATEWAY));
    show ("gw", { { "m1" } });
    EXPECT_EQ (read (5000), 5000);
    EXPECT_EQ (read (105000), 5000);
}

TEST_F (Manager, TakesTheMaximumPowerFromTheGatewaysFile)
{
    ASSERT_TRUE (add ("gw", GATEWAY + "MaxPower=1000000\n"));
    show ("gw", { { "m1" } });
    EXPECT_EQ (read (5000), 5000);
    EXPECT_EQ (read (105000), 105000);
}

} // namespace
