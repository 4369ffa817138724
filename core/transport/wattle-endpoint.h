/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-request.h"

G_BEGIN_DECLS

/* Checks what a person wrote as the address of an endpoint of @kind and returns it so that equal
 * endpoints have equal texts: `http://host/base` without the default port and without a slash at
 * the end, `mqtt://host:port` or `mqtts://host:port` always with the port, and
 * for Modbus what wattle-modbus-endpoint.h tells. The error says what is
 * allowed; it repeats
 * @text unless that holds a user name or password. */
char *wattle_endpoint_normalise (const char *text, WattleLinkKind kind, GError **error);

/* @text, with @line (`baud=2400&parity=none&stop=1`, or NULL) behind it if it is the address of a
 * serial port that does not say how the line is set. */
char *wattle_endpoint_add_line (const char *text, const char *line);

/* An address with the one certificate that is accepted there: for the host that is another
 * endpoint than the address alone. wattle_endpoint_normalise() knows no such text, so nobody can
 * write it as an address. @fingerprint: as of wattle_certificate_normalise(), or NULL. */
char *wattle_endpoint_join (const char *uri, const char *fingerprint);
/* The address; @fingerprint: NULL if there is none. */
char *wattle_endpoint_split (const char *text, char **fingerprint);

/* Whether it is a name or an address of a host. */
gboolean wattle_endpoint_is_host (const char *host);

/* Whether @host, a name or an address, can only be this machine. */
gboolean wattle_endpoint_is_loopback (const char *host);

G_END_DECLS
