/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a meter or switch is connected, and what it is called by that. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_MAX_SLOTS 32
#define ISKRA_SG_MAX_UNIT  247 /* of Modbus */

/* As “interface” of the list says it. */
#define ISKRA_SG_LEFT_IR  "Left IR"
#define ISKRA_SG_RIGHT_IR "Right IR"

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
    guint unit;          /* by Modbus; 0: it is read in another way */
    gboolean has_serial; /* a usual one or not */
    char *id;            /* of the sub-device */
    char *address;
    char *label;
} IskraSgSlot;

/* The option Address of a sub-device: `index/serial/version/model`, or by Modbus
 * `index@unit/serial/version/model`. Only what is before the first slash is needed. The serial
 * number is escaped as in a URL. */
typedef struct {
    guint index;
    guint unit; /* 0: not by Modbus */
    char *serial;
    char *version;
    char *model;
} IskraSgAddress;

/* What the gateway says about a part, in its list and in the headers of its messages. */
typedef struct {
    const char *interface;
    const char *serial;
    const char *version;
    const char *model;
    const char *description;
} IskraSgPart;

gboolean iskra_sg_slot_is_plain_word (const char *text);
IskraSgSlotKind iskra_sg_slot_find_kind (const char *model);
gboolean iskra_sg_slot_is_part (IskraSgSlotKind kind);
gboolean iskra_sg_slot_name (IskraSgSlot *slot,
                             const IskraSgPart *part,
                             const char *gateway,
                             GError **error);
void iskra_sg_slot_free (IskraSgSlot *slot);

gboolean iskra_sg_slot_read_address (const char *text, IskraSgAddress *address, GError **error);
void iskra_sg_slot_clear_address (IskraSgAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgSlot, iskra_sg_slot_free)

G_END_DECLS
