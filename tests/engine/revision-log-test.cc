// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-revision-log.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

// A log that is written revision by revision.
class RevisionLog : public testing::Test
{
  protected:
    ~RevisionLog () override
    {
        wattle_file_set_free (files);
        g_string_free (text, TRUE);
    }

    // NULL removes the file.
    void
    add (const char *name, const char *contents)
    {
        g_autoptr (WattleFileSet) changes = wattle_file_set_new ();
        g_autoptr (GBytes) bytes =
            contents != nullptr ? g_bytes_new (contents, strlen (contents)) : nullptr;

        wattle_file_set_put (changes, name, bytes);
        g_autoptr (WattleRevisionRecord) record = wattle_revision_record_new (++last, changes);

        record->time = 5;
        record->author = g_strdup ("1000");
        record->summary = g_strdup (name);
        record->complete = last == 1;
        wattle_file_set_apply (files, changes);
        wattle_revision_log_append (text, record, files);
    }

    void
    add_done ()
    {
        wattle_revision_log_append_done (text, last);
    }

    WattleRevisionLog *
    parse () const
    {
        return wattle_revision_log_parse (text->str, text->len);
    }

    // "a.conf=1 b.conf=2"
    static std::string
    show (const WattleRevisionLog *log, guint64 id)
    {
        g_autoptr (WattleFileSet) set = wattle_revision_log_get_files (log, id);
        std::string shown;

        for (guint i = 0; i < wattle_file_set_get_count (set); i++) {
            GBytes *bytes = wattle_file_set_get_contents (set, i);

            shown += (i > 0 ? " " : "") + std::string (wattle_file_set_get_name (set, i)) + "=" +
                     std::string ((const char *)g_bytes_get_data (bytes, nullptr),
                                  g_bytes_get_size (bytes));
        }
        return shown;
    }

    static std::string
    list (const WattleRevisionLog *log)
    {
        std::string ids;

        for (guint i = 0; i < log->records->len; i++) {
            auto *record = static_cast<WattleRevisionRecord *> (log->records->pdata[i]);

            ids += std::to_string (record->id) + (record->whole ? " " : "? ");
        }
        return ids;
    }

    GString *text = g_string_new (nullptr);
    WattleFileSet *files = wattle_file_set_new ();
    guint64 last = 0;
};

TEST_F (RevisionLog, IsReadAsItWasWritten)
{
    add ("a.conf", "1");
    add ("devices/b.conf", "\"č\\\r\n\t");
    add ("a.conf", nullptr);
    add_done ();
    g_autoptr (WattleRevisionLog) log = parse ();
    EXPECT_EQ (list (log), "1 2 3 ");
    EXPECT_EQ (show (log, 1), "a.conf=1");
    EXPECT_EQ (show (log, 2), "a.conf=1 devices/b.conf=\"č\\\r\n\t");
    EXPECT_EQ (show (log, 3), "devices/b.conf=\"č\\\r\n\t");
    EXPECT_EQ (log->last_id, 3u);
    EXPECT_EQ (log->done_id, 3u);
    EXPECT_EQ (log->length, text->len);
    EXPECT_FALSE (log->damaged);
    EXPECT_STREQ (wattle_revision_log_get_last (log)->author, "1000");
    EXPECT_EQ (wattle_revision_log_get_before (log, 3)->id, 2u);
    EXPECT_EQ (wattle_revision_log_get_before (log, 1), nullptr);
    EXPECT_EQ (wattle_revision_log_find (log, 4), nullptr);
}

TEST_F (RevisionLog, HoldsTextsThatAreLongAsJson)
{
    for (const char *piece : { "\n", "\"", "\\", "č", "x" }) {
        std::string contents;

        while (contents.size () < 255 * 1024)
            contents += piece;
        add ("a.conf", contents.c_str ());
        g_autoptr (WattleRevisionLog) log = parse ();
        ASSERT_FALSE (log->damaged) << piece;
        EXPECT_EQ (show (log, last), "a.conf=" + contents);
    }
}

TEST_F (RevisionLog, IgnoresWhatWasCutOffWhileItWasWritten)
{
    add ("a.conf", "1");
    add_done ();
    gsize before = text->len;
    add ("a.conf", "2");
    for (gsize length = before; length < text->len; length++) {
        g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse (text->str, length);

        ASSERT_EQ (list (log), "1 ") << length;
        ASSERT_EQ (log->length, before);
        ASSERT_FALSE (log->damaged);
    }
}

