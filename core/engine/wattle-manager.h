/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager-parts.h"
#include "wattle-runner.h"

G_BEGIN_DECLS

/* Builds and owns the devices. Gateways come before their sub-devices in every listing. */
#define WATTLE_TYPE_MANAGER (wattle_manager_get_type ())
G_DECLARE_FINAL_TYPE (WattleManager, wattle_manager, WATTLE, MANAGER, GObject)

WattleManager *wattle_manager_new (const WattleManagerParts *parts); /* refers to each part */

/* Makes a device out of a configuration, or a problem that says what is allowed. */
gboolean wattle_manager_add (WattleManager *self, const WattleDeviceConfig *config);
/* The same without making anything that runs: for --check-config. */
gboolean wattle_manager_check (WattleManager *self, const WattleDeviceConfig *config);
/* Takes over a device that was made elsewhere; a gateway has to be there before its sub-devices. */
void wattle_manager_adopt (WattleManager *self, WattleRunner *runner);
/* Its sub-devices go too. @for_good: it is not coming back, as it is when it was changed. */
void wattle_manager_remove (WattleManager *self, const char *id, gboolean for_good);
/* What it keeps over restarts, but for secrets: another device has taken its place. Counts from
 * when it is made anew. */
void wattle_manager_forget_state (WattleManager *self, const char *id);
void wattle_manager_stop (WattleManager *self);

void wattle_manager_set_name (WattleManager *self, const char *id, const char *name);
/* There is another value for the secret: who uses it is asked anew at once. */
void wattle_manager_use_secret (WattleManager *self, const char *secret);

/* Whether every device has answered or failed since it was added. */
gboolean wattle_manager_is_settled (WattleManager *self);

WattleCounters *wattle_manager_get_counters (WattleManager *self); /* NULL: none */
guint wattle_manager_get_n_runners (WattleManager *self);
WattleRunner *wattle_manager_get_runner (WattleManager *self, guint index);
WattleRunner *wattle_manager_find (WattleManager *self, const char *id);
/* The file that a device comes from: its own or that of its gateway; NULL: none. */
const WattleDeviceConfig *wattle_manager_get_config (WattleManager *self, WattleRunner *runner);

/* Every subscriber sees every batch, in order of subscription. */
void wattle_manager_subscribe (WattleManager *self, WattleBatchFunc func, gpointer user_data);
void wattle_manager_unsubscribe (WattleManager *self, gpointer user_data);

/* Signals:
 * "runner-added": (WattleManager *self, WattleRunner *runner)
 * "runner-removed": (WattleManager *self, WattleRunner *runner, gboolean for_good)
 * "runner-changed": entities, identity or name of a runner
 * "runner-state": its state
 * "listing-ended": (WattleManager *self, WattleRunner *gateway, GStrv ids): all it named, those it
 *   has lost too
 */

G_END_DECLS
