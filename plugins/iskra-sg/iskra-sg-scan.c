/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-scan.h"

#include "iskra-sg-registers.h"
#include "iskra-sg-round.h"
#include "iskra-sg-table.h"

#define STATUS_MS 60000
#define SLOTS_MS  300000

typedef enum {
    STAGE_STATUS,
    STAGE_TABLE, /* what the slots are set to */
    STAGE_PARTS, /* who answers there */
    STAGE_END,
} Stage;

static const char *const groups[] = {
    [STAGE_STATUS] = "status",
    [STAGE_TABLE] = "devices",
    [STAGE_PARTS] = "devices",
};

static const char *const subjects[] = {
    [STAGE_STATUS] = "status of the gateway",
    [STAGE_TABLE] = "slots of the gateway",
    [STAGE_PARTS] = "list of connected devices",
    [STAGE_END] = "registers",
};

struct _IskraSgScan {
    Stage stage;
    IskraSgRound round; /* of the stage */
    gboolean owes;      /* the slots were asked for in vain, and are asked for again */

    char *gateway; /* identifier */
    guint own_unit;
    GPtrArray *slots; /* of IskraSgSlot */
    guint place;      /* which of them is asked who it is */

    IskraSgScanResult result;
};

IskraSgScan *
iskra_sg_scan_new (void)
{
    IskraSgScan *self = g_new0 (IskraSgScan, 1);

    self->stage = STAGE_END;
    iskra_sg_round_init (&self->round);
    self->slots = iskra_sg_table_new ();
    return self;
}

void
iskra_sg_scan_free (IskraSgScan *self)
{
    g_ptr_array_unref (self->slots);
    iskra_sg_round_clear (&self->round);
    g_free (self->gateway);
    g_free (self);
}

/* Asking */

void
iskra_sg_scan_stop (IskraSgScan *self)
{
    iskra_sg_round_begin (&self->round);
    self->stage = STAGE_END;
}

static gboolean
is_to_be_asked (const IskraSgSlot *slot)
{
    return slot->kind == ISKRA_SG_SLOT_NOT_DETECTED && slot->unit != 0;
}

static void
plan_part (IskraSgScan *self)
{
    while (self->place < self->slots->len &&
           !is_to_be_asked (g_ptr_array_index (self->slots, self->place)))
        self->place++;
    if (self->place == self->slots->len)
        return;

    iskra_sg_round_add (&self->round, &iskra_sg_modbus_identity);
    iskra_sg_round_add (&self->round, &iskra_sg_modbus_description);
}

/* Nothing is planned for a stage that is not wanted now. The parts follow from the table. */
static void
plan_stage (IskraSgScan *self, WattleSource *source)
{
    iskra_sg_round_begin (&self->round);
    if (self->stage == STAGE_STATUS && wattle_source_due (source, groups[STAGE_STATUS], STATUS_MS))
        iskra_sg_registers_plan (self->round.reads);
    if (self->stage == STAGE_TABLE &&
        (wattle_source_due (source, groups[STAGE_TABLE], SLOTS_MS) || self->owes)) {
        self->owes = TRUE;
        iskra_sg_table_plan (self->round.reads);
    }
}

static void
begin_cycle (IskraSgScan *self, WattleSource *source, guint unit)
{
    g_free (self->gateway);
    self->gateway = g_strdup (wattle_source_get_id (source));
    self->own_unit = unit;
    self->stage = STAGE_STATUS;
    plan_stage (self, source);
}

WattleRequest *
iskra_sg_scan_next (IskraSgScan *self, WattleSource *source, guint step, guint tag, guint unit)
{
    if (step == 0)
        begin_cycle (self, source, unit);
    while (iskra_sg_round_is_done (&self->round) && self->stage != STAGE_END) {
        self->stage = self->stage == STAGE_STATUS ? STAGE_TABLE : STAGE_END;
        plan_stage (self, source);
    }
    if (self->stage == STAGE_END)
        return NULL;

    wattle_source_go_on (source, groups[self->stage]);
    if (self->stage == STAGE_PARTS)
        unit = ((IskraSgSlot *)g_ptr_array_index (self->slots, self->place))->unit;
    return iskra_sg_round_ask (&self->round, tag, unit);
}

/* Answers */

static gboolean
take_table (IskraSgScan *self, GError **error)
{
    self->place = 0;
    return iskra_sg_table_decode (self->round.image, self->own_unit, self->gateway, self->slots,
                                  error);
}

static gboolean
take_part (IskraSgScan *self, GError **error)
{
    IskraSgSlot *slot = g_ptr_array_index (self->slots, self->place++);

    return iskra_sg_table_name_part (slot, self->round.image, self->gateway, error);
}

static gboolean
take_stage (IskraSgScan *self, GError **error)
{
    if (self->stage == STAGE_STATUS) {
        self->result = ISKRA_SG_SCAN_STATUS;
        return TRUE;
    }
    if (!(self->stage == STAGE_TABLE ? take_table (self, error) : take_part (self, error)))
        return FALSE;

    self->stage = STAGE_PARTS;
    iskra_sg_round_begin (&self->round);
    plan_part (self);
    if (self->place == self->slots->len) {
        self->owes = FALSE;
        self->result = ISKRA_SG_SCAN_SLOTS;
    }
    return TRUE;
}

/* Of a part that does not answer, or has no such registers, nothing more is asked. */
static gboolean
is_absence (IskraSgScan *self, WattleFrame *frame)
{
    guint status = wattle_frame_get_status (frame);

    return self->stage == STAGE_PARTS &&
           (iskra_sg_modbus_is_silence (frame) ||
            (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED && status > 0 &&
             status < 100));
}

static gboolean
take_read (IskraSgScan *self, WattleFrame *frame, GError **error)
{
    if (is_absence (self, frame))
        iskra_sg_round_give_up (&self->round);
    else if (!iskra_sg_round_take (&self->round, frame, error))
        return FALSE;
    if (self->stage == STAGE_STATUS && self->round.n_taken == 1 &&
        !iskra_sg_registers_check (self->round.image, error))
        return FALSE;
    return !iskra_sg_round_is_done (&self->round) || take_stage (self, error);
}

gboolean
iskra_sg_scan_take (IskraSgScan *self, WattleFrame *frame, GError **error)
{
    self->result = ISKRA_SG_SCAN_NOTHING;
    if (!iskra_sg_round_expects (&self->round, error))
        return FALSE;
    if (take_read (self, frame, error))
        return TRUE;

    g_prefix_error (error, "%s: ", subjects[self->stage]);
    iskra_sg_scan_stop (self);
    return FALSE;
}

IskraSgScanResult
iskra_sg_scan_get_result (IskraSgScan *self)
{
    return self->result;
}

IskraSgImage *
iskra_sg_scan_get_image (IskraSgScan *self)
{
    return self->round.image;
}

GPtrArray *
iskra_sg_scan_get_slots (IskraSgScan *self)
{
    return self->slots;
}
