/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* The property Broker of the host. */

void wattle_cli_broker_add_members (WattleCliJson *json, GVariant *broker);

/* "connected", or why not. */
char *wattle_cli_broker_describe (GVariant *broker);
gboolean wattle_cli_broker_is_connected (GVariant *broker);
gboolean wattle_cli_broker_is_embedded (GVariant *broker);

G_END_DECLS
