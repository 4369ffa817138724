/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Changes to a JSON document that leave everything else as a person has written it: blanks, line
 * breaks, the order of members. */

/* A step to a place: a member of an object, or, where there is no name, an element of a list. */
typedef struct {
    const char *name;
    guint index;
} WattleJsonStep;

/* Adds what @elements has from its element @first on to the end of a list. Members that the way to
 * it lacks are added; they are objects, and the last one is the list. FALSE: there is no such
 * place. */
gboolean wattle_json_insert (GString *document,
                             const WattleJsonStep *steps,
                             guint n_steps,
                             JsonArray *elements,
                             guint first);

G_END_DECLS
