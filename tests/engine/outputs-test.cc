// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-outputs.h"

#include <algorithm>

#include "support/manager-house.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

class Outputs : public ManagerHouse
{
  protected:
    Outputs ()
    {
        open ();
    }

    ~Outputs () override
    {
        g_clear_object (&outputs);
    }

    void
    open ()
    {
        outputs = wattle_outputs_new (manager, problems, dir.file ("state").c_str ());
        wattle_outputs_start (outputs);
        g_signal_connect (outputs, "event", G_CALLBACK (on_event), this);
        g_signal_connect (outputs, "changed", G_CALLBACK (on_changed), this);
        add ("meter", "[Device]\nDriver=test\nModel=gateway\n" + rules);
        advance (0);
    }

    // Another run of the host.
    void
    restart (const std::string &outputs_conf = "")
    {
        g_clear_object (&outputs);
        settle ();
        renew ();
        if (!outputs_conf.empty ())
            g_file_set_contents (file ().c_str (), outputs_conf.c_str (), -1, nullptr);
        open ();
    }

    void
    prepare (WattleDevice *device, const std::string &) override
    {
        list_output (device, true);
        script_of (device).ask = [this] (WattleDevice *, guint step) -> WattleRequest * {
            if (step > 0)
                return nullptr;
            // Without such a link it cannot be reached.
            return away ? wattle_request_new_http (1, "GET", "/") : wattle_request_new_local (1);
        };
        script_of (device).decode = [this] (WattleDevice *self) {
            if (listed != (wattle_device_find_entity (self, "output_1") != nullptr))
                list_output (self, listed);
            if (listed)
                wattle_device_report_boolean (self, "output_1", relay);
            return true;
        };
        script_of (device).act = [this] (WattleCommand *command, guint step,
                                         GError **error) -> WattleRequest * {
            if (step > 0)
                return nullptr;
            sent++;
            if (!refusal.empty ()) {
                wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "%s", refusal.c_str ());
                return nullptr;
            }
            if (away)
                return wattle_request_new_http (2, "GET", "/");
            if (obeys)
                relay = wattle_command_get_boolean (command);
            return wattle_request_new_local (2);
        };
    }

    void
    list_output (WattleDevice *device, bool has_output)
    {
        const WattleEntitySpec specs[] = {
            { .quantity = WATTLE_QUANTITY_FREQUENCY },
            { .key = "output_1",
              .quantity = WATTLE_QUANTITY_SWITCH,
              .flags = WATTLE_ENTITY_OUTPUT,
              .cadence = cadence },
        };

        wattle_device_set_entities (device, specs, has_output ? 2 : 1);
    }

    std::string
    set (const char *value, const char *device = "meter", const char *key = "output_1")
    {
        WattleOutputsOptions options = { .author = "hass" };
        g_autoptr (GError) error = nullptr;

        if (!wattle_outputs_set (outputs, device, key, g_variant_new_string (value), &options,
                                 on_done, this, &error))
            return error->message;
        return "";
    }

    // Until somebody was told so many things.
    bool
    hear (size_t count = 1)
    {
        return spin ([&] {
            advance (0);
            return results.size () >= count;
        });
    }

    bool
    hear_in_time (double seconds)
    {
        for (double passed = 0; results.empty () && passed < seconds; passed += 0.5) {
            drain ();
            advance (0.5);
        }
        drain ();
        return !results.empty ();
    }

    // What is on its way to the disk arrives.
    void
    drain ()
    {
        for (int i = 0; i < 5; i++) {
            wattle_outputs_flush (outputs);
            settle ();
            advance (0);
        }
    }

    std::string
    explain (const char *key)
    {
        g_autoptr (GVariant) reason =
            wattle_outputs_explain (outputs, "meter", "output_1", nullptr);
        g_autoptr (GVariant) value = g_variant_lookup_value (reason, key, nullptr);

        if (value == nullptr)
            return "(none)";
        g_autofree char *text = g_variant_print (value, FALSE);
        return text;
    }

    std::string
    file () const
    {
        return dir.file ("state/outputs.conf");
    }

    std::string
    contents () const
    {
        g_autofree char *text = nullptr;

        g_file_get_contents (file ().c_str (), &text, nullptr, nullptr);
        return text != nullptr ? text : "";
    }

    static void
    on_done (const GError *error, gpointer user_data)
    {
        static_cast<Outputs *> (user_data)->results.push_back (error != nullptr ? error->message
                                                                                : "done");
    }

    static void
    on_event (WattleOutputs *,
              const char *device,
              const char *key,
              const char *event,
              const char *,
              Outputs *self)
    {
        self->events.push_back (std::string (device) + "/" + key + " " + event);
    }

    static void
    on_changed (WattleOutputs *, const char *, const char *, Outputs *self)
    {
        self->changes++;
    }

    WattleOutputs *outputs = nullptr;
    std::string rules;
    bool relay = false;
    bool obeys = true;
    bool away = false;
    bool listed = true;
    guint cadence = 0;
    std::string refusal;
    int sent = 0;
    int changes = 0;
    std::vector<std::string> results;
    std::vector<std::string> events;
};

