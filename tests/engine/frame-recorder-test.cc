// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-frame-recorder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/temp-dir.h"
#include "support/test-device.h"
#include "transport/wattle-replay-link.h"

using namespace wattle_test;

#define START 1780000000000000

// One device with a serial number in its identifier, a password and a token; its link answers with
// what an indiscreet device would say.
class FrameRecorder : public testing::Test
{
  protected:
    FrameRecorder ()
    {
        g_autoptr (GError) error = nullptr;
        g_autoptr (WattleLinkPool) pool = wattle_link_pool_new (clock_);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (dir_.file ("devices").c_str (), clock_);
        secrets_ = wattle_secrets_new (dir_.path ().c_str (), nullptr);
        dir_.write ("secrets.conf", "[Secrets]\ngateway=canary-Y7\n");
        wattle_secrets_load (secrets_, &error);
        counters_ = wattle_counters_new (dir_.path ().c_str (), problems_, clock_);
        wattle_counters_load (counters_);

        WattleManagerParts parts = {};
        parts.clock = clock_;
        parts.plugins = plugins_;
        parts.links = pool;
        parts.secrets = secrets_;
        parts.states = states;
        parts.counters = counters_;
        parts.problems = problems_;
        manager_ = wattle_manager_new (&parts);
        WattleFrameRecorderParts more = { clock_, plugins_, secrets_, problems_, manager_ };
        recorder_ = wattle_frame_recorder_new (folder ().c_str (), "0.1", &more);
    }

    ~FrameRecorder () override
    {
        g_object_unref (recorder_);
        wattle_manager_stop (manager_);
        g_object_unref (manager_);
        g_object_unref (counters_);
        g_clear_object (&link_);
        wattle_recording_free (answers_);
        g_object_unref (secrets_);
        g_object_unref (plugins_);
        g_object_unref (problems_);
        g_object_unref (clock_);
    }

    std::string
    folder ()
    {
        return dir_.file ("recordings");
    }

    void
    answer (const std::string &text)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_answer (0, 200, nullptr, bytes, 0);

        g_ptr_array_add (answers_->exchanges, wattle_exchange_new (0, "x", "LOCAL 1", frame));
    }

    void
    add_device (const char *driver = "test")
    {
        static const WattleOptionSpec specs[] = {
            { "User", WATTLE_OPTION_TEXT, nullptr, nullptr, 0, 0, nullptr, FALSE },
            { "Password", WATTLE_OPTION_SECRET, nullptr, nullptr, 0, 0, nullptr, FALSE },
        };
        g_autoptr (WattleOptions) options = wattle_options_new ();
        g_autoptr (WattleDevice) device = make_device ();

        for (const WattleOptionSpec &spec : specs)
            wattle_options_add_spec (options, &spec);
        wattle_options_set (options, "User", "admin", nullptr);
        wattle_options_set (options, "Password", "secret:gateway", nullptr);
        script_of (device).ask = [this] (WattleDevice *, guint step) {
            return step == 0 ? wattle_request_with_flags (wattle_request_new_local (1), flags_)
                             : nullptr;
        };
        script_of (device).decode = [] (WattleDevice *self) {
            bool first = wattle_source_get_state (WATTLE_SOURCE (self), "token") == nullptr;

            wattle_source_set_state (WATTLE_SOURCE (self), "token",
                                     first ? "rotating-T0ken" : "later-T0ken", WATTLE_STATE_SECRET);
            wattle_device_add_entity (self, "note", WATTLE_QUANTITY_TEXT, "Note",
                                      (WattleEntityFlags)0);
            wattle_device_report_text (self, "note", "of IS004217");
            return TRUE;
        };

        g_autoptr (WattleRunner) runner =
            wattle_runner_new ("sg_is004217", device, options, nullptr, clock_, 1000);
        link_ = wattle_replay_link_new (answers_, WATTLE_LINK_NONE, clock_);
        wattle_runner_set_link (runner, WATTLE_LINK_NONE, WATTLE_LINK (link_));
        wattle_runner_set_driver (runner, driver);
        wattle_runner_set_model (runner, "model");
        wattle_manager_adopt (manager_, runner);
        wattle_clock_advance (clock_, 0);
    }

    std::vector<std::string>
    files ()
    {
        std::vector<std::string> names;

        for (const auto &file : std::filesystem::directory_iterator (folder ()))
            names.push_back (file.path ().filename ().string ());
        std::sort (names.begin (), names.end ());
        return names;
    }

    std::string
    read (const std::string &name)
    {
        std::ifstream stream (folder () + "/" + name, std::ios::binary);
        std::stringstream text;

        text << stream.rdbuf ();
        return text.str ();
    }

    TempDir dir_;
    WattleClock *clock_ = wattle_clock_new_manual (START);
    WattleProblems *problems_ = wattle_problems_new (clock_);
    WattlePlugins *plugins_ = wattle_plugins_new (problems_);
    WattleRecording *answers_ = wattle_recording_new ("test", "model", "x", "1", START);
    WattleSecrets *secrets_;
    WattleCounters *counters_;
    WattleManager *manager_;
    WattleFrameRecorder *recorder_;
    WattleReplayLink *link_ = nullptr;
    WattleRequestFlags flags_ = (WattleRequestFlags)0;
};

