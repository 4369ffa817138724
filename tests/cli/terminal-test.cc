// SPDX-License-Identifier: LGPL-2.1-or-later
// What a person at a terminal sees.
#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

#include "cli/fake-host.h"
#include "cli/program.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

// The program on a terminal of its own.
class Terminal
{
  public:
    Terminal (const Process::Environment &environment,
              const std::vector<std::string> &arguments,
              unsigned short lines = 24,
              unsigned short columns = 80)
    {
        struct winsize size = { lines, columns, 0, 0 };
        std::vector<char *> argv = { (char *)WATTLE };

        for (const std::string &argument : arguments)
            argv.push_back ((char *)argument.c_str ());
        argv.push_back (nullptr);
        pid_ = forkpty (&file_, nullptr, nullptr, &size);
        if (pid_ == 0) {
            for (const auto &[name, value] : environment)
                setenv (name.c_str (), value.c_str (), 1);
            setenv ("TERM", "xterm", 1);
            execv (WATTLE, argv.data ());
            _exit (127);
        }
        fcntl (file_, F_SETFL, O_NONBLOCK);
    }

    ~Terminal ()
    {
        if (status_ < 0) {
            kill (pid_, SIGKILL);
            waitpid (pid_, nullptr, 0);
        }
        close (file_);
    }

    void
    type (const std::string &text)
    {
        ASSERT_EQ (write (file_, text.data (), text.size ()), (gssize)text.size ());
    }

    void
    resize (unsigned short lines, unsigned short columns)
    {
        struct winsize size = { lines, columns, 0, 0 };

        ioctl (file_, TIOCSWINSZ, &size);
    }

    // All it has shown so far.
    const std::string &
    shown ()
    {
        char buffer[4096];
        gssize length;

        while ((length = read (file_, buffer, sizeof buffer)) > 0)
            shown_.append (buffer, (size_t)length);
        return shown_;
    }

    bool
    shows (const std::string &words)
    {
        return spin ([&] { return has (shown (), words); });
    }

    bool
    is_hidden ()
    {
        struct termios mode;

        return tcgetattr (file_, &mode) == 0 && !(mode.c_lflag & ECHO);
    }

    int
    wait ()
    {
        int status = 0;

        EXPECT_TRUE (spin ([&] {
            shown ();
            return waitpid (pid_, &status, WNOHANG) == pid_;
        })) << shown_;
        status_ = status;
        shown ();
        return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
    }

  private:
    int file_ = -1;
    pid_t pid_ = 0;
    int status_ = -1;
    std::string shown_;
};

class CliTerminal : public testing::Test
{
  protected:
    CliTerminal () : host (bus), environment (make_environment (bus))
    {
        host.answer ("Subscribe", "@() ()");
        host.answer ("SetSecret", "@() ()");
        host.add_device ("m", "Števec",
                         "{'power': {'name': <'Power'>, 'unit': <'W'>, 'decimals': <1>, 'order': "
                         "<uint32 0>}}");
    }

    // At this prompt, once what is typed is not shown any more.
    static void
    type_hidden (Terminal &terminal, const char *prompt, const char *text)
    {
        ASSERT_TRUE (terminal.shows (prompt));
        ASSERT_TRUE (spin ([&] { return terminal.is_hidden (); }));
        terminal.type (text);
    }

    PrivateBus bus;
    FakeHost host;
    Process::Environment environment;
};

TEST_F (CliTerminal, TablesHaveColoursUnlessTheyAreUnwanted)
{
    Terminal coloured (environment, { "devices", "list" });
    EXPECT_EQ (coloured.wait (), 0);
    EXPECT_TRUE (has (coloured.shown (), "\033[32monline\033[0m")) << coloured.shown ();

    environment["NO_COLOR"] = "1";
    Terminal plain (environment, { "devices", "list" });
    EXPECT_EQ (plain.wait (), 0);
    EXPECT_FALSE (has (plain.shown (), "\033")) << plain.shown ();
}

TEST_F (CliTerminal, WatchHasAScreenOfItsOwnAndGivesItBack)
{
    Terminal watch (environment, { "watch" });

    ASSERT_TRUE (watch.shows ("\033[?1049h"));
    ASSERT_TRUE (watch.shows ("Števec (m)")) << watch.shown ();
    ASSERT_TRUE (watch.shows ("Power")) << watch.shown ();
    watch.type ("\003");
    EXPECT_EQ (watch.wait (), 0);
    EXPECT_TRUE (has (watch.shown (), "\033[?25h\033[?1049l")) << watch.shown ();
}

TEST_F (CliTerminal, WatchFollowsTheSizeOfTheWindow)
{
    Terminal watch (environment, { "watch" }, 24, 80);

    ASSERT_TRUE (watch.shows ("(Ctrl-C ends this view)"));
    EXPECT_FALSE (has (watch.shown (), "…"));
    watch.resize (10, 20);
    EXPECT_TRUE (watch.shows ("…")) << watch.shown ();
    watch.type ("\003");
    EXPECT_EQ (watch.wait (), 0);
}

TEST_F (CliTerminal, ASecretIsTypedTwiceAndNotShown)
{
    Terminal secret (environment, { "secret", "set", "club" });

    type_hidden (secret, "club: ", "hush\n");
    type_hidden (secret, "the same again: ", "hush\n");
    EXPECT_EQ (secret.wait (), 0) << secret.shown ();
    EXPECT_FALSE (has (secret.shown (), "hush")) << secret.shown ();
    EXPECT_EQ (host.asked ("SetSecret"), "('club', 'hush')");
}

TEST_F (CliTerminal, TwoDifferentSecretsChangeNothing)
{
    Terminal secret (environment, { "secret", "set", "club" });

    type_hidden (secret, "club: ", "hush\n");
    type_hidden (secret, "the same again: ", "hash\n");
    EXPECT_EQ (secret.wait (), 2) << secret.shown ();
    EXPECT_TRUE (has (secret.shown (), "the two values differ"));
    EXPECT_EQ (host.asked ("SetSecret"), "");
}

TEST_F (CliTerminal, WhoBreaksOffGetsTheTerminalBack)
{
    Terminal secret (environment, { "secret", "set", "club" });

    type_hidden (secret, "club: ", "\003");
    EXPECT_EQ (secret.wait (), -SIGINT);
    EXPECT_FALSE (secret.is_hidden ());
    EXPECT_EQ (host.asked ("SetSecret"), "");
}

TEST_F (CliTerminal, AnArchiveIsNotPutOnATerminal)
{
    Terminal backup (environment, { "config", "backup", "-" });

    EXPECT_EQ (backup.wait (), 2);
    EXPECT_TRUE (has (backup.shown (), "nothing for a terminal")) << backup.shown ();
}

} // namespace
