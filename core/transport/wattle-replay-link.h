/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"
#include "wattle-recording.h"

G_BEGIN_DECLS

/* Answers from a recording. The text of the request is the key: its answers come in the order they
 * were recorded, the last one again and again. An answer comes at its own time if that is not too
 * far off, else at once. What was never asked is unreachable. */
#define WATTLE_TYPE_REPLAY_LINK (wattle_replay_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleReplayLink, wattle_replay_link, WATTLE, REPLAY_LINK, WattleLink)

/* @recording stays the caller's and outlives the link. @clock shows the start of the recording. */
WattleReplayLink *
wattle_replay_link_new (const WattleRecording *recording, WattleLinkKind kind, WattleClock *clock);

/* Hands the next pushed message to those who listen for it. FALSE: there is none. */
gboolean wattle_replay_link_push_next (WattleReplayLink *self);

/* How many recorded exchanges of this kind of link were not used yet. */
guint wattle_replay_link_get_n_left (WattleReplayLink *self);

G_END_DECLS
