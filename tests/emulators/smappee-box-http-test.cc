// SPDX-License-Identifier: LGPL-2.1-or-later
// Local HTTP of the older Smappees, asked by a client that is none of ours.
#include "http-fetch.h"
#include "smappee-box-client.h"

#include <cmath>
#include <map>
#include <sstream>

using namespace wattle_test;

class SmappeeBoxHttp : public SmappeeBoxTest
{
  protected:
    void
    SetUp () override
    {
        serve (of (SMAPPEE_BOX_SOLAR));
    }

    void
    serve (const SmappeeBoxSettings &settings)
    {
        make (settings);
        ASSERT_TRUE (smappee_box_start_http (box, "127.0.0.1", 0, nullptr));
    }

    Fetched
    ask (const std::string &name, const std::string &body = "", const char *method = "POST")
    {
        return request (method,
                        "http://127.0.0.1:" + std::to_string (smappee_box_get_http_port (box)) +
                            "/gateway/apipublic/" + name,
                        body);
    }

    void
    log_on ()
    {
        EXPECT_NE (ask ("logon", "admin").body.find ("success"), std::string::npos);
    }

    // Of a list of pairs.
    std::map<std::string, std::string>
    pairs (const std::string &text)
    {
        g_autoptr (JsonNode) root = json_from_string (text.c_str (), nullptr);
        std::map<std::string, std::string> found;

        if (root == nullptr || !JSON_NODE_HOLDS_ARRAY (root)) {
            ADD_FAILURE () << text;
            return found;
        }
        JsonArray *array = json_node_get_array (root);
        for (guint i = 0; i < json_array_get_length (array); i++) {
            JsonObject *pair = json_array_get_object_element (array, i);
            found[json_object_get_string_member (pair, "key")] =
                json_object_get_string_member (pair, "value");
        }
        return found;
    }

    std::map<std::string, std::string>
    instantaneous ()
    {
        return pairs (ask ("instantaneous", "loadInstantaneous").body);
    }

    static double
    sum_watts (std::map<std::string, std::string> values, int first, int count)
    {
        double sum = 0;

        for (int i = first; i < first + count; i++)
            sum += std::stod (values["phase" + std::to_string (i) + "ActivePower"]) / 1000;
        return sum;
    }
};

TEST_F (SmappeeBoxHttp, EveryKnownRequestIsAnsweredLikeTheExample)
{
    const std::map<std::string, std::string> examples = {
        { "logon", "logon_response.json" },
        { "reportInstantaneousValues", "reportInstantaneousValues.json" },
        { "instantaneous", "instantaneous.json" },
        { "configPublic", "configPublic_solar_3ph.json" },
        { "channelsConfigPublic", "channelsConfigPublic_plus.json" },
        { "advancedConfigPublic", "advancedConfigPublic.json" },
    };
    std::istringstream lines (example ("requests.txt"));
    std::string method, path, body;
    int n_requests = 0;

    serve (of (SMAPPEE_BOX_PLUS));
    log_on ();
    for (std::string line; std::getline (lines, line);) {
        std::istringstream words (line);

        if (line.empty () || line[0] == '#')
            continue;
        body.clear ();
        words >> method >> path >> body;
        std::string name = path.substr (path.rfind ('/') + 1);
        Fetched fetched = ask (name, body, method.c_str ());
        EXPECT_EQ (fetched.status, 200u) << line;
        EXPECT_EQ (fetched.type, "application/json") << line;
        EXPECT_EQ (fetched.body.find ("error"), std::string::npos) << line << fetched.body;
        if (examples.count (name) > 0) {
            EXPECT_EQ (shape (fetched.body), shape (example (examples.at (name)))) << line;
        }
        if (name == "logoff")
            log_on ();
        n_requests++;
    }
    EXPECT_EQ (n_requests, 13);
}

TEST_F (SmappeeBoxHttp, WithoutALogonEverythingIsAnErrorThatIs200)
{
    for (const char *name : { "instantaneous", "configPublic", "commandControlPublic" }) {
        Fetched fetched = ask (name, "load");

        EXPECT_EQ (fetched.status, 200u);
        EXPECT_EQ (fetched.body, R"({"error":"Error not authenticated. Use Logon first!"})");
    }
    EXPECT_EQ (shape (ask ("reportInstantaneousValues", "", "GET").body),
               shape (example ("error_not_authenticated.json")));
    EXPECT_NE (ask ("logon", "root").body.find ("error"), std::string::npos);
    EXPECT_NE (ask ("configPublic", "load").body.find ("not authenticated"), std::string::npos);
    log_on ();
    EXPECT_EQ (pairs (ask ("configPublic", "load").body)["emeterConfiguration"], "11");
}

