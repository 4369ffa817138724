// SPDX-License-Identifier: LGPL-2.1-or-later
// The discovery messages, checked against the rules of Home Assistant's MQTT integration 2026.4:
// its schema of device messages, its table of sensor classes, its rules for names and topics.
#include "publish/wattle-hass-payload.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "publish/hass-rules.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

const WattleHassHost host = { "wattle", "homeassistant", "0.1.0" };

class HassPayload : public testing::Test
{
  protected:
    ~HassPayload () override
    {
        g_clear_pointer (&root, json_object_unref);
        g_object_unref (device);
    }

    void
    set_entities (const std::vector<WattleEntitySpec> &specs)
    {
        wattle_device_set_entities (device, specs.data (), (guint)specs.size ());
    }

    // The message, parsed, after the rules that hold for each one were checked.
    JsonObject *
    describe (GHashTable *removed = nullptr)
    {
        WattleHassDescription description = { "meter", "Meter", device, gateways };
        g_autofree char *text = wattle_hass_payload_describe_device (&host, &description, removed);

        g_clear_pointer (&root, json_object_unref);
        root = wattle_json_parse_object (text, -1, nullptr);
        EXPECT_NE (root, nullptr) << text;
        check_message (root);
        return root;
    }

    JsonObject *
    component (const char *key)
    {
        return json_object_get_object_member (
            json_object_get_object_member (describe (), "components"), key);
    }

    WattleDevice *device = make_device ();
    const char *const *gateways = nullptr;
    JsonObject *root = nullptr;
};

} // namespace

TEST_F (HassPayload, DescribesTheDevice)
{
    wattle_device_set_identity (device, "Acme", "EM3", "4711", "1.2");
    wattle_device_set_address (device, "02:00:00:00:00:01", "http://192.0.2.1/");
    expect_json (json_object_get_object_member (describe (), "device"),
                 R"({"identifiers":["wattle_meter"],"connections":[["mac","02:00:00:00:00:01"]],
                     "name":"Meter","manufacturer":"Acme","model":"EM3","serial_number":"4711",
                     "sw_version":"1.2","configuration_url":"http://192.0.2.1/",
                     "via_device":"wattle"})");
    expect_json (json_object_get_object_member (root, "origin"),
                 R"({"name":"Wattle","sw_version":"0.1.0"})");
}

TEST_F (HassPayload, LeavesOutWhatTheDeviceDoesNotSay)
{
    wattle_device_set_address (device, nullptr, "ftp://192.0.2.1/");
    expect_json (json_object_get_object_member (describe (), "device"),
                 R"({"identifiers":["wattle_meter"],"name":"Meter","via_device":"wattle"})");
}

TEST_F (HassPayload, PutsSubDevicesBehindTheirGateways)
{
    const char *const above[] = { "house", "floor", nullptr };

    gateways = above;
    describe ();
    EXPECT_STREQ (json_object_get_string_member (json_object_get_object_member (root, "device"),
                                                 "via_device"),
                  "wattle_floor");
    expect_json (json_object_get_array_member (root, "availability"),
                 R"([{"topic":"wattle/bridge/state"},{"topic":"wattle/house/availability"},
                     {"topic":"wattle/floor/availability"},{"topic":"wattle/meter/availability"}])");
    EXPECT_STREQ (json_object_get_string_member (root, "availability_mode"), "all");
    EXPECT_STREQ (json_object_get_string_member (root, "state_topic"), "wattle/meter/state");
}

TEST_F (HassPayload, DescribesACounter)
{
    set_entities ({ { .quantity = WATTLE_QUANTITY_ENERGY,
                      .phase = 1,
                      .direction = WATTLE_DIRECTION_IMPORT } });
    expect_json (component ("energy_import_l1"),
                 R"({"platform":"sensor","unique_id":"wattle_meter_energy_import_l1",
                     "default_entity_id":"sensor.meter_energy_import_l1",
                     "name":"Energy import L1","device_class":"energy",
                     "unit_of_measurement":"kWh","state_class":"total_increasing",
                     "suggested_display_precision":3,
                     "value_template":"{{ value_json.energy_import_l1 }}",
                     "json_attributes_topic":"wattle/meter/attributes",
                     "json_attributes_template":
                         "{{ value_json['energy_import_l1'] | tojson }}"})");
}

TEST_F (HassPayload, CountsEveryKindOfCounterUpwards)
{
    for (WattleCounterKind kind :
         { WATTLE_COUNTER_LIFETIME, WATTLE_COUNTER_RESETTABLE, WATTLE_COUNTER_PERIODIC }) {
        set_entities ({ { .key = "count", .quantity = WATTLE_QUANTITY_COUNT, .counter = kind } });
        EXPECT_STREQ (json_object_get_string_member (component ("count"), "state_class"),
                      "total_increasing");
    }
}

