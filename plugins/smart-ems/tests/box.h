// SPDX-License-Identifier: LGPL-2.1-or-later
// A box as the host drives it, fed with example answers.
#pragma once

#include <gtest/gtest.h>
#include <model/wattle-device-private.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../smart-ems-driver.h"
#include "support/plugin-data.h"

namespace smart_ems_test
{

const gint64 START = G_GINT64_CONSTANT (1747500000) * G_USEC_PER_SEC;

const guint HTTP = 1u << WATTLE_LINK_HTTP;
const guint MQTT = 1u << WATTLE_LINK_MQTT;

const char *const STAT = "/xml/stat.xml";
const char *const ALL = "/json/all.json";
const char *const PWM = "/json/pwmpid.json";
const char *const SETTINGS = "/api/v1/read/set/?generalConfig&outConfig&networkConfig";
const char *const LK4_SETTINGS = "lk4-set-generalConfig-outConfig-networkConfig.json";

using wattle_test::load;
using wattle_test::replaced;

inline JsonObject *
parse (const std::string &text)
{
    JsonObject *root = wattle_json_parse_object (text.data (), (gssize)text.size (), nullptr);

    EXPECT_NE (root, nullptr);
    return root;
}

class Box
{
  public:
    using Options = std::vector<std::pair<std::string, std::string>>;

    explicit Box (guint links = HTTP, const Options &set = {})
    {
        g_autoptr (WattleDriver) driver =
            WATTLE_DRIVER (g_object_new (SMART_EMS_TYPE_DRIVER, nullptr));
        g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

        wattle_driver_describe (driver, catalog);
        options = wattle_catalog_create_options (catalog, "box");
        for (const auto &[key, text] : set)
            EXPECT_TRUE (wattle_options_set (options, key.c_str (), text.c_str (), nullptr)) << key;
        device = wattle_driver_create (driver, "box", nullptr);
        source = WATTLE_SOURCE (device);
        wattle_source_set_id (source, "ems");
        wattle_source_set_links (source, links);
    }

    ~Box ()
    {
        g_object_unref (device);
        g_object_unref (options);
        g_clear_error (&error);
    }

    Box (const Box &) = delete;
    Box &operator= (const Box &) = delete;

    // What another run of the host kept of it.
    void
    remember (const Box &other)
    {
        GHashTableIter iter;
        gpointer key;
        gpointer value;

        g_hash_table_iter_init (&iter, wattle_source_get_all_state (other.source));
        while (g_hash_table_iter_next (&iter, &key, &value))
            wattle_source_restore_state (source, (const char *)key,
                                         ((WattleSourceState *)value)->text, (WattleStateFlags)0);
    }

    bool
    configure ()
    {
        g_clear_error (&error);
        begin (0);
        return wattle_source_configure (source, options, &error);
    }

    void
    begin (int seconds)
    {
        gint64 now = (gint64)seconds * G_USEC_PER_SEC + 1;

        wattle_source_set_now (source, now, START + now);
        wattle_source_begin_cycle (source, G_USEC_PER_SEC / 2);
        step = 0;
    }

    // The next question of the cycle, or nothing.
    std::string
    ask ()
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step++);
        const char *group = wattle_source_get_asked_group (source);

        asked = group != nullptr ? group : "";
        return request != nullptr ? describe (request) : "";
    }

    std::string
    describe (WattleRequest *request)
    {
        const char *body = wattle_request_get_body (request);

        tag = wattle_request_get_tag (request);
        delay = wattle_request_get_delay (request);
        flags = wattle_request_get_flags (request);
        if (wattle_request_get_kind (request) == WATTLE_LINK_NONE)
            return "local";
        return std::string (wattle_request_get_path (request)) +
               (body != nullptr ? std::string (" ") + body : "");
    }

    bool
    take (WattleFrame *frame)
    {
        g_clear_error (&error);
        wattle_device_begin_answer (device, START);
        bool taken = wattle_source_decode (source, frame, &error);

        EXPECT_EQ (taken, error == nullptr);
        if (!taken) {
            wattle_device_drop_answer (device);
            return false;
        }
        wattle_device_commit_answer (device);
        if (wattle_frame_check (frame, nullptr))
            wattle_source_group_answered (source, asked.c_str ());
        return true;
    }

    bool
    answer (const std::string &text, guint status = 200)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_answer (tag, status, "application/json", bytes, START);

        return take (frame);
    }

    bool
    fail (WattleOutcome outcome, const char *detail = nullptr)
    {
        g_autoptr (WattleFrame) frame = wattle_frame_new_failure (tag, outcome, detail, START);

        return take (frame);
    }

    bool
    push (const std::string &topic, const std::string &text, bool retained = false)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_push (topic.c_str (), bytes, retained, START);

        return take (frame);
    }

    // The next request of a command, or nothing.
    std::string
    tell (WattleCommand *command, guint at)
    {
        g_clear_error (&error);
        asked = "";
        g_autoptr (WattleRequest) request = wattle_device_command (device, command, at, &error);

        return request != nullptr ? describe (request) : "";
    }

    std::string
    message () const
    {
        return error != nullptr ? error->message : "";
    }

    // A first cycle, in which it is found out that this is an LK 3.5, with this answer.
    bool
    meet_lk35 (const std::string &all, int seconds = 0)
    {
        begin (seconds);
        EXPECT_EQ (ask (), "/st2.xml");
        EXPECT_TRUE (answer ("", 404));
        EXPECT_EQ (ask (), STAT);
        EXPECT_TRUE (answer (load ("lk35-stat.xml")));
        EXPECT_EQ (ask (), ALL);
        return answer (all);
    }

    // The same of an LK4.
    bool
    meet_lk4 (const std::string &settings, const std::string &status, int seconds = 0)
    {
        begin (seconds);
        EXPECT_EQ (ask (), "/st2.xml");
        EXPECT_TRUE (answer ("", 500));
        EXPECT_EQ (ask (), SETTINGS);
        if (!answer (settings))
            return false;
        EXPECT_EQ (ask ().rfind ("/api/v1/read/status/?", 0), 0u);
        return answer (status);
    }

    WattleEntity *
    find (const std::string &key) const
    {
        return wattle_device_find_entity (device, key.c_str ());
    }

    bool
    has (const std::string &key) const
    {
        return find (key) != nullptr && wattle_entity_has_value (find (key));
    }

    double
    number (const std::string &key) const
    {
        EXPECT_TRUE (has (key)) << key;
        return has (key) ? wattle_entity_get_number (find (key)) : -1e9;
    }

    bool
    on (const std::string &key) const
    {
        EXPECT_TRUE (has (key)) << key;
        return has (key) && wattle_entity_get_boolean (find (key));
    }

    std::string
    name (const std::string &key) const
    {
        return find (key) != nullptr ? wattle_entity_get_name (find (key)) : "no entity";
    }

    WattleDevice *device;
    WattleSource *source;
    WattleOptions *options;
    GError *error = nullptr;
    std::string asked;
    guint step = 0;
    guint tag = 0;
    guint delay = 0;
    guint flags = 0;
};

} // namespace smart_ems_test
