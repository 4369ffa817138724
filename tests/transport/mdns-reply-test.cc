// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "transport/wattle-mdns-reply.h"

#include <gio/gio.h>
#include <gtest/gtest.h>

#include <string>

namespace
{

struct Reply {
    std::string name = "Meter 5";
    std::string host = "meter-5.local";
    std::string address = "192.0.2.7";
    std::vector<std::string> txt = { "sn=1", std::string ("raw=\0\xff", 6) };
};

WattleMdnsService *
read (const Reply &reply, GError **error = nullptr)
{
    GVariantBuilder txt;

    g_variant_builder_init (&txt, G_VARIANT_TYPE ("aay"));
    for (const std::string &entry : reply.txt)
        g_variant_builder_add_value (
            &txt, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, entry.data (), entry.size (), 1));
    g_autoptr (GVariant) value = g_variant_ref_sink (
        g_variant_new ("(iissssisqaayu)", 2, 0, reply.name.c_str (), "_ssh._tcp", "local",
                       reply.host.c_str (), 0, reply.address.c_str (), 22, &txt, 4));
    return wattle_mdns_reply_read (value, "_ssh._tcp", error);
}

void
expect_refusal (const Reply &reply, const std::string &words)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (read (reply, &error), nullptr);
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << words;
    EXPECT_NE (std::string (error->message).find (words), std::string::npos) << error->message;
}

TEST (MdnsReply, IsReadWithAllThatItTells)
{
    g_autoptr (WattleMdnsService) service = read (Reply ());

    ASSERT_NE (service, nullptr);
    g_autoptr (GBytes) number = wattle_mdns_service_find_record (service, "sn");
    g_autoptr (GBytes) raw = wattle_mdns_service_find_record (service, "raw");
    g_autoptr (GBytes) wanted = g_bytes_new_static ("\0\xff", 2);
    EXPECT_STREQ (wattle_mdns_service_get_service_type (service), "_ssh._tcp");
    EXPECT_STREQ (wattle_mdns_service_get_name (service), "Meter 5");
    EXPECT_STREQ (wattle_mdns_service_get_host (service), "meter-5.local");
    EXPECT_STREQ (wattle_mdns_service_get_address (service), "192.0.2.7");
    EXPECT_EQ (wattle_mdns_service_get_port (service), 22);
    EXPECT_EQ (g_bytes_get_size (number), 1u);
    EXPECT_TRUE (g_bytes_equal (raw, wanted));
}

TEST (MdnsReply, TakesAddressesThatCanBeConnectedTo)
{
    for (const char *address :
         { "192.0.2.7", "169.254.1.1", "2001:db8::7", "fd00::7", "127.0.0.1" }) {
        Reply reply;

        reply.address = address;
        g_autoptr (WattleMdnsService) service = read (reply);
        ASSERT_NE (service, nullptr) << address;
        EXPECT_STREQ (wattle_mdns_service_get_address (service), address);
    }
    for (const char *address : { "", "0.0.0.0", "::", "224.0.0.251", "ff02::fb", "fe80::7",
                                 "fe80::7%eth0", "meter.local", "192.0.2.7/x", "http://h" }) {
        Reply reply;

        reply.address = address;
        expect_refusal (reply, "its address");
    }
}

TEST (MdnsReply, RefusesTextsThatNoDeviceHas)
{
    Reply reply;

    for (const std::string &name :
         { std::string (), std::string ("a\nb"), std::string ("\x1b[2J"), std::string (64, 'x') }) {
        reply.name = name;
        expect_refusal (reply, "a name is empty, has control characters or is too long");
    }
    reply.name = std::string (63, 'x');
    for (const std::string &host :
         { std::string (), std::string ("a\tb"), std::string (256, 'x') }) {
        reply.host = host;
        expect_refusal (reply, "63 bytes for a service and 255 for a host");
    }
    reply.host = std::string (255, 'x');
    g_autoptr (WattleMdnsService) service = read (reply);
    EXPECT_NE (service, nullptr);
}

TEST (MdnsReply, RefusesATxtRecordThatIsTooLong)
{
    Reply reply;

    reply.txt = { std::string (256, 'x') };
    expect_refusal (reply, "its TXT record is too long");
    reply.txt = std::vector<std::string> (17, std::string (255, 'x'));
    expect_refusal (reply, "its TXT record is too long");
    reply.txt.pop_back ();
    g_autoptr (WattleMdnsService) service = read (reply);
    ASSERT_NE (service, nullptr);
    EXPECT_EQ (g_bytes_get_size (wattle_mdns_service_get_txt (service)), 4096u);
}

TEST (MdnsReply, RefusesAnotherType)
{
    g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new ("(s)", "hello"));
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_mdns_reply_read (value, "_ssh._tcp", &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
}

} // namespace
