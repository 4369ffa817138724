// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-modbus-frame.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

using Bytes = std::vector<guint8>;

const WattleModbusQuestion read_two = { 1, 4, 0x0034, 2, nullptr };

Bytes
write (const WattleModbusQuestion &question, WattleModbusFraming framing, guint16 transaction = 7)
{
    guint8 buffer[WATTLE_MODBUS_FRAME_MAX];

    EXPECT_TRUE (wattle_modbus_question_is_valid (&question));
    gsize length = wattle_modbus_frame_write (&question, framing, transaction, buffer);
    return Bytes (buffer, buffer + length);
}

Bytes
with_crc (Bytes bytes)
{
    guint16 crc = wattle_modbus_crc (bytes.data (), bytes.size ());

    bytes.push_back ((guint8)crc);
    bytes.push_back ((guint8)(crc >> 8));
    return bytes;
}

struct Outcome {
    WattleModbusVerdict verdict;
    WattleModbusFound found;
    Bytes data;
    std::string complaint;
};

Outcome
read (const Bytes &bytes,
      WattleModbusFraming framing = WATTLE_MODBUS_TCP,
      const WattleModbusQuestion &question = read_two)
{
    Outcome outcome;

    outcome.verdict = wattle_modbus_frame_read (&question, framing, 7, bytes.data (), bytes.size (),
                                                &outcome.found);
    if (outcome.found.data != nullptr)
        outcome.data = Bytes (outcome.found.data, outcome.found.data + outcome.found.length);
    outcome.complaint = outcome.found.complaint != nullptr ? outcome.found.complaint : "";
    return outcome;
}

} // namespace

TEST (ModbusFrame, WritesAReadOnTcp)
{
    EXPECT_EQ (write (read_two, WATTLE_MODBUS_TCP),
               (Bytes{ 0, 7, 0, 0, 0, 6, 1, 4, 0, 0x34, 0, 2 }));
}

// The examples of "Modbus over serial line", and of the manual of the SDM630 (V2.0, 1.3.1).
TEST (ModbusFrame, WritesAReadOnASerialLine)
{
    const WattleModbusQuestion question = { 1, 4, 0, 2, nullptr };

    EXPECT_EQ (write (question, WATTLE_MODBUS_RTU), (Bytes{ 1, 4, 0, 0, 0, 2, 0x71, 0xcb }));
}

TEST (ModbusFrame, WritesValues)
{
    const guint16 one[] = { 0x1234 };
    const guint16 two[] = { 0x000a, 0x0102 };
    const guint16 coils[] = { 1, 0, 1, 1, 0, 0, 1, 1, 1, 0 };
    const struct {
        WattleModbusQuestion question;
        Bytes body;
    } rows[] = {
        { { 17, 6, 1, 1, one }, { 17, 6, 0, 1, 0x12, 0x34 } },
        { { 17, 5, 0xac, 1, coils }, { 17, 5, 0, 0xac, 0xff, 0 } },
        { { 17, 5, 0xac, 1, coils + 1 }, { 17, 5, 0, 0xac, 0, 0 } },
        { { 17, 16, 1, 2, two }, { 17, 16, 0, 1, 0, 2, 4, 0, 10, 1, 2 } },
        // From the specification, 6.11.
        { { 17, 15, 0x13, 10, coils }, { 17, 15, 0, 0x13, 0, 10, 2, 0xcd, 1 } },
    };

    for (const auto &row : rows) {
        Bytes frame = write (row.question, WATTLE_MODBUS_TCP);

        EXPECT_EQ (Bytes (frame.begin () + 6, frame.end ()), row.body)
            << (int)row.question.function;
    }
}

TEST (ModbusFrame, KnowsWhatCannotBeAsked)
{
    const guint16 value = 0;
    const struct {
        WattleModbusQuestion question;
        bool valid;
    } rows[] = {
        { { 1, 3, 0, 125, nullptr }, true },     { { 1, 3, 0, 126, nullptr }, false },
        { { 1, 3, 0, 0, nullptr }, false },      { { 1, 1, 0, 2000, nullptr }, true },
        { { 1, 2, 0, 2001, nullptr }, false },   { { 1, 4, 0xffff, 1, nullptr }, true },
        { { 1, 4, 0xffff, 2, nullptr }, false }, { { 0, 3, 0, 1, nullptr }, true },
        { { 1, 6, 0, 1, &value }, true },        { { 1, 6, 0, 2, &value }, false },
        { { 1, 6, 0, 1, nullptr }, false },      { { 0, 6, 0, 1, &value }, false },
        { { 1, 16, 0, 124, &value }, false },    { { 1, 7, 0, 1, nullptr }, false },
        { { 1, 0, 0, 1, nullptr }, false },      { { 1, 23, 0, 1, &value }, false },
    };

    for (const auto &row : rows)
        EXPECT_EQ (wattle_modbus_question_is_valid (&row.question), row.valid)
            << (int)row.question.function << " " << row.question.count;
}