TEST_F (SmappeeBoxHttp, ASessionEndsByLogoffLossAndRestart)
{
    guint port = smappee_box_get_http_port (box);

    log_on ();
    ask ("logoff", "admin");
    EXPECT_NE (ask ("configPublic", "load").body.find ("not authenticated"), std::string::npos);
    log_on ();
    fault (R"({"fault":"session-loss"})");
    EXPECT_NE (ask ("configPublic", "load").body.find ("not authenticated"), std::string::npos);
    log_on ();
    fault (R"({"fault":"restart","ms":500})");
    EXPECT_EQ (ask ("configPublic", "load").status, 0u);
    wattle_clock_advance (clock, 500 * G_TIME_SPAN_MILLISECOND);
    EXPECT_EQ (smappee_box_get_http_port (box), port);
    EXPECT_NE (ask ("configPublic", "load").body.find ("not authenticated"), std::string::npos);
}

TEST_F (SmappeeBoxHttp, AnotherPasswordAndOtherPathsAreRefused)
{
    SmappeeBoxSettings settings = of (SMAPPEE_BOX_SOLAR);

    settings.password = "secret";
    serve (settings);
    EXPECT_NE (ask ("logon", "admin").body.find ("error"), std::string::npos);
    EXPECT_NE (ask ("logon", "secret").body.find ("success"), std::string::npos);
    EXPECT_EQ (ask ("nothing", "load").status, 404u);
    EXPECT_EQ (ask ("channelsConfigPublic", "load").status, 404u);
    EXPECT_EQ (ask ("instantaneous", "", "GET").status, 404u);
    EXPECT_NE (ask ("instantaneous", "load").body.find ("error"), std::string::npos);
    EXPECT_EQ (request ("GET", "http://127.0.0.1:" +
                                   std::to_string (smappee_box_get_http_port (box)) + "/")
                   .status,
               404u);
}

TEST_F (SmappeeBoxHttp, SolarTellsOfTheGridAndOfTheSun)
{
    log_on ();
    for (int i = 0; i < 4; i++) {
        auto values = instantaneous ();

        EXPECT_EQ (values.size (), 20u);
        EXPECT_NEAR (sum_watts (values, 3, 3), smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR),
                     0.01);
        EXPECT_NEAR (sum_watts (values, 0, 3), smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID),
                     0.01);
        advance (6 * 3600);
    }
}

TEST_F (SmappeeBoxHttp, ConfigurationsSayWhichInputsThereAre)
{
    const struct {
        SmappeeBoxModel model;
        SmappeeBoxTopology topology;
        const char *code;
    } cases[] = {
        { SMAPPEE_BOX_SOLAR, SMAPPEE_BOX_TOPOLOGY_STAR, "11" },
        { SMAPPEE_BOX_SOLAR, SMAPPEE_BOX_TOPOLOGY_ONE, "17" },
        { SMAPPEE_BOX_SOLAR, SMAPPEE_BOX_TOPOLOGY_TWO, "16" },
        { SMAPPEE_BOX_ENERGY, SMAPPEE_BOX_TOPOLOGY_STAR, "4" },
        { SMAPPEE_BOX_ENERGY, SMAPPEE_BOX_TOPOLOGY_ONE, "0" },
    };

    for (const auto &[model, topology, code] : cases) {
        int n_phases = topology == SMAPPEE_BOX_TOPOLOGY_STAR  ? 3
                       : topology == SMAPPEE_BOX_TOPOLOGY_ONE ? 1
                                                              : 2;

        serve (of (model, topology));
        log_on ();
        std::string answer = ask ("configPublic", "load").body;
        EXPECT_EQ (shape (answer), shape (example ("configPublic_solar_1ph.json")));
        EXPECT_EQ (pairs (answer)["emeterConfiguration"], code);
        auto values = instantaneous ();
        EXPECT_NEAR (sum_watts (values, 0, n_phases),
                     smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID), 0.01)
            << code;
        EXPECT_NEAR (sum_watts (values, n_phases, model == SMAPPEE_BOX_SOLAR ? n_phases : 0),
                     smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR), 0.01)
            << code;
        EXPECT_EQ (sum_watts (values, 2 * n_phases, 6 - 2 * n_phases), 0) << code;
    }
}

TEST_F (SmappeeBoxHttp, APlusTellsByTheInputsOfItsMap)
{
    serve (of (SMAPPEE_BOX_PLUS));
    log_on ();
    auto values = instantaneous ();

    EXPECT_EQ (values.count ("phase8ActivePower"), 1u);
    EXPECT_NEAR (sum_watts (values, 0, 3), smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID),
                 0.01);
    EXPECT_LT (sum_watts (values, 0, 3), 0);
    EXPECT_EQ (values["phase2Quadrant"], "1");
}

