// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-prune.h"

#include "publish/hass-restart.h"

using namespace wattle_test;

namespace
{

const char *const meter_config = "homeassistant/device/wattle_meter/config";

class HassPrune : public HassRestart
{
  protected:
    Topics
    prune (bool dry_run)
    {
        Result found = { {}, false };

        wattle_hass_prune_async (hass, dry_run, on_done, &found);
        EXPECT_TRUE (spin ([&] {
            wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
            return found.done;
        }));
        return found.topics;
    }

    // A meter of an earlier run, whose journal is lost.
    void
    leave_a_stray ()
    {
        add ("meter", power);
        start ();
        end ();
        g_unlink (folder.file ("topics.jsonl").c_str ());
        start ();
    }

  private:
    struct Result {
        Topics topics;
        bool done;
    };

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        auto *found = (Result *)user_data;
        g_autoptr (GError) error = nullptr;
        g_auto (GStrv) topics = wattle_hass_prune_finish (WATTLE_HASS (source), result, &error);

        found->done = true;
        if (topics == nullptr)
            found->topics.insert (std::string ("error: ") + error->message);
        for (char **topic = topics; topic != nullptr && *topic != nullptr; topic++)
            found->topics.insert (*topic);
    }
};

} // namespace

TEST_F (HassPrune, ClearsStrays)
{
    leave_a_stray ();
    configure ({ "other" });
    EXPECT_EQ (prune (true), meter_topics);
    EXPECT_EQ (kept ("meter"), meter_topics);
    EXPECT_EQ (prune (false), meter_topics);
    EXPECT_EQ (kept ("meter"), Topics ({}));
    EXPECT_EQ (prune (false), Topics ({}));
}

TEST_F (HassPrune, LeavesAloneWhatMayBeWanted)
{
    leave_a_stray ();
    EXPECT_EQ (prune (false), Topics ({})) << "nobody knows yet";
    configure ({ "meter" });
    EXPECT_EQ (prune (false), Topics ({})) << "it is configured";
    EXPECT_EQ (kept ("meter"), meter_topics);
}

TEST_F (HassPrune, WaitsForTheGatewayOfAStray)
{
    WattleRunner *gateway = add ("gateway", power);

    add ("meter", power, gateway);
    start ();
    end ();
    g_unlink (folder.file ("topics.jsonl").c_str ());
    gateway = add ("gateway", power);
    start ();
    configure ({ "gateway" });
    EXPECT_EQ (prune (false), Topics ({})) << "the gateway has not said yet what is behind it";
    list (gateway, { "meter" });
    EXPECT_EQ (prune (false), Topics ({}));
    list (gateway, { "another" });
    EXPECT_EQ (prune (false), meter_topics);
    EXPECT_EQ (kept ("meter"), Topics ({}));
    EXPECT_EQ (kept ("gateway").size (), 2u);
}

TEST_F (HassPrune, LeavesAloneWhatIsOfOthers)
{
    const std::string mine = R"({"device":{"identifiers":["wattle_2_meter"]},)"
                             R"("origin":{"name":"Wattle"},"components":{},)";
    const struct {
        const char *topic;
        std::string payload;
    } others[] = {
        // of another instance
        { "homeassistant/device/wattle_2_meter/config",
          mine + R"("state_topic":"wattle_2/meter/state"})" },
        // somebody else's
        { "homeassistant/device/wattle_x/config",
          R"({"device":{"identifiers":["wattle_x"]},"origin":{"name":"x"},)"
          R"("state_topic":"wattle/x/state"})" },
        { "homeassistant/device/wattle_y/config", "no JSON" },
        // of another device than its topic
        { "homeassistant/device/wattle_z/config",
          R"({"device":{"identifiers":["wattle_z","more"]},"origin":{"name":"Wattle"},)"
          R"("state_topic":"wattle/z/state"})" },
        { "homeassistant/sensor/wattle_meter/config",
          R"({"origin":{"name":"Wattle"},"unique_id":"wattle_meter_x","state_topic":"wattle/meter/state"})" },
    };

    start ();
    configure ({});
    for (const auto &other : others)
        say (other.topic, other.payload, true);
    EXPECT_EQ (prune (false), Topics ({}));
    EXPECT_EQ (kept ("homeassistant/device/wattle_").size (), 4u);
}

TEST_F (HassPrune, ListsWhatTheJournalIsAboutToClear)
{
    add ("meter", power);
    start ();
    end ();
    start ();
    broker.pause ();
    std::vector<const char *> ids = { "other", nullptr };
    wattle_hass_set_configured (hass, ids.data ());
    broker.resume ();
    Topics found = prune (false);
    EXPECT_TRUE (found == meter_topics || found.empty ()) << found.size ();
    EXPECT_EQ (kept ("meter"), Topics ({}));
}

TEST_F (HassPrune, NeedsAConnection)
{
    open ();
    EXPECT_NE ((*prune (true).begin ()).find ("there is no connection"), std::string::npos);
}

TEST_F (HassPrune, GivesUpOnABrokerThatStalls)
{
    start ();
    broker.pause ();
    Topics found = prune (false);
    EXPECT_NE (found.begin ()->find ("no answer within 10 s"), std::string::npos)
        << *found.begin ();
    broker.resume ();
}
