// SPDX-License-Identifier: LGPL-2.1-or-later
// Requests as they should not be.
#include "publish/bridge-house.h"

using namespace wattle_test;

namespace
{

using Texts = std::vector<std::string>;

class BridgeTrouble : public BridgeHouse
{
  protected:
    // Lines about requests since the last look.
    Texts
    lines ()
    {
        Texts found;

        for (const std::string &line : log.take ())
            if (line.find ("/bridge/request") != std::string::npos)
                found.push_back (line);
        return found;
    }

    void
    expect_error (const std::string &name, const std::string &payload, const std::string &words)
    {
        std::string data = data_of (name, payload);

        EXPECT_EQ (data.rfind ("error: ", 0), 0u) << payload.substr (0, 100) << data;
        EXPECT_NE (data.find (words), std::string::npos) << payload.substr (0, 100) << data;
    }

    LogCapture log;
};

} // namespace

TEST_F (BridgeTrouble, SaysWhatIsAllowed)
{
    start (WATTLE_BRIDGE_WRITE);
    std::string large = R"({"id":")" + std::string (64 * 1024, 'x') + R"("})";
    std::string deep = std::string (100000, '[') + std::string (100000, ']');

    expect_error ("devices", "devices", "must be an object in JSON");
    expect_error ("devices", "[]", "must be an object in JSON");
    expect_error ("devices", "{", "must be an object in JSON");
    expect_error ("devices", "\xff\xfe", "must be an object in JSON");
    expect_error ("devices", deep.substr (0, 60000), "must be an object in JSON");
    expect_error ("device/get", large, "at most 65536 are read");
    expect_error ("device/get", "{}", "“id” is missing");
    expect_error ("device/get", R"({"id":7})", "“id” must be text");
    expect_error ("device/get", R"({"id":null})", "“id” must be text");
    expect_error ("device/get", R"({"id":"a","ID":"b"})", "there are: id, transaction");
    expect_error ("device/configure", R"({"id":"a","config":"x"})", "“config” must be an object");
    expect_error ("device/get", R"({"id":"a","transaction":{}})", "“transaction” must be");
    expect_error ("device/get", R"({"id":"a","transaction":1.5})", "“transaction” must be");
    expect_error ("device/get", R"({"id":"a","transaction":")" + std::string (300, 'x') + R"("})",
                  "“transaction” must be");
    expect_error ("device/set_secret", "{}", "there are: health_check, info, devices");
    expect_error ("reload", "", "it is empty");
}

TEST_F (BridgeTrouble, RepeatsNoTopicThatSomebodyMadeUp)
{
    start (WATTLE_BRIDGE_WRITE);
    for (const std::string &name :
         { std::string ("request"), std::string ("request/"), "request/" + std::string (100, 'a'),
           std::string ("request/Devices"), std::string ("request/a b") }) {
        listener->forget ();
        listener->probe.publish (topic (name), R"({"transaction":1})");
        ASSERT_TRUE (spin ([&] { return listener->last (topic ("response")) != "(nothing)"; }))
            << name;
        EXPECT_NE (listener->last (topic ("response")).find (R"("transaction":1)"),
                   std::string::npos);
    }
}

TEST_F (BridgeTrouble, LogsEachKindOnce)
{
    start (WATTLE_BRIDGE_READ);
    lines ();
    for (int i = 0; i < 5; i++) {
        ask ("devices", "[]");
        ask ("nothing", "{}");
        ask ("device/get", "{}");
        ask ("reload", "{}");
        ask ("devices", std::string (70000, ' '));
    }
    EXPECT_EQ (lines ().size (), 5u);
}

TEST_F (BridgeTrouble, IgnoresRetainedRequests)
{
    write_device ("meter");
    listener->probe.publish (topic ("request/device/refresh"), R"({"id":"meter","transaction":1})",
                             true);
    listener->probe.publish (topic ("request/device/get"), R"({"id":"meter"})", true);
    start (WATTLE_BRIDGE_WRITE);
    WattleRunner *runner = wattle_manager_find (manager, "meter");
    int polls = 0;
    script_of (wattle_runner_get_device (runner)).decode = [&] (WattleDevice *) {
        return ++polls > 0;
    };
    settle ();
    listener->hear_all (client);
    EXPECT_NE (
        listener->last (topic ("response/device/refresh")).find ("a retained request is not"),
        std::string::npos);
    EXPECT_NE (listener->last (topic ("response/device/refresh")).find (R"("transaction":1)"),
               std::string::npos);
    EXPECT_NE (listener->last (topic ("response/device/get")).find (R"("status":"error")"),
               std::string::npos);
    EXPECT_EQ (lines ().size (), 1u);

    // They come again with each connection.
    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !wattle_mqtt_client_is_connected (client); }));
    broker.start ();
    listener = std::make_unique<Listener> (broker.port ());
    listener->probe.publish (topic ("request/device/refresh"), R"({"id":"meter"})", true);
    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_is_connected (client); }));
    listener->hear_all (client);
    settle ();
    EXPECT_EQ (polls, 0);
    EXPECT_EQ (lines ().size (), 0u);
}

