// SPDX-License-Identifier: LGPL-2.1-or-later
// A host on the bus that says what a test wants it to say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/private-bus.h"
#include "wattle-dbus.h"

namespace wattle_test
{

class FakeHost
{
  public:
    explicit FakeHost (PrivateBus &bus);
    ~FakeHost ();

    FakeHost (const FakeHost &) = delete;
    FakeHost &operator= (const FakeHost &) = delete;

    // What a method answers: a tuple as text of GVariant, or the name of an error, a blank and its
    // message.
    void answer (const std::string &method, const std::string &text);
    void answer_with_file (const std::string &method, const std::string &content);
    // The job that the method makes, and its result.
    void answer_with_job (const std::string &method, const std::string &result);
    // The same of one that fails.
    void answer_with_failure (const std::string &method, const std::string &result);

    // How it was called last, as text of GVariant; empty if it was not.
    std::string asked (const std::string &method) const;
    // What it could read from the file it was given.
    std::string given () const;

    void add_device (const char *id, const char *name, const char *readings);
    void set (const char *property, const char *value); // of the manager
    void leave ();                                      // the name is free again

  private:
    void serve (gpointer skeleton, GType interface);
    static void on_method (GClosure *closure,
                           GValue *handled,
                           guint n_parameters,
                           const GValue *parameters,
                           gpointer hint,
                           gpointer data);
    GVariant *parse (const std::string &text);
    void reply (GDBusMethodInvocation *invocation, const std::string &method);
    void make_job (GDBusMethodInvocation *invocation, const std::string &result);

    PrivateBus &bus_;
    GDBusObjectManagerServer *server_;
    WattleDBusManager *manager_;
    guint name_ = 0;
    std::map<std::string, std::string> answers_, files_, jobs_, asked_;
    std::string job_state_ = "done";
    std::string given_;
    std::vector<GVariant *> parsed_;
};

} // namespace wattle_test
