/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the host says is data, see data/dbus/org.wattle.Wattle1.Manager.xml; here it is put into the
 * language of whoever reads it. */

/* Of a sentence (a{sv}); NULL if it is empty. */
char *wattle_cli_message_translate (GVariant *sentence);
/* In English, for programs; NULL if it is empty. */
char *wattle_cli_message_get_english (GVariant *sentence);

/* Of the member @key of a dictionary. */
char *wattle_cli_message_lookup (GVariant *dict, const char *key);

/* Of the message of an error on the bus: a sentence as JSON, or any text. */
char *wattle_cli_message_translate_json (const char *text);

/* Of an error of libwattle, whose message is English. */
char *wattle_cli_message_explain (const GError *error);

/* As an error of this program, with the exit status that belongs to it. Takes @error. */
void wattle_cli_message_propagate (GError **destination, GError *error);

G_END_DECLS
