// SPDX-License-Identifier: LGPL-2.1-or-later
#include <set>

#include "engine/wattle-secrets.h"
#include "support/runner-house.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class Runner : public RunnerHouse
{
  protected:
    // Asks /1 every 10 s and /2 every 60 s, as far as they are due.
    void
    ask_in_groups ()
    {
        script ().ask = [] (WattleDevice *device, guint) -> WattleRequest * {
            WattleSource *source = WATTLE_SOURCE (device);

            if (wattle_source_due (source, "measurements", 10000))
                return get (1);
            return wattle_source_due (source, "counters", 60000) ? get (2) : nullptr;
        };
    }

    // A meter on a bus, which is asked for register 1 so often and for register 2 once a minute.
    void
    ask_registers (guint often = 10000)
    {
        renew (10000);
        bus = make_link (WATTLE_LINK_MODBUS);
        wattle_runner_set_link (runner, WATTLE_LINK_MODBUS, WATTLE_LINK (bus));
        g_object_unref (bus);
        script ().ask = [often] (WattleDevice *device, guint) -> WattleRequest * {
            WattleSource *source = WATTLE_SOURCE (device);

            if (wattle_source_due (source, "often", often))
                return wattle_request_new_registers (1, 7, 3, 1, 1);
            return wattle_source_due (source, "seldom", 60000)
                       ? wattle_request_new_registers (2, 7, 3, 2, 1)
                       : nullptr;
        };
    }

    // The tags asked for from one tick of the grid; exceptions in answers of those in @refused. The
    // device makes do with them.
    std::vector<guint>
    poll_registers (const std::set<guint> &refused)
    {
        std::vector<guint> tags;

        wattle_runner_poll (runner);
        advance (0);
        while (in_flight () != 0) {
            WattleLinkCall *call = started.back ();

            tags.push_back (in_flight ());
            started.pop_back ();
            wattle_link_complete (WATTLE_LINK (bus), call,
                                  wattle_frame_new_answer (tags.back (),
                                                           refused.count (tags.back ()) > 0 ? 2 : 0,
                                                           nullptr, nullptr, 0));
            advance (0);
        }
        return tags;
    }

    // The tags asked for from one tick of the grid.
    std::vector<guint>
    poll (WattleOutcome outcome_of_2 = WATTLE_OUTCOME_ANSWERED)
    {
        std::vector<guint> tags;

        wattle_runner_poll (runner);
        advance (0);
        while (in_flight () != 0) {
            tags.push_back (in_flight ());
            answer (tags.back () == 2 ? outcome_of_2 : WATTLE_OUTCOME_ANSWERED);
        }
        return tags;
    }

    FakeLink *bus = nullptr;
};

using Tags = std::vector<guint>;

TEST_F (Runner, TellsTheDeviceItsIdentifier)
{
    EXPECT_STREQ (wattle_source_get_id (WATTLE_SOURCE (wattle_runner_get_device (runner))),
                  "meter");
}

TEST_F (Runner, AsksStepByStepAndClosesOneBatch)
{
    renew (600000, 2);
    script ().decode_frame = [] (WattleDevice *device, WattleFrame *frame, GError **) {
        wattle_device_report (device,
                              wattle_frame_get_tag (frame) == 1 ? "active_power" : "frequency", 50);
        return true;
    };
    start ();
    EXPECT_EQ (in_flight (), 1u);
    answer ();
    EXPECT_EQ (in_flight (), 2u);
    EXPECT_TRUE (batches.empty ());
    answer ();
    EXPECT_EQ (in_flight (), 0u);
    EXPECT_EQ (batches, (std::vector<Strings>{ { "active_power", "frequency" } }));
}

TEST_F (Runner, AsksAPollGroupOnlyWhenItIsDue)
{
    renew (10000);
    ask_in_groups ();
    wattle_runner_start (runner);
    EXPECT_EQ (poll (), (Tags{ 1, 2 })) << "first";
    for (int i = 1; i < 6; i++) {
        advance (10);
        EXPECT_EQ (poll (), (Tags{ 1 })) << i;
    }
    advance (10);
    EXPECT_EQ (poll (), (Tags{ 1, 2 })) << "after a minute";
}

