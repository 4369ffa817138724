// SPDX-License-Identifier: LGPL-2.1-or-later
// The parts without a bus: values out of registers, the search of a SunSpec model, which of two
// maps it is, places in documents, and which requests are due.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <model/wattle-device-private.h>
#include <string>
#include <vector>

#include "../modbus-meter-device.h"
#include "../modbus-meter-plan.h"
#include "../modbus-meter-pointer.h"
#include "../modbus-meter-points.h"
#include "../modbus-meter-sunspec.h"
#include "../modbus-meter-which.h"

namespace
{

WattleMeter *
parse (const std::string &points, const std::string &more = "", const std::string &id = "some")
{
    std::string text = R"({"format": 2, "id": ")" + id +
                       R"(", "manufacturer": "M", "model": "T", "source": "S", "limits": {})" +
                       more + ", \"points\": [" + points + "]}";
    g_autoptr (GError) error = nullptr;
    WattleMeter *meter = wattle_meter_parse (text.c_str (), (gssize)text.size (), &error);

    EXPECT_NE (meter, nullptr) << error->message;
    return meter;
}

// Of the one point of a definition; NAN: it has none.
double
read (const std::string &point, const std::vector<guint8> &bytes, double factor = 1)
{
    g_autoptr (WattleMeter) meter = parse (point);
    WattleRegisterSpan span = modbus_meter_points_get_span (&meter->points[0]);
    WattleRegisterBlock block = { span.function, span.address, span.count, 0, 0, 1 };
    double value;

    EXPECT_EQ (modbus_meter_points_get_length (&block), bytes.size ());
    return modbus_meter_points_read (&meter->points[0], factor, &block, bytes.data (), &value)
               ? value
               : NAN;
}

const char *const VOLTAGE =
    R"({"quantity": "voltage", "function": 3, "address": 100, "type": "uint16"})";

const char *const SCALED = R"({"quantity": "voltage", "function": 3, "address": 100,
                               "type": "int16", "scale_register": 102})";

} // namespace

TEST (ModbusMeterPoints, AreScaledByFactorAndPowerOfTen)
{
    EXPECT_EQ (read (VOLTAGE, { 0x08, 0xfc }, 0.1), 230);
    EXPECT_EQ (read (SCALED, { 0x08, 0xfc, 0, 0, 0xff, 0xff }), 230);
    EXPECT_EQ (read (SCALED, { 0x00, 0x17, 0, 0, 0x00, 0x01 }), 230);
    EXPECT_EQ (read (SCALED, { 0x00, 0x01, 0, 0, 0x00, 0x0a }), 1e10);
}

TEST (ModbusMeterPoints, WithoutAPowerOfTenThatCanBeAreMissing)
{
    EXPECT_TRUE (std::isnan (read (SCALED, { 0x08, 0xfc, 0, 0, 0x80, 0x00 })));
    EXPECT_TRUE (std::isnan (read (SCALED, { 0x08, 0xfc, 0, 0, 0x00, 0x0b })));
    EXPECT_TRUE (std::isnan (read (SCALED, { 0x08, 0xfc, 0, 0, 0xff, 0xf5 })));
}

TEST (ModbusMeterPoints, OfBitsAreOneBit)
{
    const char *point = R"({"quantity": "output", "function": 1, "address": 9})";

    EXPECT_EQ (read (point, { 1 }), 1);
    EXPECT_EQ (read (point, { 2 }), 0);
}

// SunSpec

TEST (ModbusMeterSunspec, EndsAListThatNeverEnds)
{
    g_autoptr (WattleMeter) meter =
        parse (VOLTAGE, R"(, "sunspec": {"bases": [100], "models": [203], "model_address": 90})");
    const guint8 marker[] = { 'S', 'u', 'n', 'S' };
    const guint8 other[] = { 0, 1, 0, 0 };
    ModbusMeterSunspec sunspec;
    guint address;
    guint count;
    guint n = 0;

    modbus_meter_sunspec_init (&sunspec, meter, 0);
    modbus_meter_sunspec_begin (&sunspec);
    while (modbus_meter_sunspec_next (&sunspec, &address, &count) && n++ < 1000)
        modbus_meter_sunspec_take (&sunspec, n == 1 ? marker : other, 4, nullptr);
    EXPECT_TRUE (sunspec.lost);
    EXPECT_LT (n, 200u);
}

