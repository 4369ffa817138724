/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-fault.h"

G_BEGIN_DECLS

/* HTTP/1.0 as small devices speak it, byte by byte: one request per connection, an answer whose
 * body ends with the connection, and a header without a blank. libsoup can answer so in no way. */
typedef struct _EmulatorPlainHttp EmulatorPlainHttp;

typedef struct {
    const char *method;
    const char *target; /* path and query, as they came */
    const char *peer;   /* the caller's IP address */
} EmulatorPlainRequest;

typedef void (*EmulatorPlainHandler) (gpointer owner,
                                      const EmulatorPlainRequest *request,
                                      EmulatorAnswer *answer);

/* @server_name: what the header `Server` says; static
 * @faults: (unowned): hit by the target of a request */
EmulatorPlainHttp *emulator_plain_http_new (const char *server_name,
                                            EmulatorFaults *faults,
                                            EmulatorPlainHandler handler,
                                            gpointer owner);
void emulator_plain_http_free (EmulatorPlainHttp *self);

/* @port: 0: any */
gboolean emulator_plain_http_listen (EmulatorPlainHttp *self,
                                     const char *address,
                                     guint port,
                                     GError **error);
/* Ends every connection, and listens no more. */
void emulator_plain_http_close (EmulatorPlainHttp *self);
guint emulator_plain_http_get_port (EmulatorPlainHttp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorPlainHttp, emulator_plain_http_free)

G_END_DECLS
