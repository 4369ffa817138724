// SPDX-License-Identifier: LGPL-2.1-or-later
// Secrets that a device changes itself, and state that has to be on disk first.
#include "engine/wattle-secrets.h"
#include "support/runner-house.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const WattleStateFlags SECRET = (WattleStateFlags)(WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE);

class RunnerSecret : public RunnerHouse
{
  protected:
    RunnerSecret ()
    {
        const WattleOptionSpec spec = { "Password", WATTLE_OPTION_SECRET };

        wattle_options_add_spec (options, &spec);
        wattle_options_set (options, "Password", "secret:door", nullptr);
        dir.write ("secrets.conf", "[Secrets]\ndoor=configured\nother=another\n");
        wattle_secrets_load (secrets, nullptr);
        wattle_runner_set_secrets (runner, secrets);
    }

    ~RunnerSecret () override
    {
        g_object_unref (secrets);
    }

    WattleSource *
    source ()
    {
        return WATTLE_SOURCE (wattle_runner_get_device (runner));
    }

    std::string
    password ()
    {
        WattleLinkCall *call = started.back ();
        g_autofree char *text = call->placeholder ("option", "Password", call->user_data);

        return text != nullptr ? text : "(none)";
    }

    TempDir dir;
    WattleSecrets *secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
};

TEST_F (RunnerSecret, IsTheOneTheDeviceChangedItTo)
{
    start ();
    EXPECT_EQ (password (), "configured");
    wattle_source_set_state (source (), "password", "rotated", SECRET);
    EXPECT_EQ (password (), "rotated");
    wattle_source_set_state (source (), "password", nullptr, SECRET);
    EXPECT_EQ (password (), "configured");
}

TEST_F (RunnerSecret, IsNotReplacedByAnOrdinaryKeptText)
{
    wattle_source_set_state (source (), "password", "a remembered page", WATTLE_STATE_DURABLE);
    start ();
    EXPECT_EQ (password (), "configured");
}

TEST_F (RunnerSecret, OfAGatewayIsThatOfItsPartsWhichInheritIt)
{
    g_autoptr (WattleRunner) gateway = WATTLE_RUNNER (g_object_ref (runner));
    g_autoptr (WattleOptions) own = options;
    g_autoptr (WattleDevice) device = WATTLE_DEVICE (g_object_new (TEST_TYPE_DEVICE, nullptr));
    const WattleOptionSpec spec = { "Password", WATTLE_OPTION_SECRET };

    options = wattle_options_new ();
    wattle_options_add_spec (options, &spec);
    wattle_options_inherit (options, own);
    wattle_source_set_state (source (), "password", "rotated", SECRET);
    g_clear_object (&runner);
    runner = wattle_runner_new ("part", device, options, gateway, clock, 600000);
    wattle_runner_set_link (runner, WATTLE_LINK_HTTP, WATTLE_LINK (link));
    wattle_runner_set_secrets (runner, secrets);
    script ().ask = [] (WattleDevice *, guint step) { return step == 0 ? get (1) : nullptr; };
    start ();

    EXPECT_EQ (password (), "rotated");
    wattle_options_set (options, "Password", "secret:other", nullptr);
    EXPECT_EQ (password (), "another") << "a password of its own is not the gateway's";
}

TEST_F (RunnerSecret, IsOnDiskBeforeTheNextRequestIsSent)
{
    renew (600000, 3);
    g_signal_connect (runner, "keep-state", G_CALLBACK (wattle_runner_hold), nullptr);
    script ().decode = [] (WattleDevice *device) {
        wattle_source_set_state (WATTLE_SOURCE (device), "password", "rotated", SECRET);
        return true;
    };
    start ();
    ASSERT_EQ (in_flight (), 1u);
    answer ();
    EXPECT_EQ (in_flight (), 0u) << "the new secret is not on disk yet";
    advance (10);
    EXPECT_EQ (in_flight (), 0u);
    wattle_runner_release (runner);
    advance (0);
    EXPECT_EQ (in_flight (), 2u);
    answer ();
    EXPECT_EQ (in_flight (), 3u) << "nothing changed this time";
}

TEST_F (RunnerSecret, HoldsUpADeviceThatIsStoppedMeanwhileAndNothingElse)
{
    wattle_runner_hold (runner);
    wattle_runner_hold (runner);
    start ();
    EXPECT_EQ (in_flight (), 0u);
    wattle_runner_stop (runner);
    wattle_runner_release (runner);
    EXPECT_EQ (in_flight (), 0u);
    start ();
    EXPECT_EQ (in_flight (), 0u);
    wattle_runner_release (runner);
    advance (0);
    EXPECT_EQ (in_flight (), 1u);
    EXPECT_EQ (started.size (), 1u);
}

} // namespace