TEST_F (Outputs, SetsAndHearsItFromTheDevice)
{
    EXPECT_EQ (set ("on"), "");
    ASSERT_TRUE (hear ());
    EXPECT_EQ (results, std::vector<std::string>{ "done" });
    EXPECT_TRUE (relay);
    EXPECT_EQ (explain ("actual"), "true");
    EXPECT_EQ (explain ("command"), "'confirmed'");
    EXPECT_STREQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), "hass");
    EXPECT_EQ (wattle_outputs_get_override_until (outputs, "meter", "output_1"),
               wattle_clock_get_wall (clock) + 7200 * (gint64)G_USEC_PER_SEC);
    EXPECT_GT (changes, 0);
}

TEST_F (Outputs, AReadingThatSaysTheSameIsNoChange)
{
    set ("on");
    ASSERT_TRUE (hear ());
    advance (10000);
    changes = 0;
    for (int i = 0; i < 5; i++)
        advance (10000);
    EXPECT_EQ (changes, 0);
}

TEST_F (Outputs, HasItsClaimsOnDiskBeforeItCommands)
{
    set ("on");
    advance (0);
    EXPECT_EQ (sent, 0) << "the disk comes first";
    ASSERT_TRUE (hear ());
    EXPECT_NE (contents ().find ("Author=hass"), std::string::npos);
}

TEST_F (Outputs, TriesADisobedientRelayTwiceAgainThenSaysSo)
{
    obeys = false;
    set ("on");
    ASSERT_TRUE (hear_in_time (60));
    EXPECT_EQ (sent, 3);
    EXPECT_EQ (results, std::vector<std::string>{ "meter/output_1 does not obey" });
    EXPECT_EQ (events, std::vector<std::string>{ "meter/output_1 contradicted" });
    EXPECT_EQ (complaints (),
               std::vector<std::string>{ "meter: output_1 does not obey; it was to be on: no "
                                         "confirmation" });
    EXPECT_EQ (explain ("actual"), "false");
    relay = true;
    advance (20);
    EXPECT_EQ (complaints (), std::vector<std::string>{}) << "it obeyed late";
}

TEST_F (Outputs, WaitsForADeviceThatTellsSomethingOnceAMinute)
{
    g_clear_object (&outputs);
    renew ();
    cadence = 180;
    open ();
    obeys = false;
    set ("on");
    ASSERT_TRUE (spin ([&] {
        advance (0);
        return sent == 1;
    }));
    advance (59);
    EXPECT_EQ (sent, 1);
    EXPECT_EQ (results, std::vector<std::string>{});
    relay = true;
    ASSERT_TRUE (hear_in_time (20));
    EXPECT_EQ (results, std::vector<std::string>{ "done" });
    EXPECT_EQ (sent, 1);
    EXPECT_EQ (complaints (), std::vector<std::string>{});
}

