// SPDX-License-Identifier: LGPL-2.1-or-later
// Every definition, as libmodbus reads it.
#include "modbus-client.h"

#include <json-glib/json-glib.h>

#include <cmath>
#include <cstring>
#include <map>

namespace
{

struct Point {
    std::string quantity, phase, direction, key, type;
    int function, address, scale_address;
    double scale;

    int
    words () const
    {
        return type.size () > 2 && type.substr (type.size () - 2) == "16" ? 1 : 2;
    }
};

std::string
text (JsonObject *object, const char *name)
{
    return json_object_get_string_member_with_default (object, name, "");
}

std::vector<Point>
read_points (const std::string &name)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    std::vector<Point> points;

    EXPECT_TRUE (json_parser_load_from_file (parser, definition (name).c_str (), nullptr));
    JsonArray *list = json_object_get_array_member (
        json_node_get_object (json_parser_get_root (parser)), "points");
    for (guint i = 0; i < json_array_get_length (list); i++) {
        JsonObject *point = json_array_get_object_element (list, i);

        EXPECT_EQ (text (point, "byte_order"), "ABCD");
        points.push_back (
            { text (point, "quantity"), text (point, "phase"), text (point, "direction"),
              text (point, "key"), text (point, "type"),
              (int)json_object_get_int_member (point, "function"),
              (int)json_object_get_int_member (point, "address"),
              (int)json_object_get_int_member_with_default (point, "scale_register", -1),
              json_object_get_double_member_with_default (point, "scale", 1) });
    }
    return points;
}

// What the specification says these registers are.
double
decode (const std::string &type, const guint16 *words)
{
    guint32 wide = (guint32)words[0] << 16 | words[1];
    float single;

    memcpy (&single, &wide, sizeof single);
    if (type == "float32")
        return single;
    if (type == "uint32")
        return wide;
    return type == "int16" ? (gint16)words[0] : words[0];
}

// -1 with the reason in errno.
int
read_registers (modbus_t *client, int function, int address, int count, guint16 *words)
{
    return function == 3 ? modbus_read_registers (client, address, count, words)
                         : modbus_read_input_registers (client, address, count, words);
}

double
read_point (modbus_t *client, const Point &point)
{
    guint16 words[2] = { 0, 0 };
    guint16 power = 0;

    EXPECT_EQ (read_registers (client, point.function, point.address, point.words (), words),
               point.words ())
        << point.quantity << " " << point.address << ": " << modbus_strerror (errno);
    if (point.scale_address >= 0) {
        EXPECT_EQ (read_registers (client, point.function, point.scale_address, 1, &power), 1);
    }
    return decode (point.type, words) * point.scale * std::pow (10, (gint16)power);
}

bool
has (const Point &point, const char *part)
{
    return point.key.find (part) != std::string::npos;
}

void
expect_plausible (const Point &point, double value)
{
    static const std::map<std::string, std::pair<double, double>> ranges = {
        { "voltage", { 220, 420 } },
        { "current", { 0, 30 } },
        { "active_power", { -7500, 7500 } },
        { "reactive_power", { -3000, 3000 } },
        { "apparent_power", { 0, 7500 } },
        { "power_factor", { 0, 1 } },
        { "frequency", { 49.9, 50.1 } },
        { "phase_angle", { -180, 180 } },
        { "voltage_thd", { 1, 3 } },
        { "current_thd", { 0, 20 } },
        { "energy", { 0, 1e9 } },
        { "reactive_energy", { 0, 1e9 } },
        { "apparent_energy", { 0, 1e9 } },
        { "number", { 0, 1e9 } },
    };
    auto range = ranges.find (point.quantity);

    ASSERT_NE (range, ranges.end ()) << point.quantity;
    if (has (point, "net"))
        return; // more may go out than comes in
    EXPECT_GE (value, range->second.first) << point.quantity << " " << point.key;
    EXPECT_LE (value, range->second.second) << point.quantity << " " << point.key;
}

class ModbusDefinitions : public ModbusBusTest, public testing::WithParamInterface<const char *>
{
};

