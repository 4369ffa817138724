/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-config-draft.h"
#include "wattle-plugins.h"

G_BEGIN_DECLS

/* The plugin that documents of tariff plans are for. */
#define WATTLE_TARIFF_MODULE "time-of-use"

/* Makes tariffs of documents: knows the plugin, the holidays and the zone of the house, and where
 * the documents are: tariffs/ID.json of the host's own layer. */
typedef struct _WattleTariffLoader WattleTariffLoader;

/* @folder: the host's own layer; NULL: there is none. */
WattleTariffLoader *wattle_tariff_loader_new (WattlePlugins *plugins, const char *folder);
void wattle_tariff_loader_free (WattleTariffLoader *self);

/* Of documents that name none; NULL or empty: that of this computer. Returns whether it is another
 * one than before. */
gboolean wattle_tariff_loader_set_zone (WattleTariffLoader *self, const char *zone);
const char *wattle_tariff_loader_get_zone (WattleTariffLoader *self);

/* Whether the plugin is there. */
gboolean wattle_tariff_loader_is_able (WattleTariffLoader *self);

/* Whatever is wrong in a document, whoever gave it can put it right: WATTLE_ERROR_CONFIG with the
 * place. @id: what it has to be of, or NULL. The document can be used; whether it may be saved,
 * wattle_tariff_loader_validate() tells. */
WattleTariff *wattle_tariff_loader_load (WattleTariffLoader *self,
                                         const char *id,
                                         GBytes *document,
                                         GError **error);
gboolean wattle_tariff_loader_validate (WattleTariff *tariff, GError **error);
/* Whether all documents of a draft can be used. */
gboolean wattle_tariff_loader_check_draft (WattleTariffLoader *self,
                                           const WattleConfigDraft *draft,
                                           GError **error);

/* Adds the ids of the documents there are, in order. FALSE: the folder cannot be read, or has a
 * file that cannot be one; those that can are added all the same. */
gboolean wattle_tariff_loader_list (WattleTariffLoader *self, GPtrArray *ids, GError **error);
GBytes *wattle_tariff_loader_read (WattleTariffLoader *self, const char *id, GError **error);
char *wattle_tariff_loader_dup_path (WattleTariffLoader *self, const char *id);

/* Whether a file of the host's own layer may be a document; only the plugin knows the rest. For any
 * thread. */
gboolean wattle_tariff_loader_check (const char *name, GBytes *document, GError **error);

G_END_DECLS
