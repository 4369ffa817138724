// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "support/avahi-bus.h"
#include "transport/wattle-mdns-search.h"

using namespace wattle_test;

namespace
{

using Strings = std::vector<std::string>;

// A search and what comes of it.
struct Search {
    Search () = default;
    Search (const Search &) = delete;
    Search &operator= (const Search &) = delete;

    ~Search ()
    {
        g_clear_error (&error);
        g_object_unref (cancellable);
    }

    void
    begin (WattleClock *clock, const char *type = "_ssh._tcp")
    {
        wattle_mdns_search_async (type, 3000, clock, cancellable, on_frame, this, on_done, this);
    }

    static void
    on_frame (WattleFrame *frame, gpointer data)
    {
        Search *self = (Search *)data;
        WattleMdnsService *service = wattle_frame_get_service (frame);

        EXPECT_FALSE (self->done);
        self->found.push_back (std::string (wattle_mdns_service_get_name (service)) + " " +
                               wattle_mdns_service_get_address (service) + " " +
                               std::to_string (wattle_mdns_service_get_port (service)));
        if (self->cancel_after == self->found.size ())
            g_cancellable_cancel (self->cancellable);
    }

    static void
    on_done (GObject *, GAsyncResult *result, gpointer data)
    {
        Search *self = (Search *)data;

        EXPECT_FALSE (self->done);
        self->done = true;
        self->fine = wattle_mdns_search_finish (result, &self->error);
    }

    GCancellable *cancellable = g_cancellable_new ();
    Strings found; // name, address and port
    size_t cancel_after = 0;
    bool done = false;
    bool fine = false;
    GError *error = nullptr;
};

class MdnsSearch : public testing::Test
{
  protected:
    ~MdnsSearch () override
    {
        settle ();
        g_object_unref (clock);
    }

    bool
    found (size_t count)
    {
        return spin ([&] { return search.found.size () >= count; });
    }

    // By its own time.
    void
    end ()
    {
        wattle_clock_advance (clock, 3 * G_USEC_PER_SEC);
        ASSERT_TRUE (spin ([&] { return search.done; }));
        EXPECT_TRUE (search.fine) << search.error->message;
    }

    void
    expect_error (int code, const std::string &words)
    {
        ASSERT_TRUE (spin ([&] { return search.done; }));
        EXPECT_FALSE (search.fine);
        ASSERT_TRUE (g_error_matches (search.error, WATTLE_ERROR, code))
            << (search.error != nullptr ? search.error->message : "no error");
        EXPECT_NE (std::string (search.error->message).find (words), std::string::npos)
            << search.error->message;
    }

    AvahiBus system;
    FakeAvahi &avahi = *system.avahi;
    WattleClock *clock = wattle_clock_new_manual (0);
    Search search;
};

TEST_F (MdnsSearch, TellsWhatIsKnownAndWhatComesMeanwhile)
{
    avahi.announce ({ "Known" });
    avahi.announce ({ .name = "Printer", .type = "_ipp._tcp" });
    search.begin (clock);
    ASSERT_TRUE (found (1));
    avahi.announce ({ .name = "New", .ipv4 = "192.0.2.8", .port = 2222 });
    ASSERT_TRUE (found (2));
    end ();
    EXPECT_EQ (search.found, (Strings{ "Known 192.0.2.7 22", "New 192.0.2.8 2222" }));
    EXPECT_EQ (avahi.browsed, Strings{ "_ssh._tcp.local" });
}

TEST_F (MdnsSearch, MissesNothingThatIsToldBeforeTheCallReturns)
{
    avahi.early = true;
    avahi.announce ({ "Early" });
    search.begin (clock);
    ASSERT_TRUE (found (1));
    end ();
    EXPECT_EQ (search.found, Strings{ "Early 192.0.2.7 22" });
}

TEST_F (MdnsSearch, TellsOneAddressOnceHoweverManyInterfacesItIsSeenAt)
{
    avahi.announce ({ .name = "Meter", .interfaces = { 2, 3, 4 } });
    avahi.announce ({ "Last" });
    search.begin (clock);
    ASSERT_TRUE (found (2));
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 16; })) << "4 interfaces, by and of both";
    end ();
    EXPECT_EQ (search.found, (Strings{ "Meter 192.0.2.7 22", "Last 192.0.2.7 22" }));
}

