// SPDX-License-Identifier: LGPL-2.1-or-later
// Definitions of meters: what is in them, and what is refused, with its place.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "model/wattle-meter.h"

namespace
{

std::string
definition (const std::string &points, const std::string &more = "")
{
    return R"({"format": 2, "id": "some-meter", "manufacturer": "Maker", "model": "Type",
               "source": "a manual", "limits": {"max_registers": 60})" +
           more + R"(, "points": [)" + points + "]}";
}

WattleMeter *
parse (const std::string &text, std::string *error = nullptr)
{
    g_autoptr (GError) problem = nullptr;
    WattleMeter *meter = wattle_meter_parse (text.c_str (), (gssize)text.size (), &problem);

    if (error != nullptr)
        *error = problem != nullptr ? problem->message : "";
    return meter;
}

std::string
refusal (const std::string &points, const std::string &more = "")
{
    std::string error;
    g_autoptr (WattleMeter) meter = parse (definition (points, more), &error);

    return error;
}

const char *const VOLTAGE =
    R"({"quantity": "voltage", "function": 4, "address": 0, "type": "float32"})";

std::string
refusal_of_limits (const std::string &limits)
{
    std::string text = definition (VOLTAGE);
    size_t place = text.find ("{\"max_registers\": 60}");
    std::string error;
    g_autoptr (WattleMeter) meter =
        parse (text.replace (place, strlen ("{\"max_registers\": 60}"), limits), &error);

    return error;
}

bool
begins (const std::string &text, const std::string &start)
{
    return text.compare (0, start.size (), start) == 0;
}

// A setpoint of a register of whole tens of watts.
std::string
setpoint (const std::string &more)
{
    return R"({"key": "limit", "quantity": "active_power", "function": 3, "address": 9,
               "type": "uint16", "scale": 10, "access": "read-write")" +
           more + "}";
}

// What a file gives: documents by HTTP.
const char *const HTTP = R"(, "kind": "http-json", "http": {"requests": {"data": "/data.json"},
    "ok": {"pointer": "/ok", "equals": 1},
    "reversed": {"request": "data", "pointer": "/side", "equals": 1}})";

} // namespace

TEST (Meter, HasWhatItsFileSays)
{
    g_autoptr (WattleMeter) meter = parse (definition (
        R"({"quantity": "energy", "phase": "l2", "direction": "export", "function": 3, "address": 7,
            "type": "uint32", "byte_order": "CDAB", "scale": 0.5, "group": 60, "disabled": true,
            "not_available": "0xFFFFFFFF", "ratio": ["ct"]})",
        R"(, "aliases": ["A1", "A2"], "phases": 3, "notes": ["A note."],
           "defaults": {"unit": 5, "baud": 19200, "parity": "even", "stop": 2, "port": 1502},
           "serial": {"function": 3, "address": 64512, "type": "uint32"},
           "ratios": {"ct": {"function": 3, "address": 1, "type": "int16"}},
           "alternative": {"definition": "other-meter", "function": 3, "address": 7,
                           "type": "uint32"})"));

    ASSERT_NE (meter, nullptr);
    EXPECT_STREQ (meter->aliases[1], "A2");
    EXPECT_STREQ (meter->notes[0], "A note.");
    EXPECT_EQ (meter->phases, 3u);
    EXPECT_EQ (meter->unit, 5u);
    EXPECT_EQ (meter->baud, 19200u);
    EXPECT_STREQ (meter->parity, "even");
    EXPECT_EQ (meter->stop, 2u);
    EXPECT_EQ (meter->port, 1502u);
    ASSERT_TRUE (meter->has_serial);
    EXPECT_EQ (meter->serial.address, 64512u);
    EXPECT_STREQ (meter->alternative, "other-meter");
    EXPECT_EQ (meter->telltale.address, 7u);
    const WattleMeterPoint *point = &meter->points[0];
    EXPECT_STREQ (point->spec.key, "energy_export_l2");
    EXPECT_EQ (point->order, WATTLE_REGISTER_CDAB);
    EXPECT_EQ (point->group, 60u);
    EXPECT_EQ (point->marker, 0xffffffffu);
    EXPECT_EQ (point->ratios, 1u);
    EXPECT_EQ (point->spec.flags, WATTLE_ENTITY_DISABLED);
}

TEST (Meter, LivesAsLongAsSomebodyHoldsIt)
{
    WattleMeter *meter = parse (definition (VOLTAGE));
    WattleMeter *again = wattle_meter_ref (meter);

    wattle_meter_unref (meter);
    EXPECT_STREQ (again->points[0].spec.key, "voltage");
    wattle_meter_unref (again);
}

