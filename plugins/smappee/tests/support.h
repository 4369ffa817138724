// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices as the host drives them, fed with recorded answers.
#pragma once

#include <gtest/gtest.h>
#include <model/wattle-device-private.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "../smappee-driver.h"
#include "support/plugin-data.h"

namespace smappee_test
{

const gint64 START = G_GINT64_CONSTANT (1767262200) * G_USEC_PER_SEC;
const std::string LOCATION = "3f6c1d2a-9b47-4e58-8c03-5a7be1d09f42";
const std::string FOREIGN = "00000000-1111-2222-3333-444444444444";

using wattle_test::load;
using wattle_test::replaced;

inline JsonObject *
parse (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    JsonObject *root = wattle_json_parse_object (text.data (), (gssize)text.size (), &error);

    EXPECT_NE (root, nullptr) << (error != nullptr ? error->message : "");
    return root;
}

class Part
{
  public:
    using Options = std::vector<std::pair<const char *, const char *>>;

    explicit Part (const char *model, const Options &set = {}, const Options &state = {})
    {
        g_autoptr (WattleDriver) driver =
            WATTLE_DRIVER (g_object_new (SMAPPEE_TYPE_DRIVER, nullptr));
        g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

        wattle_driver_describe (driver, catalog);
        options = wattle_catalog_create_options (catalog, model);
        for (const auto &[key, text] : set)
            EXPECT_TRUE (wattle_options_set (options, key, text, nullptr)) << key;
        device = wattle_driver_create (driver, model, nullptr);
        source = WATTLE_SOURCE (device);
        wattle_source_set_id (source, "smappee_5010009001");
        for (const auto &[key, text] : state)
            wattle_source_restore_state (source, key, text, (WattleStateFlags)0);
        wait (0);
        configured = wattle_source_configure (source, options, &error);
    }

    ~Part ()
    {
        g_object_unref (device);
        g_object_unref (options);
        g_clear_error (&error);
    }

    // Lets time pass, and begins a cycle.
    void
    wait (double seconds)
    {
        now += (gint64)(seconds * G_USEC_PER_SEC);
        wattle_source_set_now (source, now, START + now);
        wattle_source_begin_cycle (source, 0);
        step = 0;
    }

    bool
    push (const std::string &topic, const std::string &text, bool retained = false)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_push (topic.c_str (), bytes, retained, START + now);

        return take (frame);
    }

    // A message of the own service location.
    bool
    tell (const std::string &rest, const std::string &text, bool retained = false)
    {
        return push ("servicelocation/" + LOCATION + (rest.empty () ? "" : "/" + rest), text,
                     retained);
    }

    // The next request of a cycle as text, or nothing.
    std::string
    ask ()
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step++);

        return describe (request);
    }

    // The next request of a command as text, or nothing.
    std::string
    command (WattleCommand *order, guint at)
    {
        g_clear_error (&error);
        g_autoptr (WattleRequest) request = wattle_device_command (device, order, at, &error);

        return describe (request);
    }

    std::string
    describe (WattleRequest *request)
    {
        const char *group = wattle_source_get_asked_group (source);

        asked = group != nullptr ? group : "";
        if (request == nullptr)
            return "";
        tag = wattle_request_get_tag (request);
        delay = wattle_request_get_delay (request);
        flags = wattle_request_get_flags (request);
        if (wattle_request_get_kind (request) == WATTLE_LINK_NONE)
            return "local";
        if (wattle_request_get_kind (request) == WATTLE_LINK_MODBUS) {
            address = wattle_request_get_address (request);
            count = wattle_request_get_count (request);
            return std::to_string (wattle_request_get_unit (request)) + ":" +
                   std::to_string (address) + "+" + std::to_string (count);
        }
        const char *body = wattle_request_get_body (request);
        return std::string (wattle_request_get_path (request)) +
               (body != nullptr ? std::string (" ") + body : "");
    }

    bool
    answer (const std::string &text, guint status = 200)
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
    take (WattleFrame *frame)
    {
        bool taken;

        g_clear_error (&error);
        wattle_device_begin_answer (device, START + now);
        wattle_device_set_max_age (device, now, 0);
        taken = wattle_source_decode (source, frame, &error);
        if (taken) {
            changes = wattle_device_commit_answer (device);
            if (!asked.empty ())
                wattle_source_group_answered (source, asked.c_str ());
        } else {
            wattle_device_drop_answer (device);
        }
        return taken;
    }

    // What the device says about what comes: "fine", "waiting", or what is missing.
    std::string
    check ()
    {
        g_autoptr (GError) missing = nullptr;

        if (wattle_source_check (source, &missing))
            return "fine";
        return missing != nullptr ? missing->message : "waiting";
    }

    WattleEntity *
    find (const std::string &key)
    {
        return wattle_device_find_entity (device, key.c_str ());
    }

    std::string
    shown (const std::string &key)
    {
        WattleEntity *entity = find (key);
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "no entity";
    }

    std::string
    name (const std::string &key)
    {
        WattleEntity *entity = find (key);

        return entity != nullptr ? wattle_entity_get_name (entity) : "no entity";
    }

    double
    value (const std::string &key)
    {
        WattleEntity *entity = find (key);

        EXPECT_NE (entity, nullptr) << key;
        if (entity == nullptr)
            return -1;
        EXPECT_TRUE (wattle_entity_has_value (entity)) << key;
        return wattle_entity_get_number (entity);
    }

    guint
    n_entities ()
    {
        return wattle_device_get_n_entities (device);
    }

    std::string
    kept (const char *key)
    {
        const char *text = wattle_source_get_state (source, key);

        return text != nullptr ? text : "";
    }

    std::string
    message ()
    {
        return error != nullptr ? error->message : "";
    }

    WattleDevice *device;
    WattleSource *source;
    WattleOptions *options;
    GError *error = nullptr;
    WattleDeviceChanges changes = (WattleDeviceChanges)0;
    bool configured = false;
    std::string asked;
    gint64 now = 0;
    guint step = 0;
    guint tag = 0;
    guint delay = 0;
    guint flags = 0;
    guint address = 0;
    guint count = 0;
};

// A Genius that has told who it is and what it has.
class Genius : public Part
{
  public:
    explicit Genius (const Options &set = {},
                     const std::string &map = "local-mqtt/channelConfigV2.json")
        : Part ("genius", set)
    {
        EXPECT_TRUE (tell ("config", load ("local-mqtt/config.json"), true));
        EXPECT_TRUE (tell ("channelConfigV2", load (map), true));
    }

    // A realtime of so many seconds after the example.
    std::string
    realtime (int seconds, const std::string &file = "local-mqtt/realtime_exporting.json")
    {
        return replaced (load (file), "1767262205000",
                         std::to_string (G_GINT64_CONSTANT (1767262205000) + seconds * 1000));
    }
};

} // namespace smappee_test
