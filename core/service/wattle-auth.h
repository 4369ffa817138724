/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    WATTLE_AUTH_NONE,      /* everybody may */
    WATTLE_AUTH_CONFIGURE, /* org.wattle.wattle1.configure */
    WATTLE_AUTH_CONTROL,   /* org.wattle.wattle1.control */
    WATTLE_AUTH_SECRETS,   /* org.wattle.wattle1.secrets */
} WattleAuthAction;

/* Asks polkit whether a caller may do something. On a session bus everybody may: it is one person's
 * own. */
#define WATTLE_TYPE_AUTH (wattle_auth_get_type ())
G_DECLARE_FINAL_TYPE (WattleAuth, wattle_auth, WATTLE, AUTH, GObject)

WattleAuth *wattle_auth_new (gboolean session);

void wattle_auth_check_async (WattleAuth *self,
                              GDBusMethodInvocation *invocation,
                              WattleAuthAction action,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The caller's user id as text, or NULL and WATTLE_ERROR_NOT_PERMITTED. */
char *wattle_auth_check_finish (WattleAuth *self, GAsyncResult *result, GError **error);

G_END_DECLS
