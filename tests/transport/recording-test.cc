// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-recording.h"

#include <gtest/gtest.h>

#include <string>

#include "support/temp-dir.h"

#define START 1780000000123456

static const std::string header =
    R"({"wattle-recording":1,"plugin":"p","model":"m","device":"meter","version":"1",)"
    R"("start":"2026-06-01T10:00:00Z","options":{},"state":[]})"
    "\n";

static std::string
write (const WattleRecording *recording)
{
    g_autoptr (WattleRedaction) redaction = wattle_redaction_new ();
    g_autofree char *text = wattle_recording_to_text (recording, redaction);

    return text;
}

static WattleRecording *
read (const std::string &text, GError **error = nullptr)
{
    return wattle_recording_read (text.data (), text.size (), "FILE", error);
}

static std::string
read_error (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleRecording) recording = read (text, &error);

    return recording == nullptr ? error->message : "";
}

static void
add (WattleRecording *recording, gint64 time, const char *request, WattleFrame *frame)
{
    g_ptr_array_add (recording->exchanges, wattle_exchange_new (time, "meter", request, frame));
    g_object_unref (frame);
}

static const WattleExchange *
get (const WattleRecording *recording, guint index)
{
    return static_cast<WattleExchange *> (g_ptr_array_index (recording->exchanges, index));
}

static std::string
get_bytes (const WattleExchange *exchange)
{
    gsize length;
    auto *data = static_cast<const char *> (
        g_bytes_get_data (wattle_frame_get_bytes (exchange->frame), &length));

    return std::string (data != nullptr ? data : "", length);
}

TEST (Recording, KeepsTheHeader)
{
    g_autoptr (WattleRecording) first = wattle_recording_new ("p-1", "m", "meter", "0.1", START);
    first->interval_ms = 1500;
    wattle_recording_add_option (first, "Power", "1 \"W\"");
    wattle_recording_add_option (first, "Password", nullptr);
    wattle_recording_add_state (first, "meter", "path", "plural");

    g_autoptr (WattleRecording) second = read (write (first));
    ASSERT_NE (second, nullptr);
    EXPECT_STREQ (second->plugin, "p-1");
    EXPECT_STREQ (second->device, "meter");
    EXPECT_EQ (second->start, START);
    EXPECT_EQ (second->interval_ms, 1500);
    ASSERT_EQ (second->options->len, 4u);
    EXPECT_STREQ ((char *)g_ptr_array_index (second->options, 1), "1 \"W\"");
    EXPECT_EQ (g_ptr_array_index (second->options, 3), nullptr);
    ASSERT_EQ (second->state->len, 1u);
    EXPECT_EQ (write (second), write (first));
}

