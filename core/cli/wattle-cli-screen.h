/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-reading.h"

G_BEGIN_DECLS

/* A table of all readings that fits into a window: in as many columns as it is wide, and with the
 * less important ones left out where it is not high enough. */
typedef struct {
    const char *id;
    const char *name;
    const char *state;
    GPtrArray *readings; /* of WattleCliReading */
} WattleCliScreenDevice;

typedef struct {
    const char *title;
    GArray *devices; /* of WattleCliScreenDevice */
    gint64 now;      /* wall time */
    guint width;
    guint height;
    gboolean colour;
} WattleCliScreen;

/* At most @height lines of @width columns. */
char *wattle_cli_screen_draw (const WattleCliScreen *screen);

G_END_DECLS
