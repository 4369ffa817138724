/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* Asks for the secret of the option @key and has the host keep it, under a name that is made of the
 * option and its @owner. Returns what stands for it in a configuration: secret:NAME. */
char *wattle_cli_secret_ask (WattleCli *cli, const char *key, const char *owner, GError **error);

/* The name: the same for the same owner, so that asking again replaces the old value. */
char *wattle_cli_secret_make_name (const char *key, const char *owner);

G_END_DECLS
