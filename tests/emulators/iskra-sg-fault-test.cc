// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-client.h"

#include <algorithm>

class IskraSgFault : public IskraSgClient
{
  protected:
    void
    set (const std::string &json)
    {
        Answer answer = fault (json);

        EXPECT_EQ (answer.status, 200u) << answer.body;
    }

    bool
    works (const std::string &path = "/api/counter/0")
    {
        Answer answer = get (path);

        return answer.arrived && answer.status == 200 && answer.type == "application/json" &&
               !answer.body.empty ();
    }

    gint64
    first_counter (const std::string &path)
    {
        JsonObject *counters = json_object_get_object_member (get_json (path), "counters");
        JsonArray *array = json_object_get_array_member (counters, "non_resettable");

        return json_object_get_int_member (json_array_get_object_element (array, 0), "value");
    }

    std::string
    model (guint entry)
    {
        JsonArray *array = json_object_get_array_member (get_json ("/api/devices"), "devices");

        return json_object_get_string_member (json_array_get_object_element (array, entry),
                                              "model");
    }
};

TEST_F (IskraSgFault, HitsItsPathsForSoManyAnswers)
{
    set (R"({"fault":"status","path":"/api/counter","answers":2})");
    EXPECT_TRUE (works ("/api/measurement/0"));
    EXPECT_EQ (get ("/api/counter/0").status, 500u);
    EXPECT_EQ (get ("/api/counter/1").status, 500u);
    EXPECT_TRUE (works ());
}

TEST_F (IskraSgFault, LastsUntilCleared)
{
    set (R"({"fault":"status","status":503})");
    for (int i = 0; i < 5; i++)
        EXPECT_EQ (get ("/api").status, 503u);
    set (R"({"fault":"clear"})");
    EXPECT_TRUE (works ());
}

TEST_F (IskraSgFault, EmptyClosesWithoutAWord)
{
    set (R"({"fault":"empty","path":"/api/counter"})");
    Answer answer = get ("/api/counter/0");
    EXPECT_FALSE (answer.arrived);
    EXPECT_EQ (answer.status, 0u);
    EXPECT_TRUE (works ("/api"));
}

TEST_F (IskraSgFault, FrozenStopsTheTimeInTheHeadersAlone)
{
    auto time = [&] (const char *path) {
        JsonObject *header = json_object_get_object_member (get_json (path), "header");

        return std::string (json_object_get_string_member (header, "local_time"));
    };

    set (R"({"fault":"frozen"})");
    std::string before = time ("/api/measurement/0");
    std::string measured = get ("/api/measurement/0").body;
    wattle_clock_advance (clock, G_TIME_SPAN_HOUR);
    EXPECT_EQ (time ("/api/measurement/0"), before);
    EXPECT_EQ (time ("/api/counter/1"), before);
    EXPECT_NE (get ("/api/measurement/0").body, measured);
    set (R"({"fault":"clear"})");
    EXPECT_NE (time ("/api/measurement/0"), before);
}

