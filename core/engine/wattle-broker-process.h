/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* One run of mosquitto, from its start to its end. It never outlives the host, and Ctrl-C is not
 * for it. */
#define WATTLE_TYPE_BROKER_PROCESS (wattle_broker_process_get_type ())
G_DECLARE_FINAL_TYPE (WattleBrokerProcess, wattle_broker_process, WATTLE, BROKER_PROCESS, GObject)

/* The path of a program, which is a name or a path itself. */
char *wattle_broker_process_find_program (const char *program, GError **error);

/* @path: of the program. @folder: with its configuration, which says that it listens at @port of
 * @host. */
WattleBrokerProcess *wattle_broker_process_start (const char *path,
                                                  const char *folder,
                                                  const char *host,
                                                  guint16 port,
                                                  WattleClock *clock,
                                                  GError **error);

/* It accepts connections. */
gboolean wattle_broker_process_is_ready (WattleBrokerProcess *self);
/* It has run for so long that it is not its configuration that ends it. */
gboolean wattle_broker_process_is_proven (WattleBrokerProcess *self);
const char *wattle_broker_process_get_pid (WattleBrokerProcess *self); /* as text; NULL: it ended */

/* Makes it read its accounts again, once it is ready: before, the signal would end it. */
void wattle_broker_process_reload (WattleBrokerProcess *self);
void wattle_broker_process_terminate (WattleBrokerProcess *self);
void wattle_broker_process_kill (WattleBrokerProcess *self);
/* Kills it, and tells nothing of it any more. */
void wattle_broker_process_abandon (WattleBrokerProcess *self);

/* Signals, each once at most, from the main loop:
 * "ready": (WattleBrokerProcess *self)
 * "ended": (WattleBrokerProcess *self, const char *how), by itself or because it was told to
 */

G_END_DECLS
