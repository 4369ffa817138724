// SPDX-License-Identifier: LGPL-2.1-or-later
// A Connect by its registers.
#include <map>

#include "../smappee-roles.h"
#include "support.h"

using namespace smappee_test;

namespace
{

const char *const CHANNELS = "load:0-2:Charger, grid:3-5, solar:6-8";

// The published image; what is not in it reads as 0.
class Image
{
  public:
    Image ()
    {
        root = parse (load ("modbus/connect_unit61.json"));
        JsonObject *registers = json_object_get_object_member (root, "registers");
        g_autoptr (GList) members = json_object_get_members (registers);

        for (GList *item = members; item != nullptr; item = item->next)
            words[(guint)std::stoul ((const char *)item->data)] =
                (guint16)json_object_get_int_member (registers, (const char *)item->data);
    }

    ~Image ()
    {
        json_object_unref (root);
    }

    std::string
    read (guint address, guint count)
    {
        std::string bytes;

        for (guint i = 0; i < count; i++) {
            guint16 word = words.count (address + i) != 0 ? words[address + i] : 0;

            bytes += (char)(word >> 8);
            bytes += (char)(word & 0xff);
        }
        return bytes;
    }

    JsonArray *
    expected (const char *member)
    {
        return json_object_get_array_member (json_object_get_object_member (root, "expected"),
                                             member);
    }

