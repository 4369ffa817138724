/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps what identifies a person or a place, and what opens a door, out of recordings. The same
 * text gets the same stand-in wherever it turns up, of the same length and shape, so that two
 * serial numbers stay two and an identifier made of one stays valid. Stand-ins are numbered in the
 * order their originals are met; nothing of an original is left in them but its shape. */
typedef struct _WattleRedaction WattleRedaction;

WattleRedaction *wattle_redaction_new (void);
void wattle_redaction_free (WattleRedaction *self);

/* A secret is taken out wherever it stands, also within words, escaped for JSON and URLs, and in
 * base64; @user (or NULL) also as the pair of HTTP's basic authentication. */
void wattle_redaction_add_secret (WattleRedaction *self, const char *user, const char *secret);

/* A serial number, an address, a name: taken out where it stands as a word, in any case of its
 * letters. What could as well be a word of the protocol only where it is a whole string. */
void wattle_redaction_add_identifier (WattleRedaction *self, const char *text);
/* The host of an address, unless it is this machine. */
void wattle_redaction_add_uri (WattleRedaction *self, const char *uri);

/* Learns from JSON what stands in members that are called like one of @names (NULL-terminated, or
 * NULL) or like what is never kept: serial, mac, ip, ssid, latitude, token and so on. Case, blanks
 * and punctuation in names do not count. */
void wattle_redaction_scan (WattleRedaction *self,
                            const char *const *names,
                            const char *data,
                            gsize length);

GString *wattle_redaction_apply (WattleRedaction *self, const char *data, gsize length);
char *wattle_redaction_apply_text (WattleRedaction *self, const char *text); /* NULL gives NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRedaction, wattle_redaction_free)

G_END_DECLS
