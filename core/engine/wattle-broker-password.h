/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Passwords of the accounts of the embedded broker. */

/* A new one: random, and of letters and digits that a person can read and type. */
char *wattle_broker_password_make (void);

/* A line of mosquitto's password file: PBKDF2 with HMAC-SHA512. */
char *wattle_broker_password_hash (const char *user, const char *password);

G_END_DECLS