INSTANTIATE_TEST_SUITE_P (Nine,
                          ModbusDefinitions,
                          testing::Values ("chint-dtsu666-2016",
                                           "chint-dtsu666",
                                           "eastron-sdm120",
                                           "eastron-sdm230",
                                           "eastron-sdm630-v2",
                                           "eastron-sdm72d-m-v1",
                                           "eastron-sdm72d-m-v2",
                                           "fronius-gen24-meter-float",
                                           "fronius-gen24-meter-int-sf"),
                          [] (const auto &info) {
                              std::string name = info.param;
                              for (char &letter : name)
                                  letter = letter == '-' ? '_' : letter;
                              return name;
                          });

} // namespace

// Within what registers can hold of it: 24 bits of a float, or one step of an integer.
TEST_P (ModbusDefinitions, ServesEachOfItsValues)
{
    std::vector<Point> points = read_points (GetParam ());

    ASSERT_FALSE (points.empty ());
    add (GetParam (), 17);
    modbus_bus_set_time (bus, 3 * 3600);
    with_libmodbus_tcp (listen (false), [&] (modbus_t *client) {
        modbus_set_slave (client, 17);
        for (const Point &point : points) {
            double value = read_point (client, point);

            expect_plausible (point, value);
        }
    });
}

// The two ways to the same registers.
TEST_P (ModbusDefinitions, TellsTheTestWhatAClientFinds)
{
    std::vector<Point> points = read_points (GetParam ());
    std::vector<double> values;

    add (GetParam (), 17);
    with_libmodbus_tcp (listen (false), [&] (modbus_t *client) {
        modbus_set_slave (client, 17);
        for (const Point &point : points)
            values.push_back (read_point (client, point));
    });
    ASSERT_EQ (values.size (), points.size ());
    for (gsize i = 0; i < points.size (); i++)
        EXPECT_NEAR (
            modbus_bus_get_value (bus, 17, (guint)points[i].function, (guint)points[i].address),
            values[i], 1e-9 * std::fabs (values[i]))
            << points[i].quantity << " " << points[i].key;
}

TEST_P (ModbusDefinitions, IsReadOnASerialLineToo)
{
    std::vector<Point> points = read_points (GetParam ());
    g_autoptr (GError) error = nullptr;

    add (GetParam (), 17);
    ASSERT_TRUE (modbus_bus_listen_pty (bus, nullptr, &error)) << error->message;
    with_libmodbus_rtu (modbus_bus_get_pty (bus), [&] (modbus_t *client) {
        modbus_set_slave (client, 17);
        for (gsize i = 0; i < points.size (); i += 7)
            expect_plausible (points[i], read_point (client, points[i]));
    });
}

TEST_F (ModbusBusTest, HasSeveralUnitsThatDiffer)
{
    guint16 words[3][2] = {};

    add ("eastron-sdm72d-m-v1", 1);
    add ("eastron-sdm72d-m-v1", 2);
    add ("eastron-sdm120", 3);
    with_libmodbus_tcp (listen (false), [&] (modbus_t *client) {
        for (int unit = 1; unit <= 3; unit++) {
            modbus_set_slave (client, unit);
            EXPECT_EQ (
                modbus_read_input_registers (client, unit == 3 ? 12 : 52, 2, words[unit - 1]), 2);
        }
    });
    EXPECT_NE (memcmp (words[0], words[1], sizeof words[0]), 0);
    EXPECT_NE (memcmp (words[1], words[2], sizeof words[0]), 0);
    EXPECT_NE (memcmp (words[0], words[2], sizeof words[0]), 0);
}

TEST_F (ModbusBusTest, AnswersNothingForAUnitThatIsNotThere)
{
    add ("eastron-sdm120", 3);
    RawClient client (listen (false));

    client.send (tcp_frame (1, { 4, 4, 0, 0, 0, 2 }));
    EXPECT_EQ (client.ask (tcp_frame (2, { 3, 4, 0, 0, 0, 2 }), 13)[1], 2);
    EXPECT_EQ (modbus_bus_get_n_requests (bus), 2u);
}

