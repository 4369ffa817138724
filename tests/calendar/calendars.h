// SPDX-License-Identifier: LGPL-2.1-or-later
// Calendars as texts, and what comes of them.
#pragma once

#include "calendar/wattle-ics.h"
#include "support/text.h"

#include <string>

inline std::string
event (const std::string &lines)
{
    return "BEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

inline std::string
calendar (const std::string &events)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

inline GBytes *
to_bytes (const std::string &text)
{
    return g_bytes_new (text.data (), text.size ());
}

// What a document without holidays of its own would get, or what is said instead.
inline std::string
read (const std::string &text, const char *day_type = nullptr)
{
    g_autoptr (GBytes) bytes = to_bytes (text);
    g_autoptr (GError) error = nullptr;
    g_autoptr (GPtrArray) days = wattle_ics_read (bytes, &error);

    if (days == nullptr)
        return error->message;
    g_autoptr (GBytes) empty = to_bytes ("{}");
    guint added;
    g_autoptr (GBytes) merged = wattle_ics_merge (empty, nullptr, days, day_type, &added, &error);
    std::string json ((const char *)g_bytes_get_data (merged, nullptr), g_bytes_get_size (merged));
    std::string flat;

    for (char letter : json)
        if (letter != ' ' && letter != '\n' && letter != '"')
            flat += letter;
    size_t begin = flat.find ('['), end = flat.rfind (']');
    return flat.substr (begin + 1, end - begin - 1);
}

inline std::string
read_event (const std::string &lines)
{
    return read (calendar (event ("SUMMARY:Fair\r\n" + lines)));
}
