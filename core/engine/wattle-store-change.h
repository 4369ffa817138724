/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One change of the host's settings in its own layer. */
typedef struct {
    const char *group;
    const char *key;
    const char *text; /* NULL: what the layers below say */
} WattleStoreChange;

/* A copy that lives as long as a save takes. */
GPtrArray *wattle_store_change_copy_all (const WattleStoreChange *changes, guint n_changes);

/* Puts such a copy into a file; a WattleStoreEdit. */
void wattle_store_change_apply_all (GKeyFile *file, gpointer copy);

G_END_DECLS