TEST (ModbusFrame, ReadsAnAnswer)
{
    const Bytes tcp = { 0, 7, 0, 0, 0, 7, 1, 4, 4, 0x43, 0x66, 0x33, 0x34 };
    const Bytes rtu = with_crc ({ 1, 4, 4, 0x43, 0x66, 0x33, 0x34 });

    for (auto framing : { WATTLE_MODBUS_TCP, WATTLE_MODBUS_RTU }) {
        const Bytes &bytes = framing == WATTLE_MODBUS_TCP ? tcp : rtu;
        Outcome outcome = read (bytes, framing);

        ASSERT_EQ (outcome.verdict, WATTLE_MODBUS_ANSWER) << outcome.complaint;
        EXPECT_EQ (outcome.found.used, bytes.size ());
        EXPECT_EQ (outcome.found.exception, 0);
        EXPECT_EQ (outcome.data, (Bytes{ 0x43, 0x66, 0x33, 0x34 }));
        for (size_t length = 0; length < bytes.size (); length++)
            EXPECT_EQ (read (Bytes (bytes.begin (), bytes.begin () + length), framing).verdict,
                       WATTLE_MODBUS_MORE)
                << length;
    }
}

TEST (ModbusFrame, ReadsAnException)
{
    Outcome tcp = read ({ 0, 7, 0, 0, 0, 3, 1, 0x84, 2 });
    Outcome rtu = read (with_crc ({ 1, 0x84, 2 }), WATTLE_MODBUS_RTU);

    EXPECT_EQ (tcp.verdict, WATTLE_MODBUS_ANSWER);
    EXPECT_EQ (tcp.found.exception, 2);
    EXPECT_EQ (rtu.verdict, WATTLE_MODBUS_ANSWER);
    EXPECT_EQ (rtu.found.exception, 2);
}

TEST (ModbusFrame, ReadsTheAnswerToAWrite)
{
    const guint16 values[] = { 0x000a, 0x0102 };
    const WattleModbusQuestion question = { 17, 16, 1, 2, values };

    EXPECT_EQ (read ({ 0, 7, 0, 0, 0, 6, 17, 16, 0, 1, 0, 2 }, WATTLE_MODBUS_TCP, question).verdict,
               WATTLE_MODBUS_ANSWER);
    EXPECT_EQ (
        read ({ 0, 7, 0, 0, 0, 6, 17, 16, 0, 2, 0, 2 }, WATTLE_MODBUS_TCP, question).complaint,
        "another write was answered");
    EXPECT_EQ (read (with_crc ({ 17, 16, 0, 1, 0, 2 }), WATTLE_MODBUS_RTU, question).verdict,
               WATTLE_MODBUS_ANSWER);
}

TEST (ModbusFrame, BelievesNoLateOrForeignAnswer)
{
    const struct {
        Bytes bytes;
        const char *complaint;
    } rows[] = {
        { { 0, 6, 0, 0, 0, 7, 1, 4, 4, 1, 2, 3, 4 }, "the answer to another question" },
        { { 0, 7, 0, 0, 0, 7, 2, 4, 4, 1, 2, 3, 4 }, "another unit answered" },
        { { 0, 7, 0, 0, 0, 7, 1, 3, 4, 1, 2, 3, 4 }, "another function was answered" },
        { { 0, 7, 0, 0, 0, 5, 1, 4, 2, 1, 2 }, "the answer has another length" },
        { { 0, 7, 0, 0, 0, 9, 1, 4, 6, 1, 2, 3, 4, 5, 6 }, "the answer has another length" },
        { { 0, 7, 0, 0, 0, 7, 1, 4, 6, 1, 2, 3, 4 }, "the answer counts other bytes" },
        { { 0, 7, 0, 0, 0, 3, 1, 0x84, 0 }, "an exception without a code" },
        { { 0, 7, 0, 0, 0, 3, 1, 0x83, 2 }, "another function was answered" },
    };

    for (const auto &row : rows) {
        Outcome outcome = read (row.bytes);

        EXPECT_EQ (outcome.verdict, WATTLE_MODBUS_FOREIGN) << row.complaint;
        EXPECT_EQ (outcome.complaint, row.complaint);
        EXPECT_EQ (outcome.found.used, row.bytes.size ()) << "the next one is found behind it";
    }
}

