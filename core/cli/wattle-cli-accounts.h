/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* The accounts of the host's own broker: one for Home Assistant, and one for each device that
 * publishes by itself. */
typedef struct _WattleCliAccount WattleCliAccount;

/* Of WattleCliAccount; empty if the broker is another. Passwords are only asked for if they are
 * wanted, as that needs leave. */
GPtrArray *wattle_cli_accounts_list (WattleCli *cli, gboolean with_passwords, GError **error);

void wattle_cli_accounts_add (WattleCliJson *json, const char *name, GPtrArray *accounts);
void wattle_cli_accounts_print (WattleCli *cli, GPtrArray *accounts);

G_END_DECLS
