// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-preview.h"

#include "publish/hass-restart.h"

using namespace wattle_test;

namespace
{

const char *const host_config = "homeassistant/device/wattle/config";
const char *const meter_config = "homeassistant/device/wattle_meter/config";

using Rows = std::map<std::string, std::string>; // topic → "change: key change with, …"

class HassPreview : public HassRestart
{
  protected:
    // An error is the row "error".
    Rows
    preview ()
    {
        Rows rows;
        bool done = false;
        std::pair<Rows *, bool *> data = { &rows, &done };

        wattle_hass_preview_async (hass, on_done, &data);
        EXPECT_TRUE (spin ([&] {
            wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
            return done;
        }));
        return rows;
    }

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        auto [rows, done] = *(std::pair<Rows *, bool *> *)user_data;
        g_autoptr (GError) error = nullptr;
        g_autoptr (GPtrArray) found =
            wattle_hass_preview_finish (WATTLE_HASS (source), result, &error);

        *done = true;
        if (found == nullptr)
            (*rows)["error"] = error->message;
        for (guint i = 0; found != nullptr && i < found->len; i++)
            add (*rows, (WattleHassPreviewRow *)found->pdata[i]);
    }

    static void
    add (Rows &rows, const WattleHassPreviewRow *row)
    {
        std::string text = wattle_hass_change_get_name (row->change);

        for (guint i = 0; i < row->entities->len; i++) {
            auto *entity = (const WattleHassPreviewEntity *)row->entities->pdata[i];

            text += std::string (i > 0 ? ", " : ": ") + entity->key + " " +
                    wattle_hass_change_get_name (entity->change);
            if (*entity->with != '\0')
                text += std::string (" ") + entity->with;
        }
        rows[row->topic] = text;
    }

    using HassRestart::add;

    // What is kept of the meter, with another text in place of one.
    void
    tamper (const std::string &from, const std::string &to)
    {
        std::string text = listener->last (meter_config);
        size_t at = text.find (from);

        ASSERT_NE (at, std::string::npos) << text;
        listener->probe.publish (meter_config, text.replace (at, from.size (), to), true);
        listener->hear_all (client);
    }
};

} // namespace

TEST_F (HassPreview, AllIsTheSameOnceItIsTold)
{
    add ("meter", power_and_voltage);
    start ();
    EXPECT_EQ (preview (), Rows ({ { host_config, "same: version same, problems same, "
                                                  "connected_devices same" },
                                   { meter_config, "same: active_power same, voltage same" } }));
}

TEST_F (HassPreview, SaysWhatWouldAppear)
{
    add ("meter", power);
    start ();
    // It is said again at once the first time, then after five seconds.
    say (host_config, "", true);
    say (host_config, "", true);
    Rows rows = preview ();
    EXPECT_EQ (rows[host_config], "appear: version appear, problems appear, "
                                  "connected_devices appear");
    EXPECT_EQ (rows[meter_config], "same: active_power same");
}

TEST_F (HassPreview, SaysWhichEntitiesAppearChangeAndVanish)
{
    add ("meter", power_and_voltage);
    start ();
    tamper (R"("voltage":{)", R"("current":{"platform":"sensor","unique_id":"x"},"voltage":{)");
    EXPECT_EQ (preview ()[meter_config], "change: active_power same, voltage same, current vanish");
    listener->probe.publish (meter_config, listener->payloads (meter_config).front (), true);
    tamper (R"("unit_of_measurement":"V")", R"("unit_of_measurement":"mV")");
    EXPECT_EQ (preview ()[meter_config], "change: active_power same, voltage change");
    listener->probe.publish (meter_config, listener->payloads (meter_config).front (), true);
    tamper (R"("active_power":{)", R"("active":{)");
    EXPECT_EQ (preview ()[meter_config],
               "change: active_power appear, voltage same, active vanish");
    listener->probe.publish (meter_config, listener->payloads (meter_config).front (), true);
    tamper (R"("active_power":{)", R"("current":{"platform":"sensor"},"active_power":{)");
    EXPECT_EQ (preview ()[meter_config], "same: active_power same, voltage same")
        << "what is named to be removed is not there";
}

TEST_F (HassPreview, SaysWhenOnlyTheDeviceChanges)
{
    add ("meter", power);
    start ();
    tamper (R"("name":"meter")", R"("name":"garage")");
    EXPECT_EQ (preview ()[meter_config], "change: active_power same");
}

TEST_F (HassPreview, SaysNothingOfADeviceThatHasNotAnswered)
{
    add ("meter", power_and_voltage);
    start ();
    end ();
    failing["meter"] = true;
    add ("meter", power);
    failing["other"] = true;
    add ("other", power);
    start ();
    configure ({ "meter", "other" });
    Rows rows = preview ();
    EXPECT_EQ (rows[meter_config], "same: active_power same, voltage same");
    EXPECT_EQ (rows.count ("homeassistant/device/wattle_other/config"), 0u);
}

