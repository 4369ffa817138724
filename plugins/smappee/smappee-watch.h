/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of a gateway has come, and what has not: says why nothing is seen of it. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMAPPEE_HEARD_ANYBODY,  /* any service location */
    SMAPPEE_HEARD_CONFIG,   /* who the own gateway is */
    SMAPPEE_HEARD_STREAM,   /* what comes each second, of any service location */
    SMAPPEE_HEARD_REALTIME, /* the same of the own one */
    SMAPPEE_HEARD_MAP,
    SMAPPEE_N_HEARD,
} SmappeeHeard;

/* Times in µs; 0: never. */
typedef struct {
    gint64 heard[SMAPPEE_N_HEARD]; /* the last time */
    gint64 since;                  /* from when on it is waited for */
    gint64 looked;
    gint64 unmapped;   /* since when what comes each second has no channel map */
    GError *map_fault; /* what was wrong with the last channel map; or NULL */
} SmappeeWatch;

void smappee_watch_clear (SmappeeWatch *self);
void smappee_watch_hear (SmappeeWatch *self, SmappeeHeard what, gint64 now);
void smappee_watch_hear_map (SmappeeWatch *self, const GError *fault, gint64 now);

/* As a source says it to the host. @patience: seconds. @location: NULL: not known. */
gboolean smappee_watch_check (SmappeeWatch *self,
                              gint64 now,
                              guint patience,
                              const char *location,
                              GError **error);

G_END_DECLS
