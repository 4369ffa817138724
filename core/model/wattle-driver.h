/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-catalog.h"
#include "wattle-device.h"
#include "wattle-found.h"

G_BEGIN_DECLS

#define WATTLE_TYPE_DRIVER (wattle_driver_get_type ())
G_DECLARE_INTERFACE (WattleDriver, wattle_driver, WATTLE, DRIVER, GObject)

/**
 * WattleDriverInterface:
 * @describe: adds every model with its options and links, and the ways to search for devices, to
 *   the catalogue
 * @create: makes a device of a model; it is configured next
 * @match: (nullable): whether a frame that a search brought is from a device of this driver, and
 *   what it tells about that device; %FALSE without error: it is from something else
 *
 * The one object that libpeas creates for a device plugin.
 */
struct _WattleDriverInterface {
    GTypeInterface parent_iface;

    void (*describe) (WattleDriver *self, WattleCatalog *catalog);
    WattleDevice *(*create) (WattleDriver *self, const char *model, GError **error);
    gboolean (*match) (WattleDriver *self, WattleFrame *frame, WattleFound *found, GError **error);

    gpointer padding[7];
};

void wattle_driver_describe (WattleDriver *self, WattleCatalog *catalog);
WattleDevice *wattle_driver_create (WattleDriver *self, const char *model, GError **error);
gboolean
wattle_driver_match (WattleDriver *self, WattleFrame *frame, WattleFound *found, GError **error);

G_END_DECLS
