// SPDX-License-Identifier: LGPL-2.1-or-later
// What a serial number says, and the models of the driver.
#include "../smappee-serial.h"
#include "support.h"

using namespace smappee_test;

TEST (Smappee, SerialNumbersTellTheModel)
{
    g_autoptr (JsonNode) node =
        json_from_string (load ("vectors/serial_models.json").c_str (), nullptr);
    JsonArray *vectors = json_node_get_array (node);

    ASSERT_GT (json_array_get_length (vectors), 10u);
    for (guint i = 0; i < json_array_get_length (vectors); i++) {
        JsonObject *vector = json_array_get_object_element (vectors, i);
        const char *serial = json_object_get_string_member (vector, "serial");
        const char *model = json_object_get_null_member (vector, "model")
                                ? nullptr
                                : json_object_get_string_member (vector, "model");

        EXPECT_STREQ (smappee_serial_get_model (serial), model) << serial;
    }
}

TEST (Smappee, AssumedSerialNumbersHaveTenDigits)
{
    EXPECT_EQ (smappee_serial_get_model ("501000900"), nullptr);
    EXPECT_EQ (smappee_serial_get_model ("50100090011"), nullptr);
    EXPECT_EQ (smappee_serial_get_model ("50100090o1"), nullptr);
    EXPECT_EQ (smappee_serial_get_model (""), nullptr);
    EXPECT_EQ (smappee_serial_get_model (nullptr), nullptr);
}

TEST (Smappee, NamesInTheNetworkHoldTheSerialNumber)
{
    g_autofree char *plain = smappee_serial_from_name ("Smappee1006001234");
    g_autofree char *local = smappee_serial_from_name ("smappee5010009001.local.");

    EXPECT_STREQ (plain, "1006001234");
    EXPECT_STREQ (local, "5010009001");
    for (const char *name : { "Smappee", "Smappee10", "Smappee100600123a", "nas", "" })
        EXPECT_EQ (smappee_serial_from_name (name), nullptr) << name;
    EXPECT_EQ (smappee_serial_from_name (nullptr), nullptr);
}

TEST (Smappee, RefusesOptionsWithWhatIsAllowed)
{
    Part location ("genius", { { "ServiceLocation", "70123" } });
    Part serial ("genius", { { "Serial", "5010" } });
    Part channels ("connect", { { "Channels", "grid:0-99" } });
    Part invert ("connect", { { "Channels", "grid:0-2" }, { "Invert", "3" } });
    Part monitor ("monitor", { { "Serial", "x" } });

    for (Part *part : { &location, &serial, &channels, &invert, &monitor }) {
        EXPECT_FALSE (part->configured);
        EXPECT_TRUE (g_error_matches (part->error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    }
    EXPECT_NE (location.message ().find ("servicelocation/"), std::string::npos);
    EXPECT_NE (channels.message ().find ("grid, solar, load or other"), std::string::npos);
}

TEST (Smappee, KnowsNoOtherModels)
{
    g_autoptr (WattleDriver) driver = WATTLE_DRIVER (g_object_new (SMAPPEE_TYPE_DRIVER, nullptr));
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_driver_create (driver, "cloud", &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND));
}