TEST_F (Runner, AsksAGroupThatFailedInTheNextCycleAgain)
{
    renew (10000);
    ask_in_groups ();
    wattle_runner_start (runner);
    EXPECT_EQ (poll (WATTLE_OUTCOME_EMPTY), (Tags{ 1, 2 }));
    EXPECT_EQ (state (), "degraded");
    advance (10);
    EXPECT_EQ (poll (), (Tags{ 1, 2 }));
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, AsksAGroupThatWasRefusedOnlyWhenItIsDueAgain)
{
    ask_registers ();
    wattle_runner_start (runner);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1, 2 }));
    for (int i = 1; i < 6; i++) {
        advance (10);
        EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1 })) << i;
    }
    advance (10);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1, 2 })) << "after a minute";
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, ACycleThatAsksOnlyForWhatIsRefusedIsNoTrouble)
{
    ask_registers (600000);
    wattle_runner_start (runner);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1, 2 }));
    advance (60);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 2 }));
    EXPECT_EQ (state (), "online");
    advance (10);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1, 2 })) << "whether it answers anything";
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, ADeviceThatRefusesEverythingIsInTrouble)
{
    ask_registers ();
    wattle_runner_start (runner);
    poll_registers ({});
    EXPECT_EQ (state (), "online");
    for (int i = 0; i < 2; i++) {
        advance (10);
        poll_registers ({ 1, 2 });
    }
    EXPECT_EQ (state (), "degraded");
    EXPECT_EQ (error (), "MODBUS 7 3 1 1: Modbus exception 2: illegal data address");
    advance (10);
    EXPECT_EQ (poll_registers ({ 2 }), (Tags{ 1, 2 }));
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, TakesACycleWithoutADueGroupAsNoFailure)
{
    renew (1000);
    ask_in_groups ();
    wattle_runner_start (runner);
    poll ();
    for (int i = 0; i < 5; i++) {
        advance (1);
        EXPECT_EQ (poll (), (Tags{}));
    }
    EXPECT_EQ (state (), "online");
}

// What is said again and again is old, however often it comes.
TEST_F (Runner, ShowsADeviceWhoseOwnTimeStandsStillAsDegraded)
{
    static gint64 own;
    WattleEntity *power;

    renew (10000);
    own = 1000;
    script ().decode_frame = [] (WattleDevice *device, WattleFrame *, GError **) {
        wattle_device_set_time (device, own);
        wattle_device_report (device, "active_power", 50);
        return true;
    };
    power = wattle_device_get_entity (wattle_runner_get_device (runner), 0);
    auto cycle = [&] {
        advance (10);
        poll ();
        wattle_runner_expire (runner);
    };
    start ();
    answer ();
    for (int i = 0; i < 2; i++)
        cycle ();
    EXPECT_EQ (state (), "online") << "for 20 s";
    EXPECT_EQ (wattle_entity_get_quality (power), WATTLE_QUALITY_GOOD);

    for (int i = 0; i < 3; i++) {
        cycle ();
        EXPECT_EQ (state (), "degraded");
        EXPECT_EQ (error (), "its own time stands still since 1970-01-01T00:00:00Z");
    }
    EXPECT_EQ (wattle_entity_get_quality (power), WATTLE_QUALITY_STALE);
    EXPECT_FALSE (wattle_entity_has_value (power));

    own++;
    cycle ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (wattle_entity_get_quality (power), WATTLE_QUALITY_GOOD);
}

TEST_F (Runner, AsksNoDeviceForATimeItDoesNotTell)
{
    static bool told;

    renew (1000);
    told = true;
    script ().decode_frame = [] (WattleDevice *device, WattleFrame *, GError **) {
        if (told)
            wattle_device_set_time (device, 7);
        told = false;
        wattle_device_report (device, "active_power", 50);
        return true;
    };
    start ();
    answer ();
    for (int i = 0; i < 30; i++) {
        advance (1);
        poll ();
    }
    EXPECT_EQ (state (), "online") << "it was told once";
}

TEST_F (Runner, DropsAnAnswerAsAWhole)
{
    script ().decode_frame = [] (WattleDevice *device, WattleFrame *, GError **error) {
        wattle_device_report (device, "active_power", 1);
        wattle_device_set_identity (device, "nobody", nullptr, nullptr, nullptr);
        return fail (error, WATTLE_ERROR_PROTOCOL);
    };
    start ();
    answer ();
    EXPECT_TRUE (batches.empty ());
    EXPECT_EQ (wattle_device_get_maker (wattle_runner_get_device (runner)), nullptr);
}

