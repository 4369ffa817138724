/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WattleLinkKind:
 * @WATTLE_LINK_NONE: answered by the host at once, for simulated devices
 * @WATTLE_LINK_HTTP: an HTTP base URL
 * @WATTLE_LINK_MQTT: an MQTT broker
 * @WATTLE_LINK_MODBUS: a Modbus bus: a serial port, or who stands before one on the network
 *
 * Kinds of endpoint. A device has at most one link of each kind.
 */
typedef enum {
    WATTLE_LINK_NONE,
    WATTLE_LINK_HTTP,
    WATTLE_LINK_MQTT,
    WATTLE_LINK_MODBUS,
} WattleLinkKind;

#define WATTLE_LINK_N_KINDS (WATTLE_LINK_MODBUS + 1)

/**
 * WattleRequestFlags:
 * @WATTLE_REQUEST_OPTIONAL: a failure does not fail the cycle
 * @WATTLE_REQUEST_REPORT_FAILURE: decode sees every outcome, not only answers
 * @WATTLE_REQUEST_PRIVATE: recordings keep only how long the answer was, as it is a serial number
 *   or the like, in a form that nobody would find in it
 * @WATTLE_REQUEST_HANG_UP: when no answer comes in time, a Modbus connection is closed: for
 *   gateways that take two questions in a row for one, or answer so late that it is taken for the
 *   answer to the next
 *
 * How the outcome of a request is treated.
 */
typedef enum {
    WATTLE_REQUEST_OPTIONAL = 1 << 0,
    WATTLE_REQUEST_REPORT_FAILURE = 1 << 1,
    WATTLE_REQUEST_PRIVATE = 1 << 2,
    WATTLE_REQUEST_HANG_UP = 1 << 3,
} WattleRequestFlags;

#define WATTLE_TYPE_REQUEST (wattle_request_get_type ())
G_DECLARE_FINAL_TYPE (WattleRequest, wattle_request, WATTLE, REQUEST, GObject)

WattleRequest *wattle_request_new_local (guint tag);
WattleRequest *wattle_request_new_http (guint tag, const char *method, const char *path);
WattleRequest *
wattle_request_new_publish (guint tag, const char *topic, const char *payload, gboolean retain);

WattleRequest *wattle_request_new_registers (guint tag,
                                             guint8 unit,
                                             guint8 function,
                                             guint16 address,
                                             guint16 count);
WattleRequest *wattle_request_new_write (guint tag,
                                         guint8 unit,
                                         guint8 function,
                                         guint16 address,
                                         const guint16 *values,
                                         guint16 count);

WattleRequest *
wattle_request_with_header (WattleRequest *self, const char *name, const char *value);
WattleRequest *
wattle_request_with_body (WattleRequest *self, const char *content_type, const char *body);
WattleRequest *wattle_request_with_flags (WattleRequest *self, WattleRequestFlags flags);
WattleRequest *wattle_request_with_delay (WattleRequest *self, guint milliseconds);
WattleRequest *wattle_request_with_timeout (WattleRequest *self, guint milliseconds);
WattleRequest *wattle_request_with_gap (WattleRequest *self, guint milliseconds);

WattleLinkKind wattle_request_get_kind (WattleRequest *self);
guint wattle_request_get_tag (WattleRequest *self);
WattleRequestFlags wattle_request_get_flags (WattleRequest *self);
guint wattle_request_get_delay (WattleRequest *self);
guint wattle_request_get_timeout (WattleRequest *self);
const char *wattle_request_get_method (WattleRequest *self);
const char *wattle_request_get_path (WattleRequest *self);
const char *wattle_request_get_body (WattleRequest *self);
const char *wattle_request_get_content_type (WattleRequest *self);
gboolean wattle_request_get_retain (WattleRequest *self);
guint wattle_request_get_n_headers (WattleRequest *self);
const char *wattle_request_get_header (WattleRequest *self, guint index, const char **value);
guint wattle_request_get_gap (WattleRequest *self);
guint wattle_request_get_unit (WattleRequest *self);
guint wattle_request_get_function (WattleRequest *self);
guint wattle_request_get_address (WattleRequest *self);
guint wattle_request_get_count (WattleRequest *self);
const guint16 *wattle_request_get_values (WattleRequest *self);
char *wattle_request_to_string (WattleRequest *self);
char *wattle_request_describe (WattleRequest *self);

G_END_DECLS
