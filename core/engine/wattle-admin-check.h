/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* Whether a device could run as it is described. */
gboolean
wattle_admin_check_config (WattleAdmin *admin, const WattleDeviceConfig *config, GError **error);

/* The same of a device that is there already, where one that is switched off may wait for what is
 * missing. Returns its description as it is now; NULL: it cannot be changed so. */
WattleDeviceConfig *
wattle_admin_check_change (WattleAdmin *admin, const WattleDeviceConfig *config, GError **error);

/* A WattleConfigCheck: whether every device of the draft could run, but for secrets that are given
 * later. @admin: WattleAdmin */
gboolean wattle_admin_check_draft (const WattleConfigDraft *draft, gpointer admin, GError **error);

G_END_DECLS