    JsonObject *root;
    std::map<guint, guint16> words;
};

// Answers all that is asked in a cycle; what was asked.
std::string
run_cycle (Part &part, Image &image)
{
    std::string all;

    for (std::string asked = part.ask (); !asked.empty (); asked = part.ask ()) {
        all += asked + " ";
        EXPECT_TRUE (part.answer (image.read (part.address, part.count), 0)) << part.message ();
    }
    return all;
}

std::string
roles (const char *text)
{
    g_autoptr (GPtrArray) channels = smappee_roles_parse (text, nullptr);

    if (channels == nullptr)
        return "refused";
    g_autofree char *printed = smappee_channels_print (channels);
    return printed;
}

TEST (SmappeeConnect, ReadsThePublishedImage)
{
    Part part ("connect", { { "Channels", CHANNELS } });
    Image image;

    EXPECT_EQ (run_cycle (part, image), "61:128+34 61:256+34 61:12288+34 61:12290+34 ");
    for (guint i = 0; i < 9; i++) {
        std::string key = "ch_" + std::to_string (i) + "_";

        EXPECT_NEAR (part.value (key + "current"),
                     json_array_get_double_element (image.expected ("current_A"), i), 1e-4);
        EXPECT_NEAR (part.value (key + "active_power"),
                     json_array_get_double_element (image.expected ("power_W"), i), 1e-3);
        EXPECT_EQ (part.value (key + "energy_import"),
                   json_array_get_int_element (image.expected ("import_Wh"), i));
        EXPECT_EQ (part.value (key + "energy_export"),
                   json_array_get_int_element (image.expected ("export_Wh"), i));
    }
}

TEST (SmappeeConnect, RolesMakeGridSolarAndLoads)
{
    Part part ("connect", { { "Channels", CHANNELS }, { "Serial", "5130001234" } });
    Image image;

    run_cycle (part, image);
    EXPECT_EQ (part.shown ("active_power"), "-123.3");
    EXPECT_EQ (part.shown ("active_power_l2"), "642.1");
    EXPECT_EQ (part.shown ("current_l1"), "5.140");
    EXPECT_EQ (part.shown ("solar_power"), "1890.3");
    EXPECT_EQ (part.shown ("load_power"), "1767.0");
    EXPECT_EQ (part.shown ("energy_import"), "7975669");
    EXPECT_EQ (part.shown ("energy_export"), "1841813");
    EXPECT_EQ (part.shown ("solar_energy"), "5210300");
    EXPECT_EQ (part.shown ("ct_0_active_power"), "11043.7");
    EXPECT_EQ (part.shown ("ct_0_energy_import"), "4441215");
    EXPECT_EQ (part.name ("ct_0_energy_import"), "Charger energy");
    EXPECT_STREQ (wattle_device_get_model (part.device), "Ethernet Connect");
    EXPECT_STREQ (wattle_device_get_serial (part.device), "5130001234");
}

TEST (SmappeeConnect, AssumedWithoutAWordItsFirstNineChannelsAreShown)
{
    Part part ("connect");
    Image image;

    run_cycle (part, image);
    EXPECT_EQ (part.shown ("ch_0_active_power"), "3680.5");
    EXPECT_FALSE (wattle_entity_get_flags (part.find ("ch_0_active_power")) &
                  WATTLE_ENTITY_DISABLED);
    EXPECT_EQ (part.find ("active_power"), nullptr) << "nobody says which are at the grid";
    EXPECT_EQ (part.find ("ch_9_active_power"), nullptr);
}

TEST (SmappeeConnect, EnergiesAreAskedForSeldom)
{
    Part part ("connect", { { "Channels", "grid:3-5" } });
    Image image;

    EXPECT_EQ (run_cycle (part, image), "61:140+10 61:268+10 61:12300+10 61:12302+10 ");
    part.wait (5);
    EXPECT_EQ (run_cycle (part, image), "61:140+10 61:268+10 ");
    part.wait (295);
    EXPECT_EQ (run_cycle (part, image), "61:140+10 61:268+10 61:12300+10 61:12302+10 ");
}

TEST (SmappeeConnect, AChannelCanBeTurnedRound)
{
    Part part ("connect", { { "Channels", "grid:3-5" }, { "Invert", "3,4,5" } });
    Image image;

    run_cycle (part, image);
    EXPECT_EQ (part.shown ("active_power"), "123.3");
    EXPECT_EQ (part.shown ("energy_import"), "1841813");
    EXPECT_EQ (part.shown ("energy_export"), "7975669");
}

TEST (SmappeeConnect, AsksForEachChannelWhereThoseBetweenAreRefused)
{
    Part part ("connect", { { "Channels", "grid:3-5" } });
    Image image;

    ASSERT_EQ (part.ask (), "61:140+10");
    EXPECT_TRUE (part.flags & WATTLE_REQUEST_REPORT_FAILURE);
    EXPECT_TRUE (part.answer ("", 2));
    EXPECT_EQ (run_cycle (part, image), "61:140+2 61:144+2 61:148+2 61:268+2 61:272+2 61:276+2 "
                                        "61:12300+2 61:12304+2 61:12308+2 61:12302+2 61:12306+2 "
                                        "61:12310+2 ");
    EXPECT_EQ (part.shown ("active_power"), "-123.3");
    EXPECT_EQ (part.shown ("energy_import"), "7975669");
    part.wait (5);
    EXPECT_EQ (run_cycle (part, image), "61:140+2 61:144+2 61:148+2 61:268+2 61:272+2 61:276+2 ");
}

TEST (SmappeeConnect, AChannelItDoesNotHaveLeavesTheOthers)
{
    Part part ("connect", { { "Channels", "other:0-1" } });
    Image image;

    part.ask ();
    EXPECT_TRUE (part.answer ("", 2));
    part.ask ();
    EXPECT_TRUE (part.answer (image.read (128, 2), 0));
    ASSERT_EQ (part.ask (), "61:132+2");
    EXPECT_TRUE (part.answer ("", 2));
    EXPECT_EQ (part.shown ("ch_0_current"), "16.020");
    EXPECT_EQ (part.shown ("ch_1_current"), "–");
    EXPECT_EQ (part.ask (), "61:256+2");
}

TEST (SmappeeConnect, AFailedReadIsNoNumber)
{
    Part part ("connect", { { "Channels", "grid:3-5" } });
    Image image;

    part.ask ();
    EXPECT_FALSE (part.fail (WATTLE_OUTCOME_TIMEOUT));
    EXPECT_EQ (part.ask (), "61:268+10")
        << "the rest is asked all the same, unless the host ends it";
    EXPECT_FALSE (part.answer (image.read (268, 9), 0));
    EXPECT_NE (part.message ().find ("18 bytes were answered instead of 20"), std::string::npos);
    EXPECT_EQ (part.shown ("active_power"), "–");

    part.wait (5);
    image.words[141] = 0x7fc0; // no number
    run_cycle (part, image);
    EXPECT_EQ (part.shown ("ch_3_current"), "–");
    EXPECT_EQ (part.shown ("ch_4_current"), "2.910");
    EXPECT_FALSE (part.answer ("", 0)) << "nothing was asked";
}

TEST (SmappeeConnect, UnderstandsWhatChannelsMeasure)
{
    EXPECT_EQ (roles ("grid:3-5,solar:6,load:0 : Car"),
               "3 3  1 1 0 \n4 4  1 2 0 \n5 5  1 3 0 \n6 6  2 0 0 \n0 0  3 0 0 Car\n");
    EXPECT_EQ (roles (" OTHER : 27 : "), "27 27  0 0 0 \n");
    for (const char *text : { "grid", "grid:", "mains:0", "grid:28", "grid:-1", "grid:2-1",
                              "grid:0-2-3", "grid:0,grid:0", "grid:0,", "grid:0-2,load:2:x" })
        EXPECT_EQ (roles (text), "refused") << text;
}

} // namespace
