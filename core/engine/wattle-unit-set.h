/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses of devices on a Modbus bus, as the specification of the serial line has them. */
#define WATTLE_UNIT_MIN 1
#define WATTLE_UNIT_MAX 247

typedef struct {
    gboolean has[WATTLE_UNIT_MAX + 1];
    guint count;
} WattleUnitSet;

/* What a person wrote: "1-247", or "1,5,10-20". FALSE, and an error that says what is allowed. */
gboolean wattle_unit_set_parse (WattleUnitSet *self, const char *text, GError **error);

G_END_DECLS
