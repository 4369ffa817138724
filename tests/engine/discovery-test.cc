// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/search-house.h"
#include "support/udp-peer.h"

#include <set>

using namespace wattle_test;

namespace
{

using Strings = std::vector<std::string>;

class Discovery : public SearchHouse
{
  protected:
    // Begins a search that the peers have heard.
    void
    begin (const std::vector<UdpPeer *> &peers)
    {
        for (UdpPeer *peer : peers)
            run.targets.push_back (peer->target ());
        run.begin (discovery);
        for (UdpPeer *peer : peers)
            ASSERT_TRUE (spin ([&] { return !peer->heard ().empty (); })) << peer->target ();
    }

    bool
    found (guint count)
    {
        return spin ([&] { return run.n_found () >= count; });
    }

    // A device of the house.
    void
    adopt (const char *id, const char *driver, const char *serial)
    {
        g_autoptr (WattleDevice) device = make_device ();
        g_autoptr (WattleOptions) options = wattle_options_new ();
        g_autoptr (WattleRunner) runner =
            wattle_runner_new (id, device, options, nullptr, clock, 10000);

        wattle_device_set_identity (device, "Maker", "Meter", serial, nullptr);
        wattle_runner_set_driver (runner, driver);
        wattle_manager_adopt (manager, runner);
    }

    SearchRun run;
};

TEST_F (Discovery, NamesTheDriversThereAreWhenOneIsUnknown)
{
    add_udp_driver ("seek", "who?");
    run.drivers = { "seek", "toaster" };
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND,
                  "“toaster” is not known; there are: seek, test");
}

TEST_F (Discovery, RefusesTargetsAndTimesItDoesNotUnderstand)
{
    SearchRun late;

    add_udp_driver ("seek", "who?");
    run.targets = { "127.0.0.1", "there" };
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_CONFIG, "“there”");
    late.targets = { "127.0.0.1" };
    late.timeout_ms = WATTLE_DISCOVERY_TIMEOUT_MAX + 1;
    late.begin (discovery);
    expect_error (late, WATTLE_ERROR, WATTLE_ERROR_CONFIG, "allowed are 1 to 120000 ms");
}

TEST_F (Discovery, SaysThatNobodyWouldListenToABroker)
{
    add_udp_driver ("seek", "who?");
    run.brokers = { "mqtt://127.0.0.1" };
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED, "no driver that is searched for");
}

TEST_F (Discovery, FindsNothingAtOnceWithoutAnyWay)
{
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return run.done; }));
    ASSERT_NE (run.results, nullptr) << run.error->message;
    EXPECT_EQ (run.results->len, 0u);
}

TEST_F (Discovery, TellsWhatADriverKnowsOfADevice)
{
    SearchScript *script = add_udp_driver ("seek-er", "who?");
    UdpPeer peer;

    script->match = [] (const std::string &, WattleFrame *, WattleFound *found, GError **) {
        wattle_found_set_model (found, "meter");
        wattle_found_set_serial (found, "AB-12");
        wattle_found_set_name (found, "Cellar");
        wattle_found_set_link (found, WATTLE_LINK_HTTP, "HTTP://Meter:80/");
        wattle_found_set_option (found, "Unit", "7");
        return true;
    };
    begin ({ &peer });
    peer.answer ("x");
    ASSERT_TRUE (found (1));
    end (run);

    ASSERT_EQ (run.found (), Strings{ "seek-er AB-12" });
    WattleFound *device = run.result (0)->found;
    EXPECT_STREQ (run.result (0)->id, "seek_er_ab_12");
    EXPECT_EQ (run.result (0)->known, nullptr);
    EXPECT_STREQ (wattle_found_get_model (device), "meter");
    EXPECT_STREQ (wattle_found_get_name (device), "Cellar");
    EXPECT_STREQ (wattle_found_get_link (device, WATTLE_LINK_HTTP), "http://meter");
    EXPECT_STREQ (wattle_found_get_option (device, "Unit"), "7");
}

TEST_F (Discovery, HandsWhatComesToTheDriversWhoseWayItWas)
{
    SearchScript *one = add_udp_driver ("one", "who?");
    SearchScript *same = add_udp_driver ("same", "who?");
    SearchScript *other = add_udp_driver ("other", "hello");
    UdpPeer peer;

    begin ({ &peer });
    ASSERT_TRUE (spin ([&] { return peer.heard ().size () == 2; }));
    EXPECT_EQ (std::multiset<std::string> (peer.heard ().begin (), peer.heard ().end ()),
               (std::multiset<std::string>{ "hello", "who?" }))
        << "one question is sent once";
    std::string last = peer.heard ().back ();
    peer.answer ("1");
    ASSERT_TRUE (found (1));
    end (run);

    EXPECT_EQ (one->heard, last == "who?" ? Strings{ "1" } : Strings{});
    EXPECT_EQ (same->heard, one->heard);
    EXPECT_EQ (other->heard, last == "hello" ? Strings{ "1" } : Strings{});
}

TEST_F (Discovery, AsksForTheDriversNamedOnly)
{
    UdpPeer peer;

    SearchScript *one = add_udp_driver ("one", "who?");
    SearchScript *other = add_udp_driver ("other", "hello");
    run.drivers = { "other", "other" };
    begin ({ &peer });
    peer.answer ("1");
    ASSERT_TRUE (found (1));
    end (run);
    EXPECT_EQ (peer.heard (), Strings{ "hello" });
    EXPECT_EQ (other->heard, Strings{ "1" }) << "named twice, but shown it once";
    EXPECT_TRUE (one->heard.empty ());
}

