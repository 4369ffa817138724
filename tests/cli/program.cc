// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/program.h"

#include <json-glib/json-glib.h>

#include "support/spin.h"

namespace wattle_test
{

Process::Environment
make_environment (const PrivateBus &bus)
{
    return { { "DBUS_SESSION_BUS_ADDRESS", bus.address () },
             { "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent" },
             { "XDG_RUNTIME_DIR", "/nonexistent" },
             { "TERM", "dumb" },
             { "TZ", "UTC" } };
}

namespace
{

struct Run {
    bool done = false;
    char *out = nullptr;
    char *err = nullptr;
};

void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    auto *run = static_cast<Run *> (user_data);
    g_autoptr (GError) error = nullptr;

    if (!g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->out, &run->err,
                                               &error))
        ADD_FAILURE () << error->message;
    run->done = true;
}

} // namespace

Outcome
run_wattle (const Process::Environment &environment,
            const std::vector<std::string> &arguments,
            const std::string &input)
{
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
        (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                           G_SUBPROCESS_FLAGS_STDERR_PIPE));
    std::vector<const char *> argv = { WATTLE };
    g_autoptr (GError) error = nullptr;
    Run run;

    for (const std::string &argument : arguments)
        argv.push_back (argument.c_str ());
    argv.push_back (nullptr);
    for (const auto &[name, value] : environment)
        g_subprocess_launcher_setenv (launcher, name.c_str (), value.c_str (), TRUE);
    g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (launcher, argv.data (), &error);
    if (process == nullptr)
        return { -1, "", error->message };

    g_subprocess_communicate_utf8_async (process, input.c_str (), nullptr, on_done, &run);
    if (!spin ([&] { return run.done; }, 60000)) {
        g_subprocess_force_exit (process);
        spin ([&] { return run.done; });
        ADD_FAILURE () << "wattle " << (arguments.empty () ? "" : arguments[0]) << " does not end";
    }

    Outcome outcome = { g_subprocess_get_if_exited (process)
                            ? g_subprocess_get_exit_status (process)
                            : -g_subprocess_get_term_sig (process),
                        run.out != nullptr ? run.out : "", run.err != nullptr ? run.err : "" };
    g_free (run.out);
    g_free (run.err);
    return outcome;
}

namespace
{

JsonNode *
step (JsonNode *node, const char *name)
{
    if (node == nullptr)
        return nullptr;
    if (JSON_NODE_HOLDS_OBJECT (node))
        return json_object_get_member (json_node_get_object (node), name);
    if (JSON_NODE_HOLDS_ARRAY (node)) {
        JsonArray *array = json_node_get_array (node);
        guint index = (guint)atoi (name);

        return index < json_array_get_length (array) ? json_array_get_element (array, index)
                                                     : nullptr;
    }
    return nullptr;
}

// Belongs to the parser.
JsonNode *
find (JsonParser *parser, const std::string &json, const std::string &place)
{
    g_autoptr (GError) error = nullptr;
    g_auto (GStrv) names = g_strsplit (place.c_str (), ".", -1);

    if (!json_parser_load_from_data (parser, json.data (), (gssize)json.size (), &error)) {
        ADD_FAILURE () << error->message << ": " << json;
        return nullptr;
    }
    JsonNode *node = json_parser_get_root (parser);
    for (guint i = 0; names[i] != nullptr && *names[i] != '\0'; i++)
        node = step (node, names[i]);
    return node;
}

} // namespace

std::string
at (const std::string &json, const std::string &place)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonNode *node = find (parser, json, place);

    if (node == nullptr)
        return "";
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        return json_node_get_string (node);
    g_autofree char *text = json_to_string (node, FALSE);
    return text;
}

std::string
members (const std::string &json, const std::string &place)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonNode *node = find (parser, json, place);
    std::string names;

    if (node == nullptr || !JSON_NODE_HOLDS_OBJECT (node))
        return "no object";
    g_autoptr (GList) list = json_object_get_members (json_node_get_object (node));
    for (GList *link = list; link != nullptr; link = link->next)
        names += (names.empty () ? "" : ",") + std::string ((const char *)link->data);
    return names;
}

int
count (const std::string &json, const std::string &place)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonNode *node = find (parser, json, place);

    return node != nullptr && JSON_NODE_HOLDS_ARRAY (node)
               ? (int)json_array_get_length (json_node_get_array (node))
               : -1;
}

} // namespace wattle_test
