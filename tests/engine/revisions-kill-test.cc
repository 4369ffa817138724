// SPDX-License-Identifier: LGPL-2.1-or-later
// The host is killed at 200 random moments while its configuration is saved over and over. Its
// files are then those of a revision, and nothing that was reported as saved is gone.
#include <csignal>
#include <poll.h>
#include <random>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/wattle-config-journal.h"
#include "support/store-house.h"

using namespace wattle_test;

namespace
{

// The part of the host that matters, in a process of its own: a save follows the other.
class Host
{
  public:
    Host (const std::string &folder, unsigned seed, int reports)
        : random_ (seed), reports_ (reports)
    {
        store_ = wattle_store_new ((folder + "/etc").c_str (), problems_);
        wattle_store_set_state_dir (store_, (folder + "/state").c_str ());
        wattle_revisions_recover (wattle_store_get_revisions (store_));
        wattle_store_load (store_);
    }

    [[noreturn]] void
    run ()
    {
        g_autoptr (GMainLoop) loop = g_main_loop_new (nullptr, FALSE);

        prctl (PR_SET_PDEATHSIG, SIGKILL);
        wattle_revisions_list_async (wattle_store_get_revisions (store_), 0, on_listed, this);
        g_main_loop_run (loop);
        _exit (1);
    }

  private:
    static void
    on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        auto *self = static_cast<Host *> (user_data);
        g_autoptr (GPtrArray) list =
            wattle_revisions_list_finish (WATTLE_REVISIONS (source), result, nullptr);

        self->last_ = static_cast<WattleRevision *> (list->pdata[0])->id;
        self->count_ = list->len;
        self->save ();
    }

    void
    save ()
    {
        std::string id (1, (char)('a' + random_ () % 5));
        WattleRevisions *revisions = wattle_store_get_revisions (store_);

        if (random_ () % 4 == 0) {
            guint64 then = last_ - random_ () % count_;

            wattle_revisions_restore_async (revisions, then, "1000", nullptr, nullptr, on_restored,
                                            this);
        } else if (random_ () % 6 == 0) {
            wattle_store_remove_device_async (store_, id.c_str (), "1000", on_saved, this);
        } else {
            g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id.c_str (), "");

            config->driver = g_strdup ("iskra-sg");
            config->name = g_strdup (std::to_string (random_ ()).c_str ());
            wattle_store_save_device_async (store_, config, "1000", on_saved, this);
        }
    }

    // The id of the revision is what the parent is told.
    void
    report ()
    {
        last_++;
        count_++;
        if (write (reports_, &last_, sizeof last_) != sizeof last_)
            _exit (1);
        save ();
    }

    static void
    on_saved (GObject *, GAsyncResult *result, gpointer user_data)
    {
        auto *self = static_cast<Host *> (user_data);

        // A device that is not there cannot be removed.
        if (g_task_propagate_boolean (G_TASK (result), nullptr))
            self->report ();
        else
            self->save ();
    }

    static void
    on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        g_autoptr (GError) error = nullptr;

        if (!wattle_revisions_restore_finish (WATTLE_REVISIONS (source), result, &error))
            _exit (2);
        // What changed nothing is no revision: the list is right again then.
        wattle_revisions_list_async (WATTLE_REVISIONS (source), 0, on_listed_again, user_data);
    }

    static void
    on_listed_again (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        auto *self = static_cast<Host *> (user_data);
        g_autoptr (GPtrArray) list =
            wattle_revisions_list_finish (WATTLE_REVISIONS (source), result, nullptr);

        if (static_cast<WattleRevision *> (list->pdata[0])->id > self->last_)
            self->report ();
        else
            self->save ();
    }

    std::mt19937 random_;
    int reports_;
    guint64 last_ = 0;
    guint64 count_ = 0;
    WattleClock *clock_ = wattle_clock_new (1);
    WattleProblems *problems_ = wattle_problems_new (clock_);
    WattleStore *store_;
};