TEST_F (ModbusBusTest, RefusesASecondMeterOfTheSameNumber)
{
    g_autoptr (GError) error = nullptr;

    add ("eastron-sdm120", 1);
    EXPECT_FALSE (modbus_bus_add_unit (bus, 1, definition ("eastron-sdm230").c_str (), &error));
    EXPECT_NE (strstr (error->message, "number 1"), nullptr) << error->message;
}

TEST_F (ModbusBusTest, TakesTheNumberOfTheFactory)
{
    g_autofree char *units = nullptr;

    add ("eastron-sdm120", 0);
    add ("fronius-gen24-meter-float", 0);
    units = modbus_bus_dup_units (bus);
    EXPECT_STREQ (units, "1, 200");
}

TEST_F (ModbusBusTest, RefusesWhatTheSpecificationRefuses)
{
    const std::vector<std::pair<Bytes, Bytes>> cases = {
        { { 1, 7 }, { 1, 0x87, 1 } },                             // a function it has not
        { { 1, 4, 0, 0, 0, 0 }, { 1, 0x84, 3 } },                 // no register
        { { 1, 4, 0, 0, 0, 126 }, { 1, 0x84, 3 } },               // too many
        { { 1, 4, 0xff, 0xff, 0, 2 }, { 1, 0x84, 2 } },           // behind the last
        { { 1, 4, 0, 0 }, { 1, 0x84, 3 } },                       // half a question
        { { 1, 4, 0, 1, 0, 2 }, { 1, 0x84, 2 } },                 // half a value
        { { 1, 1, 0, 0, 0, 1 }, { 1, 0x81, 2 } },                 // it has no coils
        { { 1, 5, 0, 0, 0xff, 0 }, { 1, 0x85, 2 } },              // nor such to switch
        { { 1, 6, 0, 0, 0, 1 }, { 1, 0x86, 2 } },                 // nothing to write
        { { 1, 16, 0, 0, 0, 2, 4, 0, 0, 0, 0 }, { 1, 0x90, 2 } }, // likewise
        { { 1, 16, 0, 0, 0, 2, 2, 0, 0 }, { 1, 0x90, 3 } },       // a count that lies
        { { 1, 15, 0, 0, 0, 1, 1, 1 }, { 1, 0x8f, 2 } },
    };

    add ("eastron-sdm630-v2", 1);
    RawClient client (listen (false));
    for (const auto &[question, answer] : cases)
        EXPECT_EQ (client.ask (tcp_frame (3, question), answer.size () + 6), tcp_frame (3, answer))
            << "function " << (int)question[1];
}

TEST_F (ModbusBusTest, EndsAConnectionThatDoesNotSpeakModbus)
{
    add ("eastron-sdm120", 1);
    guint16 port = listen (false);

    for (const Bytes &bytes : { Bytes{ 'G', 'E', 'T', ' ', '/', ' ', 'H' },
                                Bytes{ 0, 1, 0, 0, 0, 1, 1 }, Bytes{ 0, 1, 0, 0, 1, 0, 1 } }) {
        RawClient client (port);

        client.send (bytes);
        EXPECT_TRUE (client.is_closed ());
        EXPECT_TRUE (client.input.empty ());
    }
}

TEST_F (ModbusBusTest, AnswersQuestionsThatComeInPiecesAndTogether)
{
    add ("eastron-sdm120", 1);
    Bytes question = tcp_frame (1, { 1, 4, 0, 0, 0, 2 });
    Bytes two = question;
    RawClient client (listen (false));
    Bytes answer = client.ask (question, 13);

    for (guint8 byte : question) {
        client.send ({ byte });
        wattle_test::settle ();
    }
    EXPECT_EQ (client.receive (13), answer);
    two.insert (two.end (), question.begin (), question.end ());
    client.send (two);
    EXPECT_EQ (client.receive (13), answer);
    EXPECT_EQ (client.receive (13), answer);
}

