/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of a device. */
#pragma once

#include "smart-maic-key.h"

G_BEGIN_DECLS

#define SMART_MAIC_N_CHANNELS 2
#define SMART_MAIC_N_POINTS   5

typedef enum {
    SMART_MAIC_UNIT_NONE,
    SMART_MAIC_UNIT_M3,
    SMART_MAIC_UNIT_LITRE,
    SMART_MAIC_UNIT_KWH,
} SmartMaicUnit;

typedef struct {
    SmartMaicUnit unit;
    double pulses_per_unit;
    double offset; /* in that unit */
} SmartMaicChannel;

typedef struct {
    gboolean http;
    gboolean mqtt;
    gboolean by_page;     /* reads what the web page reads, not getdata */
    gboolean switch_http; /* the contact */
    gboolean falls_back;  /* the contact by HTTP where MQTT does not go */
    gboolean has_devid;   /* the option is set */
    gboolean lines;       /* three lines of one phase */
    gboolean fahrenheit;  /* the device shows °F */
    gboolean inverted[SMART_MAIC_N_PHASES + 1];
    gboolean humid[SMART_MAIC_N_POINTS + 1];
    SmartMaicChannel channels[SMART_MAIC_N_CHANNELS + 1];
    gint64 expiry; /* s */
} SmartMaicConfig;

void smart_maic_config_describe (WattleCatalog *catalog);
gboolean smart_maic_config_read (SmartMaicConfig *self,
                                 WattleSource *source,
                                 WattleOptions *options,
                                 GError **error);

G_END_DECLS
