// SPDX-License-Identifier: LGPL-2.1-or-later
// What a person at a terminal sees.
#include "cli/fake-host.h"
#include "cli/program.h"
#include "cli/terminal.h"

using namespace wattle_test;

namespace
{

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

TEST_F (CliTerminal, ACertificateCannotCommandTheTerminal)
{
    host.answer ("GetSchema", "([{'driver': <'fake'>, 'model': <'meter'>}],)");
    host.answer ("Validate", "(@aa{sv} [],)");
    host.answer_with_failure ("Probe",
                              "{'http': <'tls'>, 'certificate': <{'fingerprint': "
                              "<'sha256:AB'>, 'subject': <'CN=\\u001b[2Jx\\ny'>, 'issuer': <''>, "
                              "'from': <int64 0>, 'until': <int64 0>}>}");
    Terminal probe (environment, { "devices", "probe", "fake", "--http", "https://h" });

    ASSERT_TRUE (probe.shows ("accept this certificate? [y/N] ")) << probe.shown ();
    EXPECT_FALSE (has (probe.shown (), "\033[2J")) << probe.shown ();
    EXPECT_TRUE (has (probe.shown (), "[2Jx y\r\n")) << probe.shown ();
    probe.type ("y\n");
    EXPECT_EQ (probe.wait (), 1) << probe.shown ();
    EXPECT_TRUE (has (host.asked ("Probe"), "'http-certificate': <'sha256:AB'>"))
        << host.asked ("Probe");
}

TEST_F (CliTerminal, AFailureWithoutAFingerprintIsNoQuestion)
{
    host.answer ("GetSchema", "([{'driver': <'fake'>, 'model': <'meter'>}],)");
    host.answer ("Validate", "(@aa{sv} [],)");
    host.answer_with_failure ("Probe", "{'http': <'tls'>, 'certificate': <@a{sv} {}>}");
    Terminal probe (environment, { "devices", "probe", "fake", "--http", "https://h" });

    EXPECT_EQ (probe.wait (), 1) << probe.shown ();
    EXPECT_FALSE (has (probe.shown (), "accept")) << probe.shown ();
}

TEST_F (CliTerminal, AnArchiveIsNotPutOnATerminal)
{
    Terminal backup (environment, { "config", "backup", "-" });

    EXPECT_EQ (backup.wait (), 2);
    EXPECT_TRUE (has (backup.shown (), "nothing for a terminal")) << backup.shown ();
}

} // namespace
