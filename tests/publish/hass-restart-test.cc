// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/hass-restart.h"

using namespace wattle_test;

namespace
{

const gint64 some_day = G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC;

class HassOrphans : public HassRestart
{
  protected:
    // A gateway and a meter behind it have been announced; the gateway alone is there again.
    WattleRunner *
    lose_the_meter ()
    {
        wattle_clock_set_wall (clock, some_day);
        add ("meter", power, add ("gateway", power));
        start ();
        end ();
        WattleRunner *gateway = add ("gateway", power);
        start ();
        configure ({ "gateway" });
        return gateway;
    }

    Topics
    orphans ()
    {
        g_auto (GStrv) topics = wattle_hass_list_orphans (hass);

        return Topics (topics, topics + g_strv_length (topics));
    }
};

} // namespace

TEST_F (HassOrphans, ClearsADeviceThatIsNoLongerConfigured)
{
    add ("meter", power);
    add ("other", power);
    start ();
    EXPECT_EQ (kept ("meter"), meter_topics);
    end ();
    add ("other", power);
    start ();
    configure ({ "other" });
    EXPECT_EQ (kept ("meter"), Topics ({}));
    EXPECT_EQ (kept ("other").size (), 2u);
    wattle_hass_stop (hass);
    EXPECT_EQ (journal ().find ("meter"), std::string::npos);
    EXPECT_NE (journal ().find ("other"), std::string::npos);
}

TEST_F (HassOrphans, ClearsWhatAKilledHostLeft)
{
    add ("meter", power);
    start ();
    end_at_once ();
    start ();
    configure ({});
    EXPECT_EQ (kept ("meter"), Topics ({}));
}

TEST_F (HassOrphans, ClearsNothingBeforeItKnowsTheConfiguration)
{
    add ("meter", power);
    start ();
    end ();
    start ();
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassOrphans, KeepsAConfiguredDeviceThatCannotRun)
{
    add ("meter", power);
    start ();
    end ();
    start ();
    configure ({ "meter" });
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassOrphans, KeepsWhatIsBehindAGatewayThatIsOutOfReach)
{
    lose_the_meter ();
    pass_hours (1000);
    advance (60000);
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassOrphans, ClearsASubDeviceADayAfterItWasLastNamed)
{
    WattleRunner *gateway = lose_the_meter ();

    list (gateway, {});
    EXPECT_EQ (kept ("meter"), meter_topics);
    pass_hours (23);
    list (gateway, {});
    EXPECT_EQ (kept ("meter"), meter_topics);
    pass_hours (1);
    list (gateway, {});
    EXPECT_EQ (kept ("meter"), Topics ({}));
}

TEST_F (HassOrphans, CountsTheDayOverARestart)
{
    list (lose_the_meter (), {});
    end_at_once ();
    pass_hours (24);
    WattleRunner *gateway = add ("gateway", power);
    start ();
    configure ({ "gateway" });
    EXPECT_EQ (kept ("meter"), meter_topics) << "nobody has looked yet";
    list (gateway, {});
    EXPECT_EQ (kept ("meter"), Topics ({}));
}

TEST_F (HassOrphans, StartsTheDayAgainWhenASubDeviceIsNamed)
{
    WattleRunner *gateway = lose_the_meter ();

    list (gateway, {});
    pass_hours (20);
    list (gateway, { "meter" });
    pass_hours (20);
    list (gateway, {});
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassOrphans, DoesNotTrustAClockThatWasNeverSet)
{
    WattleRunner *gateway = lose_the_meter ();

    wattle_clock_set_wall (clock, G_USEC_PER_SEC);
    list (gateway, {});
    wattle_clock_set_wall (clock, some_day);
    list (gateway, {});
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassOrphans, ClearsSubDevicesWithTheirGateway)
{
    lose_the_meter ();
    end ();
    start ();
    configure ({ "other" });
    EXPECT_EQ (kept ("meter"), Topics ({}));
    EXPECT_EQ (kept ("gateway"), Topics ({}));
}

TEST_F (HassOrphans, ClearsWhatWasRemovedWithoutAConnection)
{
    add ("meter", power);
    start ();
    end ();
    add ("meter", power);
    open ();
    wattle_manager_remove (manager, "meter", TRUE);
    EXPECT_EQ (orphans (), meter_topics);
    wattle_mqtt_client_start (client);
    settle_down ();
    EXPECT_EQ (kept ("meter"), Topics ({}));
    listener->hear_all (client);
    EXPECT_EQ (orphans (), Topics ({}));
}

TEST_F (HassOrphans, LeavesAloneWhatIsStillInUse)
{
    add ("meter", power);
    start ();
    end ();
    prefix = "ha";
    open ();
    EXPECT_EQ (orphans (), Topics ({ "homeassistant/device/wattle/config",
                                     "homeassistant/device/wattle_meter/config",
                                     "wattle/meter/availability" }));
}

TEST_F (HassOrphans, ClearsTheTopicsOfAnEarlierInstance)
{
    add ("meter", power);
    start ();
    end ();
    instance = "house";
    drop_host ();
    make_host ();
    add ("meter", power);
    start ();
    EXPECT_EQ (kept ("wattle"), Topics ({}));
    EXPECT_EQ (kept ("house_meter").size (), 1u);
    EXPECT_EQ (kept ("house/bridge").size (), 2u);
}

TEST_F (HassOrphans, ClearsTheDiscoveryOfAnEarlierPrefixOnly)
{
    add ("meter", power);
    start ();
    end ();
    prefix = "ha";
    add ("meter", power);
    start ();
    listener->hear_all (client);
    EXPECT_EQ (kept ("homeassistant"), Topics ({}));
    EXPECT_EQ (kept ("meter"),
               Topics ({ "ha/device/wattle_meter/config", "wattle/meter/availability" }));
    EXPECT_EQ (kept ("bridge").size (), 2u);
    for (const std::string &payload : listener->payloads ("wattle/bridge/state"))
        EXPECT_NE (payload, "") << "still in use";
    wattle_hass_stop (hass);
    EXPECT_EQ (journal ().find ("homeassistant"), std::string::npos);
}

TEST_F (HassOrphans, KeepsADeviceThatComesBackWhileItIsCleared)
{
    add ("meter", power);
    start ();
    configure ({ "meter" });
    for (int i = 0; i < 3; i++) {
        wattle_manager_remove (manager, "meter", TRUE);
        add ("meter", power);
    }
    settle_down ();
    EXPECT_EQ (kept ("meter"), meter_topics);
    wattle_manager_remove (manager, "meter", TRUE);
    settle_down ();
    EXPECT_EQ (kept ("meter"), Topics ({}));
}
