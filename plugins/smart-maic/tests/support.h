// SPDX-License-Identifier: LGPL-2.1-or-later
// A device as the host drives it, fed with example answers and messages.
#pragma once

#include <gtest/gtest.h>
#include <model/wattle-device-private.h>

#include <string>
#include <utility>
#include <vector>

#include "../smart-maic-driver.h"
#include "../smart-maic-tag.h"
#include "support/plugin-data.h"

namespace smart_maic_test
{

const gint64 START = G_GINT64_CONSTANT (1767262205) * G_USEC_PER_SEC;
const guint HTTP = 1u << WATTLE_LINK_HTTP;
const guint MQTT = 1u << WATTLE_LINK_MQTT;

using Options = std::vector<std::pair<const char *, const char *>>;

using wattle_test::load;
using wattle_test::replaced;

// The files of vectors are arrays of objects.
template <typename F>
inline void
for_each_vector (const char *name, F check)
{
    std::string text = load (name);
    g_autoptr (JsonNode) root = wattle_json_parse (text.data (), (gssize)text.size (), nullptr);

    ASSERT_NE (root, nullptr);
    JsonArray *list = json_node_get_array (root);
    ASSERT_GT (json_array_get_length (list), 0u);
    for (guint i = 0; i < json_array_get_length (list); i++)
        check (json_array_get_object_element (list, i));
}

class Unit
{
  public:
    // @links: a bit for each kind
    explicit Unit (const char *model,
                   guint links = HTTP | MQTT,
                   const Options &more = {},
                   const char *devid = "1728104417")
    {
        g_autoptr (WattleDriver) driver =
            WATTLE_DRIVER (g_object_new (SMART_MAIC_TYPE_DRIVER, nullptr));
        g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

        wattle_driver_describe (driver, catalog);
        options = wattle_catalog_create_options (catalog, model);
        set ("Pin", "secret:pin");
        if (devid != nullptr)
            set ("DeviceId", devid);
        for (const auto &[key, text] : more)
            set (key, text);
        device = wattle_driver_create (driver, model, nullptr);
        source = WATTLE_SOURCE (device);
        wattle_source_set_id (source, "meter");
        wattle_source_set_links (source, links);
        at (0);
    }

    ~Unit ()
    {
        g_object_unref (device);
        g_object_unref (options);
        g_clear_error (&error);
        g_clear_error (&config_error);
    }

    void
    set (const char *key, const char *text)
    {
        EXPECT_TRUE (wattle_options_set (options, key, text, nullptr)) << key << " " << text;
    }

    // Empty if the options can be used, else the sentence that refuses them.
    std::string
    configure ()
    {
        g_clear_error (&config_error);
        configured = true;
        if (wattle_source_configure (source, options, &config_error))
            return "";
        return config_error->message;
    }

    void
    make_ready ()
    {
        if (!configured) {
            EXPECT_EQ (configure (), "");
        }
    }

    void
    at (double seconds)
    {
        now = (gint64)(seconds * G_USEC_PER_SEC);
        wattle_source_set_now (source, now, START + now);
    }

    // A cycle begins.
    void
    begin (double seconds)
    {
        make_ready ();
        at (seconds);
        wattle_source_begin_cycle (source, G_USEC_PER_SEC);
        step = 0;
    }

    // What is asked next, or nothing.
    std::string
    ask ()
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step++);

        return describe (request);
    }

    std::string
    describe (WattleRequest *request)
    {
        if (request == nullptr)
            return "";
        tag = wattle_request_get_tag (request);
        delay = wattle_request_get_delay (request);
        flags = wattle_request_get_flags (request);
        if (wattle_request_get_kind (request) == WATTLE_LINK_NONE)
            return tag == SMART_MAIC_TAG_ALIVE ? "alive" : "silent";
        if (wattle_request_get_kind (request) == WATTLE_LINK_HTTP)
            return wattle_request_get_path (request);
        return std::string (wattle_request_get_path (request)) + " " +
               wattle_request_get_body (request) +
               (wattle_request_get_retain (request) ? " retained" : "");
    }

    bool
    answer (const std::string &text = "", guint status = 200)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_answer (tag, status, "application/json", bytes, START + now);

        return take (frame);
    }

    bool
    fail (WattleOutcome outcome)
    {
        g_autoptr (WattleFrame) frame = wattle_frame_new_failure (tag, outcome, nullptr, START);

        return take (frame);
    }

    bool
    push (const std::string &topic, const std::string &text, bool retained = false)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_push (topic.c_str (), bytes, retained, START + now);

        make_ready ();
        return take (frame);
    }

    // All messages of a file, in its order.
    void
    push_all (const char *name)
    {
        std::string text = load (name);
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (text.data (), (gssize)text.size (), nullptr);
        g_autoptr (GList) topics = json_object_get_members (root);

        for (GList *item = topics; item != nullptr; item = item->next) {
            auto *topic = (const char *)item->data;

            EXPECT_TRUE (push (topic, json_object_get_string_member (root, topic))) << topic;
        }
    }

    bool
    take (WattleFrame *frame)
    {
        bool taken;

        g_clear_error (&error);
        wattle_device_begin_answer (device, START + now);
        wattle_device_set_max_age (device, now + G_USEC_PER_SEC, 0);
        taken = wattle_source_decode (source, frame, &error);
        if (taken)
            changes = wattle_device_commit_answer (device);
        else
            wattle_device_drop_answer (device);
        return taken;
    }

    // As this device answers.
    std::string
    webinit ()
    {
        return replaced (load ("http/webinit_d103.json"), "1728104417",
                         wattle_options_has (options, "DeviceId")
                             ? wattle_options_get_text (options, "DeviceId")
                             : "1728104417");
    }

    // Asks for the values first, and answers whatever comes before them.
    void
    read (const std::string &text, double seconds = 0)
    {
        begin (seconds);
        for (std::string path = ask (); path.find ("data") == std::string::npos; path = ask ()) {
            ASSERT_NE (path, "");
            answer (path.find ("webinit") != std::string::npos ? webinit () : "");
        }
        EXPECT_TRUE (answer (text)) << error->message;
    }

    // The next request of a command, or nothing.
    std::string
    tell (WattleCommand *command, guint at_step)
    {
        make_ready ();
        g_clear_error (&error);
        g_autoptr (WattleRequest) request =
            wattle_device_command (device, command, at_step, &error);

        return describe (request);
    }

    std::string
    shown (const char *key)
    {
        WattleEntity *entity = wattle_device_find_entity (device, key);
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "no entity";
    }

    double
    number (const char *key)
    {
        WattleEntity *entity = wattle_device_find_entity (device, key);

        EXPECT_NE (entity, nullptr) << key;
        return entity != nullptr ? wattle_entity_get_number (entity) : -1e9;
    }

    bool
    has (const char *key)
    {
        return wattle_device_find_entity (device, key) != nullptr;
    }

    std::string
    why ()
    {
        return error != nullptr ? error->message : "";
    }

    WattleDevice *device;
    WattleSource *source;
    WattleOptions *options;
    GError *error = nullptr;
    GError *config_error = nullptr;
    WattleDeviceChanges changes = (WattleDeviceChanges)0;
    bool configured = false;
    gint64 now = 0;
    guint step = 0;
    guint tag = 0;
    guint delay = 0;
    guint flags = 0;
};

} // namespace smart_maic_test
