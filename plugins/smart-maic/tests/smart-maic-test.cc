// SPDX-License-Identifier: LGPL-2.1-or-later
// Topics and options.
#include "../smart-maic-topic.h"
#include "support.h"

using namespace smart_maic_test;

TEST (SmartMaicTopic, AssumedGrammarOfTheVectors)
{
    for_each_vector ("vectors/topic_parse.json", [] (JsonObject *vector) {
        const char *text = json_object_get_string_member (vector, "topic");
        SmartMaicTopic topic;
        bool read = smart_maic_topic_parse (text, &topic);

        EXPECT_EQ (read, !json_object_has_member (vector, "reject")) << text;
        if (!read || json_object_has_member (vector, "reject"))
            return;
        EXPECT_EQ (std::string (text, topic.prefix),
                   json_object_get_string_member (vector, "prefix"));
        EXPECT_EQ (std::string (text + topic.prefix, topic.devid),
                   json_object_get_string_member (vector, "devid"));
        EXPECT_STREQ (topic.name, json_object_get_string_member (vector, "name"));
    });
}

TEST (SmartMaicTopic, TakesNoOtherNamesOrNumbers)
{
    SmartMaicTopic topic;

    for (const char *text :
         { "", "/", ".", "JSON", "/JSON", "12345/JSON", "12345678901234567/JSON", "1728104417/V0",
           "1728104417/T6", "1728104417/Ch3", "1728104417/Ch", "1728104417/pout", "1728104417/TWh",
           "1728104417/json", "1728104417/V11", "1728104417/", "1728104417/ADC1",
           "1728104417/Temp1", "x1728104417y/V" })
        EXPECT_FALSE (smart_maic_topic_parse (text, &topic)) << text;
    for (const char *text : { "123456/V", "1234567890123456.T", "a/b/c.d/123456/T5",
                              "1728104417.KWh", "1728104417/rWh", "1728104417/ADC" })
        EXPECT_TRUE (smart_maic_topic_parse (text, &topic)) << text;
}

TEST (SmartMaicOptions, SayWhatIsAllowed)
{
    auto refusal = [] (guint links, const Options &more, const char *devid = "1728104417") {
        return Unit ("d103", links, more, devid).configure ();
    };

    EXPECT_EQ (refusal (HTTP | MQTT, {}), "");
    EXPECT_EQ (refusal (MQTT, { { "Pin", "" } }), "");
    EXPECT_EQ (refusal (HTTP, { { "ReadBy", "page" } }, nullptr), "");
    EXPECT_EQ (refusal (MQTT, {}, nullptr), "DeviceId: must be set, as Mqtt is used");
    EXPECT_EQ (refusal (HTTP, {}, nullptr), "DeviceId: must be set, unless ReadBy is page");
    EXPECT_EQ (refusal (HTTP, { { "Pin", "" } }), "Pin: must be set, as Http is used");
    EXPECT_EQ (refusal (MQTT, { { "OnPhrase", "" } }), "OnPhrase: must be 1 to 15 bytes long");
    EXPECT_EQ (refusal (MQTT, { { "OffPhrase", "0123456789abcdef" } }),
               "OffPhrase: must be 1 to 15 bytes long");
    EXPECT_EQ (refusal (MQTT, { { "OffPhrase", "1" } }), "OffPhrase: must differ from OnPhrase");
    EXPECT_EQ (refusal (MQTT, { { "SwitchBy", "http" } }).substr (0, 9), "SwitchBy:");
    EXPECT_EQ (refusal (HTTP, { { "SwitchBy", "mqtt" } }).substr (0, 9), "SwitchBy:");
    for (const char *prefix : { "a/+/", "#", "$SYS/", "house1" })
        EXPECT_EQ (refusal (MQTT, { { "Prefix", prefix } }).substr (0, 7), "Prefix:") << prefix;
    for (const char *prefix : { "smart-maic/", "home/meter", "a b/", "" })
        EXPECT_EQ (refusal (MQTT, { { "Prefix", prefix } }), "") << prefix;
}

TEST (SmartMaicOptions, DeviceNumberAndPinAreDigits)
{
    Unit unit ("d103");
    g_autoptr (GError) error = nullptr;

    for (const char *text : { "12345", "12345678901234567", "1728104417a", "-1728104" })
        EXPECT_FALSE (wattle_options_set (unit.options, "DeviceId", text, nullptr)) << text;
    EXPECT_FALSE (wattle_options_set (unit.options, "DeviceId", "1", &error));
    EXPECT_STREQ (error->message, "DeviceId: must be 6 to 16 digits");
    g_clear_error (&error);

    EXPECT_TRUE (wattle_options_check_secret (unit.options, "Pin", "0000", nullptr));
    EXPECT_TRUE (wattle_options_check_secret (unit.options, "Pin", "1234567890", nullptr));
    for (const char *secret : { "12345678901", "12a4", "4711\n" })
        EXPECT_FALSE (wattle_options_check_secret (unit.options, "Pin", secret, nullptr)) << secret;
    EXPECT_FALSE (wattle_options_check_secret (unit.options, "Pin", "sesame", &error));
    EXPECT_STREQ (error->message, "Pin: must be 1 to 10 digits");
}

TEST (SmartMaicOptions, ListensToBothSeparatorsWithAndWithoutThePrefix)
{
    Unit unit ("d103", MQTT, { { "Prefix", "smart-maic/" } });

    unit.make_ready ();
    const char *const *filters = wattle_source_get_filters (unit.source);
    for (const char *filter :
         { "1728104417/#", "smart-maic/1728104417/#", "1728104417.JSON", "1728104417.OUT",
           "1728104417.V1", "smart-maic/1728104417.rKWh3", "smart-maic/1728104417.Temp" })
        EXPECT_TRUE (g_strv_contains (filters, filter)) << filter;
    EXPECT_FALSE (g_strv_contains (filters, "1728104417.V"));

    Unit alone ("d101", HTTP);
    alone.make_ready ();
    EXPECT_EQ (wattle_source_get_filters (alone.source)[0], nullptr);
}
