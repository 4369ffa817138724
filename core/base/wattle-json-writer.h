/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a JSON document front to back, without a tree of nodes. In objects each value has a name,
 * elsewhere @name is NULL. Texts are UTF-8. */
typedef struct _WattleJsonWriter WattleJsonWriter;

WattleJsonWriter *wattle_json_writer_new (void);
void wattle_json_writer_free (WattleJsonWriter *self);
char *wattle_json_writer_finish (WattleJsonWriter *self); /* frees it too */

void wattle_json_writer_begin_object (WattleJsonWriter *self, const char *name);
void wattle_json_writer_end_object (WattleJsonWriter *self);
void wattle_json_writer_begin_array (WattleJsonWriter *self, const char *name);
void wattle_json_writer_end_array (WattleJsonWriter *self);

/* @text: NULL is as good as empty. */
void wattle_json_writer_add_text (WattleJsonWriter *self, const char *name, const char *text);
void wattle_json_writer_add_integer (WattleJsonWriter *self, const char *name, gint64 value);
/* @decimals: digits behind the point; below 0: as many as it takes to read back the same. What is
 * not finite becomes null. */
void wattle_json_writer_add_number (WattleJsonWriter *self,
                                    const char *name,
                                    double value,
                                    int decimals);
void wattle_json_writer_add_boolean (WattleJsonWriter *self, const char *name, gboolean value);
void wattle_json_writer_add_null (WattleJsonWriter *self, const char *name);

/* @json: a complete value that was written elsewhere. */
void wattle_json_writer_add_json (WattleJsonWriter *self, const char *name, const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleJsonWriter, wattle_json_writer_free)

G_END_DECLS