TEST_F (Runner, GoesOnAfterAnOptionalFailure)
{
    script ().ask = [] (WattleDevice *, guint step) -> WattleRequest * {
        if (step == 0)
            return wattle_request_with_flags (get (1), WATTLE_REQUEST_OPTIONAL);
        return step == 1 ? get (2) : nullptr;
    };
    start ();
    answer (WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (in_flight (), 2u);
    answer ();
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, ShowsFailuresToDecodeWhenTheRequestWantsIt)
{
    std::vector<int> outcomes;

    script ().ask = [] (WattleDevice *, guint step) -> WattleRequest * {
        return step == 0 ? wattle_request_with_flags (get (1), WATTLE_REQUEST_REPORT_FAILURE)
                         : nullptr;
    };
    script ().decode_frame = [&] (WattleDevice *, WattleFrame *frame, GError **) {
        outcomes.push_back (wattle_frame_get_outcome (frame));
        return true;
    };
    start ();
    answer (WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (outcomes, (std::vector<int>{ WATTLE_OUTCOME_EMPTY }));
    EXPECT_EQ (state (), "starting") << "what decode takes note of is no failure, nor an answer";
}

TEST_F (Runner, KeepsFailuresFromDecodeOtherwise)
{
    int calls = 0;

    script ().decode = [&] (WattleDevice *) { return ++calls > 0; };
    start ();
    answer (WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (calls, 0);
}

TEST_F (Runner, BeginsTheCycleAgainOnceForCredentials)
{
    renew (600000, 2);
    script ().decode_frame = [] (WattleDevice *, WattleFrame *frame, GError **error) {
        return wattle_frame_get_tag (frame) == 1 || fail (error, WATTLE_ERROR_AUTH);
    };
    start ();
    answer ();
    answer ();
    EXPECT_EQ (in_flight (), 1u) << "from step 0";
    answer ();
    EXPECT_EQ (in_flight (), 2u);
    answer ();
    EXPECT_EQ (in_flight (), 0u) << "once only";
    EXPECT_EQ (state (), "offline");
}

TEST_F (Runner, NamesThePluginThatFailsWithoutAnError)
{
    script ().decode_frame = [] (WattleDevice *, WattleFrame *, GError **) { return false; };
    start ();
    for (int i = 0; i < 3; i++, advance (1))
        answer ();
    EXPECT_EQ (error (), "GET /1: the plugin failed without saying why");
}

TEST_F (Runner, TakesAPluginThatAsksNothingForAFailure)
{
    script ().ask = [] (WattleDevice *, guint) { return nullptr; };
    start ();
    advance (2);
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (error (), "the plugin asks nothing");
}

TEST_F (Runner, EndsACycleThatWouldNeverEnd)
{
    int asked = 0;

    script ().ask = [&] (WattleDevice *, guint) {
        asked++;
        return wattle_request_new_local (1);
    };
    start ();
    EXPECT_EQ (asked, 256);
    EXPECT_EQ (state (), "online");
}

TEST_F (Runner, FillsPlaceholdersFromOptionsSecretsAndState)
{
    TempDir dir;
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
    const WattleOptionSpec specs[] = { { "User", WATTLE_OPTION_TEXT, nullptr, "admin" },
                                       { "Password", WATTLE_OPTION_SECRET },
                                       { "Plain", WATTLE_OPTION_SECRET },
                                       { "Lost", WATTLE_OPTION_SECRET } };

    for (auto &spec : specs)
        wattle_options_add_spec (options, &spec);
    wattle_options_set (options, "Password", "secret:door", nullptr);
    wattle_options_set (options, "Plain", "not-a-secret-name", nullptr);
    wattle_options_set (options, "Lost", "secret:nowhere", nullptr);
    dir.write ("secrets.conf", "[Secrets]\ndoor=sesame\n");
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    wattle_runner_set_secrets (runner, secrets);
    wattle_source_set_state (WATTLE_SOURCE (wattle_runner_get_device (runner)), "token", "t0",
                             (WattleStateFlags)0);
    start ();

    auto filled = [&] (const char *kind, const char *argument) -> std::string {
        WattleLinkCall *call = started.back ();
        g_autofree char *text = call->placeholder (kind, argument, call->user_data);

        return text != nullptr ? text : "(none)";
    };
    EXPECT_EQ (filled ("option", "User"), "admin");
    EXPECT_EQ (filled ("option", "Password"), "sesame");
    EXPECT_EQ (filled ("option", "Plain"), "(none)") << "a secret is never taken literally";
    EXPECT_EQ (filled ("option", "Lost"), "(none)");
    EXPECT_EQ (filled ("option", "Absent"), "(none)");
    EXPECT_EQ (filled ("state", "token"), "t0");
    EXPECT_EQ (filled ("state", "absent"), "(none)");
    EXPECT_EQ (filled ("file", "token"), "(none)");
}

} // namespace
