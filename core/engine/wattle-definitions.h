/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-meter-library.h"
#include "wattle-config-draft.h"

G_BEGIN_DECLS

/* Where definitions of meters are: those that came with the program in the folder meters of its
 * data, those of this house in the folder meters of the host's own layer, where they are part of
 * revisions and backups like the rest of it. */

/* @state_dir: NULL: only those that came with the program.
 * @known: those that are known already, to be shared where they are the same; or NULL. */
WattleMeterLibrary *wattle_definitions_load (const char *state_dir, WattleMeterLibrary *known);
/* As they would be with the files of a draft. */
WattleMeterLibrary *wattle_definitions_load_draft (const WattleConfigDraft *draft,
                                                   WattleMeterLibrary *known);

/* Whether a file of the host's own layer is a definition, and what is wrong if it is not. */
gboolean wattle_definitions_check (const char *name, GBytes *text, GError **error);

/* The id of a definition that may become one of this house; NULL: the error names the place, such
 * as "points[3].type", and what is allowed there. */
char *wattle_definitions_read_id (GBytes *text, GError **error);

/* Whether all definitions are the same in both. */
gboolean wattle_definitions_agree (WattleMeterLibrary *a, WattleMeterLibrary *b);

G_END_DECLS
