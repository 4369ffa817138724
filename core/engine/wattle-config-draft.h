/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-device-config.h"
#include "wattle-file-set.h"
#include "wattle-host-config.h"

G_BEGIN_DECLS

/* Files of the host's own layer as they are to be, read as the next start would read them. */
typedef struct {
    WattleFileSet *files;  /* named as in the folder config */
    WattleHostConfig host; /* the built-in defaults, and what wattle.conf says over them */
    GPtrArray *devices;    /* of WattleDeviceConfig */
} WattleConfigDraft;

/* NULL: one of them is of no use; the error names it. */
WattleConfigDraft *wattle_config_draft_new (const WattleFileSet *files, GError **error);
void wattle_config_draft_free (WattleConfigDraft *self);

/* Whether all of it may be put in force; for whoever knows more, such as drivers. Sets the error if
 * not. It is called in the main context. */
typedef gboolean (*WattleConfigCheck) (const WattleConfigDraft *draft,
                                       gpointer user_data,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleConfigDraft, wattle_config_draft_free)

G_END_DECLS
