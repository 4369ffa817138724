// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/log-capture.h"
#include "support/spin.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class Secrets : public testing::Test
{
  protected:
    ~Secrets () override
    {
        g_clear_object (&secrets);
    }

    void
    open (bool with_credentials = false)
    {
        g_clear_object (&secrets);
        secrets = wattle_secrets_new (dir.file ("state").c_str (),
                                      with_credentials ? dir.file ("cred").c_str () : nullptr);
    }

    std::string
    load_error ()
    {
        g_autoptr (GError) error = nullptr;

        open ();
        return wattle_secrets_load (secrets, &error) ? "" : error->message;
    }

    // What storing failed with.
    std::string
    store (const char *name, const std::string &value)
    {
        std::string failure = "(pending)";

        wattle_secrets_store_async (secrets, name, value.c_str (), on_stored, &failure);
        EXPECT_TRUE (spin ([&] { return failure != "(pending)"; }));
        return failure;
    }

    static void
    on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        g_autoptr (GError) error = nullptr;

        wattle_secrets_store_finish (WATTLE_SECRETS (source), result, &error);
        *(std::string *)user_data = error != nullptr ? error->message : "";
    }

    std::string
    lookup (const char *name)
    {
        char *value = wattle_secrets_lookup (secrets, name);
        std::string text = value != nullptr ? value : "(none)";

        wattle_secret_free (value);
        return text;
    }

    TempDir dir;
    WattleSecrets *secrets = nullptr;
};

TEST_F (Secrets, AreLookedForAmongTheCredentialsFirst)
{
    dir.write ("state/secrets.conf", "[Secrets]\nboth=file\nfile_only=file\n");
    dir.write ("cred/both", "credential\n");
    dir.write ("cred/wattle_prefixed", "unit");
    dir.write ("cred/prefixed", "other");
    open (true);
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    EXPECT_EQ (lookup ("both"), "credential") << "without the end of line";
    EXPECT_EQ (lookup ("prefixed"), "unit");
    EXPECT_EQ (lookup ("file_only"), "file");
    EXPECT_EQ (lookup ("none"), "(none)");
}

TEST_F (Secrets, HaveNamesThatStayInTheirFolder)
{
    dir.write ("outside", "x");
    dir.write ("cred/ok", "y");
    open (true);
    EXPECT_EQ (lookup ("../outside"), "(none)");
    EXPECT_EQ (lookup (""), "(none)");
    EXPECT_EQ (lookup ("ok"), "y");
}

TEST_F (Secrets, RefuseCredentialsThatAreNoText)
{
    dir.write ("cred/long", std::string (5000, 'x'));
    dir.write ("cred/zero", std::string ("a\0b", 3));
    open (true);
    EXPECT_EQ (lookup ("long"), "(none)");
    EXPECT_EQ (lookup ("zero"), "(none)");
}

