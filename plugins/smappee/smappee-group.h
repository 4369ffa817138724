/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Channels that belong together: the grid, what generates, and each load. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

typedef struct {
    SmappeeRole role;
    char *name;      /* of a load; NULL: not told */
    GArray *members; /* of guint: places in the list of channels */

    /* of its entities */
    char *power_key;
    char *import_key;
    char *export_key;
} SmappeeGroup;

/* Of SmappeeGroup: first grid and generation, if there are any, then the loads. */
GPtrArray *smappee_groups_new (GPtrArray *channels);
SmappeeGroup *smappee_groups_find (GPtrArray *groups, SmappeeRole role);

/* NAN unless all its channels tell it. */
double
smappee_group_sum (const SmappeeGroup *self, const SmappeeValues *values, SmappeeValueKind kind);

/* Its name, or where its first channel is. */
char *smappee_group_dup_label (const SmappeeGroup *self, GPtrArray *channels);

G_END_DECLS