// Whether something comes before @end.
bool
wait_for (int file, gint64 end)
{
    pollfd what = { file, POLLIN, 0 };
    timespec span = { 20, 0 };

    if (end != G_MAXINT64)
        span = { 0, MAX (end - g_get_monotonic_time (), 0) * 1000 };
    return ppoll (&what, 1, &span, nullptr) > 0;
}

// Returns the last revision that was reported as saved, 0 if none was.
guint64
live_and_die (const std::string &folder, unsigned seed, int microseconds)
{
    int ends[2];
    guint64 reported = 0;

    EXPECT_EQ (pipe (ends), 0);
    pid_t child = fork ();
    if (child == 0) {
        close (ends[0]);
        Host (folder, seed, ends[1]).run ();
    }
    close (ends[1]);

    // A life begins when the first save is done.
    gint64 end = G_MAXINT64;
    guint64 id;
    while (wait_for (ends[0], end) && read (ends[0], &id, sizeof id) == sizeof id) {
        if (reported == 0)
            end = g_get_monotonic_time () + microseconds;
        reported = id;
    }
    kill (child, SIGKILL);
    while (read (ends[0], &id, sizeof id) == sizeof id)
        reported = id; // what is still in the pipe was saved too
    close (ends[0]);
    waitpid (child, nullptr, 0);
    return reported;
}

std::string
get (const Texts &texts, const std::string &name)
{
    return texts.count (name) ? texts.at (name) : "(none)";
}

// Every file is as in the newest revision, or, while that is not finished, as in the one before.
void
check_files (const WattleRevisionLog *log, const Texts &files)
{
    const WattleRevisionRecord *last = wattle_revision_log_get_last (log);
    Texts now = get_files (log, last->id);
    Texts before = get_files (log, last->id - 1);

    ASSERT_FALSE (log->damaged);
    if (files == now || wattle_file_set_get_count (last->changes) < 2) {
        EXPECT_TRUE (files == now || (log->done_id < last->id && files == before));
        return;
    }
    ASSERT_LT (log->done_id, last->id);
    Texts all = files;
    all.insert (now.begin (), now.end ());
    all.insert (before.begin (), before.end ());
    for (auto &[name, text] : all)
        EXPECT_TRUE (get (files, name) == get (now, name) ||
                     get (files, name) == get (before, name))
            << name;
}

} // namespace

TEST (RevisionsKilled, LeaveTheFilesOfARevision)
{
    TempDir dir;
    std::mt19937 random (1);
    guint64 last = 0;
    int unfinished = 0;

    for (int kill = 0; kill < 200 && !testing::Test::HasFailure (); kill++) {
        SCOPED_TRACE (kill);
        // A new house now and then: a long log only takes time.
        if (kill % 10 == 0) {
            std::filesystem::remove_all (dir.file ("state"));
            last = 0;
        }
        guint64 reported =
            live_and_die (dir.path (), (unsigned)random (), (int)(random () % 40000));
        std::string text = read_text (dir.file ("state/revisions.jsonl"));
        g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse (text.data (), text.size ());

        ASSERT_GT (reported, last) << "it lived";
        ASSERT_NE (wattle_revision_log_find (log, reported), nullptr) << "reported, but gone";
        last = wattle_revision_log_get_last (log)->id;
        ASSERT_LE (last, reported + 1);
        unfinished += log->done_id < last || log->length < text.size ();
        check_files (log, read_folder (dir.file ("state/config")));

        // The next start, without its threads.
        WattleConfigJournal *journal = wattle_config_journal_new (dir.file ("state").c_str ());
        ASSERT_TRUE (wattle_config_journal_open (journal, 0, nullptr));
        EXPECT_EQ (wattle_config_journal_get_last_id (journal), last) << "nothing was noted";
        wattle_config_journal_free (journal);
        EXPECT_EQ (read_folder (dir.file ("state/config")), get_files (log, last));
    }

    EXPECT_GT (unfinished, 0) << "none was killed in the middle";
}