TEST (ModbusMeterSunspec, LooksWhereItWasBeforeItSearches)
{
    g_autoptr (WattleMeter) meter =
        parse (VOLTAGE, R"(, "sunspec": {"bases": [100], "models": [203], "model_address": 90})");
    const guint8 wanted[] = { 0, 203, 0, 105 };
    ModbusMeterSunspec sunspec;
    guint address;
    guint count;

    modbus_meter_sunspec_init (&sunspec, meter, 170);
    ASSERT_TRUE (modbus_meter_sunspec_next (&sunspec, &address, &count));
    EXPECT_EQ (address, 170u);
    modbus_meter_sunspec_take (&sunspec, nullptr, 0, nullptr);
    ASSERT_TRUE (modbus_meter_sunspec_next (&sunspec, &address, &count));
    EXPECT_EQ (address, 100u) << "it is not there any more";

    modbus_meter_sunspec_init (&sunspec, meter, 170);
    modbus_meter_sunspec_take (&sunspec, wanted, 4, nullptr);
    EXPECT_TRUE (sunspec.found);
    EXPECT_EQ (sunspec.offset, 80);
}

TEST (ModbusMeterSunspec, IsNotWhereItsRegistersWouldBeNowhere)
{
    const guint8 marker[] = { 'S', 'u', 'n', 'S' };
    const guint8 wanted[] = { 0, 203, 0, 2 };
    auto is_found = [&] (guint model_address, guint base, guint known) {
        g_autoptr (WattleMeter) meter =
            parse (VOLTAGE, R"(, "sunspec": {"bases": [)" + std::to_string (base) +
                                R"(], "models": [203], "model_address": )" +
                                std::to_string (model_address) + "}");
        ModbusMeterSunspec sunspec;

        modbus_meter_sunspec_init (&sunspec, meter, known);
        if (known == 0)
            modbus_meter_sunspec_take (&sunspec, marker, 4, nullptr);
        modbus_meter_sunspec_take (&sunspec, wanted, 4, nullptr);
        return sunspec.found != FALSE;
    };

    EXPECT_TRUE (is_found (90, 65523, 0)) << "the voltage is in the last register";
    EXPECT_FALSE (is_found (90, 65524, 0));
    EXPECT_TRUE (is_found (190, 88, 0)) << "and in the first";
    EXPECT_FALSE (is_found (190, 87, 0));
    EXPECT_FALSE (is_found (190, 1000, 89)) << "also where it is said to have been";
}

// Which of two maps

namespace
{

class ModbusMeterWhichTest : public testing::Test
{
  protected:
    ModbusMeterWhichTest ()
    {
        const char *more = R"(, "alternative": {"definition": "x", "function": 3, "address": 1,
                                                "type": "uint16"})";

        one = parse (VOLTAGE, more, "one");
        two = parse (VOLTAGE, more, "two");
        modbus_meter_which_init (&which, one, two, nullptr);
    }

    ~ModbusMeterWhichTest () override
    {
        modbus_meter_which_clear (&which);
        wattle_meter_unref (one);
        wattle_meter_unref (two);
    }

    // Answers what is asked; "" as long as nothing is decided.
    std::string
    tell (ModbusMeterTelltale first, ModbusMeterTelltale second)
    {
        guint index;

        modbus_meter_which_begin (&which);
        while (modbus_meter_which_next (&which, &index))
            modbus_meter_which_take (&which, index, index == 0 ? first : second);
        return which.decided ? modbus_meter_which_get (&which)->id : "";
    }

    WattleMeter *one;
    WattleMeter *two;
    ModbusMeterWhich which;
};

} // namespace

TEST_F (ModbusMeterWhichTest, AValueDecides)
{
    EXPECT_EQ (tell (MODBUS_METER_WHICH_VALUE, MODBUS_METER_WHICH_UNKNOWN), "one");
    modbus_meter_which_doubt (&which);
    EXPECT_EQ (tell (MODBUS_METER_WHICH_ZERO, MODBUS_METER_WHICH_VALUE), "two");
    modbus_meter_which_doubt (&which);
    EXPECT_EQ (tell (MODBUS_METER_WHICH_VALUE, MODBUS_METER_WHICH_ZERO), "one");
}

