/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Settings of the broker as of Manager.SetBroker(), from KEY=VALUE and --unset KEY of a command
 * line. A key may be written without its group. @owner: of the secret if Password is "ask". */
GVariant *wattle_cli_mqtt_settings_make (WattleCli *cli,
                                         const WattleCliArguments *arguments,
                                         const char *owner,
                                         GError **error);

/* "Mqtt/User" of "User"; NULL: it is not known. */
const char *wattle_cli_mqtt_settings_find_key (const char *key);

G_END_DECLS
