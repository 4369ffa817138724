/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway read by Modbus: what is asked in a cycle about itself and about its slots, and what
 * came of it. */
#pragma once

#include "iskra-sg-modbus.h"
#include "iskra-sg-slot.h"

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_SCAN_NOTHING, /* more has to come first */
    ISKRA_SG_SCAN_STATUS,  /* see the image */
    ISKRA_SG_SCAN_SLOTS,   /* see the slots */
} IskraSgScanResult;

typedef struct _IskraSgScan IskraSgScan;

IskraSgScan *iskra_sg_scan_new (void);
void iskra_sg_scan_free (IskraSgScan *self);

/* @unit: the gateway's own */
WattleRequest *
iskra_sg_scan_next (IskraSgScan *self, WattleSource *source, guint step, guint tag, guint unit);

/* Takes the answer to what was asked last. FALSE: it cannot be used. */
gboolean iskra_sg_scan_take (IskraSgScan *self, WattleFrame *frame, GError **error);

/* What the answer completed. */
IskraSgScanResult iskra_sg_scan_get_result (IskraSgScan *self);
IskraSgImage *iskra_sg_scan_get_image (IskraSgScan *self);
GPtrArray *iskra_sg_scan_get_slots (IskraSgScan *self); /* of IskraSgSlot */

/* Nothing more is asked in this cycle. */
void iskra_sg_scan_stop (IskraSgScan *self);

G_END_DECLS