TEST_F (MdnsSearch, TakesIPv6WhereThereIsNoIPv4)
{
    avahi.announce ({ .name = "Both", .ipv6 = "2001:db8::7" });
    avahi.announce ({ .name = "Local", .ipv4 = "", .ipv6 = "fe80::7" });
    avahi.announce (
        { .name = "Modern", .ipv4 = "", .ipv6 = "2001:db8::8", .interfaces = { 2, 3 } });
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 16; }));
    ASSERT_TRUE (found (1));
    avahi.announce ({ .name = "Mark" });
    ASSERT_TRUE (found (2)) << "and so all answers before";
    end ();
    EXPECT_EQ (search.found,
               (Strings{ "Both 192.0.2.7 22", "Mark 192.0.2.7 22", "Modern 2001:db8::8 22" }));
}

TEST_F (MdnsSearch, LeavesNothingBehind)
{
    avahi.holds_lookups = true;
    avahi.announce ({ "Slow" });
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 4; }));
    EXPECT_EQ (avahi.browsers (), 1u);
    end ();
    EXPECT_TRUE (search.found.empty ());
    EXPECT_TRUE (spin ([&] { return avahi.browsers () == 0; }));
    avahi.release ();
    settle ();
    EXPECT_TRUE (search.found.empty ());
}

TEST_F (MdnsSearch, AsksForSoManyAddressesAtOnce)
{
    avahi.holds_lookups = true;
    for (int i = 0; i < 100; i++)
        avahi.announce ({ "Meter " + std::to_string (i) });
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.waiting == 4 * WATTLE_MDNS_SEARCH_LOOKUPS_MAX; }));
    settle ();
    EXPECT_EQ (avahi.lookups, 4 * WATTLE_MDNS_SEARCH_LOOKUPS_MAX);
    avahi.holds_lookups = false;
    avahi.release ();
    ASSERT_TRUE (found (100));
    EXPECT_EQ (avahi.waiting, 4 * WATTLE_MDNS_SEARCH_LOOKUPS_MAX);
    end ();
}

TEST_F (MdnsSearch, LooksAtSoManyServicesOnly)
{
    for (int i = 0; i < WATTLE_MDNS_SEARCH_SEEN_MAX / 2 + 20; i++)
        avahi.announce ({ "Meter " + std::to_string (i) });
    search.begin (clock);
    ASSERT_TRUE (found (WATTLE_MDNS_SEARCH_SEEN_MAX / 2));
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 2 * WATTLE_MDNS_SEARCH_SEEN_MAX; }));
    end ();
    EXPECT_EQ (search.found.size (), (size_t)WATTLE_MDNS_SEARCH_SEEN_MAX / 2);
}

TEST_F (MdnsSearch, PassesOverWhatMakesNoSense)
{
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.browsers () == 1; }));
    avahi.emit ("ItemNew", "('hello',)");
    avahi.emit ("ItemNew", "()");
    avahi.emit ("Whatever", "(1,)");
    avahi.emit ("ItemNew",
                "(2, 0, '" + std::string (100000, 'x') + "', '_ssh._tcp', 'local', uint32 4)");
    avahi.emit ("ItemRemove", "(2, 0, 'Good', '_ssh._tcp', 'local', uint32 4)");
    avahi.raw_reply = "('hello',)";
    avahi.announce ({ "Odd" });
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 4; }));
    avahi.raw_reply = "";
    avahi.announce ({ .name = "Long", .txt = { std::string (300, 'x') } });
    avahi.announce ({ .name = "Nowhere", .ipv4 = "no address" });
    avahi.announce ({ "Good" });
    ASSERT_TRUE (found (1));
    end ();
    EXPECT_EQ (search.found, Strings{ "Good 192.0.2.7 22" });
}

