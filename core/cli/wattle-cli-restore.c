/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/wattle-number.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-json.h"
#include "wattle-cli-report.h"
#include "wattle-cli-text.h"

static GVariant *
make_options (gboolean dry_run)
{
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "dry-run", "b", dry_run);
    return g_variant_dict_end (&options);
}

static void
print_restored (WattleCli *cli, GVariant *names, gboolean dry_run)
{
    g_autofree const char **list = g_variant_get_strv (names, NULL);
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (cli->json) {
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_boolean (json, "dry_run", dry_run);
        wattle_cli_json_add_texts (json, "restored", list);
        wattle_cli_json_end_object (json);
        wattle_cli_json_print (json);
        return;
    }
    for (guint i = 0; list[i] != NULL; i++) {
        g_autofree char *name = wattle_cli_text_clean (list[i]);

        g_print ("%s\n", name);
    }
    g_print ("%s\n", dry_run ? _ ("All of it could be restored.") : _ ("All of it is restored."));
}

static int
restore_archive (WattleCli *cli, const char *path, gboolean dry_run)
{
    g_autoptr (GUnixFDList) files = g_unix_fd_list_new ();
    int archive = g_open (path, O_RDONLY | O_CLOEXEC, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) names = NULL;
    g_autoptr (GVariant) reply = NULL;
    int index = 0;

    if (archive < 0)
        g_set_error (&error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is no revision, and no archive that can be read: %s"), path,
                     g_strerror (errno));
    else
        index = g_unix_fd_list_append (files, archive, &error);
    if (archive >= 0)
        g_close (archive, NULL);
    if (error == NULL)
        reply = wattle_cli_bus_change_with_files (
            cli->manager, "Restore", g_variant_new ("(h@a{sv})", index, make_options (dry_run)),
            files, NULL, &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    names = g_variant_get_child_value (reply, 0);
    print_restored (cli, names, dry_run);
    return WATTLE_CLI_OK;
}

static int
restore_revision (WattleCli *cli, const char *revision)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = wattle_cli_bus_change (cli->manager, "RestoreRevision",
                                                        g_variant_new ("(s)", revision), &error);

    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "revision", revision,
                                   _ ("The configuration is again as in revision %s."), revision);
}

static int
run_restore (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *what = wattle_cli_arguments_get_operand (arguments, 0);
    gboolean dry_run = wattle_cli_arguments_has (arguments, "dry-run");
    g_autoptr (GError) error = NULL;
    gint64 number;

    if (!wattle_number_parse_integer (what, 0, G_MAXINT64, &number, NULL))
        return restore_archive (cli, what, dry_run);
    if (!dry_run)
        return restore_revision (cli, what);

    g_set_error (
        &error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
        _ ("--dry-run is for archives; wattle config diff %s shows what a revision differs "
           "in"),
        what);
    return wattle_cli_fail (error);
}

static const WattleCliOption restore_options[] = {
    { "dry-run", NULL, N_ ("only check the archive") },
    { NULL },
};

const WattleCliCommand wattle_cli_restore_commands[] = {
    { "config restore", "REVISION|FILE", N_ ("go back to a revision or an archive"),
      N_ ("Puts the configuration of an earlier revision in force again, or what an archive of "
          "wattle config backup holds. It is checked as a whole before anything is changed, and is "
          "a new revision, so that it can be undone too. Totals never fall by it."),
      "wattle config restore 12\nwattle config restore house.tar.gz --dry-run", restore_options,
      run_restore },
    { NULL },
};