// On a serial line a frame is as long as its function and its count say, whoever has sent it.
TEST (ModbusFrame, PassesOverWholeFramesOfOthersOnASerialLine)
{
    const struct {
        Bytes body;
        const char *complaint;
    } rows[] = {
        { { 2, 4, 4, 1, 2, 3, 4 }, "another unit answered" },
        { { 2, 4, 2, 1, 2 }, "another unit answered" },
        { { 2, 0x84, 2 }, "another unit answered" },
        { { 1, 3, 4, 1, 2, 3, 4 }, "another function was answered" },
        { { 1, 1, 1, 5 }, "another function was answered" },
        { { 1, 2, 0 }, "another function was answered" },
        { { 1, 6, 0, 1, 0, 2 }, "another function was answered" },
        { { 1, 16, 0, 1, 0, 2 }, "another function was answered" },
        { { 1, 0x90, 2 }, "another function was answered" },
        { { 1, 4, 2, 1, 2 }, "the answer has another length" },
        { { 1, 4, 6, 1, 2, 3, 4, 5, 6 }, "the answer has another length" },
    };

    for (const auto &row : rows) {
        Bytes bytes = with_crc (row.body);
        Outcome outcome = read (bytes, WATTLE_MODBUS_RTU);

        EXPECT_EQ (outcome.verdict, WATTLE_MODBUS_FOREIGN) << row.complaint;
        EXPECT_EQ (outcome.complaint, row.complaint);
        EXPECT_EQ (outcome.found.used, bytes.size ());
        for (size_t length = 0; length < bytes.size (); length++)
            EXPECT_EQ (
                read (Bytes (bytes.begin (), bytes.begin () + length), WATTLE_MODBUS_RTU).verdict,
                WATTLE_MODBUS_MORE)
                << length;
    }
}

TEST (ModbusFrame, SaysWhenTheNextFrameCannotBeFound)
{
    Bytes wrong_crc = with_crc ({ 1, 4, 4, 1, 2, 3, 4 });

    Bytes wrong_crc_of_another = with_crc ({ 2, 4, 4, 1, 2, 3, 4 });

    wrong_crc.back () ^= 1;
    wrong_crc_of_another.back () ^= 1;
    const struct {
        Bytes bytes;
        WattleModbusFraming framing;
        const char *complaint;
    } rows[] = {
        { { 0, 7, 0, 1, 0, 7 }, WATTLE_MODBUS_TCP, "the protocol is not Modbus" },
        { { 0, 7, 0, 0, 0, 2 }, WATTLE_MODBUS_TCP, "the length cannot be" },
        { { 0, 7, 0, 0, 0, 255 }, WATTLE_MODBUS_TCP, "the length cannot be" },
        { { 0, 7, 0, 0, 255, 255 }, WATTLE_MODBUS_TCP, "the length cannot be" },
        { wrong_crc, WATTLE_MODBUS_RTU, "the checksum is wrong" },
        { wrong_crc_of_another, WATTLE_MODBUS_RTU, "the checksum is wrong" },
        { { 1, 7, 0 }, WATTLE_MODBUS_RTU, "the function is none that is asked for" },
        { { 1, 4, 252 }, WATTLE_MODBUS_RTU, "the length cannot be" },
    };

    for (const auto &row : rows) {
        Outcome outcome = read (row.bytes, row.framing);

        EXPECT_EQ (outcome.verdict, WATTLE_MODBUS_BROKEN) << row.complaint;
        EXPECT_EQ (outcome.complaint, row.complaint);
    }
}

TEST (ModbusFrame, HasAnswersOfCoilsInWholeBytes)
{
    const WattleModbusQuestion question = { 17, 1, 0x13, 19, nullptr };
    // From the specification, 6.1.
    Outcome outcome =
        read ({ 0, 7, 0, 0, 0, 6, 17, 1, 3, 0xcd, 0x6b, 0x05 }, WATTLE_MODBUS_TCP, question);

    ASSERT_EQ (outcome.verdict, WATTLE_MODBUS_ANSWER) << outcome.complaint;
    EXPECT_EQ (outcome.data, (Bytes{ 0xcd, 0x6b, 0x05 }));
}

// libmodbus has found the end of it, and checked its checksum.
TEST (ModbusFrame, JudgesAWholeFrameOfASerialLine)
{
    const struct {
        Bytes frame;
        WattleModbusVerdict verdict;
    } rows[] = {
        { { 1, 4, 4, 1, 2, 3, 4 }, WATTLE_MODBUS_ANSWER },
        { { 1, 0x84, 2 }, WATTLE_MODBUS_ANSWER },
        { { 1, 0x84, 0 }, WATTLE_MODBUS_FOREIGN },
        { { 2, 4, 4, 1, 2, 3, 4 }, WATTLE_MODBUS_FOREIGN },
        { { 0, 4, 4, 1, 2, 3, 4 }, WATTLE_MODBUS_FOREIGN },
        { { 1, 3, 4, 1, 2, 3, 4 }, WATTLE_MODBUS_FOREIGN },
        { { 1, 4, 2, 1, 2 }, WATTLE_MODBUS_FOREIGN },
        { { 1, 4, 2, 1, 2, 3, 4 }, WATTLE_MODBUS_FOREIGN },
        { { 1, 4 }, WATTLE_MODBUS_FOREIGN },
        { {}, WATTLE_MODBUS_FOREIGN },
    };
    WattleModbusFound found;

    for (const auto &row : rows)
        EXPECT_EQ (
            wattle_modbus_frame_judge (&read_two, row.frame.data (), row.frame.size (), &found),
            row.verdict)
            << testing::PrintToString (row.frame);
    EXPECT_EQ (wattle_modbus_frame_get_answer_length (&read_two), 9u);
}
