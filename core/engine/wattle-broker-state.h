/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An account of a device: its name is device_<id>, and it reads and writes its own topics only. */
typedef struct {
    char *id;
    char *password;
    char **filters; /* NULL: no account now; the password is kept for when it has one again */
} WattleBrokerAccount;

/* What the embedded broker keeps in its state folder: broker.conf with port and passwords, and what
 * is made from it for mosquitto. All files are readable by the owner only. */
typedef struct {
    char *folder;
    guint16 port;        /* 0: none chosen yet */
    gboolean fixed_port; /* the configured one, or none */
    char *instance;      /* base of the host's topics */
    char *prefix;        /* of discovery topics */
    char *host_password;
    char *client_password;
    GPtrArray *accounts; /* of WattleBrokerAccount */
} WattleBrokerState;

#define WATTLE_BROKER_HOST_USER   "wattle"
#define WATTLE_BROKER_CLIENT_USER "homeassistant"
#define WATTLE_BROKER_DEVICE_USER "device_"

/* Name of mosquitto's configuration in the folder. Paths in it are relative to the folder. */
#define WATTLE_BROKER_CONFIG_FILE "mosquitto.conf"

/* Reads broker.conf; what is missing or of no use there is made new. */
WattleBrokerState *wattle_broker_state_load (const char *folder);
void wattle_broker_state_free (WattleBrokerState *self);

/* Puts another broker.conf where the next load takes it over: a broker that runs goes on with what
 * it has, and may write that at any time. Waits for the disk. */
gboolean
wattle_broker_state_import (const char *folder, const char *text, gsize length, GError **error);

/* Gives the device an account with these filters, or ends it (NULL). Returns whether that is news.
 */
gboolean wattle_broker_state_set_account (WattleBrokerState *self,
                                          const char *id,
                                          const char *const *filters);
WattleBrokerAccount *wattle_broker_state_find_account (WattleBrokerState *self, const char *id);

/* Chooses a port that is free on @address: the one of the last run if possible. */
gboolean
wattle_broker_state_choose_port (WattleBrokerState *self, GInetAddress *address, GError **error);

/* Writes broker.conf and mosquitto's files. */
gboolean wattle_broker_state_save (WattleBrokerState *self, GInetAddress *address, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleBrokerState, wattle_broker_state_free)

G_END_DECLS
