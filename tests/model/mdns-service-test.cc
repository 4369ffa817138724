// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-mdns-service.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

WattleMdnsService *
announce (const std::string &txt, const char *address = "192.0.2.7")
{
    g_autoptr (GBytes) bytes = g_bytes_new (txt.data (), txt.size ());

    return wattle_mdns_service_new ("_ssh._tcp", "Meter 5", "meter-5.local", address, 22, bytes);
}

// The value of an entry; "(none)" if there is no such entry.
std::string
find (const std::string &txt, const char *key)
{
    g_autoptr (WattleMdnsService) service = announce (txt);
    g_autoptr (GBytes) value = wattle_mdns_service_find_record (service, key);
    gsize length;

    if (value == nullptr)
        return "(none)";
    const char *data = (const char *)g_bytes_get_data (value, &length);
    return std::string (data != nullptr ? data : "", length);
}

TEST (MdnsService, KeepsWhatIsTold)
{
    g_autoptr (WattleMdnsService) service = announce ("\3a=1");

    EXPECT_STREQ (wattle_mdns_service_get_service_type (service), "_ssh._tcp");
    EXPECT_STREQ (wattle_mdns_service_get_name (service), "Meter 5");
    EXPECT_STREQ (wattle_mdns_service_get_host (service), "meter-5.local");
    EXPECT_STREQ (wattle_mdns_service_get_address (service), "192.0.2.7");
    EXPECT_EQ (wattle_mdns_service_get_port (service), 22);
    EXPECT_EQ (g_bytes_get_size (wattle_mdns_service_get_txt (service)), 4u);
}

TEST (MdnsService, NeedsNoTxtRecord)
{
    g_autoptr (WattleMdnsService) service =
        wattle_mdns_service_new ("_ssh._tcp", "a", "a.local", "192.0.2.7", 0, nullptr);

    EXPECT_EQ (g_bytes_get_size (wattle_mdns_service_get_txt (service)), 0u);
    EXPECT_EQ (wattle_mdns_service_find_record (service, "a"), nullptr);
}

TEST (MdnsService, FindsEntriesByTheirKey)
{
    std::string txt = std::string ("\6sn=123", 7) + std::string ("\0", 1) +
                      std::string ("\4flag", 5) + std::string ("\5raw=\0", 6) + "\5RAW=x";

    EXPECT_EQ (find (txt, "sn"), "123");
    EXPECT_EQ (find (txt, "SN"), "123") << "case does not count";
    EXPECT_EQ (find (txt, "flag"), "") << "only a key";
    EXPECT_EQ (find (txt, "raw"), std::string ("\0", 1)) << "the first counts, and any bytes";
    EXPECT_EQ (find (txt, "s"), "(none)");
    EXPECT_EQ (find (txt, "serial"), "(none)");
}

TEST (MdnsService, StopsWhereARecordIsCut)
{
    EXPECT_EQ (find ("\3a=1\7b=2", "a"), "1");
    EXPECT_EQ (find ("\3a=1\7b=2", "b"), "(none)");
    EXPECT_EQ (find ("\377", "a"), "(none)");
    EXPECT_EQ (find ("\1", "a"), "(none)");
}

TEST (MdnsService, PutsIPv6InBracketsForAUrl)
{
    g_autoptr (WattleMdnsService) old = announce ("");
    g_autoptr (WattleMdnsService) modern = announce ("", "2001:db8::7");
    g_autofree char *first = wattle_mdns_service_make_url_host (old);
    g_autofree char *second = wattle_mdns_service_make_url_host (modern);

    EXPECT_STREQ (first, "192.0.2.7");
    EXPECT_STREQ (second, "[2001:db8::7]");
}

TEST (MdnsService, KnowsATypeOfService)
{
    for (const char *good :
         { "_ssh._tcp", "_a._udp", "_Smart-meter_1._tcp", "_123456789012345._tcp" })
        EXPECT_TRUE (wattle_mdns_service_is_type (good)) << good;
    for (const char *bad :
         { "", "_", "ssh._tcp", "_._tcp", "_ssh", "_ssh._tcp.local", "_ssh.tcp", "_s h._tcp",
           "_ssh._sctp", "_1234567890123456._tcp", "_a\xc3\xa4._tcp" })
        EXPECT_FALSE (wattle_mdns_service_is_type (bad)) << bad;
}

} // namespace
