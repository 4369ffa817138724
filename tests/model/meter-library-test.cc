// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-meter-library.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/made-up-definition.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class MeterLibrary : public testing::Test
{
  protected:
    ~MeterLibrary () override
    {
        wattle_meter_library_unref (library);
    }

    void
    add_folder (const std::string &name, WattleMeterOrigin origin)
    {
        wattle_meter_library_add_folder (library, dir.file (name).c_str (), origin);
    }

    std::string
    complaints () const
    {
        const char *const *list = wattle_meter_library_get_complaints (library);
        g_autofree char *all = g_strjoinv ("\n", (GStrv)list);

        return all;
    }

    std::string
    ids () const
    {
        std::string all;

        for (guint i = 0; i < wattle_meter_library_get_length (library); i++)
            all += std::string (wattle_meter_library_get (library, i)->id) + " ";
        return all;
    }

    bool
    add (WattleMeterLibrary *to,
         const char *name,
         const std::string &text,
         GError **error = nullptr)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());

        return wattle_meter_library_add (to, name, bytes, WATTLE_METER_OWN, error);
    }

    TempDir dir;
    WattleMeterLibrary *library = wattle_meter_library_new ();
};

TEST_F (MeterLibrary, HasTheDefinitionsOfAFolderInTheOrderOfTheirIds)
{
    for (const char *id : { "b", "c-2", "a" })
        dir.write (std::string ("meters/") + id + ".json", definition (id));
    dir.write ("meters/meter.schema.json", "{}");
    dir.write ("meters/README.md", "text");
    add_folder ("meters", WATTLE_METER_BUILT_IN);

    EXPECT_EQ (ids (), "a b c-2 ");
    EXPECT_EQ (complaints (), "");
    EXPECT_STREQ (wattle_meter_library_find (library, "c-2")->id, "c-2");
    EXPECT_EQ (wattle_meter_library_find (library, "c"), nullptr);
    EXPECT_EQ (wattle_meter_library_get_text (library, "c"), nullptr);
}

TEST_F (MeterLibrary, KeepsTheFileByteByByte)
{
    std::string text = "\n  " + definition ("a") + "\r\n\t";

    dir.write ("meters/a.json", text);
    add_folder ("meters", WATTLE_METER_OWN);
    gsize length;
    auto *data = static_cast<const char *> (
        g_bytes_get_data (wattle_meter_library_get_text (library, "a"), &length));
    EXPECT_EQ (std::string (data, length), text);
}

TEST_F (MeterLibrary, PrefersTheOwnOneToTheOneBuiltIn)
{
    dir.write ("built/a.json", definition ("a", "built in"));
    dir.write ("built/b.json", definition ("b"));
    dir.write ("own/a.json", definition ("a", "own"));
    dir.write ("own/c.json", definition ("c"));
    add_folder ("built", WATTLE_METER_BUILT_IN);
    add_folder ("own", WATTLE_METER_OWN);

    EXPECT_EQ (ids (), "a b c ");
    EXPECT_STREQ (wattle_meter_library_find (library, "a")->model, "own");
    EXPECT_EQ (wattle_meter_library_get_origin (library, "a"), WATTLE_METER_OWN);
    EXPECT_EQ (wattle_meter_library_get_origin (library, "b"), WATTLE_METER_BUILT_IN);
    EXPECT_TRUE (wattle_meter_library_replaces (library, "a"));
    EXPECT_FALSE (wattle_meter_library_replaces (library, "b"));
    EXPECT_FALSE (wattle_meter_library_replaces (library, "c"));
}

TEST_F (MeterLibrary, NamesFileAndPlaceOfWhatItLeavesOut)
{
    dir.write ("meters/bad.json", definition ("bad", "B", "uint17"));
    dir.write ("meters/good.json", definition ("good"));
    dir.write ("meters/other.json", definition ("name"));
    dir.write ("meters/text.json", "{");
    add_folder ("meters", WATTLE_METER_BUILT_IN);

    EXPECT_EQ (ids (), "good ");
    EXPECT_NE (complaints ().find (dir.file ("meters/bad.json") + ": points[0]: type: “uint17”"),
               std::string::npos)
        << complaints ();
    EXPECT_NE (complaints ().find (dir.file ("meters/other.json") +
                                   ": the file must be called like its id"),
               std::string::npos);
    EXPECT_NE (complaints ().find (dir.file ("meters/text.json") + ": JSON"), std::string::npos);
}