TEST_F (MdnsSearch, SaysThatAvahiIsNotThere)
{
    system.avahi.reset ();
    search.begin (clock);
    expect_error (WATTLE_ERROR_UNREACHABLE, "does not run on this machine");
}

TEST_F (MdnsSearch, SaysThatThereIsNoBus)
{
    g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at-all", TRUE);
    search.begin (clock);
    expect_error (WATTLE_ERROR_UNREACHABLE, "no connection to the system bus");
}

TEST_F (MdnsSearch, SaysThatTheAddressOfTheBusIsNone)
{
    g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "nonsense", TRUE);
    search.begin (clock);
    expect_error (WATTLE_ERROR_UNREACHABLE, "no connection to the system bus");
}

TEST_F (MdnsSearch, SaysWhatAvahiRefuses)
{
    avahi.refusal = "TooManyObjectsError";
    search.begin (clock);
    expect_error (WATTLE_ERROR_FAILED, "Avahi refuses: Refused by the test");
}

TEST_F (MdnsSearch, SaysThatALookFailed)
{
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.browsers () == 1; }));
    avahi.emit ("Failure", "('org.freedesktop.Avahi\\n.Failure" + std::string (500, 'x') + "',)");
    expect_error (WATTLE_ERROR_FAILED, "Avahi refuses: org.freedesktop.Avahi .Failure");
    EXPECT_LT (strlen (search.error->message), 300u);
}

TEST_F (MdnsSearch, SaysThatAvahiDoesNotAnswer)
{
    avahi.silent = true;
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return avahi.browsers () == 1; }));
    wattle_clock_advance (clock, 3 * G_USEC_PER_SEC);
    expect_error (WATTLE_ERROR_TIMEOUT, "Avahi does not answer in time");
}

TEST_F (MdnsSearch, SaysThatAvahiEndedAndKeepsWhatItTold)
{
    avahi.announce ({ "Known" });
    search.begin (clock);
    ASSERT_TRUE (found (1));
    system.avahi.reset ();
    expect_error (WATTLE_ERROR_UNREACHABLE, "Avahi ended meanwhile");
    EXPECT_EQ (search.found.size (), 1u);
}

TEST_F (MdnsSearch, CancelEndsItAtOnce)
{
    avahi.announce ({ "One" });
    avahi.announce ({ .name = "Two", .ipv4 = "", .ipv6 = "2001:db8::8" });
    search.cancel_after = 1;
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_FALSE (search.fine);
    EXPECT_TRUE (g_error_matches (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    EXPECT_EQ (search.found.size (), 1u);
    EXPECT_TRUE (spin ([&] { return avahi.browsers () == 0; }));
}

TEST_F (MdnsSearch, CancelEndsItWhileItConnects)
{
    search.begin (clock);
    g_cancellable_cancel (search.cancellable);
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_TRUE (g_error_matches (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    EXPECT_TRUE (avahi.browsed.empty ());
}

TEST_F (MdnsSearch, DoesNotBeginWhenItIsCancelledBefore)
{
    g_cancellable_cancel (search.cancellable);
    search.begin (clock);
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_TRUE (g_error_matches (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    EXPECT_TRUE (avahi.browsed.empty ());
}

TEST_F (MdnsSearch, MaySearchTwiceAtOnce)
{
    Search other;

    avahi.announce ({ "Known" });
    avahi.announce ({ .name = "Printer", .type = "_ipp._tcp" });
    search.begin (clock);
    other.begin (clock, "_ipp._tcp");
    ASSERT_TRUE (found (1));
    ASSERT_TRUE (spin ([&] { return other.found.size () == 1; }));
    end ();
    ASSERT_TRUE (spin ([&] { return other.done; }));
    EXPECT_EQ (search.found, Strings{ "Known 192.0.2.7 22" });
    EXPECT_EQ (other.found, Strings{ "Printer 192.0.2.7 22" });
}

} // namespace
