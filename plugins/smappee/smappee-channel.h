/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A channel is one current transformer with the phase it is on. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Seven CT hubs of four each is what the manual allows; a few more for other sources. */
#define SMAPPEE_MAX_CHANNELS 32

typedef enum {
    SMAPPEE_ROLE_NONE,  /* not told: shown as a channel only */
    SMAPPEE_ROLE_GRID,  /* at the connection to the grid */
    SMAPPEE_ROLE_SOLAR, /* what generates */
    SMAPPEE_ROLE_LOAD,  /* behind them: what one load takes */
} SmappeeRole;

/* In the order of their entities. Averages are those of five minutes. */
typedef enum {
    SMAPPEE_VALUE_POWER,
    SMAPPEE_VALUE_IMPORT,
    SMAPPEE_VALUE_EXPORT,
    SMAPPEE_VALUE_CURRENT,
    SMAPPEE_VALUE_APPARENT,
    SMAPPEE_VALUE_FACTOR,
    SMAPPEE_VALUE_REACTIVE,
    SMAPPEE_VALUE_AVERAGE_POWER,
    SMAPPEE_VALUE_AVERAGE_CURRENT,
    SMAPPEE_VALUE_AVERAGE_APPARENT,
    SMAPPEE_VALUE_AVERAGE_REACTIVE,
    SMAPPEE_VALUE_AVERAGE_FACTOR,
    SMAPPEE_N_VALUES,
} SmappeeValueKind;

/* What one message tells of a channel, in units of the host; NAN: nothing. */
typedef struct {
    double values[SMAPPEE_N_VALUES];
} SmappeeValues;

typedef struct {
    guint index;   /* by which messages mean it */
    char *place;   /* what its keys are made of: 5500010002_0, or 4 */
    char *formula; /* NULL: none */
    char *name;    /* as people called it; NULL: not at all */
    SmappeeRole role;
    guint phase; /* 1 to 3; 0: not told */
    gboolean inverted;
    char *keys[SMAPPEE_N_VALUES];
} SmappeeChannel;

SmappeeChannel *smappee_channel_new (guint index,
                                     const char *place,
                                     const char *name,
                                     SmappeeRole role,
                                     guint phase);
void smappee_channel_free (SmappeeChannel *self);
char *smappee_channel_dup_label (const SmappeeChannel *self);

/* Of SmappeeChannel. */
GPtrArray *smappee_channels_new (void);
const SmappeeChannel *smappee_channels_find (GPtrArray *channels, guint index, guint *position);
char *smappee_channels_print (GPtrArray *channels);
gboolean smappee_channels_invert (GPtrArray *channels, const char *places);

void smappee_values_clear (SmappeeValues *values, guint n_values);
void smappee_values_invert (SmappeeValues *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmappeeChannel, smappee_channel_free)

G_END_DECLS
