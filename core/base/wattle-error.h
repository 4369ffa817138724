/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WattleError:
 * @WATTLE_ERROR_CONFIG: a configured value is wrong; a person has to change it.
 * @WATTLE_ERROR_NOT_FOUND: the thing named does not exist.
 * @WATTLE_ERROR_NOT_SUPPORTED: the device or plugin cannot do this.
 * @WATTLE_ERROR_AUTH: credentials are missing or refused.
 * @WATTLE_ERROR_UNREACHABLE: no connection could be made.
 * @WATTLE_ERROR_TIMEOUT: the connection stood, but no answer came in time.
 * @WATTLE_ERROR_PROTOCOL: an answer came that is not as documented.
 * @WATTLE_ERROR_BUSY: a queue is full; try again later.
 * @WATTLE_ERROR_PLUGIN: a plugin broke its contract.
 * @WATTLE_ERROR_FAILED: anything else.
 * @WATTLE_ERROR_NOT_PERMITTED: whoever asked may not do this.
 *
 * Errors, ordered by what the caller can do about them. Errors of other domains are converted where
 * they enter the program; only %G_IO_ERROR_CANCELLED passes unchanged.
 */
typedef enum {
    WATTLE_ERROR_CONFIG,
    WATTLE_ERROR_NOT_FOUND,
    WATTLE_ERROR_NOT_SUPPORTED,
    WATTLE_ERROR_AUTH,
    WATTLE_ERROR_UNREACHABLE,
    WATTLE_ERROR_TIMEOUT,
    WATTLE_ERROR_PROTOCOL,
    WATTLE_ERROR_BUSY,
    WATTLE_ERROR_PLUGIN,
    WATTLE_ERROR_FAILED,
    WATTLE_ERROR_NOT_PERMITTED,
} WattleError;

#define WATTLE_ERROR (wattle_error_quark ())

GQuark wattle_error_quark (void);
GError *wattle_error_new (WattleError code, const char *format, ...) G_GNUC_PRINTF (2, 3);
GError *wattle_error_new_valist (WattleError code, const char *format, va_list arguments)
    G_GNUC_PRINTF (2, 0);
void wattle_error_set (GError **error, WattleError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
const char *wattle_error_get_name (const GError *error);

G_END_DECLS