TEST_F (SmappeeBoxHttp, TheReportHasAllPhases)
{
    log_on ();
    std::string report = ask ("reportInstantaneousValues", "", "GET").body;
    double volts = 0, amperes = 0, watts = 0, var = 0, volt_amperes = 0;

    for (const char *phase : { "Phase 1:<BR>", "Phase 2:<BR>", "Phase 3:<BR>" })
        EXPECT_NE (report.find (phase), std::string::npos) << report;
    EXPECT_EQ (report.find ("Phase 4"), std::string::npos);
    ASSERT_EQ (sscanf (report.c_str () + report.find ("voltage="), "voltage=%lf Vrms", &volts), 1);
    ASSERT_EQ (sscanf (report.c_str () + report.find ("current="),
                       "current=%lf A, activePower=%lf W, reactivePower=%lf var, "
                       "apparentPower=%lf VA, cosfi=",
                       &amperes, &watts, &var, &volt_amperes),
               4);
    EXPECT_NEAR (std::hypot (watts, var), volt_amperes, 0.01);
    EXPECT_NEAR (volts * amperes, volt_amperes, 1);
}

TEST_F (SmappeeBoxHttp, PlugsAreListedAmongOtherThings)
{
    log_on ();
    g_autoptr (JsonNode) root =
        json_from_string (ask ("commandControlPublic", "load").body.c_str (), nullptr);
    g_autoptr (JsonNode) expected =
        json_from_string (example ("commandControlPublic_load.json").c_str (), nullptr);
    JsonArray *plugs = json_node_get_array (root);

    ASSERT_EQ (json_array_get_length (plugs), 3u);
    for (guint i = 0; i < 2; i++)
        EXPECT_EQ (shape_of (json_array_get_element (plugs, i)),
                   shape_of (json_array_get_element (json_node_get_array (expected), i)));
    EXPECT_FALSE (json_object_has_member (json_array_get_object_element (plugs, 2), "type"));
    EXPECT_STREQ (
        json_object_get_string_member (json_array_get_object_element (plugs, 1), "serialNumber"),
        "4006004217");
}

TEST_F (SmappeeBoxHttp, ObeysBothFormsOfACommand)
{
    const std::pair<const char *, const char *> commands[] = {
        { R"(control,{"controllableNodeId":"1","action":"ON"})", "ON" },
        { R"(control,{"controllableNodeId":"1","action":"OFF"})", "OFF" },
        { "control,controlId=1|1", "ON" },
        { "control,controlId=0|1", "OFF" },
    };

    log_on ();
    for (const auto &[command, state] : commands) {
        EXPECT_EQ (ask ("commandControlPublic", command).body.find ("error"), std::string::npos);
        EXPECT_STREQ (smappee_box_get_plug (box, 1), state);
    }
    for (const char *command :
         { "control,controlId=2|1", "control,controlId=1|9", "control,controlId=1|", "control,{}",
           R"(control,{"controllableNodeId":"1","action":"TOGGLE"})", "control", "" })
        EXPECT_NE (ask ("commandControlPublic", command).body.find ("error"), std::string::npos)
            << command;
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "OFF");
    fault (R"({"fault":"plugs-stuck"})");
    ask ("commandControlPublic", "control,controlId=1|1");
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "OFF");
}

TEST_F (SmappeeBoxHttp, HasTheFaultsOfEveryHttpEmulator)
{
    log_on ();
    fault (R"({"fault":"status","status":503,"answers":1,"path":"/gateway/apipublic/config"})");
    EXPECT_EQ (ask ("configPublic", "load").status, 503u);
    EXPECT_EQ (ask ("configPublic", "load").status, 200u);
    fault (R"({"fault":"truncated","answers":1})");
    EXPECT_NE (shape (ask ("configPublic", "load").body).find ("no JSON"), std::string::npos);
    fault (R"({"fault":"empty","path":"/gateway/apipublic/instantaneous"})");
    EXPECT_EQ (ask ("instantaneous", "loadInstantaneous").status, 0u);
    fault (R"({"fault":"clear"})");
    EXPECT_EQ (ask ("instantaneous", "loadInstantaneous").status, 200u);
    fault (R"({"fault":"content-type","answers":1})");
    EXPECT_EQ (ask ("configPublic", "load").type, "text/html");
    fault (R"({"fault":"huge","answers":1})");
    EXPECT_GT (ask ("configPublic", "load").body.size (), 1024u * 1024u);
    fault (R"({"fault":"deep","answers":1})");
    EXPECT_NE (ask ("configPublic", "load").body.find (std::string (1000, '[')), std::string::npos);
    fault (R"({"fault":"bad-json","answers":1})");
    EXPECT_NE (shape (ask ("configPublic", "load").body).find ("no JSON"), std::string::npos);
    fault (R"({"fault":"done","answers":1})");
    EXPECT_EQ (ask ("commandControlPublic", "control,controlId=1|1").status, 400u);
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "ON");
    for (const char *other : { "unplug", "zero-counters", "password" })
        EXPECT_NE (try_fault (std::string (R"({"fault":")") + other + R"("})"), "") << other;
}
