/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Reading a device once that is not one of the house yet. */

/* Whether it could run; what is wrong is said on standard error. @config: as of the interface. */
gboolean wattle_cli_probe_validate (WattleCli *cli,
                                    const char *driver,
                                    const char *model,
                                    GVariant *config,
                                    GError **error);

/* Returns what it would read, as of Manager.Probe(), or sets @trouble to what that tells of a
 * failure. */
GVariant *wattle_cli_probe_run (WattleCli *cli,
                                const char *driver,
                                const char *model,
                                GVariant *config,
                                GVariant **trouble,
                                GError **error);

void wattle_cli_probe_print (WattleCli *cli, GVariant *result);
/* The member "devices". */
void wattle_cli_probe_add (WattleCliJson *json, GVariant *result);

G_END_DECLS