TEST_F (HassPayload, DescribesDiagnosticsAndBinaries)
{
    WattleEntityFlags flags =
        (WattleEntityFlags)(WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED);

    set_entities ({ { .key = "link",
                      .quantity = WATTLE_QUANTITY_CONNECTIVITY,
                      .flags = flags,
                      .name = "Link" } });
    expect_json (component ("link"),
                 R"({"platform":"binary_sensor","unique_id":"wattle_meter_link",
                     "default_entity_id":"binary_sensor.meter_link","name":"Link",
                     "device_class":"connectivity","value_template":"{{ value_json.link }}",
                     "json_attributes_topic":"wattle/meter/attributes",
                     "json_attributes_template":"{{ value_json['link'] | tojson }}",
                     "entity_category":"diagnostic","enabled_by_default":false})");
}

TEST_F (HassPayload, GivesAnEnumerationItsWords)
{
    set_entities (
        { { .quantity = WATTLE_QUANTITY_LOAD_CHARACTER, .options = "inductive|capacitive" },
          { .key = "mode", .quantity = WATTLE_QUANTITY_ENUM, .name = "Mode" } });
    expect_json (json_object_get_member (component ("load_character"), "options"),
                 R"(["inductive","capacitive"])");
    EXPECT_STREQ (json_object_get_string_member (component ("load_character"), "device_class"),
                  "enum");
    // Home Assistant refuses the class without words.
    EXPECT_FALSE (json_object_has_member (component ("mode"), "device_class"));
}

TEST_F (HassPayload, DoesNotRepeatTheDeviceNameInAnEntityName)
{
    set_entities ({ { .key = "a", .quantity = WATTLE_QUANTITY_TEXT, .name = "Meter état" },
                    { .key = "b", .quantity = WATTLE_QUANTITY_TEXT, .name = "meter" },
                    { .key = "c", .quantity = WATTLE_QUANTITY_TEXT, .name = "Metering" } });
    EXPECT_STREQ (json_object_get_string_member (component ("a"), "name"), "État");
    EXPECT_TRUE (json_object_get_null_member (component ("b"), "name"));
    EXPECT_STREQ (json_object_get_string_member (component ("c"), "name"), "Metering");
}

TEST_F (HassPayload, MakesNoButtonOfWhatTakesThought)
{
    WattleActionSpec setup = { "setup", "Set up", nullptr, TRUE };
    g_autoptr (GHashTable) listed = nullptr;

    set_entities ({ { .key = "state", .quantity = WATTLE_QUANTITY_STATE } });
    wattle_device_add_action (device, &setup);
    EXPECT_FALSE (json_object_has_member (json_object_get_object_member (describe (), "components"),
                                          "setup"));
    listed = wattle_hass_payload_list_components (device);
    EXPECT_FALSE (g_hash_table_contains (listed, "setup"));
    EXPECT_TRUE (g_hash_table_contains (listed, "state"));
}

TEST_F (HassPayload, MakesButtonsOfActions)
{
    WattleActionSpec identify = { "identify", "Identify", "identify" };
    WattleActionSpec state = { "state", "Refresh state", nullptr };

    set_entities ({ { .key = "state", .quantity = WATTLE_QUANTITY_STATE } });
    wattle_device_add_action (device, &identify);
    wattle_device_add_action (device, &state);
    expect_json (component ("identify"),
                 R"({"platform":"button","unique_id":"wattle_meter_identify",
                     "default_entity_id":"button.meter_identify","name":"Identify",
                     "command_topic":"wattle/meter/identify/set","payload_press":"PRESS",
                     "device_class":"identify","entity_category":"diagnostic"})");
    EXPECT_STREQ (json_object_get_string_member (component ("state"), "platform"), "binary_sensor");
    EXPECT_STREQ (json_object_get_string_member (component ("state_button"), "command_topic"),
                  "wattle/meter/state/set");
}

TEST_F (HassPayload, UsesOnlyClassesAndUnitsThatHomeAssistantTakes)
{
    std::vector<WattleEntitySpec> specs;

    for (int quantity = 0; quantity <= WATTLE_QUANTITY_LAST; quantity++)
        specs.push_back ({ .quantity = (WattleQuantity)quantity, .options = "one|two" });
    set_entities (specs);
    ASSERT_EQ (wattle_device_get_n_entities (device), specs.size ());
    describe (); // checks each one
}

TEST_F (HassPayload, PutsRemovedComponentsFirst)
{
    g_autoptr (GHashTable) removed = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GList) keys = nullptr;

    set_entities ({ { .key = "a", .quantity = WATTLE_QUANTITY_TEXT },
                    { .key = "b", .quantity = WATTLE_QUANTITY_TEXT } });
    g_hash_table_insert (removed, (char *)"b", (char *)"binary_sensor");
    g_hash_table_insert (removed, (char *)"z", (char *)"sensor");
    JsonObject *components = json_object_get_object_member (describe (removed), "components");
    keys = json_object_get_members (components);

    ASSERT_EQ (g_list_length (keys), 3u);
    EXPECT_STREQ ((char *)keys->data, "b");
    EXPECT_STREQ ((char *)keys->next->data, "z");
    expect_json (json_object_get_member (components, "b"), R"({"platform":"binary_sensor"})");
    expect_json (json_object_get_member (components, "z"), R"({"platform":"sensor"})");
}

