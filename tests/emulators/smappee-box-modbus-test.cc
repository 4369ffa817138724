// SPDX-License-Identifier: LGPL-2.1-or-later
// Registers of an emulated Connect, read by libmodbus.
#include "modbus-client.h"
#include "smappee-box-client.h"

#include <cmath>
#include <cstring>
#include <memory>

using namespace wattle_test;

namespace
{

class SmappeeBoxModbus : public SmappeeBoxTest
{
  protected:
    void
    SetUp () override
    {
        serve (of (SMAPPEE_BOX_CONNECT));
    }

    void
    serve (const SmappeeBoxSettings &settings)
    {
        make (settings);
        ASSERT_TRUE (smappee_box_start_modbus (box, "127.0.0.1", 0, nullptr));
    }

    guint16
    port ()
    {
        return (guint16)smappee_box_get_modbus_port (box);
    }

    std::vector<guint16>
    read (int address, int count)
    {
        std::vector<guint16> words ((size_t)count);

        with_libmodbus_tcp (port (), [&] (modbus_t *client) {
            modbus_set_slave (client, 61);
            EXPECT_EQ (modbus_read_registers (client, address, count, words.data ()), count)
                << modbus_strerror (errno);
        });
        return words;
    }

    // The exception's number; 0: it was answered.
    int
    refused (int address, int count)
    {
        int number = 0;

        with_libmodbus_tcp (port (), [&] (modbus_t *client) {
            std::vector<guint16> words (130);

            modbus_set_slave (client, 61);
            if (modbus_read_registers (client, address, count, words.data ()) < 0)
                number = errno - MODBUS_ENOBASE;
        });
        return number;
    }

    RawClient *
    ask (guint8 unit, guint8 function, guint8 high, guint8 low)
    {
        RawClient *client = new RawClient (port ());

        client->send ({ 0, 1, 0, 0, 0, 6, unit, function, high, low, 0, 2 });
        return client;
    }
};

// Low word first.
float
get_float (const std::vector<guint16> &words, size_t i)
{
    guint32 bits = (guint32)words[i + 1] << 16 | words[i];
    float value;

    memcpy (&value, &bits, sizeof value);
    return value;
}

gint32
get_int (const std::vector<guint16> &words, size_t i)
{
    return (gint32)((guint32)words[i + 1] << 16 | words[i]);
}

} // namespace

TEST_F (SmappeeBoxModbus, EachChannelIsInItsFourBlocks)
{
    std::vector<guint16> currents = read (128, 48);
    std::vector<guint16> powers = read (256, 48);
    std::vector<guint16> energies = read (12288, 48);
    double grid = 0;

    for (guint i = 0; i < 12; i++) {
        const SmappeeBoxChannel *each = smappee_box_map_get (smappee_box_get_map (box), i);

        EXPECT_EQ (get_int (energies, 4 * i), (gint32)std::floor (each->energy.imported));
        EXPECT_EQ (get_int (energies, 4 * i + 2), (gint32)std::floor (each->energy.exported));
        EXPECT_GE (get_float (currents, 4 * i), std::fabs (get_float (powers, 4 * i)) / 236);
        EXPECT_EQ (currents[4 * i + 2], 0);
        EXPECT_EQ (powers[4 * i + 3], 0);
        grid += i < 3 ? get_float (powers, 4 * i) : 0;
    }
    EXPECT_NEAR (grid, smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID), 0.01);
    EXPECT_LT (grid, -1000);
}

// The addresses and words that are known, read as the emulator's are.
TEST_F (SmappeeBoxModbus, TheExampleIsReadInTheSameWay)
{
    g_autoptr (JsonObject) root =
        wattle_json_parse_object (example ("connect_unit61.json").c_str (), -1, nullptr);
    JsonObject *registers = wattle_json_peek_object (root, "registers");
    JsonObject *expected = wattle_json_peek_object (root, "expected");
    auto words = [&] (int address) {
        return std::vector<guint16>{
            (guint16)json_object_get_int_member (registers, std::to_string (address).c_str ()),
            (guint16)json_object_get_int_member (registers, std::to_string (address + 1).c_str ())
        };
    };
    auto value = [&] (const char *name, guint i) {
        return json_array_get_double_element (wattle_json_peek_array (expected, name), i);
    };

    for (guint i = 0; i < 9; i++) {
        EXPECT_NEAR (get_float (words (128 + 4 * (int)i), 0), value ("current_A", i), 0.01);
        EXPECT_NEAR (get_float (words (256 + 4 * (int)i), 0), value ("power_W", i), 0.01);
        EXPECT_EQ (get_int (words (12288 + 4 * (int)i), 0), value ("import_Wh", i));
        EXPECT_EQ (get_int (words (12290 + 4 * (int)i), 0), value ("export_Wh", i));
    }
}

