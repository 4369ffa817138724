/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A sentence for a person as data: a printf template, which is also its id in catalogues of
 * translations, and its arguments as text. So a program elsewhere can word it in the language of
 * whoever reads it. Arguments and prefix are made one line, printable and not endless. */
typedef struct _WattleMessage WattleMessage;

WattleMessage *wattle_message_new (const char *format, ...) G_GNUC_PRINTF (1, 2);
WattleMessage *wattle_message_new_valist (const char *format, va_list arguments)
    G_GNUC_PRINTF (1, 0);
/* What is known of the error: all if it was made by wattle_error_set(), else its text alone. */
WattleMessage *wattle_message_new_from_error (const GError *error);
/* As it came from elsewhere. @template: NULL for a text that cannot be translated. */
WattleMessage *
wattle_message_new_parts (const char *prefix, const char *template_, const char *const *arguments);
WattleMessage *wattle_message_copy (const WattleMessage *self);
void wattle_message_free (WattleMessage *self);

/* Puts a place in front: a path, a key. It is not translated. */
void wattle_message_prefix (WattleMessage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

const char *wattle_message_get_text (const WattleMessage *self);   /* in English, with the prefix */
const char *wattle_message_get_prefix (const WattleMessage *self); /* may be empty */
const char *wattle_message_get_template (const WattleMessage *self); /* NULL: none */
const char *const *wattle_message_get_arguments (const WattleMessage *self);

/* As a{sv}: "text", "prefix", "template" (s; empty: none) and "arguments" (as). Floating. */
GVariant *wattle_message_to_variant (const WattleMessage *self);
/* NULL: it is none. */
WattleMessage *wattle_message_new_from_variant (GVariant *sentence);

/* In the language of the process, by the catalogue of @domain. */
char *wattle_message_translate (const WattleMessage *self, const char *domain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMessage, wattle_message_free)

G_END_DECLS
