/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-output-config.h"
#include "wattle-store-reader.h"
#include "model/wattle-request.h"

G_BEGIN_DECLS

/* What the file of a device says. Checked as far as it goes without the driver. */
typedef struct {
    char *id;
    char *path;
    gboolean locked; /* an administrator's file: the host does not write it */
    char *driver;
    char *model; /* NULL: the driver's only one */
    char *name;  /* NULL: the device's own */
    gboolean enabled;
    int interval_ms; /* -1: the model's default */
    int max_power;   /* that the installation takes or gives, in W; 0: the default */
    char *uris[WATTLE_LINK_N_KINDS]; /* by WattleLinkKind; NULL: none given */
    char *http_certificate; /* fingerprint of the only one that is accepted; NULL: by signature */
    char *
        *mqtt_topics; /* filters of what the device may read and write on the host's broker; NULL */
    GPtrArray *options;  /* key, text, key, text … */
    GPtrArray *replaced; /* sub-devices: id of the successor, id that it takes over, … */
    GPtrArray *outputs;  /* of WattleOutputConfig */
} WattleDeviceConfig;

WattleDeviceConfig *wattle_device_config_new (const char *id, const char *path);
WattleDeviceConfig *wattle_device_config_copy (const WattleDeviceConfig *self);
void wattle_device_config_free (WattleDeviceConfig *self);

extern const WattleMigration wattle_device_config_migration;

/* NULL: something is wrong, and said. */
WattleDeviceConfig *wattle_device_config_read (const char *id, WattleStoreReader *reader);

gboolean wattle_device_config_equal (const WattleDeviceConfig *a, const WattleDeviceConfig *b);

/* "Http", "Mqtt": the key in the group [Link]. */
const char *wattle_device_config_get_link_key (WattleLinkKind kind);
char *wattle_device_config_dup_interval (const WattleDeviceConfig *self);  /* NULL: the default */
char *wattle_device_config_dup_max_power (const WattleDeviceConfig *self); /* the same */

/* The id under which a sub-device that calls itself @id is known. */
const char *wattle_device_config_get_known_id (const WattleDeviceConfig *self, const char *id);

/* Writes over what the file holds; comments and keys of unknown meaning stay. */
void wattle_device_config_write (const WattleDeviceConfig *self, GKeyFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleDeviceConfig, wattle_device_config_free)

G_END_DECLS