// The broker does not say so to a listener that is there already.
TEST_F (BridgeTrouble, IgnoresRequestsThatAreRetainedWhileItListens)
{
    const std::string remove = R"({"id":"meter"})";

    start (WATTLE_BRIDGE_WRITE);
    data_of ("device/add", R"({"driver":"test","model":"gateway","id":"meter"})");
    lines ();
    listener->forget ();
    for (int i = 0; i < 2; i++)
        listener->probe.publish (topic ("request/device/remove"), remove, true);
    ASSERT_TRUE (
        spin ([&] { return listener->payloads (topic ("response/device/remove")).size () == 2; }));
    EXPECT_NE (listener->last (topic ("response/device/remove")).find ("a retained request is not"),
               std::string::npos);
    EXPECT_NE (wattle_manager_find (manager, "meter"), nullptr);
    EXPECT_EQ (lines ().size (), 1u);
    EXPECT_EQ (data_of ("device/rename", R"({"id":"meter","name":"x"})"), R"({"id":"meter"})");
    // Another request at the same topic is another request.
    EXPECT_EQ (data_of ("device/remove", R"({"id":"nobody"})"),
               "error: there is no device “nobody”");
    listener->probe.publish (topic ("request/device/remove"), "", true);
    EXPECT_EQ (data_of ("device/remove", remove), remove);
}

TEST_F (BridgeTrouble, AnswersAFloodWithBusyAndGoesOn)
{
    const int n = 300;

    start (WATTLE_BRIDGE_READ);
    lines ();
    // All of them are there before the host can look at one.
    broker.pause ();
    for (int i = 0; i < n; i++) {
        std::string payload = R"({"transaction":)" + std::to_string (i) + "}";
        std::string to = topic ("request/problems");

        listener->probe.send (to, payload);
    }
    broker.resume ();
    ASSERT_TRUE (spin (
        [&] { return listener->payloads (topic ("response/problems")).size () >= (size_t)n; }));

    int done = 0;
    std::set<std::string> transactions;
    for (const std::string &answer : listener->payloads (topic ("response/problems"))) {
        done += answer.find (R"("status":"ok")") != std::string::npos;
        transactions.insert (answer.substr (answer.find ("transaction")));
    }
    EXPECT_EQ (transactions.size (), (size_t)n) << "each is answered";
    EXPECT_GE (done, 16);
    EXPECT_EQ (data_of ("problems"), "[]");
    EXPECT_LE (lines ().size (), 1u);
}

TEST_F (BridgeTrouble, LetsSixteenWaitForTheirEnd)
{
    start (WATTLE_BRIDGE_WRITE);
    data_of ("device/add", R"({"driver":"test","model":"gateway","id":"meter"})");
    WattleRunner *runner = wattle_manager_find (manager, "meter");
    script_of (wattle_runner_get_device (runner)).act = [] (WattleCommand *, guint step,
                                                            GError **) {
        return step == 0 ? wattle_request_with_delay (wattle_request_new_local (2), 1000) : nullptr;
    };
    listener->forget ();
    for (int i = 0; i < 20; i++)
        listener->probe.publish (topic ("request/device/act"),
                                 R"({"id":"meter","action":"identify"})");
    ASSERT_TRUE (
        spin ([&] { return listener->payloads (topic ("response/device/act")).size () >= 4u; }));
    Texts answers = listener->payloads (topic ("response/device/act"));
    EXPECT_NE (answers.back ().find ("try again later"), std::string::npos) << answers.back ();
    EXPECT_EQ (data_of ("problems"), "error: 16 requests wait already; try again later");
    for (int i = 0; i < 20; i++)
        advance (1000);
    EXPECT_EQ (data_of ("problems"), "[]");
}
