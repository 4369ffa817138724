/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WATTLE_TYPE_MDNS_SERVICE (wattle_mdns_service_get_type ())
G_DECLARE_FINAL_TYPE (WattleMdnsService, wattle_mdns_service, WATTLE, MDNS_SERVICE, GObject)

WattleMdnsService *wattle_mdns_service_new (const char *service_type,
                                            const char *name,
                                            const char *host,
                                            const char *address,
                                            guint16 port,
                                            GBytes *txt);

const char *wattle_mdns_service_get_service_type (WattleMdnsService *self);
const char *wattle_mdns_service_get_name (WattleMdnsService *self);
const char *wattle_mdns_service_get_host (WattleMdnsService *self);
const char *wattle_mdns_service_get_address (WattleMdnsService *self);
char *wattle_mdns_service_make_url_host (WattleMdnsService *self);
guint16 wattle_mdns_service_get_port (WattleMdnsService *self);
GBytes *wattle_mdns_service_get_txt (WattleMdnsService *self);
GBytes *wattle_mdns_service_find_record (WattleMdnsService *self, const char *key);

gboolean wattle_mdns_service_is_type (const char *text);

G_END_DECLS
