/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-report.h"

#include "wattle-cli-json.h"
#include "wattle-cli-text.h"

static void
print_member (const char *member, const char *value)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, member, value);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

int
wattle_cli_report_done (WattleCli *cli,
                        const char *member,
                        const char *value,
                        const char *format,
                        ...)
{
    g_autofree char *sentence = NULL;
    g_autofree char *clean = NULL;
    va_list arguments;

    va_start (arguments, format);
    sentence = g_strdup_vprintf (format, arguments);
    va_end (arguments);

    clean = wattle_cli_text_clean (sentence);
    if (cli->json)
        print_member (member, value);
    else
        g_print ("%s\n", clean);
    return WATTLE_CLI_OK;
}
