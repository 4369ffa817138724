// SPDX-License-Identifier: LGPL-2.1-or-later
// One runner with a scripted device on a link that the test answers by hand.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/wattle-runner.h"
#include "support/fake-link.h"
#include "support/log-capture.h"
#include "support/test-device.h"

namespace wattle_test
{

using Strings = std::vector<std::string>;

inline bool
fail (GError **error, WattleError code)
{
    g_set_error_literal (error, WATTLE_ERROR, code, "the test says no");
    return false;
}

// An HTTP request whose tag is the number in its path.
inline WattleRequest *
get (guint tag)
{
    return wattle_request_new_http (tag, "GET", ("/" + std::to_string (tag)).c_str ());
}

class RunnerHouse : public testing::Test
{
  protected:
    RunnerHouse ()
    {
        link = make_link (WATTLE_LINK_HTTP);
        options = wattle_options_new ();
        renew ();
    }

    ~RunnerHouse () override
    {
        g_clear_object (&runner);
        g_object_unref (options);
        g_object_unref (link);
        advance (0);
        g_object_unref (clock);
    }

    FakeLink *
    make_link (WattleLinkKind kind)
    {
        FakeLink *made = FAKE_LINK (g_object_new (FAKE_TYPE_LINK, nullptr));

        made->started = &started;
        made->aborted = &aborted;
        wattle_link_init_base (WATTLE_LINK (made), "http://fake", kind, clock, 1);
        return made;
    }

    // Another runner, before its start. It asks /1, /2, … /@questions.
    void
    renew (guint interval_ms = 600000, guint questions = 1, GType type = TEST_TYPE_DEVICE)
    {
        g_autoptr (WattleDevice) device = WATTLE_DEVICE (g_object_new (type, nullptr));
        const WattleEntitySpec specs[] = { { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
                                           { .quantity = WATTLE_QUANTITY_FREQUENCY } };

        g_clear_object (&runner);
        wattle_device_set_entities (device, specs, G_N_ELEMENTS (specs));
        runner = wattle_runner_new ("meter", device, options, nullptr, clock, interval_ms);
        wattle_runner_set_link (runner, WATTLE_LINK_HTTP, WATTLE_LINK (link));
        wattle_runner_set_batch_func (runner, on_batch, this);
        script ().ask = [questions] (WattleDevice *, guint step) {
            return step < questions ? get (step + 1) : nullptr;
        };
    }

    DeviceScript &
    script ()
    {
        return script_of (wattle_runner_get_device (runner));
    }

    void
    advance (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_USEC_PER_SEC));
    }

    void
    start ()
    {
        wattle_runner_start (runner);
        advance (0);
    }

    // Tag of the request in flight, 0 if there is none.
    guint
    in_flight ()
    {
        return started.empty () ? 0 : wattle_request_get_tag (started.back ()->request);
    }

    void
    answer (WattleOutcome outcome = WATTLE_OUTCOME_ANSWERED)
    {
        ASSERT_FALSE (started.empty ()) << "nothing was asked";
        WattleLinkCall *call = started.back ();

        started.pop_back ();
        fake_answer (link, call, outcome);
        advance (0);
    }

    // Answers whatever is asked, in the same way, until nothing is.
    void
    answer_all (WattleOutcome outcome = WATTLE_OUTCOME_ANSWERED)
    {
        while (!started.empty ())
            answer (outcome);
    }

    std::string
    state ()
    {
        return wattle_runner_get_state_name (runner);
    }

    std::string
    error ()
    {
        const char *text = wattle_runner_get_error (runner);

        return text != nullptr ? text : "";
    }

    static void
    on_batch (WattleRunner *, GPtrArray *entities, gpointer user_data)
    {
        Strings keys;

        for (guint i = 0; i < entities->len; i++)
            keys.push_back (wattle_entity_get_key (WATTLE_ENTITY (entities->pdata[i])));
        static_cast<RunnerHouse *> (user_data)->batches.push_back (keys);
    }

    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_USEC_PER_SEC);
    std::vector<WattleLinkCall *> started;
    std::vector<guint> aborted;
    FakeLink *link;
    WattleOptions *options;
    WattleRunner *runner = nullptr;
    std::vector<Strings> batches;
};

} // namespace wattle_test
