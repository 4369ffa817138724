/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a serial number says about its bearer. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

gboolean smappee_serial_is_valid (const char *text);
const char *smappee_serial_get_model (const char *serial);
char *smappee_serial_from_name (const char *name);
/* Sets identity and name. @serial: NULL: not known; @fallback: model of one that is not known. */
void smappee_serial_identify (WattleDevice *device,
                              const char *serial,
                              const char *version,
                              const char *fallback);

G_END_DECLS
