/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-secret.h"

#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-prompt.h"
#include "wattle-cli-report.h"

#define DIGITS 8

char *
wattle_cli_secret_make_name (const char *key, const char *owner)
{
    g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, owner, -1);
    g_autofree char *stem = wattle_ident_from_text (key);

    return g_strdup_printf ("%.*s_%.*s", WATTLE_IDENT_MAX - DIGITS - 1,
                            g_ascii_isalpha (*stem) ? stem : "secret", DIGITS, sum);
}

static gboolean
store (WattleCli *cli, const char *name, const char *value, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_change (cli->manager, "SetSecret",
                                                        g_variant_new ("(ss)", name, value), error);

    return reply != NULL;
}

char *
wattle_cli_secret_ask (WattleCli *cli, const char *key, const char *owner, GError **error)
{
    g_autofree char *name = wattle_cli_secret_make_name (key, owner);
    char *value = wattle_cli_prompt_ask (key, error);
    gboolean stored = value != NULL && store (cli, name, value, error);

    wattle_cli_prompt_free (value);
    return stored ? g_strconcat ("secret:", name, NULL) : NULL;
}

static int
run_set (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *name = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    gboolean stored = FALSE;
    char *value;

    if (!wattle_ident_is_valid (name)) {
        g_set_error (&error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” cannot be the name of a secret: a lower-case letter, then at most 31 "
                        "lower-case letters, digits and underscores"),
                     name);
        return wattle_cli_fail (error);
    }

    value = wattle_cli_prompt_ask_twice (name, &error);
    stored = value != NULL && store (cli, name, value, &error);
    wattle_cli_prompt_free (value);
    if (!stored)
        return wattle_cli_fail (error);

    return wattle_cli_report_done (cli, "name", name,
                                   _ ("The host keeps it; settings name it as secret:%s."), name);
}

const WattleCliCommand wattle_cli_secret_commands[] = {
    { "secret set", "NAME", N_ ("give the host a password or key"),
      N_ ("Reads a secret from standard input and has the host keep it under a name, by which the "
          "settings of devices and brokers use it: Password=secret:NAME. On a terminal it is typed "
          "twice and not shown. It can be replaced, but never read."),
      "wattle secret set broker\npass show house/broker | wattle secret set broker", NULL,
      run_set },
    { NULL },
};
