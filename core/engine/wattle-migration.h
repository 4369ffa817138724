/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Brings a file that was written by an older Wattle to the present format, in memory; a file of the
 * host is written in the new format when it is next saved, one of an administrator never. */
typedef gboolean (*WattleMigrationStep) (GKeyFile *file, GError **error);

typedef struct {
    const char *group; /* the one with the key Format */
    /* steps[0] makes format 2 of format 1, and so on; ends with NULL */
    const WattleMigrationStep *steps;
} WattleMigration;

/* The format of a file without the key Format is 1. Fails for a format that is not known. */
gboolean wattle_migration_run (const WattleMigration *self, GKeyFile *file, GError **error);
int wattle_migration_get_format (const WattleMigration *self); /* the present one */

G_END_DECLS
