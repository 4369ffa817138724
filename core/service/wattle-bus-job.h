/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "base/wattle-message.h"
#include "wattle-dbus.h"

G_BEGIN_DECLS

/* One piece of work that takes its time, as an object on the bus. Whoever does the work holds a
 * reference, watches the cancellable, and ends it by done or fail, once. */
#define WATTLE_TYPE_BUS_JOB (wattle_bus_job_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusJob, wattle_bus_job, WATTLE, BUS_JOB, GObject)

/* The jobs of one connection. */
typedef struct _WattleBusJobs WattleBusJobs;

WattleBusJobs *wattle_bus_jobs_new (GDBusObjectManagerServer *server, WattleClock *clock);
void wattle_bus_jobs_free (WattleBusJobs *self); /* cancels them */

/* NULL and an error if the caller, or everybody together, has too many under way. */
WattleBusJob *wattle_bus_jobs_add (WattleBusJobs *self,
                                   const char *kind,
                                   GDBusMethodInvocation *invocation,
                                   GError **error);

const char *wattle_bus_job_get_path (WattleBusJob *self);
GCancellable *wattle_bus_job_get_cancellable (WattleBusJob *self);

void wattle_bus_job_set_progress (WattleBusJob *self, double progress); /* from 0 to 1 */
void wattle_bus_job_take_message (WattleBusJob *self, WattleMessage *message);

/* @result: a{sv}, floating or not */
void wattle_bus_job_done (WattleBusJob *self, GVariant *result);
void wattle_bus_job_fail (WattleBusJob *self, const GError *error);
/* @details: a{sv}, floating or not: what can be done about it */
void wattle_bus_job_fail_with (WattleBusJob *self, const GError *error, GVariant *details);

G_END_DECLS
