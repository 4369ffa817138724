/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate.h"
#include "wattle-manager.h"
#include "wattle-output.h"
#include "wattle-outputs-options.h"

G_BEGIN_DECLS

/* The outputs of all devices of a manager behind one gate: takes what people and automations want,
 * commands the devices, hears from their readings what came of it, and keeps all of it in
 * outputs.conf. The clock and the problems are those of the manager. */
#define WATTLE_TYPE_OUTPUTS (wattle_outputs_get_type ())
G_DECLARE_FINAL_TYPE (WattleOutputs, wattle_outputs, WATTLE, OUTPUTS, GObject)

/* Called once: @error is NULL when the device says that it is so. Otherwise why not: a device that
 * is away, a relay that does not obey, a claim that is stronger, or a protection that waits; in the
 * latter two cases the claim stands. */
typedef WattleOutputDone WattleOutputsDone;

WattleOutputs *
wattle_outputs_new (WattleManager *manager, WattleProblems *problems, const char *state_dir);
/* Reads what was remembered; devices that the manager has already are taken over. */
void wattle_outputs_start (WattleOutputs *self);
/* Writes what there is; for the end of the program, before the manager is stopped. */
void wattle_outputs_stop (WattleOutputs *self);
/* Blocks until what was decided so far is on disk. */
void wattle_outputs_flush (WattleOutputs *self);

/* For people. @value as in wattle_output_value_check(): b, d, s; "on", "off", "toggle". Fails at
 * once with WATTLE_ERROR_NOT_FOUND for an output that is not there and WATTLE_ERROR_CONFIG for a
 * value that it cannot be. @done may be NULL. */
gboolean wattle_outputs_set (WattleOutputs *self,
                             const char *device,
                             const char *key,
                             GVariant *value,
                             const WattleOutputsOptions *options,
                             WattleOutputsDone done,
                             gpointer user_data,
                             GError **error);
/* @author: NULL releases what anybody of the manual layer wants. */
gboolean wattle_outputs_release (WattleOutputs *self,
                                 const char *device,
                                 const char *key,
                                 const char *author,
                                 GError **error);

/* For automations and guards. Claims of one evaluation are weighed together. */
gboolean wattle_outputs_claim (WattleOutputs *self,
                               const char *device,
                               const char *key,
                               GVariant *value,
                               const WattleOutputsClaim *claim,
                               GError **error);
gboolean wattle_outputs_unclaim (WattleOutputs *self,
                                 const char *device,
                                 const char *key,
                                 WattleGateLayer layer,
                                 const char *author,
                                 GError **error);
/* a{sv}, a reference, as described in wattle-gate-reason.h; NULL: there is no such output. */
GVariant *
wattle_outputs_explain (WattleOutputs *self, const char *device, const char *key, GError **error);
const char *wattle_outputs_get_held_by (WattleOutputs *self, const char *device, const char *key);
/* Wall time at which what a person wants ends; 0: nobody does, or it has no time. */
gint64 wattle_outputs_get_override_until (WattleOutputs *self, const char *device, const char *key);

/* Now, by the clock that all of this is told by. */
gint64 wattle_outputs_get_wall (WattleOutputs *self);

/* Signals:
 * "changed": (WattleOutputs *self, const char *device, const char *key): what explain says
 * "event": (WattleOutputs *self, const char *device, const char *key, const char *event, const char
 *   *text): "dropped", "contradicted"
 */

G_END_DECLS