TEST_F (ModbusMeterWhichTest, ARefusalSpeaksForTheOtherOneIfThatAnswers)
{
    EXPECT_EQ (tell (MODBUS_METER_WHICH_REFUSED, MODBUS_METER_WHICH_ZERO), "two");
    modbus_meter_which_doubt (&which);
    EXPECT_EQ (tell (MODBUS_METER_WHICH_ZERO, MODBUS_METER_WHICH_REFUSED), "one");
}

TEST_F (ModbusMeterWhichTest, NothingIsDecidedByEqualAnswers)
{
    EXPECT_EQ (tell (MODBUS_METER_WHICH_ZERO, MODBUS_METER_WHICH_ZERO), "");
    EXPECT_EQ (tell (MODBUS_METER_WHICH_REFUSED, MODBUS_METER_WHICH_REFUSED), "");
    EXPECT_STREQ (modbus_meter_which_get (&which)->id, "one") << "as it was chosen";
}

// Places in documents

TEST (ModbusMeterPointer, LeadsThroughObjectsAndLists)
{
    const char *text = R"({"a": {"b/c": [1, {"7": 5, "~": 6}]}, "n": null})";
    g_autoptr (JsonObject) root = wattle_json_parse_object (text, -1, nullptr);
    auto find = [&] (const char *pointer, const char *device, bool *there) {
        g_auto (GStrv) names = modbus_meter_pointer_split (pointer, device);
        gboolean holder;
        JsonNode *node = modbus_meter_pointer_find (root, names, &holder);
        double value;

        *there = holder;
        return node != nullptr && wattle_json_node_is_number (node, &value) ? value : NAN;
    };
    bool there;

    EXPECT_EQ (find ("/a/b~1c/0", "", &there), 1);
    EXPECT_EQ (find ("/a/b~1c/1/{device}", "7", &there), 5);
    EXPECT_EQ (find ("/a/b~1c/1/~0", "", &there), 6);
    EXPECT_TRUE (std::isnan (find ("/a/b~1c/1/8", "", &there)));
    EXPECT_TRUE (there) << "it only lacks this one";
    EXPECT_TRUE (std::isnan (find ("/n/x", "", &there)));
    EXPECT_FALSE (there);
    EXPECT_TRUE (std::isnan (find ("/a/b~1c/2", "", &there)));
    EXPECT_TRUE (std::isnan (find ("/a/b~1c/-1/x", "", &there)));
}

// Requests

namespace
{

class ModbusMeterPlanTest : public testing::Test
{
  protected:
    ModbusMeterPlanTest ()
    {
        meter = parse (R"(
            {"key": "a", "quantity": "number", "function": 3, "address": 0, "type": "uint16"},
            {"key": "b", "quantity": "number", "function": 3, "address": 1, "type": "uint16",
             "group": 60},
            {"key": "c", "quantity": "number", "function": 3, "address": 2, "type": "uint16",
             "group": 60},
            {"key": "d", "quantity": "number", "function": 4, "address": 9, "type": "uint16",
             "group": 60})");
        device = modbus_meter_device_new (meter, nullptr);
        plan = modbus_meter_plan_new (meter, 1, 5, nullptr);
    }

    ~ModbusMeterPlanTest () override
    {
        modbus_meter_plan_free (plan);
        g_object_unref (device);
        wattle_meter_unref (meter);
    }

    void
    begin (int seconds)
    {
        gint64 now = (gint64)seconds * G_USEC_PER_SEC;

        wattle_source_set_now (WATTLE_SOURCE (device), now, now);
        wattle_source_begin_cycle (WATTLE_SOURCE (device), 0);
        modbus_meter_plan_begin (plan);
    }

    // The next one, which is answered.
    std::string
    ask ()
    {
        WattleSource *source = WATTLE_SOURCE (device);
        g_autoptr (WattleRequest) request = modbus_meter_plan_next (plan, source);

        if (request == nullptr)
            return "";
        if (wattle_source_get_asked_group (source) != nullptr)
            wattle_source_group_answered (source, wattle_source_get_asked_group (source));
        g_autofree char *text = wattle_request_to_string (request);
        return text;
    }

    WattleMeter *meter;
    WattleDevice *device;
    ModbusMeterPlan *plan;
};

} // namespace

