/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the two halves of a device share: asking, and reading what is answered. */
#pragma once

#include "modbus-meter-auto.h"
#include "modbus-meter-device.h"
#include "modbus-meter-output.h"
#include "modbus-meter-plan.h"
#include "modbus-meter-sunspec.h"
#include "modbus-meter-which.h"

G_BEGIN_DECLS

/* Texts that are kept besides WATTLE_METER_STATE_FOUND: where requests were split, id of the map,
 * address of the SunSpec model. */
#define MODBUS_METER_STATE_CUTS  "cuts"
#define MODBUS_METER_STATE_MAP   "map"
#define MODBUS_METER_STATE_MODEL "model"

/* Tags of requests. */
enum {
    MODBUS_METER_TAG_SUNSPEC = 1,
    MODBUS_METER_TAG_SERIAL,
    MODBUS_METER_TAG_AUTO,
    MODBUS_METER_TAG_HEADER, /* of the SunSpec model, before something is written */
    MODBUS_METER_TAG_WRITE,
    MODBUS_METER_TAG_READ_BACK,
    MODBUS_METER_TAG_RATIO = 0x100, /* and more: which one */
    MODBUS_METER_TAG_WHICH = 0x200,
    MODBUS_METER_TAG_BLOCK = 0x1000,
};

struct _ModbusMeterDevice {
    WattleDevice parent_instance;

    ModbusMeterAuto *search;  /* finds out @own; NULL: it is configured */
    WattleMeter *own;         /* as it was configured; NULL: not found out yet */
    gboolean verified;        /* @own is not only what it was found to be in an earlier run */
    WattleMeter *alternative; /* may be NULL */
    guint8 unit;
    double ct; /* by option; 0: read from the meter */
    double pt;

    ModbusMeterWhich which;
    const WattleMeter *definition; /* the one that counts, of @which */
    ModbusMeterPlan *plan;
    ModbusMeterSunspec sunspec;
    double ratios[WATTLE_METER_MAX_RATIOS]; /* 0: not known yet */
    double *factors;                        /* of each point: scale and ratios; 0: not known yet */

    guint asked; /* ratios of this cycle */
    ModbusMeterOutput output;
};

/* The search has found out what it is: the cycle goes on with its values. */
void modbus_meter_device_adopt (ModbusMeterDevice *self, const WattleMeter *definition);
/* By the map that counts now. */
void modbus_meter_device_use_map (ModbusMeterDevice *self);
/* After a ratio has become known. */
void modbus_meter_device_set_factors (ModbusMeterDevice *self);

gboolean modbus_meter_device_decode (WattleSource *source, WattleFrame *frame, GError **error);

G_END_DECLS
