/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which components of a device Home Assistant knows: key → platform. Equal texts are kept once, as
 * meters of the same kind have the same ones. */
GHashTable *wattle_hass_components_new (void);
GHashTable *wattle_hass_components_copy (GHashTable *self);
void wattle_hass_components_put (GHashTable *self, const char *key, const char *platform);
void wattle_hass_components_put_all (GHashTable *self, GHashTable *others);

G_END_DECLS