TEST_F (IskraSgFault, HeadersFollowLifeInAHouseThatIsSlowedDown)
{
    g_autoptr (WattleClock) life = wattle_clock_new_manual (NOON);
    auto time = [&] {
        JsonObject *header =
            json_object_get_object_member (get_json ("/api/measurement/0"), "header");

        return std::string (json_object_get_string_member (header, "local_time"));
    };

    iskra_sg_set_pace_clock (gateway, life);
    EXPECT_EQ (time (), "01.06.2026 13:00:00");
    wattle_clock_advance (life, 5 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (time (), "01.06.2026 13:00:05");
    wattle_clock_advance (clock, 9 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (time (), "01.06.2026 13:00:09");
}

TEST_F (IskraSgFault, SlowWaitsForItsTime)
{
    Call call;

    set (R"({"fault":"slow","ms":700,"answers":1})");
    begin (call, "GET", "/api");
    wattle_test::spin ([&] { return iskra_sg_get_requests (gateway) == 1; });
    wattle_clock_advance (clock, 699 * G_TIME_SPAN_MILLISECOND);
    EXPECT_TRUE (works ("/api/counter/1")); // others are not held up, and time for a hasty answer
    EXPECT_FALSE (call.done);
    wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
    wattle_test::spin ([&] { return call.done; });
    EXPECT_EQ (call.answer.status, 200u);
    EXPECT_FALSE (call.answer.body.empty ());
    EXPECT_EQ (iskra_sg_get_most_parallel (gateway), 2u);
}

TEST_F (IskraSgFault, HangNeverAnswers)
{
    Call call;

    set (R"({"fault":"hang","answers":1})");
    begin (call, "GET", "/api");
    wattle_test::spin ([&] { return iskra_sg_get_requests (gateway) == 1; });
    wattle_clock_advance (clock, G_TIME_SPAN_DAY);
    EXPECT_TRUE (works ("/api/counter/1"));
    EXPECT_FALSE (call.done);
    g_cancellable_cancel (call.cancellable);
    wattle_test::spin ([&] { return call.done; });
    EXPECT_FALSE (call.answer.arrived);
}

TEST_F (IskraSgFault, TruncatedIsNoJson)
{
    std::string whole = get ("/api/devices").body;

    set (R"({"fault":"truncated","answers":1})");
    Answer answer = get ("/api/devices");
    EXPECT_TRUE (answer.arrived);
    EXPECT_EQ (answer.body, whole.substr (0, whole.size () / 2));
}

TEST_F (IskraSgFault, ContentTypeIsHtml)
{
    set (R"({"fault":"content-type","answers":1})");
    Answer answer = get ("/api/devices");
    EXPECT_EQ (answer.type, "text/html");
    EXPECT_EQ (answer.body, get ("/api/devices").body);
}

TEST_F (IskraSgFault, HugeIsTheRightAnswerOverOneMebibyte)
{
    set (R"({"fault":"huge","answers":1})");
    Answer answer = get ("/api/devices");
    EXPECT_GT (answer.body.size (), 1024u * 1024u);
    EXPECT_EQ (answer.body.rfind (get ("/api/devices").body, 0), 0u);
}

TEST_F (IskraSgFault, DeepIsNestedAThousandTimes)
{
    set (R"({"fault":"deep","answers":1})");
    std::string body = get ("/api").body;
    EXPECT_EQ (std::count (body.begin (), body.end (), '['), 1000);
}

TEST_F (IskraSgFault, RedirectLeadsToTheRightAnswer)
{
    set (R"({"fault":"redirect","path":"/api/devices"})");
    EXPECT_EQ (get ("/api/devices").status, 302u);
    EXPECT_TRUE (works ("/api/devices?redirected"));
}

TEST_F (IskraSgFault, ZeroCountersComeBack)
{
    gint64 before = first_counter ("/api/counter/0");

    set (R"({"fault":"zero-counters","path":"/api/counter/0","answers":2})");
    EXPECT_EQ (first_counter ("/api/counter/0"), 0);
    EXPECT_EQ (first_counter ("/api/counter/1"), first_counter ("/api/counter/1"));
    EXPECT_EQ (first_counter ("/api/counter/0"), 0);
    EXPECT_EQ (first_counter ("/api/counter/0"), before);
}

TEST_F (IskraSgFault, ResetCountersCountOnFromZero)
{
    set (R"({"fault":"reset-counters","slot":1})");
    EXPECT_EQ (first_counter ("/api/counter/1"), 0);
    wattle_clock_advance (clock, G_TIME_SPAN_HOUR);
    EXPECT_GT (first_counter ("/api/counter/1"), 100);
    EXPECT_LT (first_counter ("/api/counter/1"), 5000);
}

TEST_F (IskraSgFault, PasswordChangesTheLock)
{
    std::string cookie = "Authorization=Basic YWRtaW46bmV3";

    set (R"({"fault":"password","user":"admin","password":"new"})");
    EXPECT_EQ (get ("/api").status, 403u);
    EXPECT_EQ (request ("GET", "/api", "", cookie).status, 200u);
    set (R"({"fault":"password"})");
    EXPECT_TRUE (works ("/api"));
}

TEST_F (IskraSgFault, UnpluggedMeterIsNotDetectedAndSilent)
{
    set (R"({"fault":"unplug","slot":1})");
    EXPECT_EQ (model (2), "Not Detected");
    EXPECT_FALSE (get ("/api/measurement/1").arrived);
    EXPECT_FALSE (get ("/api/counter/1").arrived);
    EXPECT_TRUE (works ("/api/counter/0"));
    set (R"({"fault":"plug","slot":1})");
    EXPECT_EQ (model (2), "WM3M4C");
    EXPECT_TRUE (works ("/api/counter/1"));
}

TEST_F (IskraSgFault, MovedMeterAnswersInItsNewSlot)
{
    set (R"({"fault":"move","from":1,"to":4})");
    EXPECT_EQ (model (2), "Disabled");
    EXPECT_EQ (model (5), "WM3M4C");
    EXPECT_EQ (get ("/api/counter/1").status, 404u);
    EXPECT_TRUE (works ("/api/counter/4"));
    EXPECT_EQ (fault (R"({"fault":"move","from":4,"to":0})").status, 400u);
}

TEST_F (IskraSgFault, RestartRefusesConnectionsAndBeginsAnew)
{
    guint port = iskra_sg_get_port (gateway);
    gint64 counted = first_counter ("/api/counter/0");
    std::string gone;

    wattle_clock_advance (clock, G_TIME_SPAN_HOUR);
    set (R"({"fault":"restart","ms":2000})");
    wattle_test::spin ([&] { return !get ("/api").arrived; });
    EXPECT_FALSE (get ("/api").arrived);
    wattle_clock_advance (clock, 1999 * G_TIME_SPAN_MILLISECOND);
    EXPECT_FALSE (get ("/api").arrived);
    wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
    EXPECT_EQ (iskra_sg_get_port (gateway), port);
    EXPECT_NE (get ("/api").body.find ("\"uptime\":\"0d 00:00:00\""), std::string::npos);
    EXPECT_GE (first_counter ("/api/counter/0"), counted);
}

TEST_F (IskraSgFault, StopEndsWhatIsHeldBack)
{
    g_autoptr (GError) error = nullptr;
    Call hanging, slow;

    set (R"({"fault":"hang","path":"/api/devices"})");
    set (R"({"fault":"slow","path":"/api/counter","ms":100})");
    begin (hanging, "GET", "/api/devices");
    begin (slow, "GET", "/api/counter/0");
    wattle_test::spin ([&] { return iskra_sg_get_requests (gateway) == 2; });
    iskra_sg_stop (gateway);
    wattle_clock_advance (clock, G_TIME_SPAN_SECOND);
    wattle_test::spin ([&] { return hanging.done && slow.done; });
    EXPECT_FALSE (hanging.answer.arrived || slow.answer.arrived);
    ASSERT_TRUE (iskra_sg_start (gateway, "127.0.0.1", iskra_sg_get_port (gateway), &error));
    EXPECT_TRUE (works ("/api"));
}

TEST_F (IskraSgFault, BadJsonHasNoColons)
{
    set (R"({"fault":"bad-json","answers":1})");
    EXPECT_EQ (get ("/api/counter/0").body.find (':'), std::string::npos);
    EXPECT_TRUE (works ());
}

TEST_F (IskraSgFault, DoneIs400WithTheRightBody)
{
    std::string right = get ("/api/counter/0").body;

    set (R"({"fault":"done","answers":1})");
    Answer answer = get ("/api/counter/0");
    EXPECT_EQ (answer.status, 400u);
    EXPECT_EQ (answer.body, right);
    EXPECT_TRUE (works ());
}

TEST_F (IskraSgFault, RefusesWhatIsNoFault)
{
    for (const char *json : { "", "[]", "{}", R"({"fault":"gremlin"})", R"({"fault":"raw-breaks"})",
                              R"({"fault":"login-page"})", R"({"fault":"slow","ms":-1})",
                              R"({"fault":"status","status":99})", R"({"fault":"unplug","slot":9})",
                              R"({"fault":"unplug"})", R"({"fault":"password","user":"admin"})" })
        EXPECT_EQ (fault (json).status, 400u) << json;
    EXPECT_TRUE (works ());
}
