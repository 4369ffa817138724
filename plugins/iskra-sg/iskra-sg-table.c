/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-table.h"

#include "iskra-sg-modbus.h"

/* Holding registers; older firmware, modbus_slave.c. */
#define RIGHT_IR_MODE      401
#define LEFT_IR_ENABLED    402
#define LEFT_IR_UNIT       403
#define SLOT(index)        (1001 + 10 * ((index)-1))
#define SLOT_WORDS         2 /* type and unit */
#define RIGHT_IR_IS_SWITCH 1
#define MAX_TYPE           4

#define N_RS485_SLOTS 16

static void
slot_free (gpointer data)
{
    iskra_sg_slot_free (data);
}

GPtrArray *
iskra_sg_table_new (void)
{
    return g_ptr_array_new_with_free_func (slot_free);
}

/* Each slot by itself: what lies between is not all known, and passwords are not far. */
void
iskra_sg_table_plan (GArray *reads)
{
    const IskraSgRead infrared = { ISKRA_SG_HOLDING, RIGHT_IR_MODE, 3 };

    g_array_append_val (reads, infrared);
    for (guint i = 1; i <= N_RS485_SLOTS; i++) {
        const IskraSgRead read = { ISKRA_SG_HOLDING, (guint16)SLOT (i), SLOT_WORDS };

        g_array_append_val (reads, read);
    }
}

static IskraSgSlot *
add_slot (GPtrArray *slots, guint index, gboolean enabled, guint unit)
{
    IskraSgSlot *slot = g_new0 (IskraSgSlot, 1);

    slot->kind = enabled ? ISKRA_SG_SLOT_NOT_DETECTED : ISKRA_SG_SLOT_DISABLED;
    slot->index = index;
    slot->unit = unit <= ISKRA_SG_MAX_UNIT ? unit : 0;
    g_ptr_array_add (slots, slot);
    return slot;
}

/* The gateway itself stands for the switch on the right IR port, and does not tell who it is. */
static gboolean
add_right_ir (GPtrArray *slots, guint mode, guint own_unit, const char *gateway, GError **error)
{
    gboolean is_switch = mode == RIGHT_IR_IS_SWITCH;
    IskraSgSlot *slot = add_slot (slots, 0, is_switch, own_unit);
    const IskraSgPart part = { ISKRA_SG_RIGHT_IR, NULL, NULL, "IR Bicom", NULL };

    slot->right_ir = TRUE;
    if (!is_switch)
        return TRUE;
    slot->kind = ISKRA_SG_SLOT_BICOM;
    return iskra_sg_slot_name (slot, &part, gateway, error);
}

/* A unit that means another part cannot be reached: the left IR port goes before RS485. */
static gboolean
is_taken (GPtrArray *slots, guint unit, guint own_unit)
{
    const IskraSgSlot *left_ir = g_ptr_array_index (slots, 0);

    return unit == own_unit || (left_ir->kind != ISKRA_SG_SLOT_DISABLED && unit == left_ir->unit);
}

/* Fills @slots with what they are set to; of those that are on is not known yet what is there. */
gboolean
iskra_sg_table_decode (IskraSgImage *image,
                       guint own_unit,
                       const char *gateway,
                       GPtrArray *slots,
                       GError **error)
{
    guint mode = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, RIGHT_IR_MODE);
    guint enabled = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, LEFT_IR_ENABLED);

    g_ptr_array_set_size (slots, 0);
    add_slot (slots, 0, enabled == 1,
              iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, LEFT_IR_UNIT));
    if (!add_right_ir (slots, mode, own_unit, gateway, error))
        return FALSE;

    for (guint i = 1; i <= N_RS485_SLOTS; i++) {
        guint type = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, SLOT (i));
        guint unit = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, SLOT (i) + 1);

        add_slot (slots, i, type >= 1 && type <= MAX_TYPE,
                  is_taken (slots, unit, own_unit) ? 0 : unit);
    }
    return TRUE;
}

/* What the registers of a part say of it. Without a model it stays as it is. */
gboolean
iskra_sg_table_name_part (IskraSgSlot *slot,
                          IskraSgImage *image,
                          const char *gateway,
                          GError **error)
{
    g_auto (IskraSgIdentity) identity = { NULL, NULL, NULL };
    g_autofree char *description =
        iskra_sg_image_dup_text (image, ISKRA_SG_HOLDING, iskra_sg_modbus_description.address,
                                 iskra_sg_modbus_description.count);
    IskraSgPart part = { slot->index == 0 ? ISKRA_SG_LEFT_IR : "RS485" };

    iskra_sg_modbus_read_identity (image, &identity);
    if (identity.model == NULL)
        return TRUE;

    part.serial = identity.serial;
    part.version = identity.version;
    part.model = identity.model;
    part.description = description;
    slot->kind = iskra_sg_slot_find_kind (identity.model);
    return !iskra_sg_slot_is_part (slot->kind) || iskra_sg_slot_name (slot, &part, gateway, error);
}
