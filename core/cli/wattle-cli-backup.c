/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-report.h"

/* Takes @archive, and reads all of it. */
static GBytes *
read_archive (int archive, GError **error)
{
    g_autoptr (GInputStream) input = g_unix_input_stream_new (archive, TRUE);
    g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) cause = NULL;

    g_output_stream_splice_async (
        memory, input, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
        G_PRIORITY_DEFAULT, NULL, wattle_cli_bus_note_result, &result);
    if (g_output_stream_splice_finish (memory, wattle_cli_bus_await (&result), &cause) >= 0)
        return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("the archive cannot be read: %s"),
                 cause->message);
    return NULL;
}

/* A host that ends meanwhile leaves half an archive, which must not take the place of a whole one.
 */
static gboolean
is_whole (GBytes *archive)
{
    g_autoptr (GConverter) unpack =
        G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    char scratch[16384];
    gsize size;
    const char *data = g_bytes_get_data (archive, &size);
    GConverterResult result = G_CONVERTER_CONVERTED;

    while (result == G_CONVERTER_CONVERTED) {
        gsize used;
        gsize written;

        result = g_converter_convert (unpack, data, size, scratch, sizeof scratch,
                                      G_CONVERTER_INPUT_AT_END, &used, &written, NULL);
        if (result == G_CONVERTER_ERROR)
            break;
        data += used;
        size -= used;
    }
    return result == G_CONVERTER_FINISHED && size == 0;
}

static gboolean
write_output (GBytes *archive, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data (archive, &size);

    if (fwrite (data, 1, size, stdout) == size)
        return TRUE;
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                         _ ("the archive cannot be written to standard output"));
    return FALSE;
}

/* It appears whole or not at all, and for nobody else. */
static gboolean
write_file (GBytes *archive, const char *path, GError **error)
{
    g_autoptr (GError) cause = NULL;
    gsize size;
    const char *data = g_bytes_get_data (archive, &size);

    if (g_file_set_contents_full (path, data, (gssize)size,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, &cause))
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be written: %s"), path,
                 cause->message);
    return FALSE;
}

static gboolean
check_output (const char *path, gboolean overwrite, GError **error)
{
    gboolean output = g_str_equal (path, "-");

    if (output && isatty (STDOUT_FILENO))
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("an archive is nothing for a terminal; give the name of a file"));
    else if (!output && !overwrite && g_file_test (path, G_FILE_TEST_EXISTS))
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is there already; --force replaces it"), path);
    else
        return TRUE;
    return FALSE;
}

static GBytes *
fetch (WattleCli *cli, gboolean secrets, GError **error)
{
    g_autoptr (GBytes) archive = NULL;
    GVariantDict options;
    int file;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "secrets", "b", secrets);
    file = wattle_cli_bus_open (cli->manager, "Backup",
                                g_variant_new ("(@a{sv})", g_variant_dict_end (&options)), error);
    archive = file >= 0 ? read_archive (file, error) : NULL;
    if (archive == NULL || is_whole (archive))
        return g_steal_pointer (&archive);

    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                         _ ("the host has sent an archive that is not whole"));
    return NULL;
}

static int
run_backup (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *path = wattle_cli_arguments_get_operand (arguments, 0);
    gboolean secrets = wattle_cli_arguments_has (arguments, "secrets");
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) archive = NULL;

    if (check_output (path, wattle_cli_arguments_has (arguments, "force"), &error))
        archive = fetch (cli, secrets, &error);
    if (archive == NULL)
        return wattle_cli_fail (error);

    if (g_str_equal (path, "-"))
        return write_output (archive, &error) ? WATTLE_CLI_OK : wattle_cli_fail (error);
    if (!write_file (archive, path, &error))
        return wattle_cli_fail (error);
    if (secrets)
        return wattle_cli_report_done (
            cli, "file", path,
            _ ("%s holds configuration, totals and ledger, and all secrets: keep it safe."), path);
    return wattle_cli_report_done (
        cli, "file", path, _ ("%s holds configuration, totals and ledger, without the secrets."),
        path);
}

static const WattleCliOption backup_options[] = {
    { "secrets", NULL, N_ ("with passwords and keys; keep it safe then") },
    { "force", NULL, N_ ("replace the file if it is there already") },
    { NULL },
};

const WattleCliCommand wattle_cli_backup_commands[] = {
    { "config backup", "FILE", N_ ("save all that is worth keeping"),
      N_ ("Writes one archive (gzipped tar) with configuration, totals and ledger. A file called - "
          "is standard output."),
      "wattle config backup house.tar.gz", backup_options, run_backup },
    { NULL },
};
