// SPDX-License-Identifier: LGPL-2.1-or-later
#include "system/house.h"

#include <libsoup/soup.h>

#include <cmath>

namespace wattle_test
{

Json
parse_json (const std::string &text)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonNode *root;

    if (!json_parser_load_from_data (parser, text.data (), (gssize)text.size (), nullptr))
        return nullptr;
    root = json_parser_get_root (parser);
    return Json (root != nullptr && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root)
                                                                  : nullptr);
}

static Json
read_json (const std::string &path)
{
    g_autofree char *text = nullptr;

    return g_file_get_contents (path.c_str (), &text, nullptr, nullptr) ? parse_json (text)
                                                                        : nullptr;
}

House::House ()
{
    g_mkdir_with_parents (dir.file ("config/devices.d").c_str (), 0700);
}

void
House::configure (const std::string &name, const std::string &text)
{
    dir.write ("config/" + name, text);
}

void
House::keep (const std::string &name, const std::string &text)
{
    dir.write ("state/" + name, text);
}

std::string
House::config_file (const std::string &name) const
{
    return dir.file ("config/" + name);
}

void
House::start_emulator (std::vector<std::string> arguments)
{
    std::string ready = dir.file ("emulator.json");

    g_unlink (ready.c_str ());
    emulator.reset (); // never two at one port
    arguments.insert (arguments.begin (), { WATTLE_EMULATE, "iskra-sg", "--ready-file", ready,
                                            "--port", std::to_string (gateway_port), "--speed",
                                            "0.001", "--start-time", "2026-06-01T10:00:00Z" });
    emulator = std::make_unique<Process> (arguments);
    ASSERT_TRUE (spin ([&] { return read_json (ready) != nullptr; })) << emulator->err ();
    gateway_port = (guint16)json_object_get_int_member (read_json (ready).get (), "http");
    search_port =
        (guint16)json_object_get_int_member_with_default (read_json (ready).get (), "udp", 0);
}

void
House::add_gateway (const std::string &more)
{
    configure (std::string ("devices.d/") + GATEWAY + ".conf",
               "[Device]\nDriver=iskra-sg\nModel=gateway\nInterval=10s\n[Link]\n"
               "Http=http://127.0.0.1:" +
                   std::to_string (gateway_port) + "\n" + more);
}

void
House::add_simulated ()
{
    configure (std::string ("devices.d/") + SIMULATED + ".conf", "[Device]\nDriver=example\n");
}

std::unique_ptr<Process>
House::run_host (const std::vector<std::string> &more)
{
    std::vector<std::string> arguments = { WATTLED, "--config", dir.file ("config"), "--state",
                                           dir.file ("state") };

    Process::Environment variables = environment;

    if (session)
        arguments.push_back ("--session");
    arguments.insert (arguments.end (), more.begin (), more.end ());
    arguments.insert (arguments.end (), host_arguments.begin (), host_arguments.end ());
    variables.emplace ("WATTLE_PLUGIN_DIR", WATTLE_PLUGINS);
    if (session) // a search asks Avahi there
        variables.emplace ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + dir.file ("no-system-bus"));
    return std::make_unique<Process> (arguments, variables);
}

void
House::start_host ()
{
    std::string ready = dir.file ("ready.json");

    g_unlink (ready.c_str ());
    host = run_host ({ "--ready-file", ready });
    ASSERT_TRUE (spin ([&] { return read_json (ready) != nullptr; })) << host->err ();

    Json root = read_json (ready);
    JsonObject *broker = json_object_get_object_member (root.get (), "broker");
    broker_port = (guint16)json_object_get_int_member (broker, "port");
    user = json_object_get_string_member (broker, "username");
    password = json_object_get_string_member (broker, "password");
    look ();
}

void
House::look ()
{
    probe = std::make_unique<MqttProbe> (broker_port, "#", user, password);
    ASSERT_TRUE (spin ([&] { return probe->subscribed (); }));
    probe->publish ("homeassistant/status", "online");
}

