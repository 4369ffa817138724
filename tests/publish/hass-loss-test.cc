// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/hass-restart.h"

using namespace wattle_test;

namespace
{

const char *const meter_config = "homeassistant/device/wattle_meter/config";
const char *const host_config = "homeassistant/device/wattle/config";
const char *const sentinel = "wattle/bridge/sentinel";

class HassLoss : public HassRestart
{
  protected:
    void
    begin ()
    {
        add ("meter", power);
        start ();
        listener->forget ();
    }

    size_t
    times (const char *topic)
    {
        size_t n = 0;

        for (const std::string &payload : listener->payloads (topic))
            n += payload != "";
        return n;
    }

    // The host drops such a long message unread: to it, the text has vanished without a word.
    void
    lose_silently ()
    {
        say (sentinel, std::string (WATTLE_MQTT_PAYLOAD_MAX + 1, 'x'), true);
    }

    // Waits until the host has heard what the broker had for it. That others have heard what the
    // host said tells nothing of that.
    void
    catch_up ()
    {
        int heard = 0;

        wattle_mqtt_client_subscribe (
            client, "own", [] (const char *, GBytes *, gboolean, gpointer data) { ++*(int *)data; },
            &heard);
        wattle_mqtt_client_publish (client, "own", "", 0, (WattleMqttFlags)0);
        ASSERT_TRUE (spin ([&] { return heard > 0; }));
        wattle_mqtt_client_unsubscribe (client, &heard);
    }

    // Past the next time that it asks, and what it says before that is not taken for the answer.
    void
    check ()
    {
        catch_up ();
        advance (600000);
        catch_up ();
        advance (2000);
        listener->forget ();
        advance (6000);
    }
};

} // namespace

TEST_F (HassLoss, SaysEverythingAgainWhenAllThatIsRetainedWasCleared)
{
    begin ();
    for (const std::string &topic : kept (""))
        if (topic != sentinel)
            listener->probe.publish (topic, "", true);
    say (sentinel, "", true);
    EXPECT_EQ (kept ("meter/availability"), Topics ({}));
    advance (6000);
    EXPECT_EQ (kept ("meter"), meter_topics);
    EXPECT_EQ (kept ("bridge").size (), 2u);
    EXPECT_EQ (kept ("wattle/config"), Topics ({ host_config }));
}

TEST_F (HassLoss, SaysEverythingAgainWhenTheSentinelIsNotItsOwn)
{
    begin ();
    say (sentinel, "somebody else's", true);
    advance (6000);
    EXPECT_EQ (times (meter_config), 1u);
}

TEST_F (HassLoss, DoesNotQuarrelOverTheSentinel)
{
    begin ();
    for (int i = 0; i < 29; i++) {
        say (sentinel, "somebody else's", true);
        advance (1000);
    }
    EXPECT_EQ (times (meter_config), 1u);
    advance (10000);
    EXPECT_EQ (times (meter_config), 2u);
}

TEST_F (HassLoss, StaysCalmWhileTheBrokerRemembers)
{
    begin ();
    check ();
    check ();
    EXPECT_EQ (times (meter_config), 0u);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (HassLoss, FindsASilentLoss)
{
    begin ();
    lose_silently ();
    advance (6000);
    EXPECT_EQ (times (meter_config), 0u);
    check ();
    EXPECT_EQ (times (meter_config), 1u);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (HassLoss, ComplainsAboutABrokerThatRetainsNothing)
{
    begin ();
    lose_silently ();
    check ();
    lose_silently ();
    check ();
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);
    check ();
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (HassLoss, DoesNotTakeABrokerThatStallsForOneThatForgets)
{
    begin ();
    broker.pause ();
    wattle_clock_advance (clock, 700 * G_USEC_PER_SEC);
    settle ();
    wattle_clock_advance (clock, 10 * G_USEC_PER_SEC);
    settle ();
    broker.resume ();
    listener->hear_all (client);
    advance (6000);
    EXPECT_EQ (times (meter_config), 0u);
}

TEST_F (HassLoss, AnswersADeletionInHomeAssistant)
{
    begin ();
    poll (wattle_manager_find (manager, "meter"), "active_power", 5);
    listener->forget ();
    say (meter_config, "", true);
    EXPECT_EQ (times (meter_config), 1u);
    EXPECT_EQ (kept ("meter"), meter_topics);
    advance (1000);
    EXPECT_EQ (listener->last ("wattle/meter/state"), R"({"active_power":5.0})");
}

TEST_F (HassLoss, AnswersADeletionOfTheHost)
{
    begin ();
    say (host_config, "", true);
    EXPECT_EQ (times (host_config), 1u);
}

TEST_F (HassLoss, AnswersDeletionsOnceInFiveSeconds)
{
    begin ();
    for (int i = 0; i < 20; i++) {
        say (meter_config, "", true);
        say (host_config, "", true);
        advance (500);
    }
    EXPECT_EQ (times (meter_config), 2u + 1u);
    EXPECT_EQ (times (host_config), 2u + 1u);
    listener->forget ();
    advance (60000);
    EXPECT_LE (times (meter_config), 1u);
}

TEST_F (HassLoss, DoesNotAnswerItsOwnRemoval)
{
    begin ();
    wattle_manager_remove (manager, "meter", TRUE);
    advance (60000);
    EXPECT_EQ (times (meter_config), 0u);
    say (meter_config, "", true);
    advance (60000);
    EXPECT_EQ (times (meter_config), 0u);
}