TEST (Recording, KeepsAnswersFailuresAndMessages)
{
    g_autoptr (WattleRecording) first = wattle_recording_new ("p", "m", "meter", "0.1", START);
    g_autoptr (GBytes) text = g_bytes_new_static ("{\"a\":\"\n\u00e9\"}", 12);
    g_autoptr (GBytes) binary = g_bytes_new_static ("\0\xff\x01", 3);
    add (first, 1001, "GET /a", wattle_frame_new_answer (3, 404, "text/html", text, START));
    add (first, 2002, "GET /b",
         wattle_frame_new_failure (4, WATTLE_OUTCOME_TIMEOUT, "10 s", START));
    add (first, 2002, nullptr, wattle_frame_new_push ("a/b", binary, TRUE, START));

    g_autoptr (WattleRecording) second = read (write (first));
    ASSERT_NE (second, nullptr);
    ASSERT_EQ (second->exchanges->len, 3u);
    EXPECT_STREQ (get (second, 0)->request, "GET /a");
    EXPECT_EQ (get (second, 0)->time, 1001);
    EXPECT_EQ (wattle_frame_get_time (get (second, 0)->frame), START + 1001);
    EXPECT_EQ (wattle_frame_get_status (get (second, 0)->frame), 404u);
    EXPECT_STREQ (wattle_frame_get_content_type (get (second, 0)->frame), "text/html");
    EXPECT_EQ (get_bytes (get (second, 0)), get_bytes (get (first, 0)));
    EXPECT_EQ (wattle_frame_get_outcome (get (second, 1)->frame), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_STREQ (wattle_frame_get_detail (get (second, 1)->frame), "10 s");
    EXPECT_EQ (get (second, 2)->request, nullptr);
    EXPECT_STREQ (wattle_frame_get_topic (get (second, 2)->frame), "a/b");
    EXPECT_TRUE (wattle_frame_get_retained (get (second, 2)->frame));
    EXPECT_EQ (get_bytes (get (second, 2)), std::string ("\0\xff\x01", 3));
}

TEST (Recording, HidesASecretAlsoInAnswersThatAreNoText)
{
    g_autoptr (WattleRecording) recording = wattle_recording_new ("p", "m", "meter", "1", START);
    g_autoptr (WattleRedaction) redaction = wattle_redaction_new ();
    g_autoptr (GBytes) binary = g_bytes_new_static ("\xff\xff\xff"
                                                    "canary",
                                                    9);
    add (recording, 0, "GET /a", wattle_frame_new_answer (0, 200, nullptr, binary, START));
    wattle_redaction_add_secret (redaction, nullptr, "canary");

    g_autofree char *text = wattle_recording_to_text (recording, redaction);
    g_autoptr (WattleRecording) again = read (text);
    ASSERT_NE (again, nullptr);
    EXPECT_EQ (get_bytes (get (again, 0)), "\xff\xff\xff"
                                           "XXXXXX");
}

TEST (Recording, NamesTheLineThatIsWrong)
{
    EXPECT_EQ (read_error (header + "{\"t\":1}\n"), "FILE: line 2: JSON: “device” is missing");
    EXPECT_EQ (read_error (""), "FILE: empty");
    EXPECT_EQ (read_error ("\n").rfind ("FILE: line 1: ", 0), 0u);
}

TEST (Recording, RefusesHeadersThatAreWrong)
{
    for (const char *wrong :
         { R"({})", R"([])", R"({"wattle-recording":2})", R"({"wattle-recording":1})",
           R"({"wattle-recording":1,"plugin":"p","model":"m","device":"Meter 1","version":"1",)"
           R"("start":"2026-06-01T10:00:00Z","options":{},"state":[]})",
           R"({"wattle-recording":1,"plugin":"p","model":"m","device":"meter","version":"1",)"
           R"("start":"yesterday","options":{},"state":[]})",
           R"({"wattle-recording":1,"plugin":"p","model":"m","device":"meter","version":"1",)"
           R"("start":"2026-06-01T10:00:00Z","options":{"A":1},"state":[]})",
           R"({"wattle-recording":1,"plugin":"p","model":"m","device":"meter","version":"1",)"
           R"("start":"2026-06-01T10:00:00Z","options":{},"state":[1]})",
           R"({"wattle-recording":1,"plugin":"p","model":"m","device":"meter","version":"1",)"
           R"("start":"2026-06-01T10:00:00Z","options":{},"state":[],"interval":-1})" })
        EXPECT_EQ (read_error (wrong).rfind ("FILE: line 1: JSON: ", 0), 0u) << wrong;
}

TEST (Recording, RefusesExchangesThatAreWrong)
{
    std::string begin = R"({"t":1,"device":"meter",)";

    for (std::string wrong :
         { std::string (R"({"t":"1","device":"meter","topic":"a","retained":true,"payload":""})"),
           std::string (R"({"t":-1,"device":"meter","topic":"a","retained":true,"payload":""})"),
           std::string (R"({"t":1e15,"device":"meter","topic":"a","retained":true,"payload":""})"),
           std::string (R"({"t":1,"device":"M","topic":"a","retained":true,"payload":""})"),
           begin + R"("request":7,"status":200,"reply":""})",
           begin + R"("request":"GET /","status":1000,"reply":""})",
           begin + R"("request":"GET /","status":200})",
           begin + R"("request":"GET /","status":200,"reply":{"base64":"?"}})",
           begin + R"("request":"GET /","status":200,"reply":1})",
           begin + R"("request":"GET /","outcome":"answered"})",
           begin + R"("request":"GET /","outcome":"timeout","detail":1})",
           begin + R"("topic":"a","retained":1,"payload":""})" })
        EXPECT_EQ (read_error (header + wrong).rfind ("FILE: line 2: JSON: ", 0), 0u) << wrong;
}

TEST (Recording, RefusesTimeThatGoesBack)
{
    std::string line = R"(,"device":"meter","topic":"a","retained":true,"payload":""})";

    EXPECT_EQ (read_error (header + "{\"t\":2" + line + "\n{\"t\":2" + line), "");
    EXPECT_EQ (read_error (header + "{\"t\":2" + line + "\n{\"t\":1" + line),
               "FILE: line 3: JSON: “t” is less than that of the line before");
}

TEST (Recording, RefusesALineThatIsTooLong)
{
    std::string line = R"({"t":1,"device":"meter","topic":"a","retained":true,"payload":")" +
                       std::string (WATTLE_RECORDING_MAX_LINE, 'x') + "\"}";

    EXPECT_EQ (read_error (header + line), "FILE: line 2: longer than 1 MiB");
}

TEST (Recording, NamesAFileThatIsNotThere)
{
    wattle_test::TempDir dir;
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_recording_load (dir.file ("none.jsonl").c_str (), &error), nullptr);
    EXPECT_NE (std::string (error->message).find ("none.jsonl: "), std::string::npos);
}