TEST_F (HassPreview, SaysWhatVanishes)
{
    add ("meter", power_and_voltage);
    start ();
    end ();
    g_unlink (folder.file ("topics.jsonl").c_str ());
    start ();
    EXPECT_EQ (preview ()[meter_config], "same: active_power same, voltage same")
        << "nobody knows yet which devices there should be";
    configure ({ "meter" });
    EXPECT_EQ (preview ()[meter_config], "same: active_power same, voltage same")
        << "it is configured, though it does not run";
    configure ({ "other" });
    EXPECT_EQ (preview ()[meter_config], "vanish: active_power vanish, voltage vanish");
}

TEST_F (HassPreview, SaysWhoElseUsesTheSame)
{
    add ("meter", power_and_voltage);
    start ();
    const char *const other = "homeassistant/sensor/other/config";
    const char *const device = "homeassistant/device/other/config";
    const char *const place = "homeassistant/sensor/wattle_meter/voltage/config";

    say (other, R"({"uniq_id":"wattle_meter_voltage","stat_t":"x"})", true);
    EXPECT_EQ (preview ()[meter_config],
               std::string ("clash: active_power same, voltage clash ") + other);
    say (other, R"({"unique_id":"wattle_meter_voltage_2","stat_t":"x"})", true);
    EXPECT_EQ (preview ()[meter_config], "same: active_power same, voltage same");
    say ("homeassistant/switch/other/config", R"({"unique_id":"wattle_meter_voltage"})", true);
    EXPECT_EQ (preview ()[meter_config], "same: active_power same, voltage same")
        << "ids of sensors and switches are apart";
    say (place, R"({"unique_id":"y","stat_t":"x"})", true);
    EXPECT_EQ (preview ()[meter_config],
               std::string ("clash: active_power same, voltage clash ") + place);
    say (place, "", true);
    say (device, R"({"dev":{"ids":"wattle_meter"},"o":{"name":"else"},"cmps":{"a":
                     {"p":"sensor","uniq_id":"wattle_meter_active_power"}}})",
         true);
    EXPECT_EQ (preview ()[meter_config], std::string ("clash:  clash ") + device +
                                             ", active_power clash " + device + ", voltage same");
}

TEST_F (HassPreview, SaysWhoElseHoldsItsTopic)
{
    add ("meter", power);
    start ();
    for (const char *payload :
         { R"({"dev":{"ids":["z"]},"o":{"name":"else"},"cmps":{}})", "no JSON at all", "[1]",
           R"({"device":{"identifiers":["wattle_meter"]},"origin":{"name":"Wattle"},)"
           R"("state_topic":"wattle_meter/state","components":{}})" }) {
        listener->probe.publish (meter_config, payload, true);
        EXPECT_EQ (
            preview ()[meter_config].rfind (std::string ("clash:  clash ") + meter_config, 0), 0u)
            << payload;
    }
}

TEST_F (HassPreview, BearsWhatOthersMayHaveSaid)
{
    std::string deep = R"({"cmps":)" + std::string (5000, '[') + std::string (5000, ']') + "}";
    int n = 0;

    add ("meter", power);
    start ();
    for (const std::string &payload :
         { std::string ("{}"), deep, std::string (R"({"cmps":[],"dev":7,"o":[]})"),
           std::string (R"({"cmps":{"a":1,"b":{"p":7,"uniq_id":[]}},"dev":{"ids":[1,{}]}})"),
           std::string ("{\"unique_id\":\"\"}"), std::string ("\xff") }) {
        listener->probe.publish ("homeassistant/device/x" + std::to_string (++n) + "/config",
                                 payload, true);
        listener->probe.publish ("homeassistant/sensor/x" + std::to_string (n) + "/config", payload,
                                 true);
        listener->probe.publish ("homeassistant/device/wattle_x" + std::to_string (n) + "/y/config",
                                 payload, true);
    }
    EXPECT_EQ (preview ()[meter_config], "same: active_power same");
}

TEST_F (HassPreview, NeedsAConnection)
{
    add ("meter", power);
    open ();
    EXPECT_NE (preview ()["error"].find ("there is no connection"), std::string::npos);
    wattle_mqtt_client_start (client);
    settle_down ();
    broker.pause ();
    bool failed = false;
    wattle_hass_preview_async (
        hass,
        [] (GObject *source, GAsyncResult *result, gpointer data) {
            g_autoptr (GError) error = nullptr;

            EXPECT_EQ (wattle_hass_preview_finish (WATTLE_HASS (source), result, &error), nullptr);
            EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE));
            *(bool *)data = true;
        },
        &failed);
    broker.stop ();
    EXPECT_TRUE (spin ([&] { return failed; }));
}

TEST_F (HassPreview, EndsWithThePublisher)
{
    int failed = 0;

    start ();
    for (int i = 0; i < 3; i++)
        wattle_hass_preview_async (
            hass,
            [] (GObject *source, GAsyncResult *result, gpointer data) {
                g_autoptr (GError) error = nullptr;

                EXPECT_EQ (wattle_hass_preview_finish (WATTLE_HASS (source), result, &error),
                           nullptr);
                ++*(int *)data;
            },
            &failed);
    wattle_hass_stop (hass);
    EXPECT_TRUE (spin ([&] { return failed == 3; }));
    EXPECT_EQ (preview ()["error"], "Home Assistant is not told anything now");
}
