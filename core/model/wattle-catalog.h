/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-options.h"
#include "wattle-meter-library.h"
#include "wattle-request.h"

G_BEGIN_DECLS

/**
 * WattleModelFlags:
 * @WATTLE_MODEL_CHILD: only ever made by a device of the same driver, never by a person
 * @WATTLE_MODEL_ANY_LINK: one of its link kinds is enough
 * @WATTLE_MODEL_DEFAULT: meant where no model is named, for a driver that has several
 *
 * Properties of a model.
 */
typedef enum {
    WATTLE_MODEL_CHILD = 1 << 0,
    WATTLE_MODEL_ANY_LINK = 1 << 1,
    WATTLE_MODEL_DEFAULT = 1 << 2,
} WattleModelFlags;

/**
 * WATTLE_UDP_QUESTION_MAX:
 *
 * Longest datagram that is sent in a search, in bytes.
 */
#define WATTLE_UDP_QUESTION_MAX 512

/**
 * WattleUdpQuestion:
 * @port: port of the devices
 * @local_port: port of the host, which the answers come to; 0: any
 * @data: exactly what is sent
 *
 * One way to search by UDP. The program sends no other datagrams than these.
 */
typedef struct {
    guint16 port;
    guint16 local_port;
    GBytes *data;
} WattleUdpQuestion;

#define WATTLE_TYPE_CATALOG (wattle_catalog_get_type ())
G_DECLARE_FINAL_TYPE (WattleCatalog, wattle_catalog, WATTLE, CATALOG, GObject)

WattleCatalog *wattle_catalog_new (void);
void wattle_catalog_add_model (WattleCatalog *self,
                               const char *model,
                               const char *name,
                               WattleModelFlags flags);
void wattle_catalog_add_link (WattleCatalog *self, const char *model, WattleLinkKind kind);
void wattle_catalog_set_serial_line (WattleCatalog *self, const char *model, const char *line);
void wattle_catalog_set_interval (WattleCatalog *self,
                                  const char *model,
                                  guint fallback_ms,
                                  guint min_ms);
void wattle_catalog_add_options (WattleCatalog *self,
                                 const char *model,
                                 const WattleOptionSpec *specs,
                                 guint n_specs);
void wattle_catalog_add_option (WattleCatalog *self,
                                const char *model,
                                const char *key,
                                WattleOptionType type,
                                const char *label,
                                const char *fallback);
void wattle_catalog_add_redaction (WattleCatalog *self, const char *member);
void wattle_catalog_complain (WattleCatalog *self, const char *sentence);
const char *const *wattle_catalog_get_complaints (WattleCatalog *self);
void wattle_catalog_add_udp_search (WattleCatalog *self,
                                    guint16 port,
                                    guint16 local_port,
                                    const guint8 *data,
                                    gsize length);
void wattle_catalog_add_mqtt_search (WattleCatalog *self, const char *filter);
void wattle_catalog_add_mdns_search (WattleCatalog *self, const char *service_type);
void wattle_catalog_set_meters (WattleCatalog *self, WattleMeterLibrary *meters);

gboolean wattle_catalog_has_model (WattleCatalog *self, const char *model);
const char *wattle_catalog_get_model_name (WattleCatalog *self, const char *model);
WattleModelFlags wattle_catalog_get_model_flags (WattleCatalog *self, const char *model);
guint wattle_catalog_get_link_kinds (WattleCatalog *self, const char *model);
guint wattle_catalog_get_interval (WattleCatalog *self, const char *model);
const char *wattle_catalog_get_serial_line (WattleCatalog *self, const char *model);
guint wattle_catalog_get_min_interval (WattleCatalog *self, const char *model);
WattleMeterLibrary *wattle_catalog_get_meters (WattleCatalog *self);
gboolean wattle_catalog_uses_meters (WattleCatalog *self);
WattleOptions *wattle_catalog_create_options (WattleCatalog *self, const char *model);
char **wattle_catalog_list_models (WattleCatalog *self);
const char *const *wattle_catalog_get_redactions (WattleCatalog *self);
void wattle_catalog_add_factory_password (WattleCatalog *self, const char *password);
const char *const *wattle_catalog_get_factory_passwords (WattleCatalog *self);
guint wattle_catalog_get_n_udp_searches (WattleCatalog *self);
const WattleUdpQuestion *wattle_catalog_get_udp_search (WattleCatalog *self, guint index);
const char *const *wattle_catalog_get_mqtt_searches (WattleCatalog *self);
const char *const *wattle_catalog_get_mdns_searches (WattleCatalog *self);

G_END_DECLS