TEST_F (SmappeeBoxModbus, EnergiesGrow)
{
    gint32 before = get_int (read (12288 + 12, 2), 0);
    advance (3600);
    EXPECT_GT (get_int (read (12288 + 12, 2), 0), before + 1000);
}

TEST_F (SmappeeBoxModbus, SevenHubsHaveTwentyEightChannels)
{
    SmappeeBoxSettings settings = of (SMAPPEE_BOX_CONNECT);

    settings.hubs = 7;
    settings.fill = TRUE;
    serve (settings);
    std::vector<guint16> powers = read (256, 112);
    EXPECT_GT (get_float (powers, 4 * 27), 0);
    EXPECT_EQ (get_float (read (256 + 4 * 28, 2), 0), 0);
}

TEST_F (SmappeeBoxModbus, RefusesWhatIsNotInItsBlocks)
{
    EXPECT_EQ (refused (128, 125), 0);
    EXPECT_EQ (refused (127, 1), 2);
    EXPECT_EQ (refused (383, 2), 2);
    EXPECT_EQ (refused (12288, 125), 0);
    EXPECT_EQ (refused (12415, 2), 2);
    EXPECT_EQ (refused (0, 1), 2);
}

TEST_F (SmappeeBoxModbus, OtherFunctionsAndNumbersAreRefused)
{
    std::unique_ptr<RawClient> input (ask (61, 4, 1, 0));
    EXPECT_TRUE (spin ([&] {
        input->look ();
        return input->input.size () >= 9;
    }));
    EXPECT_EQ (input->input[7], 0x84);
    EXPECT_EQ (input->input[8], 1);

    RawClient many (port ());
    many.send ({ 0, 1, 0, 0, 0, 6, 61, 3, 1, 0, 0, 126 });
    EXPECT_TRUE (spin ([&] {
        many.look ();
        return many.input.size () >= 9;
    }));
    EXPECT_EQ (many.input[8], 3);
}

TEST_F (SmappeeBoxModbus, OtherUnitsAndQuestionsTooSoonGetNoAnswer)
{
    std::unique_ptr<RawClient> other (ask (1, 3, 1, 0));
    other->send ({ 0, 2, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_TRUE (spin ([&] {
        other->look ();
        return other->input.size () >= 13;
    }));
    EXPECT_EQ (other->input[1], 2);

    fault (R"({"fault":"hurried"})");
    advance (1);
    RawClient two (port ());
    two.send ({ 0, 3, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2, 0, 4, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_TRUE (spin ([&] {
        two.look ();
        return two.input.size () >= 13;
    }));
    settle ();
    two.look ();
    EXPECT_EQ (two.input.size (), 13u);
    advance (0.03);
    two.send ({ 0, 5, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_TRUE (spin ([&] {
        two.look ();
        return two.input.size () >= 26;
    }));
    EXPECT_EQ (two.input[14], 5);
}

TEST_F (SmappeeBoxModbus, HasTheFaultsOfABus)
{
    fault (R"({"fault":"busy","answers":1})");
    EXPECT_EQ (refused (256, 2), 6);
    EXPECT_EQ (refused (256, 2), 0);
    fault (R"({"fault":"busy"})");
    EXPECT_EQ (refused (256, 2), 6);
    fault (R"({"fault":"clear"})");
    EXPECT_EQ (refused (256, 2), 0);
    EXPECT_NE (try_fault (R"({"fault":"status"})"), "");

    RawClient client (port ());
    fault (R"({"fault":"silent","answers":1})");
    client.send ({ 0, 1, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    client.send ({ 0, 2, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_EQ (client.receive (13)[1], 2);
    fault (R"({"fault":"transaction","answers":1})");
    client.send ({ 0, 3, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_EQ (client.receive (13)[1], 4);
}

TEST_F (SmappeeBoxModbus, WhileItRestartsNothingIsAnswered)
{
    RawClient before (port ());
    before.send ({ 0, 1, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_TRUE (spin ([&] {
        before.look ();
        return before.input.size () >= 13;
    }));
    fault (R"({"fault":"restart","ms":1000})");
    EXPECT_TRUE (spin ([&] { return !before.look (); }));

    RawClient meanwhile (port ());
    meanwhile.send ({ 0, 2, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    settle ();
    meanwhile.look ();
    EXPECT_TRUE (meanwhile.input.empty ());
    advance (1);
    meanwhile.send ({ 0, 3, 0, 0, 0, 6, 61, 3, 1, 0, 0, 2 });
    EXPECT_TRUE (spin ([&] {
        meanwhile.look ();
        return meanwhile.input.size () >= 13;
    }));
    EXPECT_EQ (meanwhile.input[1], 3);
}
