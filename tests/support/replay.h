// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/wattle-manager.h"
#include "support/temp-dir.h"
#include "transport/wattle-replay-link.h"

namespace wattle_test
{

// The host's engine with links that answer from a recording, at the times that were recorded.
class Replay
{
  public:
    explicit Replay (const WattleRecording *recording);
    ~Replay ();

    Replay (const Replay &) = delete;
    Replay &operator= (const Replay &) = delete;

    void load_plugins (const char *folder);
    // Makes the device as it was set up and lets time pass until the last exchange. FALSE: the
    // device cannot be made.
    bool run ();

    std::string readings ();
    std::string problems ();
    guint n_left (); // exchanges that nothing asked for

  private:
    void store_secret ();
    void configure (WattleDeviceConfig *config);
    void run_to (gint64 time);
    static void on_added (WattleManager *manager, WattleRunner *runner, gpointer user_data);

    const WattleRecording *recording_;
    TempDir dir_;
    WattleClock *clock_;
    WattleProblems *problems_;
    WattlePlugins *plugins_;
    WattleSecrets *secrets_;
    WattleCounters *counters_;
    WattleManager *manager_;
    std::vector<WattleReplayLink *> links_; // by WattleLinkKind
};

} // namespace wattle_test
