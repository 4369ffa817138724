/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-device-config.h"

G_BEGIN_DECLS

/* The configuration of a device as clients see it: a dictionary (a{sv}) with "name", "enabled",
 * "interval", "max-power", "links", "http-certificate", "mqtt-topics", "options" and "outputs", as
 * described in data/dbus/org.wattle.Wattle1.Manager.xml. */

GVariant *wattle_config_dict_new (const WattleDeviceConfig *config); /* floating */

/* A copy of @base with what @dict says; "remove" (as) names what is taken away, such as "name",
 * "links/http" or "options/User". */
WattleDeviceConfig *
wattle_config_dict_apply (const WattleDeviceConfig *base, GVariant *dict, GError **error);

G_END_DECLS
