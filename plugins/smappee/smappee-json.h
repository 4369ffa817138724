/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* A number that may be absent or null, and is NAN then; what is there is a number within the
 * limits. */
gboolean smappee_json_get_number (JsonObject *object,
                                  const char *member,
                                  double min,
                                  double max,
                                  double *value,
                                  GError **error);

/* Which channel an entry is about, as the Genius or as the Plus says it; below 0: none. */
gboolean smappee_json_get_index (JsonObject *entry, gint64 *index, GError **error);

/* The elements of an array of objects; @most: more are an error. One that is absent has none. */
gboolean smappee_json_list_objects (JsonObject *object,
                                    const char *member,
                                    guint most,
                                    GPtrArray **list,
                                    GError **error);

/* A text without blanks around it, of a bearable length; NULL if there is nothing in it. */
char *smappee_json_dup_text (JsonObject *object, const char *member);

G_END_DECLS
