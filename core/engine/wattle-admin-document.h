/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"
#include "wattle-document.h"

G_BEGIN_DECLS

/* Puts in force what the files of documents of a kind say. */
typedef void (*WattleAdminRead) (WattleAdmin *admin);

/* A change of a document of the host's own layer, which was checked by the caller. */
typedef struct {
    const WattleDocumentKind *kind;
    const char *id;
    GBytes *text; /* NULL: it is removed */
    gboolean replace;
    const char *author;
    WattleAdminRead read;
    GBytes *before;     /* see WattleRevisionPut */
    gboolean only_look; /* the same */
} WattleAdminDocument;

/* Whether this host keeps a configuration that could be changed. */
gboolean wattle_admin_document_can_save (WattleAdmin *admin, GError **error);

/* Saves it as a revision, then has it put in force. The id is the result: wattle_admin_finish().
 * @refusal: takes it; what the check of the caller found, which is the result then; or NULL. */
void wattle_admin_document_change (WattleAdmin *admin,
                                   const WattleAdminDocument *document,
                                   GError *refusal,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
