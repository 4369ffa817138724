/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-journal.h"

G_BEGIN_DECLS

/* One line of the journal. */

WattleHassOwned *wattle_hass_owned_new (const char *instance, const char *prefix, const char *id);
void wattle_hass_owned_free (WattleHassOwned *self);

void wattle_hass_owned_append (const WattleHassOwned *self, GString *text);
WattleHassOwned *wattle_hass_owned_parse (const char *line, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHassOwned, wattle_hass_owned_free)

G_END_DECLS
