// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include <string>

#include "engine/wattle-config-dict.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

// What a device at an address with a name, an interval, a highest power and a user becomes by the
// change.
std::string
change (const char *text)
{
    g_autoptr (WattleDeviceConfig) base = wattle_device_config_new ("m", "m.conf");
    g_autoptr (GVariant) dict =
        g_variant_parse (G_VARIANT_TYPE_VARDICT, text, nullptr, nullptr, nullptr);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) error = nullptr;

    base->driver = g_strdup ("test");
    base->name = g_strdup ("Meter");
    base->interval_ms = 5000;
    base->max_power = 30000;
    base->uris[WATTLE_LINK_HTTP] = g_strdup ("http://192.0.2.1");
    g_ptr_array_add (base->options, g_strdup ("User"));
    g_ptr_array_add (base->options, g_strdup ("admin"));

    g_autoptr (WattleDeviceConfig) changed = wattle_config_dict_apply (base, dict, &error);
    if (changed == nullptr)
        return std::string ("refused: ") + error->message;
    wattle_device_config_write (changed, file);
    g_autofree char *written = g_key_file_to_data (file, nullptr, nullptr);
    return written;
}

TEST (ConfigDict, LeavesWhatItDoesNotName)
{
    std::string text = change ("{'name': <'Cellar'>}");

    EXPECT_TRUE (has (text, "Name=Cellar\n"));
    EXPECT_TRUE (has (text, "Interval=5s\n"));
    EXPECT_TRUE (has (text, "MaxPower=30000\n"));
    EXPECT_TRUE (has (text, "Http=http://192.0.2.1\n"));
    EXPECT_TRUE (has (text, "User=admin\n"));
}

TEST (ConfigDict, TakesAwayWhatIsEmpty)
{
    std::string text = change ("{'name': <''>, 'interval': <''>, 'max-power': <''>, "
                               "'links': <{'http': ''}>, 'options': <{'User': ''}>}");

    EXPECT_FALSE (has (text, "Name"));
    EXPECT_FALSE (has (text, "Interval"));
    EXPECT_FALSE (has (text, "MaxPower"));
    EXPECT_FALSE (has (text, "Http"));
    EXPECT_FALSE (has (text, "User"));
}

TEST (ConfigDict, TakesAnEmptyMqttAddressForTheOwnBroker)
{
    EXPECT_TRUE (has (change ("{'links': <{'mqtt': ''}>}"), "Mqtt=\n"));
    EXPECT_FALSE (has (change ("{'remove': <['links/mqtt']>}"), "Mqtt"));
}

TEST (ConfigDict, KeepsTheFingerprintOfACertificateInOneForm)
{
    std::string plain = "sha256:" + std::string (64, 'a');
    std::string https = "'links': <{'http': 'https://192.0.2.1'}>, 'http-certificate': <'";
    std::string text = change (("{" + https + plain + "'>}").c_str ());
    std::string pairs = "AA";

    for (int i = 1; i < 32; i++)
        pairs += ":AA";
    EXPECT_TRUE (has (text, ("HttpCertificate=sha256:" + pairs + "\n").c_str ())) << text;
    EXPECT_FALSE (has (change (("{" + https + "'>}").c_str ()), "HttpCertificate"));
    EXPECT_FALSE (
        has (change (("{" + https + plain + "'>, 'remove': <['http-certificate']>}").c_str ()),
             "HttpCertificate"));
}

TEST (ConfigDict, RefusesACertificateThatIsNoneOrHasNoPlace)
{
    std::string plain = "sha256:" + std::string (64, 'a');
    std::string https = "{'links': <{'http': 'https://192.0.2.1'}>, 'http-certificate': <'";

    EXPECT_TRUE (has (change ((https + "sha256:AB'>}").c_str ()), "is no fingerprint"));
    EXPECT_TRUE (has (change ((https + "any'>}").c_str ()), "allowed is sha256: and 32 pairs"));
    EXPECT_TRUE (has (change (("{'http-certificate': <'" + plain + "'>}").c_str ()),
                      "with an https:// address"));
    EXPECT_TRUE (has (
        change (("{'remove': <['links/http']>, 'http-certificate': <'" + plain + "'>}").c_str ()),
        "with an https:// address"));
    EXPECT_TRUE (has (change ("{'http-certificate': <7>}"), "must be text"));
}

TEST (ConfigDict, TellsTheCertificateIfThereIsOne)
{
    g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("m", "m.conf");
    g_autoptr (GVariant) without = g_variant_ref_sink (wattle_config_dict_new (config));
    const char *text = nullptr;

    EXPECT_FALSE (g_variant_lookup (without, "http-certificate", "&s", &text));
    config->http_certificate = g_strdup ("sha256:AB");
    g_autoptr (WattleDeviceConfig) copy = wattle_device_config_copy (config);
    g_autoptr (GVariant) with = g_variant_ref_sink (wattle_config_dict_new (copy));
    ASSERT_TRUE (g_variant_lookup (with, "http-certificate", "&s", &text));
    EXPECT_STREQ (text, "sha256:AB");
}

TEST (ConfigDict, RemovesByName)
{
    std::string text =
        change ("{'remove': <['name', 'interval', 'max-power', 'links/http', 'options/User']>}");

    EXPECT_FALSE (has (text, "Name"));
    EXPECT_FALSE (has (text, "Interval"));
    EXPECT_FALSE (has (text, "MaxPower"));
    EXPECT_FALSE (has (text, "Http"));
    EXPECT_FALSE (has (text, "User"));
}

TEST (ConfigDict, TellsTheHighestPowerIfThereIsOne)
{
    g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("m", "m.conf");
    g_autoptr (GVariant) without = g_variant_ref_sink (wattle_config_dict_new (config));
    const char *power = nullptr;

    EXPECT_FALSE (g_variant_lookup (without, "max-power", "&s", &power));
    config->max_power = 30000;
    g_autoptr (GVariant) with = g_variant_ref_sink (wattle_config_dict_new (config));
    ASSERT_TRUE (g_variant_lookup (with, "max-power", "&s", &power));
    EXPECT_STREQ (power, "30000");
}

TEST (ConfigDict, SaysWhatItTakes)
{
    EXPECT_TRUE (has (change ("{'colour': <'red'>}"), "there are: name, model, enabled"));
    EXPECT_TRUE (has (change ("{'links': <{'modem': 'x'}>}"), "there are: http, mqtt"));
    EXPECT_TRUE (has (change ("{'name': <5>}"), "must be text"));
    EXPECT_TRUE (has (change ("{'name': <'a\\nb'>}"), "without control characters"));
    EXPECT_TRUE (
        has (change ("{'remove': <['serial']>}"), "cannot be taken away; there are: name"));
}

} // namespace
