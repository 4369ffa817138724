/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "emulator-fault.h"

G_BEGIN_DECLS

/* What emulators do with HTTP. */

/* @port: 0: any */
gboolean emulator_http_listen (SoupServer *server, const char *address, guint port, GError **error);
guint emulator_http_get_port (SoupServer *server);

/* NULL after having answered what is wrong. */
JsonObject *emulator_http_read_body (SoupServerMessage *message, EmulatorAnswer *answer);
void emulator_http_set_ok (EmulatorAnswer *answer);
void emulator_http_set_error (EmulatorAnswer *answer, guint status, const char *text);
/* Changes what the body asks for. */
typedef gboolean (*EmulatorHttpChange) (gpointer owner,
                                        SoupServerMessage *message,
                                        JsonObject *body,
                                        GError **error);
/* Reads the body, and answers what came of it. */
void emulator_http_take_change (SoupServerMessage *message,
                                EmulatorAnswer *answer,
                                EmulatorHttpChange change,
                                gpointer owner);
/* Calls it once the answer is out and libsoup is done with the connection, but before the next
 * request: for what closes connections. */
typedef void (*EmulatorHttpAfter) (gpointer owner, guint number);
void emulator_http_call_after (SoupServerMessage *message,
                               GObject *owner,
                               EmulatorHttpAfter func,
                               guint number);
/* As JSON. */
void emulator_http_send (SoupServerMessage *message, const EmulatorAnswer *answer);

G_END_DECLS