TEST_F (Secrets, AreStoredForTheOwnerOnly)
{
    struct stat info;

    dir.write ("state/secrets.conf", "[Secrets]\nold=1\n");
    chmod (dir.file ("state/secrets.conf").c_str (), 0644);
    open ();
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    ASSERT_EQ (store ("door", "se=s[am]e\\ #;"), "");
    EXPECT_EQ (lookup ("door"), "se=s[am]e\\ #;");
    ASSERT_EQ (stat (dir.file ("state/secrets.conf").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);

    EXPECT_EQ (load_error (), "");
    EXPECT_EQ (lookup ("door"), "se=s[am]e\\ #;");
    EXPECT_EQ (lookup ("old"), "1");
}

TEST_F (Secrets, MakeTheirFolder)
{
    struct stat info;

    open ();
    ASSERT_EQ (store ("a", "b"), "");
    ASSERT_EQ (stat (dir.file ("state").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0700u);
}

TEST_F (Secrets, RefuseWrongNamesAndEndlessValues)
{
    open ();
    EXPECT_NE (store ("Door", "x").find ("Door"), std::string::npos);
    EXPECT_NE (store ("door", std::string (5000, 'x')), "");
    EXPECT_NE (store ("door", "\xff"), "");
    EXPECT_EQ (lookup ("door"), "(none)");
}

TEST_F (Secrets, KeepCommentsAndEachOtherWhenStored)
{
    std::string file = dir.write ("state/secrets.conf", "# mine\n\n[Secrets]\n# the door\nold=1\n");
    std::string failures[2] = { "(pending)", "(pending)" };
    g_autofree char *text = nullptr;

    open ();
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    wattle_secrets_store_async (secrets, "a", "2", on_stored, &failures[0]);
    wattle_secrets_store_async (secrets, "b", "3", on_stored, &failures[1]);
    ASSERT_TRUE (spin ([&] { return failures[0].empty () && failures[1].empty (); }));
    g_file_get_contents (file.c_str (), &text, nullptr, nullptr);
    EXPECT_STREQ (text, "# mine\n\n[Secrets]\n# the door\nold=1\na=2\nb=3\n");
}

TEST_F (Secrets, AreNotOverwrittenWhenTheyCannotBeRead)
{
    std::string file = dir.write ("state/secrets.conf", "[Secrets]\nold=1\n[oops\n");
    g_autofree char *text = nullptr;

    open ();
    EXPECT_NE (store ("door", "2").find ("not overwritten"), std::string::npos);
    g_file_get_contents (file.c_str (), &text, nullptr, nullptr);
    EXPECT_STREQ (text, "[Secrets]\nold=1\n[oops\n");
}

TEST_F (Secrets, AreTakenOverTogether)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    bool done = false;

    dir.write ("state/secrets.conf", "# mine\n[Secrets]\na=1\nb=2\n");
    EXPECT_EQ (load_error (), "");
    g_key_file_load_from_data (file, "[Secrets]\nb=3\nc=\\sx\\\\\n", -1, G_KEY_FILE_NONE, nullptr);
    wattle_secrets_import_async (
        secrets, file,
        [] (GObject *source, GAsyncResult *result, gpointer user_data) {
            EXPECT_TRUE (wattle_secrets_import_finish (WATTLE_SECRETS (source), result, nullptr));
            *(bool *)user_data = true;
        },
        &done);
    ASSERT_TRUE (spin ([&] { return done; }));
    for (int i = 0; i < 2; i++) {
        EXPECT_EQ (lookup ("a"), "1");
        EXPECT_EQ (lookup ("b"), "3");
        EXPECT_EQ (lookup ("c"), " x\\");
        EXPECT_EQ (load_error (), "") << "they are on disk";
    }

    g_autoptr (GError) error = nullptr;
    g_key_file_set_string (file, "Secrets", "d", std::string (5000, 'x').c_str ());
    EXPECT_FALSE (wattle_secrets_check (file, &error));
    EXPECT_STREQ (error->message, "[Secrets] d is not a secret");
}

TEST_F (Secrets, AreClosedToOthersAndThatIsSaid)
{
    std::string file = dir.write ("state/secrets.conf", "[Secrets]\nold=1\n");
    LogCapture log;
    struct stat info;

    chmod (file.c_str (), 0640);
    chmod (dir.file ("state").c_str (), 0755);
    EXPECT_EQ (load_error (), "");
    EXPECT_EQ (log.take ().size (), 2u);
    ASSERT_EQ (stat (file.c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    ASSERT_EQ (stat (dir.file ("state").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0700u);
    EXPECT_EQ (load_error (), "");
    EXPECT_EQ (log.take ().size (), 0u) << "once";
}

TEST_F (Secrets, NeedNoFile)
{
    EXPECT_EQ (load_error (), "");
}

TEST_F (Secrets, SayThatTheFileIsDamagedWithoutQuotingIt)
{
    for (std::string text : { std::string ("[Secrets\nhidden"), std::string ("hidden\n"),
                              std::string ("\xff\xfe\0hidden", 9) }) {
        dir.write ("state/secrets.conf", text);
        std::string message = load_error ();

        EXPECT_NE (message.find ("secrets.conf"), std::string::npos) << message;
        EXPECT_EQ (message.find ("hidden"), std::string::npos) << message;
    }
}

TEST_F (Secrets, NameTheKeyThatIsNoName)
{
    dir.write ("state/secrets.conf", "[Secrets]\nNot-A-Name=hidden\ngood=1\n");
    std::string message = load_error ();

    EXPECT_NE (message.find ("Not-A-Name"), std::string::npos) << message;
    EXPECT_EQ (lookup ("good"), "1") << "the others count";
    EXPECT_EQ (message.find ("hidden"), std::string::npos) << message;
}

TEST_F (Secrets, NameTheKeyWhoseBackslashMeansNothing)
{
    dir.write ("state/secrets.conf", "[Secrets]\ndoor=hid\\den\n");
    std::string message = load_error ();

    EXPECT_NE (message.find ("door"), std::string::npos) << message;
    EXPECT_EQ (message.find ("hid"), std::string::npos) << message;
}

TEST_F (Secrets, AreNamedByTheirPrefix)
{
    EXPECT_STREQ (wattle_secrets_get_name ("secret:door"), "door");
    EXPECT_EQ (wattle_secrets_get_name ("secret:"), nullptr);
    EXPECT_EQ (wattle_secrets_get_name ("secret:../x"), nullptr);
    EXPECT_EQ (wattle_secrets_get_name ("door"), nullptr);
}

} // namespace