TEST (Meter, KnowsNothingOfALineThatItsFileDoesNotName)
{
    g_autoptr (WattleMeter) meter = parse (definition (VOLTAGE));

    EXPECT_EQ (meter->unit, 1u);
    EXPECT_EQ (meter->baud, 0u);
    EXPECT_EQ (meter->parity, nullptr);
    EXPECT_EQ (meter->stop, 0u);
    EXPECT_EQ (meter->alternative, nullptr);
}

TEST (Meter, RefusesMembersThatAreMisspelt)
{
    EXPECT_PRED2 (begins, refusal (VOLTAGE, R"(, "limit": {})"), "“limit” is unknown; allowed");
    EXPECT_EQ (refusal (VOLTAGE, R"(, "defaults": {"boud": 9600})"),
               "defaults: “boud” is unknown; allowed are unit, baud, parity, stop, port");
    EXPECT_PRED2 (
        begins, refusal (R"({"quantity": "voltage", "function": 4, "adress": 0, "type": "int16"})"),
        "points[0]: “adress” is unknown; ");
}

TEST (Meter, RefusesMembersThatAreThereTwice)
{
    EXPECT_EQ (refusal (R"({"quantity": "voltage", "function": 4, "address": 0, "type": "int16",
                            "address": 2})"),
               "points[0]: “address” is there twice");
    EXPECT_EQ (refusal (VOLTAGE, R"(, "points": [])"), "“points” is there twice");
}

TEST (Meter, RefusesValuesThatCannotBeByTheirPlace)
{
    EXPECT_EQ (refusal (VOLTAGE, R"(, "defaults": {"parity": "mark"})"),
               "defaults: parity: “mark” is unknown; allowed are none, even, odd");
    EXPECT_EQ (refusal (VOLTAGE, R"(, "sunspec": {"bases": [0, 65534], "models": [1],
                                                  "model_address": 65534})"),
               "");
    EXPECT_EQ (refusal (VOLTAGE, R"(, "sunspec": {"bases": [65535], "models": [1],
                                                  "model_address": 0})"),
               "sunspec: bases: must be 1 to 8 whole numbers up to 65534");
    EXPECT_EQ (refusal_of_limits (R"({"gap_ms": 1000})"), "");
    EXPECT_EQ (refusal_of_limits (R"({"gap_ms": 1001})"),
               "limits: JSON: \xE2\x80\x9Cgap_ms\xE2\x80\x9D is not between 0 and 1000");
    EXPECT_EQ (
        refusal (VOLTAGE, R"(, "notes": ["a\u0000b"])"),
        "notes: must be at most 32 texts, each one line of printable text of 1 to 500 bytes");
    EXPECT_EQ (
        refusal (VOLTAGE, R"(, "aliases": [1])"),
        "aliases: must be at most 32 texts, each one line of printable text of 1 to 500 bytes");
    EXPECT_EQ (refusal (VOLTAGE, R"(, "ratios": {"vt": {}})"),
               "ratios.vt: there is no such ratio, only ct and pt");
    EXPECT_PRED2 (begins, refusal (R"({"quantity": "voltage", "function": 4, "address": 65535,
                            "type": "float32"})"),
                  "points[0]: JSON: “address”");
    EXPECT_PRED2 (begins,
                  refusal (R"({"quantity": "voltage", "function": 4, "address": 1, "type": "int16",
                            "not_available": "0x80000"})"),
                  "points[0]: not_available: “0x80000");
    EXPECT_EQ (refusal (std::string (VOLTAGE) +
                        R"(, {"key": "a", "quantity": "current", "function": 4, "address": 1,
                              "type": "int16"})"),
               "points[1]: address: its registers overlap those of points[0]");
    EXPECT_EQ (refusal (std::string (VOLTAGE) +
                        R"(, {"quantity": "voltage", "function": 4, "address": 8,
                              "type": "int16"})"),
               "points[1]: “voltage” is the key of points[0] too");
}

