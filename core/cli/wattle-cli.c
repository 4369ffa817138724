/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli.h"

#include "wattle-cli-text.h"

G_DEFINE_QUARK (wattle - cli - error - quark, wattle_cli_error)

int
wattle_cli_fail (const GError *error)
{
    g_autofree char *text = wattle_cli_text_clean (error->message);

    g_printerr ("wattle: %s\n", text);
    return error->domain == WATTLE_CLI_ERROR ? error->code : WATTLE_CLI_PROBLEM;
}
