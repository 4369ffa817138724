// SPDX-License-Identifier: LGPL-2.1-or-later
// Archives as the host makes them, and as somebody else might.
#include "engine/wattle-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "base/wattle-error.h"
#include "support/spin.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const gint64 TIME = G_GINT64_CONSTANT (1769860800000000);

gboolean
is_any_name (const char *name)
{
    return g_str_has_suffix (name, ".conf") && strstr (name, "..") == nullptr && *name != '/';
}

GBytes *
pack (std::initializer_list<std::pair<const char *, std::string>> files)
{
    g_autoptr (WattleFileSet) set = wattle_file_set_new ();

    for (auto &[name, text] : files) {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());

        wattle_file_set_put (set, name, bytes);
    }
    return wattle_archive_pack (set, TIME, nullptr);
}

// What was refused, or "".
std::string
try_unpack (GBytes *archive)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleFileSet) files = wattle_archive_unpack (archive, is_any_name, &error);

    EXPECT_EQ (files == nullptr, error != nullptr);
    return error != nullptr ? error->message : "";
}

struct Item {
    const char *name = "a.conf";
    std::string contents;
    mode_t type = AE_IFREG;
    const char *link = nullptr;
    bool hard = false;
};

GBytes *
forge (const std::function<void (struct archive *)> &write, bool gnu = false)
{
    std::string buffer (100 * 1024 * 1024, '\0');
    size_t used = 0;
    struct archive *writer = archive_write_new ();

    if (gnu)
        archive_write_set_format_gnutar (writer);
    else
        archive_write_set_format_pax (writer);
    archive_write_add_filter_gzip (writer);
    archive_write_open_memory (writer, buffer.data (), buffer.size (), &used);
    write (writer);
    archive_write_close (writer);
    archive_write_free (writer);
    return g_bytes_new (buffer.data (), used);
}

void
add (struct archive *writer, const Item &item)
{
    struct archive_entry *entry = archive_entry_new ();

    archive_entry_set_pathname (entry, item.name);
    archive_entry_set_filetype (entry, item.type);
    archive_entry_set_perm (entry, 0600);
    archive_entry_set_size (entry, (la_int64_t)item.contents.size ());
    if (item.link != nullptr && item.hard)
        archive_entry_set_hardlink (entry, item.link);
    else if (item.link != nullptr)
        archive_entry_set_symlink (entry, item.link);
    archive_write_header (writer, entry);
    if (!item.contents.empty ())
        archive_write_data (writer, item.contents.data (), item.contents.size ());
    archive_entry_free (entry);
}

std::string
try_item (const Item &item)
{
    g_autoptr (GBytes) archive = forge ([&] (struct archive *writer) { add (writer, item); });

    return try_unpack (archive);
}

TEST (Archive, GivesBackWhatWasPutIn)
{
    std::string large (300000, 'x');
    g_autoptr (GBytes) archive =
        pack ({ { "b.conf", "2" }, { "folder/a.conf", large }, { "empty.conf", "" } });
    g_autoptr (WattleFileSet) files = wattle_archive_unpack (archive, is_any_name, nullptr);
    ASSERT_NE (files, nullptr);
    ASSERT_EQ (wattle_file_set_get_count (files), 3u);
    EXPECT_EQ (g_bytes_get_size (wattle_file_set_find (files, "b.conf")), 1u);
    EXPECT_EQ (g_bytes_get_size (wattle_file_set_find (files, "folder/a.conf")), large.size ());
    EXPECT_EQ (g_bytes_get_size (wattle_file_set_find (files, "empty.conf")), 0u);
}

TEST (Archive, IsMadeOfTheSameBytesEachTime)
{
    g_autoptr (GBytes) one = pack ({ { "b.conf", "2" }, { "a.conf", "1" } });
    g_autoptr (GBytes) other = pack ({ { "a.conf", "1" }, { "b.conf", "2" } });
    EXPECT_TRUE (g_bytes_equal (one, other));
}

TEST (Archive, IsOneThatTarReads)
{
    TempDir dir;
    g_autoptr (GBytes) archive = pack ({ { "b.conf", "2" }, { "folder/a.conf", "1" } });
    std::string path =
        dir.write ("a.tar.gz", std::string ((const char *)g_bytes_get_data (archive, nullptr),
                                            g_bytes_get_size (archive)));
    const char *arguments[] = {
        "tar", "--numeric-owner", "--utc", "-tvzf", path.c_str (), nullptr
    };
    g_autofree char *said = nullptr;

    ASSERT_TRUE (g_spawn_sync (nullptr, (char **)arguments, nullptr, G_SPAWN_SEARCH_PATH, nullptr,
                               nullptr, &said, nullptr, nullptr, nullptr));
    EXPECT_STREQ (said, "-rw------- 0/0               1 2026-01-31 12:00 b.conf\n"
                        "-rw------- 0/0               1 2026-01-31 12:00 folder/a.conf\n");
}

TEST (Archive, TakesNoNameThatLeadsElsewhere)
{
    for (const char *name : { "../a.conf", "/etc/a.conf", "x/../../a.conf", "a.txt" }) {
        EXPECT_NE (try_item ({ .name = name }).find (name), std::string::npos) << name;
        EXPECT_NE (try_item ({ .name = name }).find ("does not belong in it"), std::string::npos);
    }
    EXPECT_NE (try_item ({ .name = "\xff\n.txt" }).find ("“\\377\\n.txt”"), std::string::npos);
    EXPECT_EQ (try_item ({ .name = "a.conf" }), "") << "this is how it should be";
}