TEST_F (MeterLibrary, OpensNoPipesAndNothingThatIsTooLong)
{
    g_mkdir_with_parents (dir.file ("meters/folder.json").c_str (), 0700);
    ASSERT_EQ (mkfifo (dir.file ("meters/pipe.json").c_str (), 0600), 0);
    dir.write ("meters/long.json", definition ("long") + std::string (WATTLE_METER_MAX_SIZE, ' '));
    ASSERT_EQ (symlink ("nowhere", dir.file ("meters/link.json").c_str ()), 0);
    add_folder ("meters", WATTLE_METER_OWN);

    EXPECT_EQ (ids (), "");
    for (const char *what : { "folder.json: is not a file", "pipe.json: is not a file",
                              "long.json: is longer than the 262144 bytes that are allowed",
                              "link.json: cannot be read: " })
        EXPECT_NE (complaints ().find (what), std::string::npos) << complaints ();
}

TEST_F (MeterLibrary, MissesOnlyTheFolderThatCameWithTheProgram)
{
    add_folder ("none", WATTLE_METER_OWN);
    EXPECT_EQ (complaints (), "");
    add_folder ("none", WATTLE_METER_BUILT_IN);
    EXPECT_NE (complaints ().find (dir.file ("none")), std::string::npos);
}

TEST_F (MeterLibrary, AgreesWithAnotherOnWhatIsTheSame)
{
    g_autoptr (WattleMeterLibrary) other = wattle_meter_library_new ();
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (add (library, "a.json", definition ("a")));
    EXPECT_TRUE (add (library, "b.json", definition ("b", "this")));
    EXPECT_TRUE (add (other, "a.json", definition ("a")));
    EXPECT_TRUE (add (other, "b.json", definition ("b", "that")));
    EXPECT_TRUE (wattle_meter_library_agree (library, other, "a"));
    EXPECT_FALSE (wattle_meter_library_agree (library, other, "b"));
    EXPECT_TRUE (wattle_meter_library_agree (library, other, "none"));
    EXPECT_FALSE (add (other, "x.json", definition ("a"), &error));
}

// So devices that go on and the library of today have one definition between them.
TEST_F (MeterLibrary, SharesWhatIsTheSame)
{
    g_autoptr (WattleMeterLibrary) later = wattle_meter_library_new ();

    for (const char *id : { "a", "b", "c" })
        EXPECT_TRUE (add (library, (std::string (id) + ".json").c_str (), definition (id)));
    wattle_meter_library_share (later, library);
    EXPECT_TRUE (add (later, "a.json", definition ("a")));
    EXPECT_TRUE (add (later, "b.json", definition ("b", "other")));
    wattle_meter_library_share (later, nullptr);
    EXPECT_TRUE (add (later, "c.json", definition ("c")));

    EXPECT_EQ (wattle_meter_library_find (later, "a"), wattle_meter_library_find (library, "a"));
    EXPECT_STREQ (wattle_meter_library_find (later, "b")->model, "other");
    EXPECT_NE (wattle_meter_library_find (later, "c"), wattle_meter_library_find (library, "c"));
    wattle_meter_library_unref (library);
    EXPECT_STREQ (wattle_meter_library_find (later, "a")->id, "a");
    library = wattle_meter_library_new ();
}

TEST_F (MeterLibrary, LivesAsLongAsSomebodyUsesIt)
{
    WattleMeterLibrary *more = wattle_meter_library_ref (library);

    EXPECT_TRUE (add (library, "a.json", definition ("a")));
    wattle_meter_library_unref (library);
    EXPECT_STREQ (wattle_meter_library_find (more, "a")->id, "a");
    library = more;
}

} // namespace
