// SPDX-License-Identifier: LGPL-2.1-or-later
// Instruments made of tests/data/modbus.
#pragma once

#include <map>

#include "../iskra-sg-image.h"
#include "support.h"

namespace iskra_sg_test
{

// Registers by address; what is not there reads as 0.
struct Unit {
    std::map<guint, guint> input, holding;

    static void
    fill (std::map<guint, guint> &registers, JsonObject *root, const char *member)
    {
        JsonObject *object = json_object_get_object_member (root, member);
        g_autoptr (GList) names = json_object_get_members (object);

        for (GList *name = names; name != nullptr; name = name->next) {
            auto *text = (const char *)name->data;

            registers[(guint)std::stoul (text)] =
                (guint)std::stoul (json_object_get_string_member (object, text), nullptr, 16);
        }
    }

    explicit Unit (guint number)
    {
        std::string name = "modbus/unit_" + std::to_string (number) + ".json";
        g_autoptr (JsonObject) root = parse (load (name.c_str ()));

        fill (input, root, "input");
        fill (holding, root, "holding");
    }

    std::string
    read (const IskraSgRead &read) const
    {
        const std::map<guint, guint> &registers =
            read.function == ISKRA_SG_HOLDING ? holding : input;
        std::string bytes;

        for (guint i = 0; i < read.count; i++) {
            auto found = registers.find (read.address + i);
            guint word = found != registers.end () ? found->second : 0;

            bytes += (char)(word >> 8);
            bytes += (char)word;
        }
        return bytes;
    }

    // What these questions are answered with.
    IskraSgImage *
    make_image (GArray *reads) const
    {
        IskraSgImage *image = iskra_sg_image_new ();

        for (guint i = 0; i < reads->len; i++) {
            const IskraSgRead *question = &g_array_index (reads, IskraSgRead, i);
            std::string answer = read (*question);
            g_autoptr (GBytes) bytes = g_bytes_new (answer.data (), answer.size ());

            iskra_sg_image_add (image, question, bytes);
        }
        return image;
    }
};

} // namespace iskra_sg_test
