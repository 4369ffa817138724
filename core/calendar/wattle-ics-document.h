/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The document of a plan, to whose days others are added. For the calendars themselves. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _WattleIcsDocument WattleIcsDocument;

/* NULL: it is no document, or has something else where its holidays should be. */
WattleIcsDocument *wattle_ics_document_new (GBytes *text, GError **error);
void wattle_ics_document_free (WattleIcsDocument *self);

/* Added where there is none. */
JsonArray *wattle_ics_document_need_holidays (WattleIcsDocument *self);

/* The days of a type of the plan's own; NULL: it has no such type. @place: gets which one of
 * day_types it is. */
JsonArray *
wattle_ics_document_find_type (const WattleIcsDocument *self, const char *id, guint *place);

/* The same; a type that is not there is made. */
JsonArray *wattle_ics_document_need_type (WattleIcsDocument *self, const char *id, guint *place);

/* With what was added; everything else stays as a person has written it. */
GBytes *wattle_ics_document_print (const WattleIcsDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleIcsDocument, wattle_ics_document_free)

G_END_DECLS
