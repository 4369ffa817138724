/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The entities of one device: in an order, and by their keys. */
#pragma once

#include "wattle-entity.h"

G_BEGIN_DECLS

typedef struct {
    GPtrArray *items;      /* of WattleEntity; NULL: there is no list */
    GHashTable *by_key;    /* key, owned by the entity → entity */
    WattleEntity *metered; /* the total whose figure on the display is `reading`; both or neither */
    WattleEntity *reading;
} WattleEntityList;

void wattle_entity_list_init (WattleEntityList *self);
void wattle_entity_list_clear (WattleEntityList *self);
gboolean wattle_entity_list_is_equal (const WattleEntityList *self, const WattleEntityList *other);
WattleEntity *wattle_entity_list_find (const WattleEntityList *self, const char *key); /* or NULL */

/* At the end. One whose description is that of one in @known is that one. */
void wattle_entity_list_add (WattleEntityList *self,
                             const WattleEntityList *known,
                             const WattleEntitySpec *spec);
/* Once all are there: the entity for what the display of a meter shows, if it is one. */
void wattle_entity_list_add_meter_reading (WattleEntityList *self, const WattleEntityList *known);

G_END_DECLS
