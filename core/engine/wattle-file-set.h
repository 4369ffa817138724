/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files by name, in the order of their names. Contents of NULL say that there is no such file: a
 * set can also be what changes from one set to another. Contents are shared by copies. */
typedef struct _WattleFileSet WattleFileSet;

/* Of WATTLE_FILE_SET_SUM bytes. */
#define WATTLE_FILE_SET_SUM 32

WattleFileSet *wattle_file_set_new (void);
WattleFileSet *wattle_file_set_copy (const WattleFileSet *self);
void wattle_file_set_free (WattleFileSet *self);

void wattle_file_set_put (WattleFileSet *self, const char *name, GBytes *contents);
/* Takes @text. */
void wattle_file_set_put_text (WattleFileSet *self, const char *name, char *text);
void wattle_file_set_drop (WattleFileSet *self, const char *name);

guint wattle_file_set_get_count (const WattleFileSet *self);
const char *wattle_file_set_get_name (const WattleFileSet *self, guint index);
GBytes *wattle_file_set_get_contents (const WattleFileSet *self, guint index);

gboolean wattle_file_set_has (const WattleFileSet *self, const char *name);
GBytes *wattle_file_set_find (const WattleFileSet *self, const char *name); /* or NULL */

/* Never NULL, unlike the data of bytes of which there are none. */
const char *wattle_file_set_get_text (GBytes *contents, gsize *length);

/* Also for contents that are not there. */
gboolean wattle_file_set_is_same (GBytes *a, GBytes *b);

/* What makes @to out of @from, and making it. */
WattleFileSet *wattle_file_set_compare (const WattleFileSet *from, const WattleFileSet *to);
void wattle_file_set_apply (WattleFileSet *self, const WattleFileSet *changes);

/* The same for equal sets, and by all likelihood for no others. */
void wattle_file_set_get_sum (const WattleFileSet *self, guint8 sum[WATTLE_FILE_SET_SUM]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleFileSet, wattle_file_set_free)

G_END_DECLS
