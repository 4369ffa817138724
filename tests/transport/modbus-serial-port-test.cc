// SPDX-License-Identifier: LGPL-2.1-or-later
// Ports that are not there, go away and come back.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <memory>

#include "support/serial-link.h"

using namespace wattle_test;

namespace
{

class ModbusSerialPort : public SerialLinkTest
{
  protected:
    void
    plug_in ()
    {
        peer = std::make_unique<SerialPeer> (
            [this] (const Bytes &request) { return silent ? Bytes{} : reply (request); });
        name.lead_to (peer->path ());
    }

    void
    unplug ()
    {
        peer->vanish ();
        name.lead_to ("");
    }

    std::string
    said () const
    {
        return text_of (wattle_link_get_detail (link));
    }

    void
    expect_down (WattleFrame *frame, const std::string &reason)
    {
        const WattleMessage *fault = wattle_link_get_fault (link);

        EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_UNREACHABLE);
        EXPECT_EQ (detail (frame), name.path () + ": " + reason);
        EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_DOWN);
        EXPECT_EQ (said (), name.path () + ": " + reason);
        ASSERT_NE (fault, nullptr);
        EXPECT_EQ (wattle_message_get_text (fault), said ());
    }

    // Nobody asks meanwhile.
    bool
    comes_up ()
    {
        return wait ([this] {
            wattle_clock_advance (clock, G_USEC_PER_SEC);
            return wattle_link_get_state (link) == WATTLE_LINK_UP;
        });
    }

    static constexpr const char *MISSING = "there is no such port; is the adapter plugged in, and "
                                           "the user of the host in the group dialout?";
    PortName name;
    std::unique_ptr<SerialPeer> peer;
    bool silent = false;
};

} // namespace

TEST_F (ModbusSerialPort, IsMissedAtOnce)
{
    link = make_link (name.path ());
    expect_down (ask (), MISSING);
}

TEST_F (ModbusSerialPort, IsOpenedWhenItComes)
{
    link = make_link (name.path ());
    ask ();
    plug_in ();
    EXPECT_TRUE (comes_up ());
    EXPECT_EQ (wattle_link_get_detail (link), nullptr);
    EXPECT_EQ (wattle_link_get_fault (link), nullptr);
    EXPECT_EQ (outcome (ask ()), WATTLE_OUTCOME_ANSWERED);
}

TEST_F (ModbusSerialPort, IsTriedForEverAndLessOften)
{
    link = make_link (name.path ());
    ask ();
    for (int i = 0; i < 20; i++) {
        advance (20);
        settle ();
        EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_DOWN);
    }
    plug_in ();
    EXPECT_TRUE (comes_up ());

    unplug ();
    ask ();
    plug_in ();
    advance (0.4); // half a second is the least
    settle ();
    WattleFrame *frame = ask ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_TRUE (peer->requests.empty ());
    advance (0.6); // a second is the most, after all was well
    EXPECT_TRUE (wait ([this] { return wattle_link_get_state (link) == WATTLE_LINK_UP; }));
}

TEST_F (ModbusSerialPort, MayBeUnpluggedAndPluggedInAgain)
{
    plug_in ();
    link = make_link (name.path ());
    EXPECT_EQ (outcome (ask ()), WATTLE_OUTCOME_ANSWERED);
    for (int i = 0; i < 3; i++) {
        unplug ();
        expect_down (ask (), "the adapter was unplugged, or its driver failed");
        EXPECT_TRUE (wait ([&] {
            wattle_clock_advance (clock, G_USEC_PER_SEC);
            return said () == name.path () + ": " + MISSING;
        }));
        plug_in ();
        EXPECT_TRUE (comes_up ());
        EXPECT_EQ (outcome (ask ()), WATTLE_OUTCOME_ANSWERED);
    }
}

TEST_F (ModbusSerialPort, IsMissedInTheMiddleOfAQuestion)
{
    silent = true;
    plug_in ();
    link = make_link (name.path ());
    send (question ());
    ASSERT_TRUE (wait ([this] { return !peer->requests.empty (); }));
    unplug ();
    expect_down (hear (), "the adapter was unplugged, or its driver failed");
}

TEST_F (ModbusSerialPort, TellsWhoListensWhyItIsGone)
{
    int changes = 0;

    link = make_link (name.path ());
    g_signal_connect_swapped (link, "state-changed", G_CALLBACK (+[] (int *n) { ++*n; }), &changes);
    ask ();
    EXPECT_EQ (changes, 1);
    name.lead_to ("/dev/null");
    EXPECT_TRUE (wait ([&] {
        wattle_clock_advance (clock, G_USEC_PER_SEC);
        return changes == 2;
    }));
    EXPECT_EQ (said (), name.path () + ": this is not a serial port");
}

TEST_F (ModbusSerialPort, IsNotSharedWithAnotherProgram)
{
    SerialPeer other ([this] (const Bytes &request) { return reply (request); });
    g_autoptr (WattleLink) first = make_link (other.path ());

    g_set_object (&link, first);
    EXPECT_EQ (outcome (ask ()), WATTLE_OUTCOME_ANSWERED);
    g_clear_object (&link);

    name.lead_to (other.path ());
    link = make_link (name.path ());
    expect_down (ask (), "the port is in use by another program, or under another name");
    g_clear_object (&first);
    EXPECT_TRUE (comes_up ());
}

TEST_F (ModbusSerialPort, NeedsADescriptorThatLibmodbusCanTake)
{
    struct rlimit before;
    std::vector<int> taken;

    plug_in ();
    ASSERT_EQ (getrlimit (RLIMIT_NOFILE, &before), 0);
    struct rlimit more = before;
    more.rlim_cur = 1200;
    ASSERT_EQ (setrlimit (RLIMIT_NOFILE, &more), 0);
    while (taken.empty () || taken.back () < 1023) {
        taken.push_back (::open ("/dev/null", O_RDONLY | O_CLOEXEC));
        ASSERT_GE (taken.back (), 0);
    }

    link = make_link (name.path ());
    expect_down (ask (),
                 "the host has too many files open; a serial port needs one of the first 1024");
    for (int fd : taken)
        close (fd);
    EXPECT_TRUE (comes_up ());
    EXPECT_EQ (outcome (ask ()), WATTLE_OUTCOME_ANSWERED);
    setrlimit (RLIMIT_NOFILE, &before);
}

TEST_F (ModbusSerialPort, MayBeForgottenWhileItIsOpened)
{
    link = make_link (name.path ());
    ask ();
    advance (1.1); // being tried again
    g_clear_object (&link);
    EXPECT_TRUE (ends_thread ());
}
