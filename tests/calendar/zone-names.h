// SPDX-License-Identifier: LGPL-2.1-or-later
// Zones of the world that clocks were moved in, in every way there was since 1970.
#pragma once

namespace wattle_test
{

inline const char *const zone_names[] = {
    "UTC",
    "Europe/Ljubljana",
    "Europe/Brussels",
    "Europe/Warsaw",
    "Europe/Kyiv",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Europe/Chisinau",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Monrovia",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/New_York",
    "America/Havana",
    "America/Caracas",
    "America/Santiago",
    "America/Godthab",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Gaza",
    "Asia/Amman",
    "Asia/Pyongyang",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Australia/Eucla",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
};

} // namespace wattle_test
