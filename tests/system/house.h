// SPDX-License-Identifier: LGPL-2.1-or-later
// A house of real processes: wattled with its own broker, an emulated Iskra SG, and what an
// independent MQTT client and an independent HTTP client see of them.
#pragma once

#include <gtest/gtest.h>
#include <json-glib/json-glib.h>

#include <memory>
#include <string>
#include <vector>

#include "support/mqtt-broker.h"
#include "support/process.h"
#include "support/spin.h"

namespace wattle_test
{

struct JsonFree {
    void
    operator() (JsonObject *object) const
    {
        json_object_unref (object);
    }
};
using Json = std::unique_ptr<JsonObject, JsonFree>;

Json parse_json (const std::string &text); // null if it is no object

const char *const GATEWAY = "sg";
const char *const GRID_METER = "iskra_sg_i0026113"; // slot 0
const char *const HEAT_METER = "iskra_sg_w4183307"; // slot 1
const char *const SIMULATED = "sim";

class House
{
  public:
    House ();

    // Writes FOLDER/NAME below the configuration or the state.
    void configure (const std::string &name, const std::string &text);
    void keep (const std::string &name, const std::string &text);
    std::string config_file (const std::string &name) const;

    // The gateway's time nearly stands still unless a speed is among the arguments, so that its
    // readings can be compared. Started again, it takes the same port.
    void start_emulator (std::vector<std::string> arguments = {});
    void add_gateway (const std::string &more = "");
    void add_simulated ();

    std::unique_ptr<Process> run_host (const std::vector<std::string> &more);
    void start_host (); // and waits until it is ready, then looks at its broker
    // At everything on the broker, from now on. As states are not retained, the host is asked to
    // say everything again.
    void look ();

    Json get (const std::string &path); // from the emulator
    void fault (const std::string &text);

    std::string state_topic (const std::string &id) const;
    Json state (const std::string &id);     // as last published
    Json describe (const std::string &id);  // discovery message; "" is the host
    bool available (const std::string &id); // as Home Assistant works it out
    bool all_available ();
    bool none_available (const std::vector<std::string> &ids);

    // Whether the values that an SG's meter shows now are those last published.
    bool shows_current_values (const std::string &id, unsigned slot);

    TempDir dir;
    Process::Environment environment;        // of the host, further to the plugins as built
    std::vector<std::string> host_arguments; // further ones
    bool session = true;                     // or as the system's service, without plugins
    guint16 gateway_port = 0;
    guint16 search_port = 0; // of the emulator, if it was given one
    guint16 broker_port = 0;
    std::string user, password;
    std::unique_ptr<Process> emulator;
    std::unique_ptr<Process> host;
    std::unique_ptr<MqttProbe> probe;
};

} // namespace wattle_test
