/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-reading.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Devices and their readings as they change, also while the host goes and comes again. */

typedef struct {
    WattleDBusObject *object;
    char *id;
    GPtrArray *readings; /* of WattleCliReading */
    GCancellable *cancellable;
} WattleCliHouseDevice;

/* @device: NULL: the host went or came. @reading: NULL: it is in another state. */
typedef void (*WattleCliHouseFunc) (const WattleCliHouseDevice *device,
                                    const WattleCliReading *reading,
                                    gpointer user_data);

typedef struct _WattleCliHouse WattleCliHouse;

/* @ids: of the devices that are wanted; none: all, later ones too. */
WattleCliHouse *wattle_cli_house_new (WattleCli *cli,
                                      const char *const *ids,
                                      WattleCliHouseFunc func,
                                      gpointer user_data,
                                      GError **error);
void wattle_cli_house_free (WattleCliHouse *self);

GPtrArray *wattle_cli_house_get_devices (WattleCliHouse *self); /* of WattleCliHouseDevice */
gboolean wattle_cli_house_has_host (WattleCliHouse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliHouse, wattle_cli_house_free)

G_END_DECLS