TEST (Archive, TakesNothingButFiles)
{
    for (mode_t type : { AE_IFDIR, AE_IFIFO, AE_IFCHR, AE_IFBLK })
        EXPECT_NE (try_item ({ .type = type }).find ("is not a file"), std::string::npos) << type;
    EXPECT_NE (try_item ({ .type = AE_IFLNK, .link = "/etc/passwd" }).find ("is not a file"),
               std::string::npos);
    EXPECT_NE (try_item ({ .link = "b.conf", .hard = true }).find ("is not a file"),
               std::string::npos);
}

TEST (Archive, TakesNoNameTwice)
{
    g_autoptr (GBytes) archive = forge ([] (struct archive *writer) {
        add (writer, { .contents = "1" });
        add (writer, { .contents = "2" });
    });
    EXPECT_NE (try_unpack (archive).find ("“a.conf” is in it twice"), std::string::npos);
}

TEST (Archive, DoesNotGrowWithoutEnd)
{
    g_autoptr (GBytes) bomb = forge ([] (struct archive *writer) {
        add (writer, { .contents = std::string (65 * 1024 * 1024, '\0') });
    });
    EXPECT_LT (g_bytes_get_size (bomb), 200000u);
    EXPECT_NE (try_unpack (bomb).find ("of more than"), std::string::npos);

    g_autoptr (GBytes) pieces = forge ([] (struct archive *writer) {
        for (int i = 0; i < 40; i++) {
            std::string name = std::to_string (i) + ".conf";
            add (writer, { .name = name.c_str (), .contents = std::string (2 * 1024 * 1024, 'x') });
        }
    });
    EXPECT_NE (try_unpack (pieces).find ("of more than"), std::string::npos) << "all in all";

    g_autoptr (GBytes) many = forge ([] (struct archive *writer) {
        for (int i = 0; i <= WATTLE_ARCHIVE_MAX_ENTRIES; i++) {
            std::string name = std::to_string (i) + ".conf";
            add (writer, { .name = name.c_str () });
        }
    });
    EXPECT_NE (try_unpack (many).find ("more than 4096 entries"), std::string::npos);

    g_autoptr (GBytes) long_name = forge (
        [] (struct archive *writer) {
            add (writer, { .name = (std::string (3 * 1024 * 1024, 'x') + ".conf").c_str () });
        },
        true);
    EXPECT_NE (try_unpack (long_name), "");
}

TEST (Archive, DoesNotBelieveTheSizeOfAHole)
{
    // A sparse file of a terabyte in a few bytes.
    g_autoptr (GBytes) archive = forge ([] (struct archive *writer) {
        struct archive_entry *entry = archive_entry_new ();

        archive_entry_set_pathname (entry, "a.conf");
        archive_entry_set_filetype (entry, AE_IFREG);
        archive_entry_set_size (entry, (la_int64_t)1 << 40);
        archive_entry_sparse_add_entry (entry, 0, 1);
        archive_entry_sparse_add_entry (entry, ((la_int64_t)1 << 40) - 1, 1);
        archive_write_header (writer, entry);
        archive_write_data (writer, "x", 1);
        archive_entry_free (entry);
    });
    EXPECT_NE (try_unpack (archive), "");
}

TEST (Archive, SaysThatItIsNone)
{
    for (std::string text : { std::string (), std::string ("no archive"), std::string (5000, '\0'),
                              std::string ("\x1f\x8b\x08", 3) }) {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (GError) error = nullptr;
        g_autoptr (WattleFileSet) files = wattle_archive_unpack (bytes, is_any_name, &error);

        if (files != nullptr) {
            EXPECT_EQ (wattle_file_set_get_count (files), 0u);
        } else {
            EXPECT_NE (strstr (error->message, "it is damaged"), nullptr) << error->message;
        }
    }
}

struct Fetch {
    bool done = false;
    GBytes *bytes = nullptr;
    GError *error = nullptr;
    ~Fetch ()
    {
        g_clear_pointer (&bytes, g_bytes_unref);
        g_clear_error (&error);
    }
};

void
on_fetched (GObject *, GAsyncResult *result, gpointer user_data)
{
    auto *fetch = static_cast<Fetch *> (user_data);

    fetch->bytes = wattle_archive_fetch_finish (result, &fetch->error);
    fetch->done = true;
}

TEST (Archive, IsFetchedFromAPipe)
{
    std::string text (200000, 'x');
    Fetch fetch;
    size_t written = 0;
    int ends[2];

    ASSERT_EQ (pipe2 (ends, O_NONBLOCK), 0);
    wattle_archive_fetch_async (ends[0], nullptr, on_fetched, &fetch);
    ASSERT_TRUE (spin ([&] {
        ssize_t length = write (ends[1], text.data () + written, text.size () - written);

        written += (size_t)MAX (length, 0);
        return written == text.size ();
    }));
    EXPECT_FALSE (fetch.done);
    close (ends[1]);
    ASSERT_TRUE (spin ([&] { return fetch.done; }));
    ASSERT_NE (fetch.bytes, nullptr);
    EXPECT_EQ (g_bytes_get_size (fetch.bytes), text.size ());
    EXPECT_LT (write (ends[0], "", 1), 0) << "it is closed";
}

TEST (Archive, IsNotFetchedWithoutEnd)
{
    Fetch fetch;

    wattle_archive_fetch_async (open ("/dev/zero", O_RDONLY), nullptr, on_fetched, &fetch);
    ASSERT_TRUE (spin ([&] { return fetch.done; }));
    ASSERT_NE (fetch.error, nullptr);
    EXPECT_NE (strstr (fetch.error->message, "of more than"), nullptr);
}

} // namespace
