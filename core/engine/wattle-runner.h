/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "base/wattle-message.h"
#include "wattle-command-queue.h"
#include "wattle-runner-state.h"
#include "wattle-secrets.h"
#include "model/wattle-device-private.h"
#include "transport/wattle-link.h"

G_BEGIN_DECLS

/* One device as the host runs it: who it is, what is known of it and who is told. The contact with
 * it is that of wattle-contact.h. It knows nothing of other devices but its parent. */
#define WATTLE_TYPE_RUNNER (wattle_runner_get_type ())
G_DECLARE_FINAL_TYPE (WattleRunner, wattle_runner, WATTLE, RUNNER, GObject)

/* @parent: the gateway, or NULL. @interval_ms: 0 polls again as soon as the answer is in. */
WattleRunner *wattle_runner_new (const char *id,
                                 WattleDevice *device,
                                 WattleOptions *options,
                                 WattleRunner *parent,
                                 WattleClock *clock,
                                 guint interval_ms);
void wattle_runner_set_link (WattleRunner *self, WattleLinkKind kind, WattleLink *link);
/* Where `{option:Key}` of a secret option is looked up, unless the device itself keeps a newer
 * secret: a text with WATTLE_STATE_SECRET under the key in lower case, its own or, for an option
 * that it inherited, its gateway's. */
void wattle_runner_set_secrets (WattleRunner *self, WattleSecrets *secrets);

const char *wattle_runner_get_id (WattleRunner *self);
const char *
wattle_runner_get_name (WattleRunner *self); /* given by a person, else the device's own */
void wattle_runner_set_name (WattleRunner *self, const char *name);
const char *wattle_runner_get_driver (WattleRunner *self);
void wattle_runner_set_driver (WattleRunner *self, const char *driver);
const char *wattle_runner_get_model (WattleRunner *self); /* one of its driver's */
void wattle_runner_set_model (WattleRunner *self, const char *model);
WattleDevice *wattle_runner_get_device (WattleRunner *self);
WattleOptions *wattle_runner_get_options (WattleRunner *self);
WattleRunner *wattle_runner_get_parent (WattleRunner *self);
WattleLink *wattle_runner_get_link (WattleRunner *self, WattleLinkKind kind);
guint wattle_runner_get_interval (WattleRunner *self); /* ms */
gboolean wattle_runner_is_polled (WattleRunner *self);
WattleRunnerState wattle_runner_get_state (WattleRunner *self);
const char *wattle_runner_get_state_name (WattleRunner *self);
const char *wattle_runner_get_error (WattleRunner *self); /* NULL while all is well */
const WattleMessage *wattle_runner_get_error_message (WattleRunner *self); /* the same */
gboolean wattle_runner_is_available (WattleRunner *self); /* itself, not its parent */

void wattle_runner_start (WattleRunner *self);
void wattle_runner_stop (WattleRunner *self);
gboolean wattle_runner_poll (WattleRunner *self); /* a tick of the grid */
/* What came for its device by another way than a link; time of the frame is wall time. */
void wattle_runner_push (WattleRunner *self, WattleFrame *frame);
void wattle_runner_tell (WattleRunner *self);   /* what its device holds ready, unless in a cycle */
void wattle_runner_expire (WattleRunner *self); /* looks for readings that are too old */
void wattle_runner_poll_all (WattleRunner *self); /* now, every poll group */
void wattle_runner_restart (WattleRunner *self);  /* the same; an answer in flight is not taken */
void wattle_runner_set_gone (WattleRunner *self, gboolean gone);
void wattle_runner_set_lost (WattleRunner *self, gboolean lost); /* listed, but not detected */

/* Runs a command after the answer in flight; @done is called once. */
void wattle_runner_act (WattleRunner *self,
                        WattleCommand *command,
                        WattleCommandDone done,
                        gpointer user_data);

/* While held, no further request is sent. Whoever keeps durable texts holds the runner during
 * "keep-state" and releases it once they are on disk. */
void wattle_runner_hold (WattleRunner *self);
void wattle_runner_release (WattleRunner *self);

/* Signals:
 * "state-changed": (WattleRunner *self)
 * "changed": (WattleRunner *self): entities, identity or label
 * "children-changed": (WattleRunner *self): there are notes to take from the device
 * "keep-state": (WattleRunner *self, guint flags): the device set texts to be kept
 */

/* A batch is complete. @entities is valid during the call only. */
typedef void (*WattleBatchFunc) (WattleRunner *runner, GPtrArray *entities, gpointer user_data);
void wattle_runner_set_batch_func (WattleRunner *self, WattleBatchFunc func, gpointer user_data);

/* Something came over a link, and is decoded next. @request is NULL for a pushed message. */
typedef void (*WattleFrameFunc) (WattleRunner *runner,
                                 WattleRequest *request,
                                 WattleFrame *frame,
                                 gpointer user_data);
/* Called whenever a cycle has ended, well or not. */
typedef void (*WattleCycleFunc) (gpointer user_data);
void wattle_runner_set_cycle_func (WattleRunner *self, WattleCycleFunc func, gpointer user_data);
void wattle_runner_set_frame_func (WattleRunner *self, WattleFrameFunc func, gpointer user_data);

G_END_DECLS
