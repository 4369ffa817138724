// SPDX-License-Identifier: LGPL-2.1-or-later
// Values, times and sentences of the bus as JSON and as words.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/wattle-error.h"
#include "cli/wattle-cli-fields.h"
#include "cli/wattle-cli-message.h"
#include "cli/wattle-cli-mqtt-settings.h"
#include "cli/wattle-cli-reading.h"
#include "cli/wattle-cli-replay.h"
#include "cli/wattle-cli-secret.h"
#include "cli/wattle-cli-time.h"
#include "cli/wattle-cli.h"

namespace
{

GVariant *
parse (const char *text)
{
    return g_variant_parse (nullptr, text, nullptr, nullptr, nullptr);
}

std::string
take (char *text)
{
    std::string copy = text != nullptr ? text : "(null)";

    g_free (text);
    return copy;
}

TEST (CliJson, IsWrittenFromLeftToRight)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    const char *texts[] = { "a\"b", "č", nullptr };

    wattle_cli_json_begin_object (json, nullptr);
    wattle_cli_json_add_text (json, "text", "x\n");
    wattle_cli_json_add_word (json, "word", "");
    wattle_cli_json_add_number (json, "number", 230);
    wattle_cli_json_add_number (json, "nan", NAN);
    wattle_cli_json_begin_array (json, "list");
    wattle_cli_json_add_boolean (json, nullptr, TRUE);
    wattle_cli_json_add_integer (json, nullptr, -7);
    wattle_cli_json_begin_object (json, nullptr);
    wattle_cli_json_end_object (json);
    wattle_cli_json_end_array (json);
    wattle_cli_json_add_texts (json, "texts", texts);
    wattle_cli_json_add_time (json, "time", 1780308000250000);
    wattle_cli_json_add_time (json, "never", 0);
    wattle_cli_json_end_object (json);
    EXPECT_STREQ (wattle_cli_json_get_text (json),
                  "{\"text\":\"x\\u000a\",\"word\":null,\"number\":230,\"nan\":null,"
                  "\"list\":[true,-7,{}],\"texts\":[\"a\\\"b\",\"č\"],"
                  "\"time\":\"2026-06-01T10:00:00.250Z\",\"never\":null}");
}

TEST (CliJson, TakesFromADictionaryWhatItKnows)
{
    static const WattleCliField fields[] = {
        { "id", nullptr, WATTLE_CLI_FIELD_VALUE },
        { "since", "time", WATTLE_CLI_FIELD_TIME },
        { "user", nullptr, WATTLE_CLI_FIELD_WORD },
        { "error", nullptr, WATTLE_CLI_FIELD_SENTENCE },
        { "files", nullptr, WATTLE_CLI_FIELD_TEXTS },
        { "links", nullptr, WATTLE_CLI_FIELD_PAIRS },
        { "value", nullptr, WATTLE_CLI_FIELD_VALUE },
        { "lacks", nullptr, WATTLE_CLI_FIELD_VALUE },
        { "wrong", nullptr, WATTLE_CLI_FIELD_PAIRS },
    };
    g_autoptr (GVariant) list =
        parse ("[{'id': <uint64 7>, 'since': <int64 1780308000000000>, 'user': <''>, 'error': "
               "<{'text': <'no'>}>, 'files': <['a', 'b']>, 'links': <{'mqtt': '', 'http': 'h'}>, "
               "'value': <<2.5>>, 'more': <1>, 'wrong': <5>}]");
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_fields_add_list (json, nullptr, list, fields, G_N_ELEMENTS (fields));
    EXPECT_STREQ (wattle_cli_json_get_text (json),
                  "[{\"id\":7,\"time\":\"2026-06-01T10:00:00.000Z\",\"user\":null,\"error\":\"no\","
                  "\"files\":[\"a\",\"b\"],\"links\":{\"http\":\"h\",\"mqtt\":\"\"},\"value\":2.5,"
                  "\"lacks\":null,\"wrong\":{}}]");
}

TEST (CliTime, ShowsTimesForProgramsAndAges)
{
    EXPECT_EQ (take (wattle_cli_time_format_age (0, 5)), "–");
    EXPECT_EQ (take (wattle_cli_time_format_age (5, 61 * G_USEC_PER_SEC + 5)), "1 min 1 s");
    EXPECT_EQ (take (wattle_cli_time_format_utc (1780308000007999)), "2026-06-01T10:00:00.007Z");
}

TEST (CliTime, ReadsSpans)
{
    const struct {
        const char *text;
        gint64 seconds; // 0: it is none
    } rows[] = {
        { "90s", 90 },         { "15min", 900 }, { "2h", 7200 },
        { "1h30min", 5400 },   { "3d", 259200 }, { "1d2h3min4s", 93784 },
        { "1000d", 86400000 }, { "0s", 0 },      { "", 0 },
        { "90", 0 },           { "s", 0 },       { "2 h", 0 },
        { "-2h", 0 },          { "2hours", 0 },  { "1.5h", 0 },
        { "1001d", 0 },        { "2h ", 0 },     { "2h30", 0 },
        { "99999999999d", 0 }, { "1000d1s", 0 }, { "99999999999999999999999s", 0 },
    };

    for (const auto &row : rows) {
        gint64 span = -1;

        EXPECT_EQ (wattle_cli_time_parse_span (row.text, &span), row.seconds > 0) << row.text;
        if (row.seconds > 0) {
            EXPECT_EQ (span, row.seconds * G_USEC_PER_SEC) << row.text;
        }
    }
}

