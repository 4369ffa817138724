/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Registers that are read as they are. */
typedef struct {
    guint8 unit;
    guint8 function; /* 3 or 4 */
    guint16 address;
    guint16 count;
} WattleRawRead;

/* What was read as a JSON document, in the form that core/cli/README.md describes: each register by
 * itself, and with the next one in every type and order of bytes, the likeliest first. @bytes: two
 * for each register. */
char *wattle_raw_report (const WattleRawRead *read, const guint8 *bytes);

G_END_DECLS
