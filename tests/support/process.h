// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>

#include <map>
#include <string>
#include <vector>

#include "support/temp-dir.h"

namespace wattle_test
{

// A program under test. It cannot outlive the test, and what it writes can be read at any time.
class Process
{
  public:
    using Environment = std::map<std::string, std::string>;

    explicit Process (const std::vector<std::string> &arguments,
                      const Environment &environment = {});
    ~Process (); // kills it if it still runs

    Process (const Process &) = delete;
    Process &operator= (const Process &) = delete;

    int pid () const;
    bool running () const;
    void send (int signal);

    // Waits for its end. Returns its exit status, -signal if one ended it, or STILL_RUNNING.
    int wait (int deadline_ms = 20000);
    static const int STILL_RUNNING = 1000;

    std::string out () const; // so far
    std::string err () const;
    bool has_said (const std::string &words) const; // on standard error

    // Living processes whose parent it is now.
    std::vector<int> children () const;

  private:
    TempDir dir_;
    int pid_ = 0;
    GSubprocess *process_ = nullptr;
};

// Whether there is such a process, and no zombie.
bool is_alive (int pid);
bool is_stopped (int pid); // by SIGSTOP

// The program's path of a living process, empty if there is none.
std::string name_of (int pid);

} // namespace wattle_test
