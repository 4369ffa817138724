/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WATTLE_SECRET_PREFIX "secret:"

/* Secrets by name. Looked for in $CREDENTIALS_DIRECTORY (files NAME or wattle_NAME, fixed until the
 * host restarts), then in secrets.conf of the state folder. */
#define WATTLE_TYPE_SECRETS (wattle_secrets_get_type ())
G_DECLARE_FINAL_TYPE (WattleSecrets, wattle_secrets, WATTLE, SECRETS, GObject)

WattleSecrets *wattle_secrets_new (const char *state_dir, const char *credentials_dir);
/* Reads secrets.conf and closes it and its folder to others. What is wrong in it is an error, the
 * first one; the other values count. */
gboolean wattle_secrets_load (WattleSecrets *self, GError **error);
char *wattle_secrets_lookup (WattleSecrets *self, const char *name); /* NULL: there is none */

/* Puts a value into secrets.conf; comments and other values stay. It is on disk and in force when
 * the call is finished. */
void wattle_secrets_store_async (WattleSecrets *self,
                                 const char *name,
                                 const char *value,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean wattle_secrets_store_finish (WattleSecrets *self, GAsyncResult *result, GError **error);

/* The same for all values of another secrets.conf, at once. wattle_secrets_check() says whether it
 * is one. */
void wattle_secrets_import_async (WattleSecrets *self,
                                  GKeyFile *file,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean wattle_secrets_import_finish (WattleSecrets *self, GAsyncResult *result, GError **error);
gboolean wattle_secrets_check (GKeyFile *file, GError **error);

/* The name in a text `secret:NAME`; NULL if the text is of another form. */
const char *wattle_secrets_get_name (const char *text);

/* Overwrites the text before it is freed. */
void wattle_secret_free (char *text);

G_END_DECLS
