/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* Runs a private mosquitto when no broker is configured, keeps it alive and ends it with the host.
 * Port and passwords are kept in the state folder, so that what was entered in Home Assistant stays
 * valid. */
#define WATTLE_TYPE_EMBEDDED_BROKER (wattle_embedded_broker_get_type ())
G_DECLARE_FINAL_TYPE (WattleEmbeddedBroker,
                      wattle_embedded_broker,
                      WATTLE,
                      EMBEDDED_BROKER,
                      GObject)

/* Whether it can listen there. */
gboolean wattle_embedded_broker_check_listen (const char *listen, GError **error);

/* @listen: an address of this host; NULL or "loopback" for this host only. */
WattleEmbeddedBroker *
wattle_embedded_broker_new (const char *state_dir, const char *listen, WattleClock *clock);

/* A port that must be had, and is waited for; 0, the default, takes any. Before start. */
void wattle_embedded_broker_set_port (WattleEmbeddedBroker *self, guint16 port);

/* Another program than mosquitto: a name, or a path. Before start. */
void wattle_embedded_broker_set_program (WattleEmbeddedBroker *self, const char *program);

/* What the host's topics begin with; decides on what Home Assistant may read and write. Before
 * start. */
void wattle_embedded_broker_set_topics (WattleEmbeddedBroker *self,
                                        const char *instance,
                                        const char *prefix);

/* Gives a device an account of its own, device_<id>, that reads and writes what @filters match and
 * nothing else; NULL ends it. The password is made at the first time and kept. While the broker
 * runs, wattle_embedded_broker_reload() makes it known. */
void wattle_embedded_broker_set_account (WattleEmbeddedBroker *self,
                                         const char *id,
                                         const char *const *filters);
const char *wattle_embedded_broker_get_account_password (WattleEmbeddedBroker *self,
                                                         const char *id);
void wattle_embedded_broker_reload (WattleEmbeddedBroker *self);

gboolean wattle_embedded_broker_start (WattleEmbeddedBroker *self, GError **error);

/* SIGTERM, after 2 s SIGKILL. @done is called once, when the process is gone. */
void
wattle_embedded_broker_stop (WattleEmbeddedBroker *self, WattleClockFunc done, gpointer user_data);

gboolean wattle_embedded_broker_is_ready (WattleEmbeddedBroker *self);

/* Valid after start. The host's own account, and the one that a person enters elsewhere. */
const char *wattle_embedded_broker_get_host (WattleEmbeddedBroker *self);
guint16 wattle_embedded_broker_get_port (WattleEmbeddedBroker *self);
const char *wattle_embedded_broker_get_username (WattleEmbeddedBroker *self);
const char *wattle_embedded_broker_get_password (WattleEmbeddedBroker *self);
const char *wattle_embedded_broker_get_client_username (WattleEmbeddedBroker *self);
const char *wattle_embedded_broker_get_client_password (WattleEmbeddedBroker *self);

/* The process, as text; NULL while none runs. */
const char *wattle_embedded_broker_get_pid (WattleEmbeddedBroker *self);

/* Why it does not run; NULL while it does. */
const char *wattle_embedded_broker_get_detail (WattleEmbeddedBroker *self);

/* Signals:
 * "ready": (WattleEmbeddedBroker *self), whenever it accepts connections after a start
 * "failed": (WattleEmbeddedBroker *self), when it ended by itself; it is started again
 */

G_END_DECLS
