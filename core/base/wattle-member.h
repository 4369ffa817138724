/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of the JSON objects that documents are made of. Those that may be missing leave the value
 * as it was. Errors begin with the name of the member. */
#pragma once

#include "wattle-json.h"

G_BEGIN_DECLS

/* Whether it has no members but these; @allowed ends with NULL. */
gboolean wattle_member_check (JsonObject *object, const char *const *allowed, GError **error);

gboolean wattle_member_read_integer (JsonObject *object,
                                     const char *name,
                                     gint64 min,
                                     gint64 max,
                                     gint64 *value,
                                     GError **error);
/* A factor or a step: not 0, and at most 1e12. */
gboolean
wattle_member_read_number (JsonObject *object, const char *name, double *value, GError **error);
gboolean
wattle_member_read_flag (JsonObject *object, const char *name, gboolean *flag, GError **error);
gboolean wattle_member_read_text (JsonObject *object,
                                  const char *name,
                                  gboolean needed,
                                  char **text,
                                  GError **error);
gboolean
wattle_member_read_texts (JsonObject *object, const char *name, char ***texts, GError **error);
/* Whole numbers from 0 to @max, one at least and @n_max at most; must be there. */
gboolean wattle_member_read_list (JsonObject *object,
                                  const char *name,
                                  guint64 max,
                                  guint n_max,
                                  guint64 *values,
                                  guint *n_values,
                                  GError **error);
/* One of a few words, whose place in @words is told; they end with NULL. */
gboolean wattle_member_read_word (JsonObject *object,
                                  const char *name,
                                  const char *const *words,
                                  guint *index,
                                  GError **error);

/* Puts the place of an object in its document, such as `holidays[2]`, before what is wrong in it;
 * what the JSON reader complains of is a mistake in the document then. Without a place: of the
 * whole. */
void wattle_member_prefix (GError **error, const char *place);

G_END_DECLS
