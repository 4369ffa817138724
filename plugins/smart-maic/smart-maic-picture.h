/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the device said last, by whichever way. */
#pragma once

#include "smart-maic-decode.h"

G_BEGIN_DECLS

/* The later ones go before the earlier: all tell the same, but not at the same moment, and a
 * counter must not go back and forth between them. */
typedef enum {
    SMART_MAIC_BY_COMMAND, /* read back over HTTP: it goes before all that is older */
    SMART_MAIC_BY_HTTP,
    SMART_MAIC_BY_SCALAR,
    SMART_MAIC_BY_JSON,
} SmartMaicOrigin;

typedef struct {
    gboolean known;
    double number;
    guint64 turn; /* of the message it came in; 0: never */
    gint64 time;  /* µs */
    gboolean rough;
    SmartMaicOrigin origin;
} SmartMaicValue;

typedef struct {
    SmartMaicValue values[SMART_MAIC_N_KEYS];
    gboolean seen[SMART_MAIC_N_KEYS]; /* also in an earlier run of the host */
    guint64 turn;
    gint64 expiry; /* µs */
} SmartMaicPicture;

/* Returns whether a key came for the first time. */
gboolean smart_maic_picture_take (SmartMaicPicture *self,
                                  const SmartMaicMessage *message,
                                  SmartMaicOrigin origin,
                                  gint64 now);
gboolean smart_maic_picture_is_fresh (const SmartMaicPicture *self, guint key, gint64 now);

char *smart_maic_picture_dup_seen (const SmartMaicPicture *self);
void smart_maic_picture_restore_seen (SmartMaicPicture *self, const char *text);
gboolean smart_maic_picture_is_extended (const SmartMaicPicture *self);

G_END_DECLS
