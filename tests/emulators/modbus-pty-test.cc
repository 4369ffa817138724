// SPDX-License-Identifier: LGPL-2.1-or-later
// The serial line: who answers on it, and what is passed over.
#include "modbus-client.h"

#include <fcntl.h>
#include <unistd.h>

namespace
{

const Bytes QUESTION = { 1, 4, 0, 52, 0, 2 };

class ModbusPtyTest : public ModbusBusTest
{
  protected:
    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;

        ModbusBusTest::SetUp ();
        add ("eastron-sdm72d-m-v1", 1);
        ASSERT_TRUE (modbus_bus_listen_pty (bus, nullptr, &error)) << error->message;
        fd = open (modbus_bus_get_pty (bus), O_RDWR | O_NOCTTY | O_NONBLOCK);
        ASSERT_GE (fd, 0);
    }

    void
    TearDown () override
    {
        close (fd);
        ModbusBusTest::TearDown ();
    }

    void
    send (const Bytes &bytes)
    {
        ASSERT_EQ (write (fd, bytes.data (), bytes.size ()), (gssize)bytes.size ());
    }

    bool
    look (gsize length)
    {
        guint8 buffer[300];
        gssize n = read (fd, buffer, sizeof buffer);

        if (n > 0)
            input.insert (input.end (), buffer, buffer + n);
        return input.size () >= length;
    }

    // All that comes until there are so many.
    Bytes
    receive (gsize length)
    {
        EXPECT_TRUE (wattle_test::spin ([&] { return look (length); }))
            << "only " << input.size () << " bytes came";
        Bytes bytes = input;
        input.clear ();
        return bytes;
    }

    // After bytes that are no question nobody answers until there was silence; then all is as
    // before.
    void
    expect_silence (const Bytes &bytes)
    {
        guint before = modbus_bus_get_n_requests (bus);

        send (bytes);
        ASSERT_TRUE (wattle_test::spin ([&] {
            send (rtu_frame (QUESTION));
            return wattle_test::spin ([&] { return look (9); }, 500);
        }));
        EXPECT_EQ (input.size () % 9, 0u);
        EXPECT_EQ (Bytes (input.begin (), input.begin () + 3), (Bytes{ 1, 4, 4 }));
        EXPECT_EQ (modbus_bus_get_n_requests (bus), before + input.size () / 9);
        input.clear ();
    }

    int fd = -1;
    Bytes input;
};

} // namespace

TEST_F (ModbusPtyTest, AnswersAWholeQuestion)
{
    send (rtu_frame (QUESTION));
    Bytes answer = receive (9);

    EXPECT_EQ (answer, rtu_frame (Bytes (answer.begin (), answer.end () - 2)));
    EXPECT_EQ (Bytes (answer.begin (), answer.begin () + 3), (Bytes{ 1, 4, 4 }));
}

TEST_F (ModbusPtyTest, SaysNothingToAWrongChecksum)
{
    Bytes wrong = rtu_frame (QUESTION);

    wrong.back () ^= 0x80;
    expect_silence (wrong);
}

TEST_F (ModbusPtyTest, SaysNothingToHalfAQuestion)
{
    Bytes half = rtu_frame (QUESTION);

    half.resize (5);
    expect_silence (half);
}

TEST_F (ModbusPtyTest, SaysNothingToNoise)
{
    expect_silence (Bytes (200, 0x55));
}

// It is heard, as on any bus, and is for somebody else.
TEST_F (ModbusPtyTest, SaysNothingForAnotherUnit)
{
    send (rtu_frame ({ 2, 4, 0, 52, 0, 2 }));
    ASSERT_TRUE (wattle_test::spin ([&] { return modbus_bus_get_n_requests (bus) == 1; }));
    send (rtu_frame (QUESTION));
    EXPECT_EQ (receive (9).size (), 9u);
    EXPECT_EQ (modbus_bus_get_n_requests (bus), 2u);
}

TEST_F (ModbusPtyTest, WaitsForTheRestOfAQuestion)
{
    for (guint8 byte : rtu_frame (QUESTION)) {
        send ({ byte });
        wattle_test::settle ();
    }
    EXPECT_EQ (receive (9).size (), 9u);
    EXPECT_EQ (modbus_bus_get_n_requests (bus), 1u);
}

TEST_F (ModbusPtyTest, RefusesAFunctionItHasNot)
{
    send (rtu_frame ({ 1, 0x2b, 0x0e, 1, 0 }));
    EXPECT_EQ (receive (5), rtu_frame ({ 1, 0xab, 1 }));
}

TEST_F (ModbusPtyTest, IsThereForTheNextClientToo)
{
    close (fd);
    for (int i = 0; i < 3; i++) {
        with_libmodbus_rtu (modbus_bus_get_pty (bus), [&] (modbus_t *client) {
            guint16 words[2];

            modbus_set_slave (client, 1);
            EXPECT_EQ (modbus_read_input_registers (client, 52, 2, words), 2)
                << modbus_strerror (errno);
        });
    }
    fd = open (modbus_bus_get_pty (bus), O_RDWR | O_NOCTTY | O_NONBLOCK);
    send (rtu_frame (QUESTION));
    EXPECT_EQ (receive (9).size (), 9u);
}

TEST_F (ModbusPtyTest, ALinkLeadsToItAndGoesWithIt)
{
    wattle_test::TempDir folder;
    std::string link = folder.file ("ttyUSB0");
    g_autoptr (GError) error = nullptr;

    for (int i = 0; i < 2; i++) { // an older link gives way
        ASSERT_TRUE (modbus_bus_listen_pty (bus, link.c_str (), &error)) << error->message;
        g_autofree char *target = g_file_read_link (link.c_str (), nullptr);
        EXPECT_STREQ (target, modbus_bus_get_pty (bus));
    }
    g_clear_object (&bus);
    EXPECT_FALSE (g_file_test (link.c_str (), G_FILE_TEST_IS_SYMLINK));
    bus = modbus_bus_new ();
}

TEST_F (ModbusPtyTest, ALinkNeverReplacesAFile)
{
    wattle_test::TempDir folder;
    std::string path = folder.write ("precious", "kept");
    g_autofree char *text = nullptr;
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (modbus_bus_listen_pty (bus, path.c_str (), &error));
    EXPECT_NE (strstr (error->message, path.c_str ()), nullptr) << error->message;
    ASSERT_TRUE (g_file_get_contents (path.c_str (), &text, nullptr, nullptr));
    EXPECT_STREQ (text, "kept");
}
