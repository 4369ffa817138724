/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-command.h"

G_BEGIN_DECLS

/* How many commands of one device wait before more are refused. */
#define WATTLE_COMMAND_QUEUE_MAX 16

/* Called once for each command. */
typedef void (*WattleCommandDone) (const GError *error, gpointer user_data);

/* A command that was given, and who waits for its end. */
typedef struct _WattleOrder WattleOrder;

/* The commands of one device, in the order in which they were given. Whoever takes one out has to
 * finish it. */
typedef struct {
    GQueue orders;
} WattleCommandQueue;

void wattle_command_queue_init (WattleCommandQueue *self);
gboolean wattle_command_queue_is_empty (const WattleCommandQueue *self);
/* FALSE if too many are waiting; then @done is not called. */
gboolean wattle_command_queue_push (WattleCommandQueue *self,
                                    WattleCommand *command,
                                    gint64 now,
                                    WattleCommandDone done,
                                    gpointer user_data);

/* Of the first one, which has to be there. */
WattleCommand *wattle_command_queue_peek (WattleCommandQueue *self);
gboolean wattle_command_queue_is_late (WattleCommandQueue *self, gint64 now); /* to begin with */
WattleOrder *wattle_command_queue_take (WattleCommandQueue *self);

/* Tells whoever waits, and frees it. @error: NULL if it was done. */
void wattle_order_finish (WattleOrder *self, const GError *error);

G_END_DECLS
