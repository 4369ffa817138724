/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <sys/stat.h>

#include "wattle-config.h"
#include "wattle-daemon.h"
#include "wattle-log.h"
#include "wattle-raw-program.h"
#include "wattle-replay-program.h"

#define EXIT_PROBLEMS 1
#define EXIT_USAGE    2

static gboolean session;
static gboolean verbose;
static gboolean check_config;
static gboolean show_version;
static char *config_dir;
static char *state_dir;
static char *ready_file;
static char *record_dir;
static char *replay_file;
static char *read_registers;

static const GOptionEntry entries[] = {
    { "session", 0, 0, G_OPTION_ARG_NONE, &session,
      N_ ("Run for one person, with that person's folders"), NULL },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &config_dir,
      N_ ("Folder of wattle.conf and devices.d"), N_ ("DIR") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state_dir,
      N_ ("Folder of what the host keeps: secrets, totals, broker"), N_ ("DIR") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, N_ ("Show every reading as it comes"), NULL },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &check_config,
      N_ ("Say what is wrong with the configuration, and end"), NULL },
    { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &ready_file,
      N_ ("Write the broker's address here once every device has answered or failed"),
      N_ ("FILE") },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &record_dir,
      N_ ("Write what devices answer there, without secrets and serial numbers"), N_ ("DIR") },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &replay_file,
      N_ ("Print the readings that a recording gives, and end"), N_ ("FILE") },
    { "read-registers", 0, 0, G_OPTION_ARG_STRING, &read_registers,
      N_ ("Print what registers of a Modbus bus hold, and end"),
      N_ ("UNIT,FUNCTION,ADDRESS,COUNT,URI") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_ ("Show the version, and end"), NULL },
    { NULL },
};

static gboolean
parse_options (int *argc, char ***argv)
{
    g_autoptr (GOptionContext) context =
        g_option_context_new (_ ("– home-automation and energy integration host"));
    g_autoptr (GError) error = NULL;

    g_option_context_add_main_entries (context, entries, "wattle");
    if (!g_option_context_parse (context, argc, argv, &error)) {
        g_printerr ("wattled: %s\n", error->message);
        return FALSE;
    }
    if (*argc > 1) {
        g_printerr (_ ("wattled: “%s” is not understood; see wattled --help\n"), (*argv)[1]);
        return FALSE;
    }

    return TRUE;
}

static void
find_folders (void)
{
    const char *service_state = g_getenv ("STATE_DIRECTORY");

    if (config_dir == NULL)
        config_dir = session ? g_build_filename (g_get_user_config_dir (), "wattle", NULL)
                             : g_strdup (WATTLE_CONFIG_DIR);
    if (state_dir != NULL)
        return;
    if (session)
        state_dir = g_build_filename (g_get_user_state_dir (), "wattle", NULL);
    else
        state_dir = g_strdup (service_state != NULL ? service_state : WATTLE_STATE_DIR);
}

/* The default one may be missing; one that somebody names is there, or mistyped. */
static gboolean
check_named_folder (void)
{
    if (config_dir == NULL || g_file_test (config_dir, G_FILE_TEST_IS_DIR))
        return TRUE;

    g_printerr (_ ("wattled: --config %s: there is no such folder\n"), config_dir);
    return FALSE;
}

static void
quit_loop (gpointer user_data)
{
    g_main_loop_quit (user_data);
}

typedef struct {
    WattleDaemon *daemon;
    GMainLoop *loop;
    gboolean stopping;
} Program;

static gboolean
on_signal (gpointer user_data)
{
    Program *program = user_data;

    if (!program->stopping)
        wattle_daemon_stop (program->daemon, quit_loop, program->loop);
    program->stopping = TRUE;
    return G_SOURCE_CONTINUE;
}

static gboolean
on_hangup (gpointer user_data)
{
    wattle_daemon_reload (((Program *)user_data)->daemon);
    return G_SOURCE_CONTINUE;
}

static void
run (WattleDaemon *daemon)
{
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    Program program = { daemon, loop, FALSE };
    guint on_term = g_unix_signal_add (SIGTERM, on_signal, &program);
    guint on_int = g_unix_signal_add (SIGINT, on_signal, &program);
    guint on_hup = g_unix_signal_add (SIGHUP, on_hangup, &program);

    wattle_daemon_start (daemon);
    g_main_loop_run (loop);

    g_source_remove (on_term);
    g_source_remove (on_int);
    g_source_remove (on_hup);
}

static int
check (WattleDaemon *daemon)
{
    guint problems = wattle_daemon_check (daemon);

    if (problems > 0) {
        g_printerr (ngettext ("%u problem in %s\n", "%u problems in %s\n", problems), problems,
                    config_dir);
        return EXIT_PROBLEMS;
    }

    g_print (_ ("The configuration in %s is fine.\n"), config_dir);
    return 0;
}

/* The host runs for years. Left alone, glibc keeps large blocks for later once one was given back,
 * and a heap for every thread; a flood on the bus would leave its mark for good. */
static void
tame_malloc (void)
{
    mallopt (M_MMAP_THRESHOLD, 128 * 1024);
    mallopt (M_TRIM_THRESHOLD, 128 * 1024);
    mallopt (M_ARENA_MAX, 2);
}

int
main (int argc, char **argv)
{
    g_autoptr (WattleClock) clock = NULL;
    g_autoptr (WattleDaemon) daemon = NULL;
    WattleDaemonSettings settings = { 0 };

    tame_malloc ();
    setlocale (LC_ALL, "");
    bindtextdomain (GETTEXT_PACKAGE, WATTLE_LOCALE_DIR);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    textdomain (GETTEXT_PACKAGE);

    if (!parse_options (&argc, &argv))
        return EXIT_USAGE;
    if (show_version) {
        g_print ("wattled %s\n", WATTLE_VERSION);
        return 0;
    }
    if (!check_named_folder () && check_config)
        return EXIT_PROBLEMS;

    wattle_log_init (verbose);
    umask (0077);
    /* Another folder of plugins is code of somebody else: never in the system service. */
    settings.plugin_dir = session ? g_getenv ("WATTLE_PLUGIN_DIR") : NULL;
    if (read_registers != NULL)
        return wattle_raw_program_run (read_registers);
    if (replay_file != NULL)
        return wattle_replay_program_run (replay_file, settings.plugin_dir, session);

    find_folders ();
    if (!check_config && g_mkdir_with_parents (state_dir, 0700) != 0) {
        g_printerr (_ ("wattled: the state folder %s cannot be made: %s\n"), state_dir,
                    g_strerror (errno));
        return EXIT_PROBLEMS;
    }

    settings.config_dir = config_dir;
    settings.state_dir = state_dir;
    settings.ready_file = ready_file;
    settings.record_dir = check_config ? NULL : record_dir;
    settings.verbose = verbose;
    settings.session = session;

    clock = wattle_clock_new (1);
    daemon = wattle_daemon_new (&settings, clock);
    if (check_config)
        return check (daemon);

    run (daemon);
    return 0;
}
