/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the device calls its values. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMART_MAIC_V,
    SMART_MAIC_A,
    SMART_MAIC_W,
    SMART_MAIC_RW, /* given back; of the extended version only, as rWh */
    SMART_MAIC_WH,
    SMART_MAIC_RWH,
    SMART_MAIC_PF,
    SMART_MAIC_FR,
    SMART_MAIC_T, /* 0: inside the device; 1 to 5: the points of a D105 */
    SMART_MAIC_CH,
    SMART_MAIC_TCH,
    SMART_MAIC_ADC,
    SMART_MAIC_OUT,
    SMART_MAIC_N_KINDS,
} SmartMaicKind;

#define SMART_MAIC_N_PHASES 3
#define SMART_MAIC_N_PLACES 6 /* 0: none, or all together; 1 to 5: phase, channel or point */
#define SMART_MAIC_N_KEYS   (SMART_MAIC_N_KINDS * SMART_MAIC_N_PLACES)

/* A key as a number below SMART_MAIC_N_KEYS. */
#define SMART_MAIC_KEY(kind, place) ((guint)(kind)*SMART_MAIC_N_PLACES + (guint)(place))

typedef struct {
    guint key;
    double scale; /* 1000 for energy in kWh */
} SmartMaicName;

gboolean smart_maic_key_parse (const char *text, SmartMaicName *name);
gboolean smart_maic_key_is_topic (const char *text);
char *smart_maic_key_dup_name (guint key);

G_END_DECLS
