/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON documents of the host's own layer: FOLDER/ID.json, such as definitions of meters and tariff
 * plans. */
typedef struct {
    const char *folder; /* such as "meters" */
    gboolean (*is_id) (const char *text);
} WattleDocumentKind;

extern const WattleDocumentKind wattle_document_meters;
extern const WattleDocumentKind wattle_document_tariffs;

/* The name of its file in the host's own layer, and the other way round; NULL: it is none. */
char *wattle_document_dup_name (const WattleDocumentKind *kind, const char *id);
char *wattle_document_dup_id (const WattleDocumentKind *kind, const char *name);

/* Whether @name is that of a document of any kind. */
gboolean wattle_document_is_name (const char *name);

/* A folder of the data that came with the program. */
char *wattle_document_dup_data_folder (const char *name);

G_END_DECLS
