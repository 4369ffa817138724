/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin.h"

G_BEGIN_DECLS

/* What devices are made of, as JSON. */

/* Models with their links and options, of one driver or model or of all (NULL). NULL: there is no
 * such driver. */
char *wattle_bridge_schema_dup (const WattleAdminParts *house,
                                const char *driver,
                                const char *model,
                                GError **error);

/* @findings: of WattleDeviceFinding. */
char *wattle_bridge_schema_dup_findings (GPtrArray *findings);

G_END_DECLS