TEST_F (Outputs, DropsWhatDoesNotReachTheDevice)
{
    away = true;
    set ("on");
    ASSERT_TRUE (hear_in_time (60));
    EXPECT_EQ (events, std::vector<std::string>{ "meter/output_1 dropped" });
    ASSERT_GE (complaints ().size (), 1u);
    EXPECT_NE (results[0], "done");
    EXPECT_EQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), nullptr);
    away = false;
    advance (300);
    drain ();
    EXPECT_FALSE (relay) << "a relay must not move minutes later";
}

TEST_F (Outputs, KeepsClaimsOverARestart)
{
    set ("on");
    ASSERT_TRUE (hear ());
    restart ();
    EXPECT_STREQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), "hass");
    EXPECT_EQ (wattle_outputs_get_override_until (outputs, "meter", "output_1"),
               wattle_clock_get_wall (clock) + 7200 * (gint64)G_USEC_PER_SEC);
}

TEST_F (Outputs, KeepsACopyOfAFileThatIsDamaged)
{
    set ("on");
    ASSERT_TRUE (hear ());
    wattle_outputs_flush (outputs);
    restart (contents () + "[Claim 9 cellar/pump]\nAuthor=hass\n");
    ASSERT_EQ (complaints ().size (), 1u);
    EXPECT_NE (complaints ()[0].find ("not understood and left out: 1"), std::string::npos)
        << complaints ()[0];
    EXPECT_STREQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), "hass");

    restart ("[Gate]\nFormat=1\n");
    ASSERT_EQ (complaints ().size (), 1u);
    EXPECT_NE (complaints ()[0].find ("what outputs were to be is lost"), std::string::npos);
    EXPECT_EQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), nullptr);

    g_autoptr (GDir) copies = g_dir_open (dir.file ("state/quarantine").c_str (), 0, nullptr);
    ASSERT_NE (copies, nullptr);
    EXPECT_NE (g_dir_read_name (copies), nullptr);
    EXPECT_NE (g_dir_read_name (copies), nullptr) << "one for each";
}

TEST_F (Outputs, HoldsAProtectionOfTheFile)
{
    g_clear_object (&outputs);
    renew ();
    rules = "[Output output_1]\nMinOn=1min\nProtectManual=true\nDefault=off\n";
    open ();
    advance (61);
    set ("on");
    ASSERT_TRUE (hear ());
    set ("off");
    ASSERT_TRUE (hear (2));
    EXPECT_EQ (results[1], "meter/output_1 has to stay on for its minimum time; it is done then");
    EXPECT_EQ (explain ("waits"), "'min-on'");
    EXPECT_TRUE (relay);
}

TEST_F (Outputs, ReleasesAndTakesWhatAutomationsWant)
{
    WattleOutputsClaim claim = { .author = "automation:boiler", .layer = WATTLE_GATE_AUTOMATION };

    set ("off");
    ASSERT_TRUE (hear ());
    ASSERT_TRUE (wattle_outputs_claim (outputs, "meter", "output_1", g_variant_new_boolean (TRUE),
                                       &claim, nullptr));
    ASSERT_TRUE (spin ([&] {
        advance (0);
        return relay;
    })) << "an override ends when automations want something else";
    EXPECT_TRUE (wattle_outputs_unclaim (outputs, "meter", "output_1", WATTLE_GATE_AUTOMATION,
                                         "automation:boiler", nullptr));
    EXPECT_TRUE (wattle_outputs_release (outputs, "meter", "output_1", nullptr, nullptr));
    EXPECT_EQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), nullptr);
}

TEST_F (Outputs, TakesASwitchingAtTheDeviceForAnOverride)
{
    relay = true;
    advance (10);
    EXPECT_STREQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), "device");
}

TEST_F (Outputs, SaysWhatIsNotThereAndWhatIsAllowed)
{
    EXPECT_EQ (set ("on", "cellar"), "there is no device “cellar”");
    EXPECT_EQ (set ("on", "meter", "frequency"), "meter has no output “frequency”");
    EXPECT_EQ (set ("maybe"), "output_1: must be on, off or toggle");
    EXPECT_TRUE (results.empty ());
}

