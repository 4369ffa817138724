// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-migration.h"

#include <gtest/gtest.h>

#include "base/wattle-error.h"

namespace
{

// A history that never was: format 2 called Url what had been Address, format 3 has no tenths.
gboolean
rename_address (GKeyFile *file, GError **error)
{
    g_autofree char *text = g_key_file_get_string (file, "Link", "Address", nullptr);

    if (text == nullptr) {
        g_set_error_literal (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG, "[Link] has no Address");
        return FALSE;
    }
    g_key_file_set_string (file, "Link", "Url", text);
    g_key_file_remove_key (file, "Link", "Address", nullptr);
    return TRUE;
}

gboolean
drop_tenths (GKeyFile *file, GError **)
{
    int tenths = g_key_file_get_integer (file, "Device", "Tenths", nullptr);

    g_key_file_set_integer (file, "Device", "Seconds", tenths / 10);
    g_key_file_remove_key (file, "Device", "Tenths", nullptr);
    return TRUE;
}

const WattleMigrationStep STEPS[] = { rename_address, drop_tenths, nullptr };
const WattleMigration MIGRATION = { "Device", STEPS };

class Migration : public testing::Test
{
  protected:
    ~Migration () override
    {
        g_key_file_unref (file);
    }

    std::string
    run (const char *text)
    {
        g_autoptr (GError) error = nullptr;

        g_key_file_load_from_data (file, text, (gsize)-1, G_KEY_FILE_NONE, nullptr);
        return wattle_migration_run (&MIGRATION, file, &error) ? "" : error->message;
    }

    std::string
    result ()
    {
        g_autofree char *text = g_key_file_to_data (file, nullptr, nullptr);

        return text;
    }

    GKeyFile *file = g_key_file_new ();
};

TEST_F (Migration, TakesEveryStepOfAnOldFile)
{
    EXPECT_EQ (run ("[Device]\nFormat=1\nTenths=50\n[Link]\nAddress=a\n"), "");
    EXPECT_EQ (result (), "[Device]\nFormat=3\nSeconds=5\n\n[Link]\nUrl=a\n");
}

TEST_F (Migration, TakesTheStepsThatAreLeft)
{
    EXPECT_EQ (run ("[Device]\nFormat=2\nTenths=50\n[Link]\nAddress=a\n"), "");
    EXPECT_EQ (result (), "[Device]\nFormat=3\nSeconds=5\n\n[Link]\nAddress=a\n");
}

TEST_F (Migration, LeavesAPresentFileAsItIs)
{
    EXPECT_EQ (run ("[Device]\nFormat=3\nTenths=50\n"), "");
    EXPECT_EQ (result (), "[Device]\nFormat=3\nTenths=50\n");
}

TEST_F (Migration, TakesAFileWithoutFormatForTheFirst)
{
    EXPECT_EQ (run ("[Device]\nTenths=50\n[Link]\nAddress=a\n"), "");
    EXPECT_EQ (result (), "[Device]\nFormat=3\nSeconds=5\n\n[Link]\nUrl=a\n");
}

TEST_F (Migration, RefusesAFileOfANewerWattle)
{
    EXPECT_EQ (run ("[Device]\nFormat=4\n"),
               "this file is of format 4, written for a newer Wattle; this one knows the formats "
               "up to 3, and leaves the file as it is");
    for (const char *text : { "[Device]\nFormat=0\n", "[Device]\nFormat=\n", "[Device]\nFormat=x\n",
                              "[Device]\nFormat=1.5\n", "[Device]\nFormat=99999999999999999999\n" })
        EXPECT_EQ (run (text), "must be a whole number from 1 to 3") << text;
}

TEST_F (Migration, SaysWhichStepFailed)
{
    EXPECT_EQ (run ("[Device]\nFormat=1\n"),
               "cannot be brought from format 1 to 2: [Link] has no Address");
}

} // namespace
