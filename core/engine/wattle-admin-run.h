/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* Puts in force what the files of devices say. */
/* What is configured and does not run yet. */
void wattle_admin_run_all (WattleAdmin *admin);
/* One whose file is another one now, or gone; tells that as well. */
void wattle_admin_run_anew (WattleAdmin *admin, const char *id);

G_END_DECLS
