/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager.h"
#include "transport/wattle-recording.h"

G_BEGIN_DECLS

/* The engine of the host with links that answer from a recording, at the times that were recorded.
 * Nothing of it is kept. */
#define WATTLE_TYPE_REPLAY (wattle_replay_get_type ())
G_DECLARE_FINAL_TYPE (WattleReplay, wattle_replay, WATTLE, REPLAY, GObject)

/* @recording stays the caller's and outlives the replay. NULL: there is no place for what the
 * engine writes meanwhile. */
WattleReplay *wattle_replay_new (const WattleRecording *recording, GError **error);

WattlePlugins *wattle_replay_get_plugins (WattleReplay *self); /* none is loaded yet */

/* Makes the device as it was set up and lets time pass until the last exchange. FALSE: the device
 * cannot be made. */
gboolean wattle_replay_run (WattleReplay *self, GError **error);

/* As of wattle_readings_text(). */
char *wattle_replay_dup_readings (WattleReplay *self);

/* How many exchanges nothing asked for. */
guint wattle_replay_get_n_left (WattleReplay *self);

G_END_DECLS
