/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-auth.h"

G_BEGIN_DECLS

/* Ends a call with an error whose message is a sentence as JSON. Takes neither. */
void wattle_bus_call_fail (GDBusMethodInvocation *invocation, const GError *error);

/* For what WattleAdmin does on behalf of a method that returns nothing: @user_data is the
 * invocation.
 */
void wattle_bus_call_end_change (GObject *admin, GAsyncResult *result, gpointer user_data);

/* What a method does once its caller may. @owner is the object the method belongs to and lives
 * during the call; @author is the caller's user id, or NULL if nobody was asked. It ends the
 * invocation, now or later. */
typedef void (*WattleBusMethod) (gpointer owner,
                                 GDBusMethodInvocation *invocation,
                                 GVariant *parameters,
                                 const char *author);

typedef struct {
    const char *name; /* of the method, as on the bus */
    WattleAuthAction action;
    WattleBusMethod method;
    WattleAuthAction (*judge) (GVariant *parameters); /* NULL: the action is always the same */
} WattleBusMethodInfo;

/* From now on calls of these methods are run, each after its caller was found to be allowed. @owner
 * has to live as long as the skeleton is exported; @methods is static. */
void wattle_bus_call_serve (GDBusInterfaceSkeleton *skeleton,
                            const WattleBusMethodInfo *methods,
                            guint n_methods,
                            WattleAuth *auth,
                            GObject *owner);

G_END_DECLS
