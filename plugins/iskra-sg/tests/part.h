// SPDX-License-Identifier: LGPL-2.1-or-later
// Gateway and meters as the host drives them, fed with recorded answers.
#pragma once

#include <model/wattle-device-private.h>

#include <utility>
#include <vector>

#include "../iskra-sg-driver.h"
#include "../iskra-sg-image.h"
#include "support.h"

namespace iskra_sg_test
{

const gint64 START = G_GINT64_CONSTANT (1741945287) * G_USEC_PER_SEC;

class Part
{
  public:
    using Options = std::vector<std::pair<const char *, const char *>>;

    // @links: a bit for each kind
    explicit Part (const char *model,
                   const char *address = nullptr,
                   const Options &set = {},
                   guint links = 0)
    {
        g_autoptr (WattleDriver) driver =
            WATTLE_DRIVER (g_object_new (ISKRA_SG_TYPE_DRIVER, nullptr));
        g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

        wattle_driver_describe (driver, catalog);
        options = wattle_catalog_create_options (catalog, model);
        if (address != nullptr)
            wattle_options_set (options, "Address", address, nullptr);
        for (const auto &[key, text] : set)
            EXPECT_TRUE (wattle_options_set (options, key, text, nullptr)) << key;
        device = wattle_driver_create (driver, model, nullptr);
        source = WATTLE_SOURCE (device);
        wattle_source_set_id (source, "iskra_sg_is004217");
        wattle_source_set_links (source, links);
        begin (0);
        EXPECT_TRUE (wattle_source_configure (source, options, nullptr));
    }

    ~Part ()
    {
        g_object_unref (device);
        g_object_unref (options);
        g_clear_error (&error);
    }

    void
    begin (int seconds)
    {
        gint64 now = (gint64)seconds * G_USEC_PER_SEC;

        wattle_source_set_now (source, now, START + now);
        wattle_source_begin_cycle (source, G_USEC_PER_SEC);
        step = 0;
    }

    // The path asked next, or nothing.
    std::string
    ask ()
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step++);
        const char *group = wattle_source_get_asked_group (source);

        asked = group != nullptr ? group : "";
        if (request == nullptr)
            return "";
        tag = wattle_request_get_tag (request);
        return wattle_request_get_path (request);
    }

    bool
    answer (const std::string &text, guint status = 200, const char *type = "application/json")
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_answer (tag, status, type, bytes, START);

        return take (frame);
    }

    bool
    fail (WattleOutcome outcome)
    {
        g_autoptr (WattleFrame) frame = wattle_frame_new_failure (tag, outcome, nullptr, START);

        return take (frame);
    }

    // A message of the gateway, or of whoever the topic says.
    bool
    push (const std::string &topic, const std::string &text, bool retained = false)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame =
            wattle_frame_new_push (topic.c_str (), bytes, retained, START);

        return take (frame);
    }

    // The next request of a command as text, or nothing.
    std::string
    tell (WattleCommand *command, guint at)
    {
        g_clear_error (&error);
        g_autoptr (WattleRequest) request = wattle_device_command (device, command, at, &error);

        return request != nullptr ? describe (request) : "";
    }

    // The next request of a cycle as text, or nothing.
    std::string
    ask_whole ()
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step++);

        return request != nullptr ? describe (request) : "";
    }

    std::string
    describe (WattleRequest *request)
    {
        if (wattle_request_get_kind (request) == WATTLE_LINK_MODBUS)
            return describe_registers (request);

        const char *path = wattle_request_get_path (request);
        const char *body = wattle_request_get_body (request);

        tag = wattle_request_get_tag (request);
        delay = wattle_request_get_delay (request);
        if (wattle_request_get_kind (request) == WATTLE_LINK_NONE)
            return "local";
        return std::string (path) + (body != nullptr ? std::string (" ") + body : "");
    }

    std::string
    describe_registers (WattleRequest *request)
    {
        const char *group = wattle_source_get_asked_group (source);
        g_autofree char *text = wattle_request_to_string (request);

        tag = wattle_request_get_tag (request);
        delay = wattle_request_get_delay (request);
        asked = group != nullptr ? group : "";
        read = { (guint8)wattle_request_get_function (request),
                 (guint16)wattle_request_get_address (request),
                 (guint16)wattle_request_get_count (request) };
        unit = wattle_request_get_unit (request);
        return text;
    }

    bool
    take (WattleFrame *frame)
    {
        bool taken;

        g_clear_error (&error);
        wattle_device_begin_answer (device, START);
        taken = wattle_source_decode (source, frame, &error);
        if (taken) {
            changes = wattle_device_commit_answer (device);
            wattle_source_group_answered (source, asked.c_str ());
        } else {
            wattle_device_drop_answer (device);
        }
        return taken;
    }

    // What the last list said, as "+id@address", "-id" for a lost one and "." at its end.
    std::string
    children ()
    {
        g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
        std::string text;

        for (guint i = 0; i < notes->len; i++) {
            auto *note = (const WattleChildNote *)g_ptr_array_index (notes, i);

            if (note->kind == WATTLE_CHILD_PRESENT)
                text += std::string ("+") + note->id + "@" + note->address + " ";
            else
                text += note->kind == WATTLE_CHILD_LOST ? std::string ("-") + note->id + " " : ".";
        }
        return text;
    }

    std::string
    shown (const char *key)
    {
        WattleEntity *entity = wattle_device_find_entity (device, key);
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "no entity";
    }

    WattleDevice *device;
    WattleSource *source;
    WattleOptions *options;
    GError *error = nullptr;
    WattleDeviceChanges changes = (WattleDeviceChanges)0;
    std::string asked;
    guint step = 0;
    guint tag = 0;
    guint delay = 0;
    IskraSgRead read = {}; // of the question by Modbus that came last
    guint unit = 0;
};

} // namespace iskra_sg_test
