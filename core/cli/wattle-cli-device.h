/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* The devices of the host. */

/* Of WattleDBusObject, each with its interface Device: by id, the sub-devices of a gateway behind
 * it. */
GPtrArray *wattle_cli_device_list (WattleCli *cli);

/* An unknown id is a usage error that names the known ones. */
WattleDBusObject *wattle_cli_device_find (WattleCli *cli, const char *id, GError **error);

/* The id at the end of a path; NULL: "/", no device. */
const char *wattle_cli_device_get_id (const char *path);

/* Whether it tells a tariff plan, and is neither asked nor configured. */
gboolean wattle_cli_device_is_plan (WattleCli *cli, const char *id);
/* Returns TRUE, and says how a plan is changed, if it is one. */
gboolean wattle_cli_device_refuse_plan (WattleCli *cli, const char *id, GError **error);

/* What it measures now, of WattleCliReading. */
GPtrArray *wattle_cli_device_read (WattleDBusObject *object, GError **error);

G_END_DECLS
