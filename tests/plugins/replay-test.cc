// SPDX-License-Identifier: LGPL-2.1-or-later
// Plays every plugins/*/tests/*.jsonl through the host's engine and compares the readings with the
// .expected beside it. Nothing lists the recordings: one that is put there is played.
// WATTLE_UPDATE_EXPECTED=1 writes what came out; look at the difference before you commit it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/wattle-replay.h"

namespace fs = std::filesystem;

static std::vector<std::string>
find_recordings ()
{
    std::vector<std::string> paths;

    for (const fs::directory_entry &plugin : fs::directory_iterator (PLUGIN_SOURCES)) {
        if (!fs::is_directory (plugin.path () / "tests"))
            continue;
        for (const fs::directory_entry &file : fs::directory_iterator (plugin.path () / "tests"))
            if (file.path ().extension () == ".jsonl")
                paths.push_back (file.path ().string ());
    }

    std::sort (paths.begin (), paths.end ());
    return paths;
}

static std::string
make_name (const testing::TestParamInfo<std::string> &info)
{
    fs::path path (info.param);
    std::string name = path.parent_path ().parent_path ().filename ().string () + "_" +
                       path.stem ().string () + "_" + std::to_string (info.index);

    std::replace_if (
        name.begin (), name.end (), [] (char c) { return !g_ascii_isalnum (c); }, '_');
    return name;
}

static std::string
read_file (const fs::path &path)
{
    std::ifstream stream (path, std::ios::binary);
    std::stringstream text;

    text << stream.rdbuf ();
    return text.str ();
}

class Recordings : public testing::TestWithParam<std::string>
{
};

TEST_P (Recordings, GiveTheExpectedReadings)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleRecording) recording = wattle_recording_load (GetParam ().c_str (), &error);
    ASSERT_NE (recording, nullptr) << error->message;
    g_autoptr (WattleReplay) replay = wattle_replay_new (recording, &error);
    ASSERT_NE (replay, nullptr) << error->message;
    wattle_plugins_add_path (wattle_replay_get_plugins (replay), PLUGIN_MODULES);
    wattle_plugins_load (wattle_replay_get_plugins (replay));
    ASSERT_TRUE (wattle_replay_run (replay, &error)) << error->message;

    fs::path path = fs::path (GetParam ()).replace_extension (".expected");
    g_autofree char *readings = wattle_replay_dup_readings (replay);
    if (std::getenv ("WATTLE_UPDATE_EXPECTED") != nullptr)
        std::ofstream (path, std::ios::binary) << readings;

    ASSERT_TRUE (fs::exists (path)) << path << " is missing; what came out is:\n" << readings;
    EXPECT_EQ (std::string (readings), read_file (path));
    EXPECT_EQ (wattle_replay_get_n_left (replay), 0u)
        << "the device did not ask for all that was recorded";
}

INSTANTIATE_TEST_SUITE_P (Replay, Recordings, testing::ValuesIn (find_recordings ()), make_name);

TEST (ReplaySuite, FindsRecordings)
{
    EXPECT_GE (find_recordings ().size (), 1u) << "nothing recorded below " << PLUGIN_SOURCES;
}