TEST (CliTime, ReadsTimesToCome)
{
    const gint64 now = 1780308000 * (gint64)G_USEC_PER_SEC; // 2026-06-01T10:00:00Z, 12:00 there
    const struct {
        const char *text;
        gint64 minutes; // from now; 0: it is none
    } rows[] = {
        { "12:01", 1 },
        { "18:00", 360 },
        { "11:59", 1439 },
        { "12:00", 1440 },
        { "9:30", 1290 },
        { "2026-06-01T18:00", 360 },
        { "2026-06-01 18:00", 360 },
        { "2026-06-01T18:00:00", 360 },
        { "2026-06-01T18:00:00Z", 480 },
        { "2026-06-01T11:59", 0 },
        { "24:00", 0 },
        { "12:60", 0 },
        { "noon", 0 },
        { "", 0 },
        { "12:0", 0 },
        { "2026-13-01T18:00", 0 },
    };

    g_setenv ("TZ", "Europe/Ljubljana", TRUE);
    for (const auto &row : rows) {
        gint64 time = 0;

        EXPECT_EQ (wattle_cli_time_parse_next (row.text, now, &time), row.minutes > 0) << row.text;
        if (row.minutes > 0) {
            EXPECT_EQ (time - now, row.minutes * 60 * G_USEC_PER_SEC) << row.text;
        }
    }
    g_unsetenv ("TZ");
}

// As of Readings.
const char *const ENTITIES =
    "{'power': {'name': <'Active power import L2'>, 'unit': <'W'>, 'decimals': <1>, 'order': "
    "<uint32 1>, 'phase': <uint32 2>, 'output': <false>},"
    " 'relay': {'name': <'Relay'>, 'unit': <''>, 'decimals': <0>, 'order': <uint32 0>, 'output': "
    "<true>, 'diagnostic': <true>},"
    " 'mode': {'name': <'Mode\\u001b'>, 'unit': <''>, 'decimals': <0>, 'order': <uint32 2>}}";

TEST (CliReading, IsShownWithItsDigits)
{
    g_autoptr (GVariant) entities = parse (ENTITIES);
    g_autoptr (GVariant) values =
        parse ("{'power': (<2.25>, int64 1780308000000000, byte 1), 'relay': (<true>, 5, 3), "
               "'mode': (<()>, 0, 0), 'other': (<1.0>, 1, 1)}");
    g_autoptr (GPtrArray) readings = wattle_cli_reading_list (entities, values);

    ASSERT_EQ (readings->len, 3u);
    auto *relay = static_cast<WattleCliReading *> (g_ptr_array_index (readings, 0));
    auto *power = static_cast<WattleCliReading *> (g_ptr_array_index (readings, 1));
    auto *mode = static_cast<WattleCliReading *> (g_ptr_array_index (readings, 2));
    EXPECT_STREQ (power->key, "power");
    EXPECT_STREQ (power->name, "Active power import L2");
    EXPECT_EQ (take (wattle_cli_reading_format (power)), "2.3");
    EXPECT_STREQ (wattle_cli_reading_get_doubt (power), "");
    EXPECT_EQ (take (wattle_cli_reading_format (relay)), "on");
    EXPECT_STREQ (wattle_cli_reading_get_doubt (relay), "stale");
    EXPECT_TRUE (relay->output && relay->side);
    EXPECT_EQ (take (wattle_cli_reading_format (mode)), "–");
    EXPECT_STREQ (mode->name, "Mode\uFFFD");
}

TEST (CliReading, HasANameThatIsPutTogether)
{
    for (const char *name :
         { "Active power import L2", "Energy export", "Relay", "L1", " import", "Voltage L1", "" })
        EXPECT_EQ (take (wattle_cli_reading_translate_name (name)), name); // in English, the same
}

TEST (CliReading, TellsWhatHasChangedInItsOrder)
{
    g_autoptr (GVariant) entities = parse (ENTITIES);
    g_autoptr (GVariant) values =
        parse ("{'mode': (<'eco'>, int64 1, byte 1), 'relay': (<false>, 1, 1)}");
    g_autoptr (GPtrArray) readings = wattle_cli_reading_list (entities, nullptr);
    std::string told;

    wattle_cli_reading_update (
        readings, values,
        [] (WattleCliReading *reading, gpointer data) {
            *static_cast<std::string *> (data) +=
                std::string (reading->key) + "=" + take (wattle_cli_reading_format (reading)) + ";";
        },
        &told);
    EXPECT_EQ (told, "relay=off;mode=eco;");
}

