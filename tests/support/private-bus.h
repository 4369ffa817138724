// SPDX-License-Identifier: LGPL-2.1-or-later
// A message bus for one test, and what a client of it does.
#pragma once

#include <gio/gio.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support/process.h"
#include "support/spin.h"
#include "support/temp-dir.h"

namespace wattle_test
{

class PrivateBus
{
  public:
    PrivateBus ();
    ~PrivateBus ();
    PrivateBus (const PrivateBus &) = delete;
    PrivateBus &operator= (const PrivateBus &) = delete;

    const std::string &
    address () const
    {
        return address_;
    }

    // The test's own connection, which lives as long as the bus.
    GDBusConnection *
    connection () const
    {
        return connection_;
    }

    // One more connection, as another program has it.
    GDBusConnection *connect () const;

    bool has_name (const std::string &name) const; // whether somebody has it

  private:
    TempDir dir_;
    std::string address_;
    std::unique_ptr<Process> daemon_;
    GDBusConnection *connection_ = nullptr;
};

struct VariantFree {
    void
    operator() (GVariant *variant) const
    {
        g_variant_unref (variant);
    }
};
using Variant = std::unique_ptr<GVariant, VariantFree>;

// Calls of org.wattle.Wattle1 over a connection. While it waits the main loop runs.
class BusClient
{
  public:
    explicit BusClient (const PrivateBus &bus);
    ~BusClient ();
    BusClient (const BusClient &) = delete;
    BusClient &operator= (const BusClient &) = delete;

    // @parameters: as of g_variant_parse(), "()" for none. Null: an error, see @error_name.
    Variant call (const std::string &path,
                  const std::string &interface, // after org.wattle.Wattle1.
                  const std::string &method,
                  const std::string &parameters = "()");
    Variant manager (const std::string &method, const std::string &parameters = "()");
    Variant
    device (const std::string &id, const std::string &method, const std::string &parameters = "()");

    // As text; empty if there is none.
    std::string property (const std::string &path, const std::string &interface, const char *name);
    std::string device_property (const std::string &id, const char *name);

    // Waits for a job; returns its result as text, or its state and message.
    std::string finish (const Variant &job);

    std::string error_name; // of the last call, after the last dot; empty if it went well
    std::string error_text;
    GDBusConnection *connection;
};

std::string print (const Variant &variant); // empty for none

} // namespace wattle_test
