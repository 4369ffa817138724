// SPDX-License-Identifier: LGPL-2.1-or-later
// polkit as far as a program that asks it can see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "support/private-bus.h"

namespace wattle_test
{

class FakePolkit
{
  public:
    explicit FakePolkit (const PrivateBus &bus);
    ~FakePolkit ();
    FakePolkit (const FakePolkit &) = delete;
    FakePolkit &operator= (const FakePolkit &) = delete;

    std::set<std::string> permitted; // actions
    std::vector<std::string> asked;  // actions, in order
    bool interactive = false;        // whether the last question allowed to ask a person

  private:
    static void on_call (GDBusConnection *,
                         const char *,
                         const char *,
                         const char *,
                         const char *method,
                         GVariant *parameters,
                         GDBusMethodInvocation *invocation,
                         gpointer self);
    static GVariant *on_property (GDBusConnection *,
                                  const char *,
                                  const char *,
                                  const char *,
                                  const char *name,
                                  GError **,
                                  gpointer);

    GDBusConnection *connection_;
    GDBusNodeInfo *info_;
    guint object_;
};

} // namespace wattle_test