TEST (CliMessage, PutsASentenceTogether)
{
    g_autoptr (GVariant) sentence = parse (
        "{'text': <'x.conf: no 7'>, 'prefix': <'x.conf: '>, 'template': <'no %u'>, 'arguments': "
        "<['7']>}");
    g_autoptr (GVariant) plain = parse ("{'text': <'plain'>, 'template': <''>}");
    g_autoptr (GVariant) empty = parse ("@a{sv} {}");

    EXPECT_EQ (take (wattle_cli_message_translate (sentence)), "x.conf: no 7");
    EXPECT_EQ (take (wattle_cli_message_translate (plain)), "plain");
    EXPECT_EQ (take (wattle_cli_message_translate (empty)), "(null)");
}

TEST (CliMessage, ReadsErrorsAsJsonAndAsText)
{
    EXPECT_EQ (take (wattle_cli_message_translate_json (
                   "{\"text\":\"a: no 7\",\"prefix\":\"a: \",\"template\":\"no %d\",\"arguments\":"
                   "[\"7\"]}")),
               "a: no 7");
    EXPECT_EQ (take (wattle_cli_message_translate_json ("{\"text\":\"only\"}")), "only");
    EXPECT_EQ (take (wattle_cli_message_translate_json ("plain %s text")), "plain %s text");
    EXPECT_EQ (
        take (wattle_cli_message_translate_json ("{\"template\":\"%s %s\",\"arguments\":[1]}")),
        " ");
}

TEST (CliMessage, MapsErrorsToExitCodes)
{
    const struct {
        const char *name;
        int status;
    } rows[] = {
        { "org.wattle.Wattle1.Error.Config", 2 },
        { "org.wattle.Wattle1.Error.NotFound", 2 },
        { "org.wattle.Wattle1.Error.NotSupported", 2 },
        { "org.wattle.Wattle1.Error.NotPermitted", 4 },
        { "org.wattle.Wattle1.Error.Auth", 4 },
        { "org.wattle.Wattle1.Error.Unreachable", 1 },
        { "org.wattle.Wattle1.Error.Timeout", 1 },
        { "org.wattle.Wattle1.Error.Busy", 1 },
        { "org.wattle.Wattle1.Error.Failed", 1 },
        { "org.freedesktop.DBus.Error.AccessDenied", 4 },
        { "org.freedesktop.DBus.Error.ServiceUnknown", 3 },
        { "org.freedesktop.DBus.Error.NoReply", 3 },
        { "org.freedesktop.DBus.Error.UnknownMethod", 1 },
        { "org.freedesktop.DBus.Error.LimitsExceeded", 1 },
        { "org.example.Other", 1 },
    };

    wattle_error_quark ();
    for (const auto &row : rows) {
        GError *remote = g_dbus_error_new_for_dbus_error (row.name, "{\"text\":\"why\"}");
        g_autoptr (GError) error = nullptr;

        wattle_cli_message_propagate (&error, remote);
        EXPECT_EQ (error->domain, WATTLE_CLI_ERROR);
        EXPECT_EQ (error->code, row.status) << row.name;
        EXPECT_NE (strstr (error->message, "why"), nullptr) << error->message;
        EXPECT_EQ (strstr (error->message, "GDBus"), nullptr) << error->message;
    }
}

TEST (CliSecret, HasTheSameNameForTheSameOwner)
{
    std::string first = take (wattle_cli_secret_make_name ("Password", "sg"));

    EXPECT_EQ (first.substr (0, 9), "password_");
    EXPECT_EQ (first.size (), 17u);
    EXPECT_EQ (take (wattle_cli_secret_make_name ("Password", "sg")), first);
    EXPECT_NE (take (wattle_cli_secret_make_name ("Password", "other")), first);
    EXPECT_LE (take (wattle_cli_secret_make_name (std::string (60, 'k').c_str (), "sg")).size (),
               32u);
    EXPECT_EQ (take (wattle_cli_secret_make_name ("4711", "sg")).substr (0, 7), "secret_");
}

TEST (CliMqtt, KnowsItsSettingsWithAndWithoutGroup)
{
    EXPECT_STREQ (wattle_cli_mqtt_settings_find_key ("User"), "Mqtt/User");
    EXPECT_STREQ (wattle_cli_mqtt_settings_find_key ("EmbeddedBroker/Port"), "EmbeddedBroker/Port");
    EXPECT_EQ (wattle_cli_mqtt_settings_find_key ("Mqtt"), nullptr);
    EXPECT_EQ (wattle_cli_mqtt_settings_find_key ("Colour"), nullptr);
}

TEST (CliReplay, ReadsWhatAnExpectedHolds)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_replay_add (json, "[a] online\npower = 1.5 (good)\ntext = x = (y) (stale)\nnone = - "
                                 "(missing)\n\n[b] offline\n\nnonsense\n");
    EXPECT_STREQ (wattle_cli_json_get_text (json),
                  "[{\"id\":\"a\",\"state\":\"online\",\"entities\":{\"power\":{\"value\":\"1.5\","
                  "\"quality\":\"good\"},\"text\":{\"value\":\"x = (y)\",\"quality\":\"stale\"},"
                  "\"none\":{\"value\":null,\"quality\":\"missing\"}}},{\"id\":\"b\",\"state\":"
                  "\"offline\",\"entities\":{}}]");
}

} // namespace