TEST_F (HassPayload, DescribesTheHostItself)
{
    g_autofree char *text = wattle_hass_payload_describe_host (&host, "Wattle");
    g_autofree char *state = wattle_hass_payload_host_state (&host, 2, 3);

    root = wattle_json_parse_object (text, -1, nullptr);
    ASSERT_NE (root, nullptr);
    check_message (root);
    expect_json (json_object_get_object_member (root, "device"),
                 R"({"identifiers":["wattle"],"name":"Wattle","sw_version":"0.1.0"})");
    expect_json (json_object_get_array_member (root, "availability"),
                 R"([{"topic":"wattle/bridge/state"}])");
    EXPECT_STREQ (state, R"({"version":"0.1.0","problems":2,"connected_devices":3})");
}

TEST_F (HassPayload, DescribesAnOutputByWhatItCanBe)
{
    set_entities ({ { .key = "relay",
                      .quantity = WATTLE_QUANTITY_SWITCH,
                      .flags = WATTLE_ENTITY_OUTPUT,
                      .name = "Relay" },
                    { .key = "target",
                      .quantity = WATTLE_QUANTITY_TEMPERATURE,
                      .flags = WATTLE_ENTITY_OUTPUT,
                      .name = "Target",
                      .min = 5,
                      .max = 30,
                      .step = 0.5 },
                    { .key = "mode",
                      .quantity = WATTLE_QUANTITY_ENUM,
                      .flags = WATTLE_ENTITY_OUTPUT,
                      .name = "Mode",
                      .options = "eco|comfort" } });
    expect_json (component ("relay"),
                 R"({"platform":"switch","unique_id":"wattle_meter_relay",
                     "default_entity_id":"switch.meter_relay","name":"Relay",
                     "command_topic":"wattle/meter/relay/set",
                     "value_template":"{{ value_json.relay }}",
                     "json_attributes_topic":"wattle/meter/attributes",
                     "json_attributes_template":"{{ value_json['relay'] | tojson }}"})");
    expect_json (component ("target"),
                 R"({"platform":"number","unique_id":"wattle_meter_target",
                     "default_entity_id":"number.meter_target","name":"Target",
                     "command_topic":"wattle/meter/target/set","device_class":"temperature",
                     "unit_of_measurement":"°C","min":5.0,"max":30.0,"step":0.5,
                     "value_template":"{{ value_json.target }}",
                     "json_attributes_topic":"wattle/meter/attributes",
                     "json_attributes_template":"{{ value_json['target'] | tojson }}"})");
    expect_json (component ("mode"),
                 R"({"platform":"select","unique_id":"wattle_meter_mode",
                     "default_entity_id":"select.meter_mode","name":"Mode",
                     "command_topic":"wattle/meter/mode/set","options":["eco","comfort"],
                     "value_template":"{{ value_json.mode }}",
                     "json_attributes_topic":"wattle/meter/attributes",
                     "json_attributes_template":"{{ value_json['mode'] | tojson }}"})");
}

TEST_F (HassPayload, ShowsBesideAnOutputWhoHoldsIt)
{
    set_entities ({ { .key = "relay",
                      .quantity = WATTLE_QUANTITY_SWITCH,
                      .flags = WATTLE_ENTITY_OUTPUT,
                      .name = "Relay" },
                    // Its key would be that of a part.
                    { .key = "relay_release", .quantity = WATTLE_QUANTITY_FREQUENCY } });
    expect_json (component ("relay_held_by"),
                 R"({"platform":"sensor","unique_id":"wattle_meter_relay_held_by",
                     "default_entity_id":"sensor.meter_relay_held_by","name":"Relay held by",
                     "value_template":"{{ value_json.relay_held_by }}",
                     "entity_category":"diagnostic"})");
    expect_json (component ("relay_override_until"),
                 R"({"platform":"sensor","unique_id":"wattle_meter_relay_override_until",
                     "default_entity_id":"sensor.meter_relay_override_until",
                     "name":"Relay override until","device_class":"timestamp",
                     "value_template":"{{ value_json.relay_override_until }}",
                     "entity_category":"diagnostic"})");
    expect_json (component ("output_relay_release"),
                 R"({"platform":"button","unique_id":"wattle_meter_output_relay_release",
                     "default_entity_id":"button.meter_output_relay_release",
                     "name":"Relay back to automatic",
                     "command_topic":"wattle/meter/output_relay_release/set",
                     "payload_press":"PRESS","entity_category":"config"})");

    g_autoptr (GHashTable) listed = wattle_hass_payload_list_components (device);
    EXPECT_EQ (g_hash_table_size (listed), 5u);
    EXPECT_STREQ ((const char *)g_hash_table_lookup (listed, "relay"), "switch");
    EXPECT_STREQ ((const char *)g_hash_table_lookup (listed, "output_relay_release"), "button");
}
