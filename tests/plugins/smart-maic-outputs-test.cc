// SPDX-License-Identifier: LGPL-2.1-or-later
// The contact of a smart-MAIC behind the gate, as people and Home Assistant command it: confirmed
// by what the device says, or contradicted.
#include "plugins/smart-maic-publisher.h"

using namespace wattle_test;

namespace
{

struct Way {
    bool http;
    bool mqtt;
    SmartMaicGrade grade;
};

const Way WAYS[] = {
    { true, false, SMART_MAIC_EXTENDED }, { false, true, SMART_MAIC_EXTENDED },
    { true, true, SMART_MAIC_EXTENDED },  { true, false, SMART_MAIC_STANDARD },
    { false, true, SMART_MAIC_STANDARD }, { true, true, SMART_MAIC_STANDARD },
};

std::string
name_way (const testing::TestParamInfo<Way> &info)
{
    const Way &way = info.param;

    return std::string (way.grade == SMART_MAIC_STANDARD ? "Standard" : "Extended") +
           (way.http ? "Http" : "") + (way.mqtt ? "Mqtt" : "");
}

class SmartMaicOutputs : public SmartMaicHouse
{
  protected:
    ~SmartMaicOutputs () override
    {
        publisher.reset (); // before what it publishes
    }

    // Until something holds. A standard device tells once a minute, which is passed in longer
    // steps.
    bool
    wait_until (const std::function<bool ()> &predicate)
    {
        if (!is_slow)
            return pass (predicate);
        for (int seconds = 0; seconds < 600 && !predicate (); seconds++)
            pass_seconds (1);
        return predicate ();
    }

    void
    run (const Way &way, Options options = {})
    {
        is_slow = way.grade == SMART_MAIC_STANDARD;
        smart_maic_set_model (device, SMART_MAIC_D103, way.grade);
        if (way.http)
            start_http ();
        if (way.mqtt)
            start_mqtt ();
        if (way.grade == SMART_MAIC_STANDARD)
            options.insert (options.end (), { "PushInterval", "60" });
        publisher = std::make_unique<SmartMaicPublisher> (manager, problems, clock,
                                                          dir.file ("state"), broker.port ());
        ASSERT_TRUE (add_device (way.http, way.mqtt, options));
        if (way.mqtt) {
            ASSERT_TRUE (wait_until ([&] { return has_topics (); }));
        }
        ASSERT_TRUE (wait_until ([&] { return explain ("known") == "true"; }));
    }

    // As `wattle set` does it.
    std::string
    set (const char *value)
    {
        WattleOutputsOptions options = { .author = "cli" };
        g_autoptr (GError) error = nullptr;
        Outcome outcome;

        if (!wattle_outputs_set (
                publisher->get_outputs (), "meter", "output_1", g_variant_new_string (value),
                &options,
                [] (const GError *problem, gpointer data) {
                    auto *told = (Outcome *)data;

                    told->done = true;
                    told->error = problem != nullptr ? problem->message : "";
                },
                &outcome, &error))
            return error->message;
        EXPECT_TRUE (wait_until ([&] { return outcome.done; }));
        return outcome.error;
    }

    // A member of the reason why the contact is what it is.
    std::string
    explain (const char *key)
    {
        g_autoptr (GVariant) reason =
            wattle_outputs_explain (publisher->get_outputs (), "meter", "output_1", nullptr);
        g_autoptr (GVariant) value =
            reason != nullptr ? g_variant_lookup_value (reason, key, nullptr) : nullptr;
        g_autofree char *text = value != nullptr ? g_variant_print (value, FALSE) : nullptr;

        return text != nullptr ? text : "none";
    }

    bool
    becomes (bool on)
    {
        return wait_until ([&] {
            return smart_maic_get_out (device) == on && shown ("output_1") == (on ? "on" : "off") &&
                   explain ("command") == "'confirmed'";
        });
    }

    MqttProbe listener = MqttProbe (broker.port (), "#");
    std::unique_ptr<SmartMaicPublisher> publisher;
    bool is_slow = false;
};

class SmartMaicWays : public SmartMaicOutputs, public testing::WithParamInterface<Way>
{
};

TEST_P (SmartMaicWays, ContactIsConfirmedByWhatTheDeviceSays)
{
    run (GetParam ());
    EXPECT_EQ (set ("on"), "");
    EXPECT_TRUE (becomes (true));
    EXPECT_EQ (set ("off"), "");
    EXPECT_TRUE (becomes (false));
    EXPECT_EQ (explain ("failure"), "none");
    if (!is_slow) {
        EXPECT_EQ (smart_maic_get_setouts (device), GetParam ().mqtt ? 2u : 0u)
            << "each is told once";
    }
}

TEST_P (SmartMaicWays, HomeAssistantMovesTheContactByItsCommandTopic)
{
    run (GetParam ());
    ASSERT_TRUE (wait_until ([&] { return listener.last ("wattle/meter/state") != nullptr; }));
    for (bool on : { true, false }) {
        listener.publish ("wattle/meter/output_1/set", on ? "ON" : "OFF");
        EXPECT_TRUE (becomes (on)) << explain ("command");
        EXPECT_TRUE (wait_until ([&] {
            const MqttMessage *state = listener.last ("wattle/meter/state");

            return state != nullptr &&
                   state->payload.find (on ? "\"output_1\":\"ON\"" : "\"output_1\":\"OFF\"") !=
                       std::string::npos;
        })) << (listener.last ("wattle/meter/state") != nullptr
                    ? listener.last ("wattle/meter/state")->payload
                    : "");
    }
}

INSTANTIATE_TEST_SUITE_P (EachWay, SmartMaicWays, testing::ValuesIn (WAYS), name_way);

TEST_F (SmartMaicOutputs, ContactThatMqttMayNotMoveIsContradicted)
{
    smart_maic_set_control (device, FALSE);
    run ({ false, true, SMART_MAIC_EXTENDED });
    is_slow = true; // three tries
    EXPECT_EQ (set ("on"), "meter/output_1 does not obey");
    EXPECT_EQ (explain ("command"), "'contradicted'");
    EXPECT_EQ (shown ("output_1"), "off");
    EXPECT_NE (problem ("meter", "output/output_1"), "");
}

TEST_F (SmartMaicOutputs, HttpStandsInForABrokerThatIsAwayAndThePhraseFollows)
{
    run ({ true, true, SMART_MAIC_EXTENDED });
    broker.stop ();
    pass_seconds (2);
    EXPECT_EQ (set ("on"), "");
    EXPECT_TRUE (becomes (true));
    EXPECT_EQ (smart_maic_get_setouts (device), 0u);

    broker.start ();
    MqttProbe probe (broker.port (), "#");
    EXPECT_TRUE (pass ([&] { return probe.has ("1728104417/SETOUT", "1"); }));
}

} // namespace
