/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-protection.h"
#include "wattle-store-reader.h"

G_BEGIN_DECLS

/* One group [Output NAME] of a device's file: how an output is protected. NAME is the key of an
 * output of the device, or SUB-DEVICE/KEY. */
typedef struct {
    char *name;
    GPtrArray *pairs; /* key, text, key, text … */
    WattleGateProtection protection;
    char *fallback; /* what it is while nobody wants anything; NULL: as it is */
} WattleOutputConfig;

WattleOutputConfig *wattle_output_config_new (const char *name);
WattleOutputConfig *wattle_output_config_copy (const WattleOutputConfig *self);
void wattle_output_config_free (WattleOutputConfig *self);
gboolean wattle_output_config_is_name (const char *name);

/* All such groups of a file, into @outputs and, as a list of groups that are known, @groups. */
void
wattle_output_config_read_all (WattleStoreReader *reader, GPtrArray *outputs, GPtrArray *groups);
/* Groups of outputs that are not among @outputs go. */
void wattle_output_config_write_all (const GPtrArray *outputs, GKeyFile *file);
char *wattle_output_config_dup_group (const char *name);
const WattleOutputConfig *wattle_output_config_find (const GPtrArray *outputs, const char *name);

G_END_DECLS
