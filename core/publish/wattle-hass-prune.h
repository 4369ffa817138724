/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-hass.h"

G_BEGIN_DECLS

/* Looks for what the broker keeps of devices that are gone, and clears it unless @dry_run. Only
 * what is surely of this host and its instance is touched. */
void wattle_hass_prune_async (WattleHass *hass,
                              gboolean dry_run,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The topics; once they are cleared, the broker has said so. */
GStrv wattle_hass_prune_finish (WattleHass *hass, GAsyncResult *result, GError **error);

G_END_DECLS
