/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A JSON document that is written from left to right. @name is that of the member, or NULL in an
 * array and for the document itself. */
typedef struct _WattleCliJson WattleCliJson;

WattleCliJson *wattle_cli_json_new (void);
void wattle_cli_json_free (WattleCliJson *self);

void wattle_cli_json_begin_object (WattleCliJson *self, const char *name);
void wattle_cli_json_end_object (WattleCliJson *self);
void wattle_cli_json_begin_array (WattleCliJson *self, const char *name);
void wattle_cli_json_end_array (WattleCliJson *self);

void wattle_cli_json_add_null (WattleCliJson *self, const char *name);
void wattle_cli_json_add_text (WattleCliJson *self, const char *name, const char *text);
/* null for an empty text too */
void wattle_cli_json_add_word (WattleCliJson *self, const char *name, const char *text);
void wattle_cli_json_add_number (WattleCliJson *self, const char *name, double value);
/* @digits: a number as JSON has it, whose digits all count; NULL: null */
void wattle_cli_json_add_digits (WattleCliJson *self, const char *name, const char *digits);
void wattle_cli_json_add_integer (WattleCliJson *self, const char *name, gint64 value);
void wattle_cli_json_add_boolean (WattleCliJson *self, const char *name, gboolean value);
/* @time: wall time in µs, written as in 2026-06-01T10:00:00.250Z; 0: null */
void wattle_cli_json_add_time (WattleCliJson *self, const char *name, gint64 time);
void wattle_cli_json_add_texts (WattleCliJson *self, const char *name, const char *const *texts);

/* Writes the document as one line to standard output, in UTF-8 whatever the locale. */
void wattle_cli_json_print (WattleCliJson *self);
const char *wattle_cli_json_get_text (WattleCliJson *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliJson, wattle_cli_json_free)

G_END_DECLS