TEST_F (ModbusBusTest, ShowsTheListOfModelsOfSunSpec)
{
    guint16 words[125] = {};

    add ("fronius-gen24-meter-int-sf", 200);
    with_libmodbus_tcp (listen (false), [&] (modbus_t *client) {
        modbus_set_slave (client, 200);
        EXPECT_EQ (modbus_read_registers (client, 40000, 71, words), 71);
        EXPECT_EQ (words[0], 0x5375);
        EXPECT_EQ (words[1], 0x6e53);
        EXPECT_EQ (words[2], 1);
        EXPECT_EQ (words[3], 65);
        EXPECT_EQ (words[4], 'F' << 8 | 'r');
        EXPECT_EQ (words[68], 200);
        EXPECT_EQ (words[69], 203);
        EXPECT_EQ (words[70], 105);
        EXPECT_EQ (modbus_read_registers (client, 40071 + 105, 2, words), 2);
        EXPECT_EQ (words[0], 0xffff);
        EXPECT_EQ (words[1], 0);
    });
}

// The whole model comes in one request, holes and all.
TEST_F (ModbusBusTest, AStrictMeterStillShowsItsWholeModel)
{
    guint16 words[125] = {};

    add ("fronius-gen24-meter-float", 200);
    modbus_bus_set_strict (bus, TRUE);
    with_libmodbus_tcp (listen (false), [&] (modbus_t *client) {
        modbus_set_slave (client, 200);
        EXPECT_EQ (modbus_read_registers (client, 40069, 125, words), 125);
        EXPECT_EQ (words[0], 213);
        EXPECT_EQ (modbus_read_registers (client, 39999, 2, words), -1);
        EXPECT_EQ (errno, EMBXILADD);
    });
}

TEST_F (ModbusBusTest, NamesTheFileAndThePlaceOfABadDefinition)
{
    const std::string head = "{\"format\":2,\"id\":\"x\",\"points\":[";
    const std::string place = "\"function\":3,\"address\":1,\"type\":\"int16\"";
    const std::vector<std::pair<std::string, const char *>> cases = {
        { "[]", "object" },
        { "{\"format\":1}", "format" },
        { "{\"format\":2}", "id" },
        { head + "]}", "points" },
        { head + "1]}", "points[0]: must be an object" },
        { head + "{\"quantity\":\"voltage\"}]}", "points[0]" },
        { head + "{\"quantity\":\"voltage\",\"function\":5,\"address\":1,\"type\":\"int16\"}]}",
          "function" },
        { head + "{\"quantity\":\"voltage\",\"function\":3,\"address\":65535,\"type\":\"int32\"}]}",
          "address" },
        { head + "{\"quantity\":\"voltage\"," + place + ",\"scale\":0}]}", "scale" },
        { head + "{\"quantity\":\"voltage\"," + place + ",\"byte_order\":\"ACBD\"}]}",
          "byte_order" },
        { head + "{\"quantity\":\"voltage\"," + place + ",\"range\":[2,1]}]}", "range" },
        { head + "{\"quantity\":\"voltage\"," + place +
              "}],\"identify\":[{\"function\":3,\"address\":1,\"type\":\"int16\"}]}",
          "identify[0]: any_of" },
        { head + "{\"quantity\":\"voltage\"," + place + "}],\"ratios\":{\"ct\":1}}", "ratios.ct" },
        { head + "{\"quantity\":\"voltage\"," + place + "}],\"sunspec\":{\"models\":[203]}}",
          "sunspec" },
        { "{\"format\":2,\"kind\":\"http-json\",\"id\":\"x\"}", "HTTP" },
    };
    wattle_test::TempDir folder;

    for (const auto &[written, word] : cases) {
        std::string path = folder.write ("bad.json", written);
        g_autoptr (GError) error = nullptr;

        ASSERT_FALSE (modbus_bus_add_unit (bus, 1, path.c_str (), &error)) << written;
        EXPECT_NE (strstr (error->message, path.c_str ()), nullptr) << error->message;
        EXPECT_NE (strstr (error->message, word), nullptr) << error->message;
    }
}