using Names = std::vector<std::string>;

TEST_F (FrameRecorder, WritesNoSecretAndNoSerialNumber)
{
    answer (R"({"echo":"canary-Y7","auth":"YWRtaW46Y2FuYXJ5LVk3","user":"of IS004217"})");
    answer (R"({"session":"rotating-T0ken later-T0ken","serial":"IS004217"})");
    add_device ();
    wattle_clock_advance (clock_, 1000000);
    wattle_frame_recorder_stop (recorder_);

    ASSERT_EQ (files (), (Names{ "sg_aa000001.expected", "sg_aa000001.jsonl" }));
    std::string all = read ("sg_aa000001.expected") + read ("sg_aa000001.jsonl");
    for (const char *hidden : { "canary", "YWRtaW46Y2FuYXJ5LVk3", "rotating", "later", "IS004217",
                                "is004217", "gateway" })
        EXPECT_EQ (all.find (hidden), std::string::npos) << hidden << " in " << all;
    EXPECT_NE (all.find (R"("options":{"User":"admin","Password":null})"), std::string::npos);
    EXPECT_NE (all.find ("note = of AA000001 (good)"), std::string::npos) << all;
}

TEST_F (FrameRecorder, WritesWhatCanBeReadAgain)
{
    answer ("one");
    answer ("two");
    add_device ();
    wattle_clock_advance (clock_, 1000000);
    wattle_frame_recorder_stop (recorder_);

    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleRecording) recording =
        wattle_recording_load ((folder () + "/sg_is004217.jsonl").c_str (), &error);
    ASSERT_NE (recording, nullptr) << error->message;
    EXPECT_STREQ (recording->plugin, "test");
    EXPECT_STREQ (recording->model, "model");
    EXPECT_EQ (recording->start, START);
    ASSERT_EQ (recording->exchanges->len, 2u);
    auto *last = static_cast<WattleExchange *> (g_ptr_array_index (recording->exchanges, 1));
    EXPECT_EQ (last->time, 1000000);
    EXPECT_STREQ (last->request, "LOCAL 1");
    EXPECT_EQ (g_bytes_get_size (wattle_frame_get_bytes (last->frame)), 3u);
}

TEST_F (FrameRecorder, KeepsOnlyTheLengthOfAPrivateAnswer)
{
    answer ("12345678");
    flags_ = WATTLE_REQUEST_PRIVATE;
    add_device ();
    wattle_frame_recorder_stop (recorder_);

    std::string all = read ("sg_is004217.jsonl");
    EXPECT_EQ (all.find ("12345678"), std::string::npos) << all;
    EXPECT_NE (all.find (R"("reply":{"base64":"AAAAAAAAAAA="})"), std::string::npos) << all;
}

TEST_F (FrameRecorder, MovesItsFilesWhenASerialNumberIsLearnt)
{
    answer ("{}");
    answer (R"({"serial":"IS004217"})");
    add_device ();
    wattle_frame_recorder_write (recorder_);
    EXPECT_EQ (files (), (Names{ "sg_is004217.expected", "sg_is004217.jsonl" }));

    wattle_clock_advance (clock_, 60 * G_USEC_PER_SEC);
    EXPECT_EQ (files (), (Names{ "sg_aa000001.expected", "sg_aa000001.jsonl" }));
}

TEST_F (FrameRecorder, EndsARecordingThatBecomesTooLarge)
{
    answer (std::string (WATTLE_RECORDING_MAX_LINE / 8, 'x'));
    add_device ();
    wattle_clock_advance (clock_, 200 * G_USEC_PER_SEC);
    std::string size = read ("sg_is004217.jsonl");

    EXPECT_LE (size.size (), 9u * 1024 * 1024);
    wattle_clock_advance (clock_, 100 * G_USEC_PER_SEC);
    EXPECT_EQ (read ("sg_is004217.jsonl").size (), size.size ());
}

TEST_F (FrameRecorder, LeavesOutWhatNoDriverMade)
{
    answer ("{}");
    add_device (nullptr);
    wattle_frame_recorder_stop (recorder_);

    EXPECT_EQ (files (), Names{});
}

TEST_F (FrameRecorder, NamesAFolderThatCannotBeMade)
{
    dir_.write ("file", "");
    WattleFrameRecorderParts parts = { clock_, plugins_, secrets_, problems_, manager_ };
    g_autoptr (WattleFrameRecorder) other =
        wattle_frame_recorder_new (dir_.file ("file/below").c_str (), "0.1", &parts);

    ASSERT_EQ (wattle_problems_get_count (problems_), 1u);
    EXPECT_NE (std::string (wattle_problems_get (problems_, 0)->message).find ("file/below"),
               std::string::npos);
}