static std::string
exchange (const char *method, const std::string &url, const std::string &body)
{
    g_autoptr (SoupSession) session =
        soup_session_new_with_options ("proxy-resolver", nullptr, "timeout", 10u, nullptr);
    g_autoptr (SoupMessage) message = soup_message_new (method, url.c_str ());
    g_autoptr (GBytes) sent = g_bytes_new (body.data (), body.size ());
    g_autoptr (GError) error = nullptr;

    if (!body.empty ())
        soup_message_set_request_body_from_bytes (message, "application/json", sent);
    g_autoptr (GBytes) bytes = soup_session_send_and_read (session, message, nullptr, &error);
    if (bytes == nullptr) {
        ADD_FAILURE () << url << ": " << error->message;
        return "";
    }
    EXPECT_EQ (soup_message_get_status (message), 200) << url;
    gsize length;
    const char *data = static_cast<const char *> (g_bytes_get_data (bytes, &length));
    return data != nullptr ? std::string (data, length) : "";
}

Json
House::get (const std::string &path)
{
    return parse_json (
        exchange ("GET", "http://127.0.0.1:" + std::to_string (gateway_port) + path, ""));
}

void
House::fault (const std::string &text)
{
    exchange ("POST", "http://127.0.0.1:" + std::to_string (gateway_port) + "/emulator/fault",
              text);
}

std::string
House::state_topic (const std::string &id) const
{
    return id.empty () ? "wattle/bridge/host" : "wattle/" + id + "/state";
}

Json
House::state (const std::string &id)
{
    const MqttMessage *message = probe->last (state_topic (id));

    return message != nullptr ? parse_json (message->payload) : nullptr;
}

Json
House::describe (const std::string &id)
{
    const MqttMessage *message =
        probe->last ("homeassistant/device/wattle" + (id.empty () ? "" : "_" + id) + "/config");

    return message != nullptr ? parse_json (message->payload) : nullptr;
}

bool
House::available (const std::string &id)
{
    Json description = describe (id);
    JsonArray *list;

    if (description == nullptr)
        return false;
    EXPECT_STREQ (json_object_get_string_member (description.get (), "availability_mode"), "all");
    list = json_object_get_array_member (description.get (), "availability");
    for (guint i = 0; i < json_array_get_length (list); i++) {
        const MqttMessage *message = probe->last (
            json_object_get_string_member (json_array_get_object_element (list, i), "topic"));

        if (message == nullptr || message->payload != "online")
            return false;
    }
    return true;
}

bool
House::all_available ()
{
    for (const char *id : { "", GATEWAY, GRID_METER, HEAT_METER, SIMULATED })
        if (!available (id))
            return false;
    return true;
}

bool
House::none_available (const std::vector<std::string> &ids)
{
    for (const std::string &id : ids)
        if (available (id))
            return false;
    return true;
}

static double
value_of (JsonObject *parent, const char *name)
{
    return json_object_get_double_member (json_object_get_object_member (parent, name), "value");
}

// The published value is rounded to the digits that Home Assistant is told.
static bool
is_near (JsonObject *state, const std::string &key, double value, double digit)
{
    return json_object_has_member (state, key.c_str ()) &&
           std::fabs (json_object_get_double_member_with_default (state, key.c_str (), 1e9) -
                      value) <= digit * 0.51;
}

bool
House::shows_current_values (const std::string &id, unsigned slot)
{
    static const struct {
        const char *key, *name;
        double digit;
    } rows[] = {
        { "voltage", "voltage", 0.1 },
        { "current", "current", 0.001 },
        { "active_power", "active_power", 0.1 },
        { "reactive_power", "reactive_power", 0.1 },
        { "apparent_power", "apparent_power", 0.1 },
        { "power_factor", "power_factor", 0.001 },
        { "phase_angle", "power_angle", 0.1 },
        { "voltage_thd", "THD_voltage", 0.01 },
        { "current_thd", "THD_current", 0.01 },
    };
    Json published = state (id);
    Json answer = get ("/api/measurement/" + std::to_string (slot));
    JsonObject *measured;
    JsonArray *phases;

    if (published == nullptr || answer == nullptr)
        return false;
    measured = json_object_get_object_member (answer.get (), "measurements");
    phases = json_object_get_array_member (measured, "Phases");
    for (guint i = 0; i < json_array_get_length (phases); i++)
        for (const auto &row : rows)
            if (!is_near (published.get (), row.key + ("_l" + std::to_string (i + 1)),
                          value_of (json_array_get_object_element (phases, i), row.name),
                          row.digit))
                return false;
    return json_array_get_length (phases) == 3 &&
           is_near (published.get (), "active_power",
                    value_of (json_object_get_object_member (measured, "Total"), "active_power"),
                    0.1);
}

} // namespace wattle_test