TEST_F (Discovery, OneSerialNumberOfOneDriverIsOneDevice)
{
    UdpPeer one ("127.0.0.1"), other ("127.0.0.2");

    add_udp_driver ("b", "who?");
    add_udp_driver ("a", "who?");
    begin ({ &one, &other });
    for (const char *serial : { "2", "1", "2" })
        one.answer (serial);
    ASSERT_TRUE (found (4));
    other.answer ("2");
    other.answer ("3");
    ASSERT_TRUE (found (6));
    end (run);
    EXPECT_EQ (run.found (), (Strings{ "a 1", "a 2", "a 3", "b 1", "b 2", "b 3" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (1)->found, WATTLE_LINK_HTTP),
                  "http://127.0.0.1")
        << "the first answer counts";
}

TEST_F (Discovery, WithoutASerialNumberTheAddressTellsDevicesApart)
{
    UdpPeer one, other ("127.0.0.2");

    add_udp_driver ("seek", "who?");
    begin ({ &one, &other });
    for (UdpPeer *peer : { &other, &one, &other })
        peer->answer (" ");
    ASSERT_TRUE (found (2));
    end (run);
    ASSERT_EQ (run.found (), (Strings{ "seek -", "seek -" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_HTTP),
                  "http://127.0.0.1");
    EXPECT_EQ (run.result (0)->id, nullptr);
}

TEST_F (Discovery, PassesOverWhatADriverDoesNotUnderstand)
{
    SearchScript *script = add_udp_driver ("seek", "who?");
    auto good = script->match;
    UdpPeer peer;

    script->match = [good] (const std::string &text, WattleFrame *frame, WattleFound *found,
                            GError **error) {
        good (text, frame, found, error);
        if (text == "foreign")
            return false;
        if (text == "error")
            return wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "cut off"), false;
        if (text == "model")
            wattle_found_set_model (found, "toaster");
        if (text == "child")
            wattle_found_set_model (found, "part");
        return true;
    };
    begin ({ &peer });
    for (const char *text : { "foreign", "error", "model", "child", "good" })
        peer.answer (text);
    ASSERT_TRUE (found (1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "seek good" });
    EXPECT_EQ (script->heard.size (), 5u);
}

TEST_F (Discovery, KnowsTheDevicesOfTheHouse)
{
    UdpPeer peer;

    add_udp_driver ("seek", "who?");
    adopt ("cellar", "seek", "1");
    adopt ("attic", "test", "2");
    adopt ("seek_3", "seek", nullptr);
    adopt ("seek_4", "seek", "replaced");
    begin ({ &peer });
    for (const char *serial : { "1", "2", "3", "4" })
        peer.answer (serial);
    ASSERT_TRUE (found (4));
    adopt ("late", "seek", "2");
    end (run);

    ASSERT_EQ (run.results->len, 4u);
    EXPECT_STREQ (run.result (0)->known, "cellar");
    EXPECT_STREQ (run.result (1)->known, "late") << "added meanwhile";
    EXPECT_STREQ (run.result (2)->known, "seek_3") << "it has not answered yet";
    EXPECT_EQ (run.result (3)->known, nullptr) << "another device has that id";
}

TEST_F (Discovery, TellsHowFarItIs)
{
    UdpPeer peer;

    add_udp_driver ("seek", "who?");
    run.timeout_ms = 10000;
    begin ({ &peer });
    advance (1.5);
    ASSERT_EQ (run.progress, (std::vector<std::pair<double, guint>>{ { 0.1, 0 } }));
    peer.answer ("1");
    ASSERT_TRUE (found (1));
    EXPECT_DOUBLE_EQ (run.progress[1].first, 0.1);
    advance (8.4);
    EXPECT_EQ (run.progress.size (), 10u);
    EXPECT_DOUBLE_EQ (run.progress.back ().first, 0.9);
    settle ();
    EXPECT_FALSE (run.done);
    end (run, 0.1);
    EXPECT_EQ (run.progress.size (), 10u);
}

TEST_F (Discovery, CancelEndsItAtOnce)
{
    UdpPeer peer;

    add_udp_driver ("seek", "who?");
    begin ({ &peer });
    peer.answer ("1");
    g_cancellable_cancel (run.cancellable);
    expect_error (run, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
    EXPECT_TRUE (run.progress.empty ());
}

TEST_F (Discovery, DoesNotBeginWhenItIsCancelledBefore)
{
    UdpPeer peer;

    add_udp_driver ("seek", "who?");
    g_cancellable_cancel (run.cancellable);
    run.targets = { peer.target () };
    run.begin (discovery);
    expect_error (run, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
    EXPECT_TRUE (peer.heard ().empty ());
}

TEST_F (Discovery, MaySearchTwiceAtOnce)
{
    UdpPeer peer, second;
    SearchRun other;

    add_udp_driver ("seek", "who?");
    begin ({ &peer });
    other.targets = { second.target () };
    other.begin (discovery);
    ASSERT_TRUE (spin ([&] { return !second.heard ().empty (); }));
    peer.answer ("1");
    second.answer ("2");
    ASSERT_TRUE (spin ([&] { return run.n_found () == 1 && other.n_found () == 1; }));
    end (run);
    end (other);
    EXPECT_EQ (run.found (), Strings{ "seek 1" });
    EXPECT_EQ (other.found (), Strings{ "seek 2" });
}

TEST_F (Discovery, OutlivesWhoStartedIt)
{
    UdpPeer peer;

    add_udp_driver ("seek", "who?");
    begin ({ &peer });
    g_clear_object (&discovery);
    end (run);
    EXPECT_NE (run.results, nullptr);
    discovery = wattle_discovery_new (clock, plugins, nullptr);
}

} // namespace
