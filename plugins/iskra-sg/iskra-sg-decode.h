/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the measurements and the list of parts mean. Pure functions. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_SLOT_DISABLED,
    ISKRA_SG_SLOT_NOT_DETECTED, /* switched on, but nothing answers */
    ISKRA_SG_SLOT_BICOM,
    ISKRA_SG_SLOT_METER,
} IskraSgSlotKind;

/* Where a part may be connected. The texts are set for meters and switches only. */
typedef struct {
    IskraSgSlotKind kind;
    gboolean right_ir;   /* the port for a switch; its index is 0 as well */
    guint index;         /* the {id} of the paths and the index of MQTT */
    gboolean has_serial; /* a usual one or not */
    char *id;            /* of the sub-device */
    char *address;
    char *label;
} IskraSgSlot;

/* The option Address of a sub-device: `index/serial/version/model`, only the index is needed. The
 * serial number is escaped as in a URL. */
typedef struct {
    guint index;
    char *serial;
    char *version;
    char *model;
} IskraSgAddress;

GPtrArray *iskra_sg_decode_measurement (JsonObject *root, GError **error);
GPtrArray *iskra_sg_decode_devices (JsonObject *root, const char *gateway, GError **error);
gboolean
iskra_sg_decode_header (JsonObject *header, const char *gateway, IskraSgSlot *slot, GError **error);
void iskra_sg_decode_free_slot (IskraSgSlot *slot);
gboolean iskra_sg_decode_address (const char *text, IskraSgAddress *address, GError **error);
void iskra_sg_decode_clear_address (IskraSgAddress *address);
gboolean iskra_sg_decode_time (JsonObject *root, gint64 *time);
gboolean iskra_sg_decode_check_serial (JsonObject *root, const char *serial, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgSlot, iskra_sg_decode_free_slot)

G_END_DECLS
