/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-raw.h"

#include <glib/gi18n.h>

#include "base/wattle-json.h"
#include "wattle-cli-daemon.h"
#include "wattle-cli-raw-table.h"

#define COUNT     20
#define MAX_COUNT 125

static const char *const followers[] = { "unit", "function", "address", "count" };

gboolean
wattle_cli_raw_check (const WattleCliArguments *arguments, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS (followers); i++)
        if (wattle_cli_arguments_has (arguments, followers[i])) {
            g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("--%s goes with --raw"),
                         followers[i]);
            return FALSE;
        }
    return TRUE;
}

/* As documents of makers have them, in either notation. */
static gboolean
get_address (const WattleCliArguments *arguments, guint *address, GError **error)
{
    const char *text = wattle_cli_arguments_get (arguments, "address");
    gboolean hex = text != NULL && g_ascii_strncasecmp (text, "0x", 2) == 0;
    guint64 number;

    if (!hex)
        return wattle_cli_arguments_get_number (arguments, "address", 0, 0xffff, address, error);
    if (g_ascii_string_to_unsigned (text + 2, 16, 0, 0xffff, &number, NULL)) {
        *address = (guint)number;
        return TRUE;
    }

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("--address takes a whole number from 0 to 65535 or 0x0 to 0xffff, not “%s”"),
                 text);
    return FALSE;
}

/* What the host is told to read; NULL: it is not understood. */
static char *
describe (const WattleCliArguments *arguments, GError **error)
{
    const char *uri = wattle_cli_arguments_get (arguments, "raw");
    guint unit = 1;
    guint function = 4;
    guint address = 0;
    guint count = COUNT;

    if (!wattle_cli_arguments_get_number (arguments, "unit", 0, 255, &unit, error) ||
        !wattle_cli_arguments_get_number (arguments, "function", 3, 4, &function, error) ||
        !get_address (arguments, &address, error) ||
        !wattle_cli_arguments_get_number (arguments, "count", 1, MAX_COUNT, &count, error))
        return NULL;
    if (g_str_has_prefix (uri, "modbus:modbus+"))
        uri += strlen ("modbus:");
    return g_strdup_printf ("%u,%u,%u,%u,%s", unit, function, address, count, uri);
}

static int
show (WattleCli *cli, const char *output)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) report = wattle_json_parse_object (output, -1, &error);
    g_autofree char *text = NULL;

    if (report == NULL)
        return wattle_cli_fail (error);
    if (cli->json) {
        g_print ("%s", output);
        return WATTLE_CLI_OK;
    }

    text = wattle_cli_raw_table (report, cli->colour);
    g_print ("%s", text);
    return WATTLE_CLI_OK;
}

int
wattle_cli_raw_run (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *host = wattle_cli_daemon_find ();
    g_autofree char *what = describe (arguments, &error);
    const char *command[] = { host, "--session", "--read-registers", what, NULL };
    g_autofree char *output = NULL;
    int status = WATTLE_CLI_PROBLEM;

    if (what != NULL)
        status = wattle_cli_daemon_run (command, &output, &error);
    if (output == NULL)
        return wattle_cli_fail (error);
    return status == WATTLE_CLI_OK ? show (cli, output) : status;
}