TEST_F (RevisionLog, KnowsWhichRevisionsADamageConcerns)
{
    for (int i = 1; i <= 3; i++) {
        add ("a.conf", std::to_string (i).c_str ());
        add_done ();
    }
    add ("b.conf", "b");
    add ("a.conf", "5");
    char *place = strstr (text->str, "\"3\"");
    place[1] = '7';

    g_autoptr (WattleRevisionLog) log = parse ();
    EXPECT_TRUE (log->damaged);
    EXPECT_EQ (list (log), "1 2 4? 5 ") << "a.conf is unknown in 4, and told anew by 5";
    EXPECT_EQ (show (log, 5), "a.conf=5 b.conf=b");
    EXPECT_EQ (wattle_revision_log_find (log, 4), nullptr);
    EXPECT_EQ (wattle_revision_log_get_before (log, 5)->id, 2u);

    g_autofree char *mended = wattle_revision_log_rewrite (log, 100, 100000);
    g_autoptr (WattleRevisionLog) again = wattle_revision_log_parse (mended, strlen (mended));
    EXPECT_FALSE (again->damaged);
    EXPECT_EQ (list (again), "1 2 5 ");
    EXPECT_EQ (show (again, 5), "a.conf=5 b.conf=b");
}

TEST_F (RevisionLog, NeverTakesADamagedTextForTheRealOne)
{
    for (int i = 1; i <= 3; i++) {
        add (i % 2 ? "a.conf" : "devices/b.conf", ("[Device]\n# " + std::to_string (i)).c_str ());
        add_done ();
    }
    g_autoptr (WattleRevisionLog) whole = parse ();
    for (gsize i = 0; i < text->len; i++) {
        text->str[i] ^= (char)(1 << i % 8);
        g_autoptr (WattleRevisionLog) log = parse ();
        const WattleRevisionRecord *record = wattle_revision_log_get_last (log);

        for (; record != nullptr; record = wattle_revision_log_get_before (log, record->id))
            ASSERT_EQ (show (log, record->id), show (whole, record->id)) << i;
        ASSERT_GE (log->records->len, 2u) << "more than one revision lost";
        text->str[i] ^= (char)(1 << i % 8);
    }
}

TEST_F (RevisionLog, TakesNoNamesThatLeadElsewhere)
{
    for (const char *name : { "../secrets.conf", "/etc/passwd.conf", "devices/../../x.conf",
                              ".x.conf", "x", "devices//x.conf" }) {
        last = 0;
        g_string_truncate (text, 0);
        add (name, "1");
        g_autoptr (WattleRevisionLog) log = parse ();
        EXPECT_EQ (list (log), "") << name;
    }
}

TEST_F (RevisionLog, DropsTheOldestAndStaysSelfContained)
{
    add ("z.conf", "z");
    for (int i = 2; i <= 50; i++)
        add ("a.conf", std::to_string (i).c_str ());
    g_autoptr (WattleRevisionLog) log = parse ();
    g_autofree char *shorter = wattle_revision_log_rewrite (log, 10, 100000);
    g_autoptr (WattleRevisionLog) few = wattle_revision_log_parse (shorter, strlen (shorter));
    EXPECT_EQ (wattle_revision_log_count (few), 10u);
    EXPECT_EQ (show (few, 41), "a.conf=41 z.conf=z");
    EXPECT_EQ (show (few, 50), "a.conf=50 z.conf=z");
    EXPECT_EQ (few->last_id, 50u);

    g_autofree char *small = wattle_revision_log_rewrite (log, 100, 2000);
    EXPECT_LE (strlen (small), 2000u);
    g_autofree char *one = wattle_revision_log_rewrite (log, 100, 1);
    g_autoptr (WattleRevisionLog) last_one = wattle_revision_log_parse (one, strlen (one));
    EXPECT_EQ (list (last_one), "50 ") << "the newest always stays";
}

TEST_F (RevisionLog, SaysInWordsWhatChanged)
{
    g_autoptr (WattleFileSet) changes = wattle_file_set_new ();

    add ("a.conf", "1");
    add ("b.conf", "1");
    wattle_file_set_put_text (changes, "a.conf", g_strdup ("2"));
    wattle_file_set_put (changes, "b.conf", nullptr);
    wattle_file_set_put_text (changes, "c.conf", g_strdup ("2"));
    g_autofree char *few = wattle_revision_log_describe (files, changes);
    EXPECT_STREQ (few, "a.conf changed, b.conf removed, c.conf added");
    for (const char *name : { "d.conf", "e.conf", "f.conf" })
        wattle_file_set_put_text (changes, name, g_strdup (""));
    g_autofree char *many = wattle_revision_log_describe (files, changes);
    EXPECT_STREQ (many, "a.conf changed, b.conf removed, c.conf added, d.conf added and 2 more");
}

} // namespace