TEST_F (ModbusMeterPlanTest, AsksGroupsWhenTheyAreDue)
{
    begin (0);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
    EXPECT_EQ (ask (), "MODBUS 1 4 9 1");
    EXPECT_EQ (ask (), "");
    begin (59);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "");
    begin (60);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
}

TEST_F (ModbusMeterPlanTest, AsksThePartsOfWhatWasRefusedAtOnce)
{
    begin (0);
    ask ();
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
    ASSERT_TRUE (modbus_meter_plan_split (plan));
    EXPECT_EQ (ask (), "MODBUS 1 3 1 1");
    EXPECT_FALSE (modbus_meter_plan_split (plan)) << "it is one thing";
    EXPECT_EQ (ask (), "MODBUS 1 3 2 1");
    EXPECT_EQ (ask (), "MODBUS 1 4 9 1");
    EXPECT_EQ (ask (), "");
}

TEST_F (ModbusMeterPlanTest, MakesItsRequestsOnce)
{
    WattleSource *source = WATTLE_SOURCE (device);

    begin (0);
    g_autoptr (WattleRequest) first = modbus_meter_plan_next (plan, source);
    begin (1);
    g_autoptr (WattleRequest) second = modbus_meter_plan_next (plan, source);
    EXPECT_EQ (first, second);
}

TEST_F (ModbusMeterPlanTest, RepeatsARequestAlsoOfAGroup)
{
    begin (0);
    ask ();
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
    modbus_meter_plan_repeat (plan);
    modbus_meter_plan_set_offset (plan, 10);
    EXPECT_EQ (ask (), "MODBUS 1 3 11 2");
    EXPECT_EQ (ask (), "MODBUS 1 4 19 1");
}

TEST_F (ModbusMeterPlanTest, AsksSeldomForWhatADeviceLacksUntilItHasIt)
{
    begin (0);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    modbus_meter_plan_refuse (plan);
    begin (1);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1") << "once more";
    begin (2);
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
    begin (601);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    modbus_meter_plan_accept (plan);
    begin (602);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
}

TEST_F (ModbusMeterPlanTest, AsksAsAWholeAgainOfWhichAllPartsWereRefused)
{
    begin (0);
    ask ();
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
    ASSERT_TRUE (modbus_meter_plan_split (plan));
    EXPECT_EQ (ask (), "MODBUS 1 3 1 1");
    modbus_meter_plan_refuse (plan);
    EXPECT_EQ (ask (), "MODBUS 1 3 2 1");
    modbus_meter_plan_refuse (plan);
    EXPECT_EQ (ask (), "MODBUS 1 4 9 1");
    EXPECT_FALSE (modbus_meter_plan_accept (plan)) << "that is no part of it";
    EXPECT_EQ (ask (), "");

    begin (1);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2") << "once more, before it is asked seldom";
    begin (300);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "MODBUS 1 4 9 1");
    begin (700);
    EXPECT_EQ (ask (), "MODBUS 1 3 0 1");
    EXPECT_EQ (ask (), "MODBUS 1 3 1 2");
}

TEST_F (ModbusMeterPlanTest, KeepsASplitOfWhichOnePartIsAnsweredForThisDefinitionOnly)
{
    begin (0);
    ask ();
    ask ();
    ASSERT_TRUE (modbus_meter_plan_split (plan));
    ask ();
    modbus_meter_plan_refuse (plan);
    ask ();
    EXPECT_TRUE (modbus_meter_plan_accept (plan));
    g_autofree char *kept = modbus_meter_plan_dup_cuts (plan);

    g_autoptr (WattleMeter) other = parse (VOLTAGE, "", "other");
    auto first = [&] (const WattleMeter *definition) -> std::string {
        g_autoptr (ModbusMeterPlan) again = modbus_meter_plan_new (definition, 1, 5, kept);
        g_autofree char *text = modbus_meter_plan_dup_cuts (again);

        return strrchr (text, ' ') + 1;
    };
    EXPECT_EQ (first (meter), "3:2");
    EXPECT_EQ (first (other), "") << "another definition";

    g_autoptr (WattleMeter) changed = parse (VOLTAGE);
    EXPECT_EQ (first (changed), "") << "the same, but with other registers";
}