TEST (Meter, HasOutputsWhereItsFileLetsThemBeWritten)
{
    g_autoptr (WattleMeter) meter =
        parse (definition (setpoint (R"(, "range": [0, 5000])") +
                           R"(, {"quantity": "output", "function": 1, "address": 3,
                          "access": "read-write"},
                         {"key": "door", "quantity": "state", "function": 2, "address": 4})"));

    ASSERT_NE (meter, nullptr);
    EXPECT_EQ (meter->points[0].spec.flags, WATTLE_ENTITY_OUTPUT);
    EXPECT_EQ (meter->points[0].write_function, 6u);
    EXPECT_EQ (meter->points[0].spec.min, 0);
    EXPECT_EQ (meter->points[0].spec.max, 5000);
    EXPECT_EQ (meter->points[0].spec.step, 10);
    EXPECT_EQ (meter->points[1].spec.flags, WATTLE_ENTITY_OUTPUT);
    EXPECT_EQ (meter->points[1].write_function, 5u);
    EXPECT_EQ (meter->points[2].spec.flags, 0);
    EXPECT_EQ (meter->points[2].write_function, 0u);
}

TEST (Meter, RefusesOutputsThatCouldBeWrittenWrongly)
{
    EXPECT_PRED2 (begins, refusal (setpoint ("")), "points[0]: JSON: “range” is missing");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [5, 5])")),
               "points[0]: range: must be two numbers, the lesser one first");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [0, 700000])")),
               "points[0]: range: its registers cannot hold these numbers");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [0, 5000], "resolution": 5)")),
               "points[0]: resolution: must be a multiple of the scale of what is written");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [5, 5005])")),
               "points[0]: range: must begin with a multiple of the scale");
    for (const char *resolution : { "", R"(, "resolution": 0.0001)" })
        EXPECT_EQ (refusal (R"({"quantity": "voltage", "function": 3, "address": 1,
                                "type": "float32", "access": "read-write", "range": [0, 250])" +
                            std::string (resolution) + "}"),
                   "points[0]: resolution: a float that is written needs one, of at least a "
                   "millionth of its range");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [0, 10], "scale_register": 3)")),
               "points[0]: access: what a scale register or a ratio changes cannot be written");
    EXPECT_EQ (refusal (setpoint (R"(, "range": [0, 10], "write_function": 5)")),
               "points[0]: write_function: must be 6 or 16");
    EXPECT_EQ (refusal (R"({"quantity": "energy", "function": 3, "address": 1, "type": "int16",
                            "access": "read-write", "range": [0, 1]})"),
               "points[0]: access: a counter cannot be written");
    EXPECT_EQ (refusal (R"({"quantity": "voltage", "function": 4, "address": 1, "type": "int16",
                            "access": "read-write", "range": [0, 1]})"),
               "points[0]: access: only coils and holding registers (functions 1 and 3) can be "
               "written");
    EXPECT_EQ (
        refusal (R"({"quantity": "voltage", "function": 3, "address": 1, "type": "int16",
                            "range": [0, 1]})"),
        "points[0]: range: is for numbers with access read-write (write_function also for what is "
        "on or off)");
}

TEST (Meter, HasMembersOfDocuments)
{
    g_autoptr (WattleMeter) meter = parse (definition (
        R"({"quantity": "active_power", "request": "data", "pointer": "/a/{device}/p",
            "scale": -1, "reversible": true})",
        HTTP));

    ASSERT_NE (meter, nullptr);
    EXPECT_EQ (meter->kind, WATTLE_METER_HTTP_JSON);
    ASSERT_EQ (meter->n_questions, 1u);
    EXPECT_STREQ (meter->questions[0].path, "/data.json");
    EXPECT_STREQ (meter->ok.pointer, "/ok");
    EXPECT_EQ (meter->reversed.equals, 1);
    EXPECT_STREQ (meter->points[0].pointer, "/a/{device}/p");
    EXPECT_TRUE (meter->points[0].reversible);
}

TEST (Meter, RefusesDocumentsThatNobodyCouldAskFor)
{
    const char *point = R"({"quantity": "voltage", "request": "data", "pointer": "/v"})";

    EXPECT_EQ (refusal (point, R"(, "kind": "http-json", "http": {"requests": {"data": "x"}})"),
               "http: requests: data: must be a path of a URL, which begins with /");
    EXPECT_EQ (
        refusal (point, R"(, "kind": "http-json", "http": {"requests": {"b": "/{secret}"}})"),
        "http: requests: b: must be a path of a URL, which begins with /");
    EXPECT_EQ (refusal (R"({"quantity": "voltage", "request": "flow", "pointer": "/v"})", HTTP),
               "points[0]: request: “flow” is unknown; allowed are data");
    EXPECT_EQ (refusal (R"({"quantity": "voltage", "request": "data", "pointer": "v"})", HTTP),
               "points[0]: pointer: must begin with /, as in /Body/Data/{device}/Power");
    EXPECT_PRED2 (begins, refusal (VOLTAGE, HTTP), "points[0]: “function” is unknown");
}
