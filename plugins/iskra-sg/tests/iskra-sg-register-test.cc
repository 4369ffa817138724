// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../iskra-sg-register.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

std::vector<guint8>
bytes_of (const std::vector<guint> &words)
{
    std::vector<guint8> bytes;

    for (guint word : words) {
        bytes.push_back ((guint8)(word >> 8));
        bytes.push_back ((guint8)word);
    }
    return bytes;
}

// NAN-free: a type that holds nothing gives -12345.
double
read (IskraSgType type, const std::vector<guint> &words)
{
    double value;

    return iskra_sg_register_read (type, bytes_of (words).data (), &value) ? value : -12345;
}

std::string
text (const std::string &raw)
{
    g_autofree char *text =
        iskra_sg_register_dup_text ((const guint8 *)raw.data (), (guint)raw.size () / 2);

    return text != nullptr ? text : "(none)";
}

} // namespace

TEST (IskraSgRegister, ReadsTheExamplesOfTheDocuments)
{
    EXPECT_DOUBLE_EQ (read (ISKRA_SG_T5, { 0xFE00, 0x5A66 }), 231.42);
    EXPECT_DOUBLE_EQ (read (ISKRA_SG_T6, { 0xFFFF, 0xEBFD }), -512.3);
    EXPECT_DOUBLE_EQ (read (ISKRA_SG_T7, { 0x00FF, 0x249B }), 0.9371);
}

TEST (IskraSgRegister, ReadsEveryType)
{
    EXPECT_EQ (read (ISKRA_SG_UINT16, { 0xFFFE }), 65534);
    EXPECT_EQ (read (ISKRA_SG_INT16, { 0xFFFE }), -2);
    EXPECT_EQ (read (ISKRA_SG_UINT32, { 0xFFFF, 0xFFFE }), 4294967294.0);
    EXPECT_EQ (read (ISKRA_SG_INT32, { 0xFFFF, 0xFFFE }), -2);
    EXPECT_EQ (read (ISKRA_SG_INT32, { 0x011D, 0xDC84 }), 18734212);
    EXPECT_EQ (read (ISKRA_SG_T4, { 0x3FFF }), 16383);
    EXPECT_EQ (read (ISKRA_SG_T4, { 0xC005 }), 5000);
    EXPECT_EQ (read (ISKRA_SG_T5, { 0x0200, 0x0003 }), 300);
    EXPECT_EQ (read (ISKRA_SG_T5, { 0x00FF, 0xFFFF }), 16777215);
    EXPECT_EQ (read (ISKRA_SG_T6, { 0x00FF, 0xFFFF }), -1);
    EXPECT_EQ (read (ISKRA_SG_T6, { 0x007F, 0xFFFF }), 8388607);
    EXPECT_EQ (read (ISKRA_SG_T6, { 0x0080, 0x0000 }), -8388608);
    EXPECT_EQ (read (ISKRA_SG_FLOAT, { 0x4369, 0x6666 }), 233.4f);
}

TEST (IskraSgRegister, AFactorIsUnsignedWhateverItsDirection)
{
    EXPECT_DOUBLE_EQ (read (ISKRA_SG_T7, { 0xFF00, 0x2710 }), 1);
    EXPECT_STREQ (iskra_sg_register_read_character (bytes_of ({ 0xFF00, 0x2710 }).data ()),
                  "inductive");
    EXPECT_STREQ (iskra_sg_register_read_character (bytes_of ({ 0x00FF, 0x2710 }).data ()),
                  "capacitive");
    EXPECT_EQ (iskra_sg_register_read_character (bytes_of ({ 0x0012, 0x2710 }).data ()), nullptr);
}

TEST (IskraSgRegister, WhatIsNoNumberIsNone)
{
    EXPECT_EQ (read (ISKRA_SG_FLOAT, { 0x7FC0, 0x0000 }), -12345);
    EXPECT_EQ (read (ISKRA_SG_FLOAT, { 0x7F80, 0x0000 }), -12345);
    EXPECT_EQ (read (ISKRA_SG_T5, { 0x7FFF, 0xFFFF }), 16777215e127); // large, and a number
    EXPECT_DOUBLE_EQ (read (ISKRA_SG_T5, { 0x80FF, 0xFFFF }), 16777215e-128);
}

TEST (IskraSgRegister, ReadsTextsHoweverTheyArePadded)
{
    EXPECT_EQ (text ("IE38MD          "), "IE38MD");
    EXPECT_EQ (text (std::string ("W41\0\0\0\0\0", 8)), "W41");
    EXPECT_EQ (text ("  \t     "), "(none)");
    EXPECT_EQ (text (std::string ("\0\0\0\0", 4)), "(none)");
    EXPECT_EQ (text ("a\x01"
                     "b "),
               "a b");
    EXPECT_EQ (text ("Dru\xC5\xA1tvo\xC5"), "Dru\xC5\xA1tvo"); // cut in the middle of a character
}