TEST_F (Outputs, TellsThoseWhoWaitThatTheDeviceIsGone)
{
    set ("on");
    wattle_manager_remove (manager, "meter", TRUE);
    EXPECT_EQ (results, std::vector<std::string>{ "meter/output_1 is not there any more" });
}

TEST_F (Outputs, TellsThoseWhoseWishEndedWhileItWasUnderWay)
{
    obeys = false;
    set ("on");
    advance (0);
    drain ();
    EXPECT_TRUE (results.empty ());
    wattle_outputs_release (outputs, "meter", "output_1", nullptr, nullptr);
    ASSERT_TRUE (hear ());
    EXPECT_EQ (results[0], "meter/output_1: the wish ended, or another took its place, before the "
                           "device confirmed it");
}

TEST_F (Outputs, TellsWhoWasReplacedByTheSameAuthor)
{
    obeys = false;
    set ("on");
    advance (0);
    drain ();
    set ("off");
    ASSERT_TRUE (hear (2));
    EXPECT_EQ (results[0], "meter/output_1: the wish ended, or another took its place, before the "
                           "device confirmed it");
    EXPECT_EQ (results[1], "done");
}

TEST_F (Outputs, LeavesNoOverrideOfACommandThatTheDeviceRefuses)
{
    refusal = "locked by its key";
    set ("on");
    ASSERT_TRUE (hear ());
    EXPECT_NE (results[0].find ("does not obey: locked by its key"), std::string::npos)
        << results[0];
    EXPECT_EQ (wattle_outputs_get_held_by (outputs, "meter", "output_1"), nullptr);
    EXPECT_EQ (explain ("command"), "'contradicted'") << "who asks why is told";
    EXPECT_NE (explain ("failure").find ("locked by its key"), std::string::npos);
    refusal = "";
    set ("on");
    ASSERT_TRUE (hear (2));
    EXPECT_EQ (explain ("failure"), "(none)") << "it is over";
}

TEST_F (Outputs, TogglesWhatIsToBeWhileThatIsOnItsWay)
{
    obeys = false;
    set ("toggle");
    advance (0);
    drain ();
    obeys = true;
    set ("toggle");
    ASSERT_TRUE (hear (2));
    EXPECT_FALSE (relay) << "on, and off again";
    EXPECT_EQ (results[1], "done");
}

TEST_F (Outputs, NamesAGroupThatProtectsNothing)
{
    g_clear_object (&outputs);
    renew ();
    rules = "[Output output_7]\nMinOn=1min\n[Output cellar/output_1]\nMinOn=1min\n";
    open ();
    advance (1);
    drain ();
    std::vector<std::string> found = complaints ();
    std::sort (found.begin (), found.end ());
    EXPECT_EQ (found, (std::vector<std::string>{
                          "meter: [Output cellar/output_1] protects nothing: meter has no such "
                          "sub-device",
                          "meter: [Output output_7] protects nothing: there is no such output; "
                          "there are: output_1" }));
    wattle_manager_remove (manager, "meter", TRUE);
    EXPECT_EQ (complaints (), std::vector<std::string>{});
}

TEST_F (Outputs, ForgetsAnOutputThatTheDeviceNoLongerHas)
{
    obeys = false;
    set ("on");
    listed = false;
    advance (10);
    ASSERT_TRUE (hear ());
    EXPECT_EQ (results[0], "meter/output_1 is not there any more");
    EXPECT_EQ (set ("on"), "meter has no output “output_1”");
    listed = true;
    advance (10);
    obeys = true;
    EXPECT_EQ (set ("on"), "");
    EXPECT_TRUE (hear (2));
}

TEST_F (Outputs, KeepsNothingOfADeviceThatWasTakenOutOfTheHouse)
{
    set ("on");
    ASSERT_TRUE (hear ());
    EXPECT_NE (contents ().find ("meter/output_1"), std::string::npos);
    wattle_manager_remove (manager, "meter", TRUE);
    advance (60);
    drain ();
    EXPECT_EQ (contents ().find ("meter/output_1"), std::string::npos) << contents ();
}

} // namespace
