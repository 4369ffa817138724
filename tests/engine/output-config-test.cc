// SPDX-License-Identifier: LGPL-2.1-or-later
// How outputs are protected, in the file of a device and in the dictionary of a client.
#include <gtest/gtest.h>

#include <string>

#include "engine/wattle-config-dict.h"

namespace
{

struct Read {
    explicit Read (const std::string &text)
    {
        reader.path = "meter.conf";
        reader.file = g_key_file_new ();
        g_key_file_load_from_data (reader.file, text.c_str (), text.size (), G_KEY_FILE_NONE,
                                   nullptr);
        config = wattle_device_config_read ("meter", &reader);
    }

    ~Read ()
    {
        g_clear_pointer (&config, wattle_device_config_free);
        wattle_store_reader_clear (&reader);
    }

    std::string
    said () const
    {
        const WattleMessage *message = reader.reason != nullptr ? reader.reason : reader.remark;

        return message != nullptr ? wattle_message_get_text (message) : "";
    }

    WattleStoreReader reader = {};
    WattleDeviceConfig *config;
};

const std::string device = "[Device]\nDriver=test\n";
const std::string full = device + "[Output output_1]\nMinOn=5min\nMinOff=30s\nStartsPerHour=6\n"
                                  "StartsPerDay=20\nDelay=500ms\nProtectManual=true\n"
                                  "Interlock=pumps\nDeadTime=2s\nDefault=off\n";

TEST (OutputConfig, ReadsEveryKey)
{
    Read read (full);
    const WattleOutputConfig *output = wattle_output_config_find (read.config->outputs, "output_1");

    ASSERT_NE (output, nullptr);
    EXPECT_EQ (read.said (), "");
    EXPECT_EQ (output->protection.min_on, 300 * G_USEC_PER_SEC);
    EXPECT_EQ (output->protection.min_off, 30 * G_USEC_PER_SEC);
    EXPECT_EQ (output->protection.starts_per_hour, 6u);
    EXPECT_EQ (output->protection.starts_per_day, 20u);
    EXPECT_EQ (output->protection.delay, G_USEC_PER_SEC / 2);
    EXPECT_TRUE (output->protection.protect_manual);
    EXPECT_STREQ (output->protection.interlock, "pumps");
    EXPECT_EQ (output->protection.dead_time, 2 * G_USEC_PER_SEC);
    EXPECT_STREQ (output->fallback, "off");
}

TEST (OutputConfig, SaysWhatIsWrongAndWhatIsAllowed)
{
    EXPECT_EQ (
        Read (device + "[Output output_1]\nMinOn=soon\n").said (),
        "[Output output_1] MinOn: must be a time up to 24 hours with its unit: 500ms, 10s or "
        "5min; or 0");
    EXPECT_EQ (Read (device + "[Output output_1]\nStartsPerHour=-1\n").said (),
               "[Output output_1] StartsPerHour: must be a whole number from 0 to 1000");
    EXPECT_EQ (Read (device + "[Output Relay 1]\n").said (),
               "[Output Relay 1]: must be “Output” with the key of an output, as in [Output "
               "output_1], or with SUB-DEVICE/KEY");
    EXPECT_NE (Read (device + "[Output output_1]\nMinimum=1s\n").said ().find ("no such key"),
               std::string::npos);
}

TEST (OutputConfig, IsCopiedComparedAndWritten)
{
    Read read (full);
    Read other (device + "[Output output_1]\nMinOn=1s\n[Output bicom_1/output_1]\nMinOn=1s\n");
    g_autoptr (WattleDeviceConfig) copy = wattle_device_config_copy (read.config);
    g_autoptr (GKeyFile) file = g_key_file_new ();

    EXPECT_TRUE (wattle_device_config_equal (copy, read.config));
    EXPECT_FALSE (wattle_device_config_equal (copy, other.config));
    wattle_device_config_write (other.config, file);
    EXPECT_TRUE (g_key_file_has_group (file, "Output bicom_1/output_1"));
    wattle_device_config_write (copy, file);
    EXPECT_FALSE (g_key_file_has_group (file, "Output bicom_1/output_1"));
    g_autofree char *text = g_key_file_get_string (file, "Output output_1", "MinOn", nullptr);
    EXPECT_STREQ (text, "5min");
}

TEST (OutputConfig, IsADictionaryForClients)
{
    Read read (full);
    g_autoptr (GVariant) dict = g_variant_ref_sink (wattle_config_dict_new (read.config));
    g_autoptr (GVariant) outputs = g_variant_lookup_value (dict, "outputs", nullptr);
    g_autoptr (GVariant) change = g_variant_ref_sink (g_variant_new_parsed (
        "{'remove': <['outputs/output_1']>, 'outputs': <{'output_2': {'Delay': '1s'}}>}"));
    g_autoptr (GVariant) wrong = g_variant_ref_sink (
        g_variant_new_parsed ("{'outputs': <{'output_1': {'Delay': 'soon'}}>}"));
    g_autoptr (GError) error = nullptr;

    ASSERT_NE (outputs, nullptr);
    EXPECT_STREQ (g_variant_get_type_string (outputs), "a{sa{ss}}");
    g_autoptr (WattleDeviceConfig) changed = wattle_config_dict_apply (read.config, change, &error);
    ASSERT_NE (changed, nullptr) << error->message;
    EXPECT_EQ (wattle_output_config_find (changed->outputs, "output_1"), nullptr);
    EXPECT_NE (wattle_output_config_find (changed->outputs, "output_2"), nullptr);
    EXPECT_EQ (wattle_config_dict_apply (read.config, wrong, &error), nullptr);
    EXPECT_STREQ (error->message, "[Output output_1] Delay: must be a time up to 24 hours with its "
                                  "unit: 500ms, 10s or 5min; or 0");
}

} // namespace
