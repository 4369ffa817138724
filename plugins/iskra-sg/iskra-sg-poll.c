/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-poll.h"

#include "iskra-sg-count.h"
#include "iskra-sg-measure.h"
#include "iskra-sg-quarter.h"
#include "iskra-sg-round.h"

#define COUNTERS_MS 60000

/* In this order, each by as many questions as it takes. Who answers is asked in each cycle: values
 * must not be taken for those of another instrument that was put in its place. */
typedef enum {
    STAGE_IDENTITY,
    STAGE_PROBE,   /* of what only some have; once */
    STAGE_MEASURE, /* each cycle */
    STAGE_COUNT,
    STAGE_END,
} Stage;

static const char *const groups[] = {
    [STAGE_MEASURE] = "measurement",
    [STAGE_COUNT] = "counters",
};

static const char *const subjects[] = {
    [STAGE_IDENTITY] = "identity",    [STAGE_PROBE] = "number of time blocks",
    [STAGE_MEASURE] = "measurements", [STAGE_COUNT] = "energy counters",
    [STAGE_END] = "registers",
};

typedef enum {
    UNKNOWN,
    NO,
    YES,
} Knowledge;

struct _IskraSgPoll {
    const IskraSgFamily *family; /* NULL: not known yet */
    Knowledge has_blocks;
    Knowledge exact; /* its counters in integers say what they say in floats */
    gboolean owes;   /* its counters were asked for in vain, and are asked for again */
    IskraSgIdentity identity;

    Stage stage;
    IskraSgRound round; /* of the stage */

    IskraSgPollResult result;
    GPtrArray *readings;
};

IskraSgPoll *
iskra_sg_poll_new (void)
{
    IskraSgPoll *self = g_new0 (IskraSgPoll, 1);

    self->stage = STAGE_END;
    iskra_sg_round_init (&self->round);
    return self;
}

void
iskra_sg_poll_free (IskraSgPoll *self)
{
    g_clear_pointer (&self->readings, g_ptr_array_unref);
    iskra_sg_modbus_clear_identity (&self->identity);
    iskra_sg_round_clear (&self->round);
    g_free (self);
}

/* Asking */

static void
begin_stage (IskraSgPoll *self, Stage stage)
{
    self->stage = stage;
    iskra_sg_round_begin (&self->round);
}

static void
plan_measurements (IskraSgPoll *self)
{
    iskra_sg_measure_plan (self->family, self->round.reads);
    if (self->has_blocks == YES)
        iskra_sg_quarter_plan (self->round.reads);
}

static void
plan_counters (IskraSgPoll *self)
{
    self->owes = TRUE;
    iskra_sg_count_plan (self->family, self->round.reads);
    if (self->has_blocks == YES)
        iskra_sg_quarter_plan_blocks (self->round.reads);
}

/* Nothing is planned for a stage that is not wanted now. */
static void
plan_stage (IskraSgPoll *self, WattleSource *source)
{
    if (self->stage == STAGE_IDENTITY)
        iskra_sg_round_add (&self->round, &iskra_sg_modbus_identity);
    else if (self->stage == STAGE_PROBE && self->has_blocks == UNKNOWN)
        iskra_sg_round_add (&self->round, &iskra_sg_quarter_probe);
    else if (self->stage == STAGE_MEASURE && wattle_source_due (source, groups[STAGE_MEASURE], 0))
        plan_measurements (self);
    else if (self->stage == STAGE_COUNT &&
             (wattle_source_due (source, groups[STAGE_COUNT], COUNTERS_MS) || self->owes))
        plan_counters (self);
}

WattleRequest *
iskra_sg_poll_next (IskraSgPoll *self, WattleSource *source, guint step, guint tag, guint unit)
{
    if (step == 0) {
        begin_stage (self, STAGE_IDENTITY);
        plan_stage (self, source);
    }
    while (iskra_sg_round_is_done (&self->round) && self->stage != STAGE_END) {
        begin_stage (self, self->stage + 1);
        plan_stage (self, source);
    }
    if (self->stage == STAGE_END)
        return NULL;

    if (groups[self->stage] != NULL)
        wattle_source_go_on (source, groups[self->stage]);
    return iskra_sg_round_ask (&self->round, tag, unit);
}

/* Answers */

static gboolean
take_identity (IskraSgPoll *self, GError **error)
{
    g_autofree char *before = g_steal_pointer (&self->identity.serial);

    iskra_sg_modbus_clear_identity (&self->identity);
    iskra_sg_modbus_read_identity (self->round.image, &self->identity);
    if (g_strcmp0 (before, self->identity.serial) != 0)
        self->has_blocks = self->exact = UNKNOWN;
    self->result = ISKRA_SG_POLL_IDENTITY;
    self->family =
        self->identity.model != NULL ? iskra_sg_family_find (self->identity.model) : NULL;
    if (self->family != NULL) {
        if (self->family->kind != ISKRA_SG_FAMILY_IMPACT)
            self->has_blocks = NO;
        return TRUE;
    }

    wattle_error_set (
        error, WATTLE_ERROR_NOT_SUPPORTED,
        "the registers of model “%s” are not known, only those of IE, WM, MC, MT, iMC "
        "and iMT",
        self->identity.model != NULL ? self->identity.model : "");
    return FALSE;
}

static void
take_measurements (IskraSgPoll *self)
{
    self->readings = iskra_sg_measure_decode (self->family, self->round.image);
    if (self->has_blocks == YES)
        iskra_sg_quarter_add (self->round.image, self->readings);
    self->result = ISKRA_SG_POLL_MEASURED;
}

/* Whether the integers can be used is found out once, so that a counter never jumps between two
 * forms of it. */
static void
take_counters (IskraSgPoll *self)
{
    if (self->family->kind == ISKRA_SG_FAMILY_IMPACT && self->exact == UNKNOWN)
        self->exact = iskra_sg_count_agrees (self->family, self->round.image) ? YES : NO;
    self->readings = iskra_sg_count_decode (self->family, self->round.image, self->exact == YES);
    if (self->has_blocks == YES)
        iskra_sg_quarter_add_blocks (self->round.image, self->readings);
    self->owes = FALSE;
    self->result = ISKRA_SG_POLL_COUNTED;
}

static gboolean
take_stage (IskraSgPoll *self, GError **error)
{
    switch (self->stage) {
    case STAGE_IDENTITY:
        return take_identity (self, error);
    case STAGE_PROBE:
        self->has_blocks = iskra_sg_quarter_is_there (self->round.image) ? YES : NO;
        return TRUE;
    case STAGE_MEASURE:
        take_measurements (self);
        return TRUE;
    case STAGE_COUNT:
        take_counters (self);
        return TRUE;
    default:
        return TRUE;
    }
}

/* Whoever has no time blocks may not have the register for their number either. */
static gboolean
is_answer_too (IskraSgPoll *self, WattleFrame *frame)
{
    return self->stage == STAGE_PROBE && iskra_sg_modbus_is_refusal (frame);
}

/* The rest of a stage makes no sense without one of its answers; without knowing who answers,
 * nothing does. */
static void
give_up (IskraSgPoll *self)
{
    if (self->stage == STAGE_IDENTITY)
        iskra_sg_poll_stop (self);
    else
        iskra_sg_round_give_up (&self->round);
}

static gboolean
take_read (IskraSgPoll *self, WattleFrame *frame, GError **error)
{
    if (is_answer_too (self, frame))
        iskra_sg_round_pass (&self->round);
    else if (!iskra_sg_round_take (&self->round, frame, error))
        return FALSE;
    return !iskra_sg_round_is_done (&self->round) || take_stage (self, error);
}

gboolean
iskra_sg_poll_take (IskraSgPoll *self, WattleFrame *frame, GError **error)
{
    self->result = ISKRA_SG_POLL_NOTHING;
    g_clear_pointer (&self->readings, g_ptr_array_unref);
    if (!iskra_sg_round_expects (&self->round, error))
        return FALSE;
    if (take_read (self, frame, error))
        return TRUE;

    g_prefix_error (error, "%s: ", subjects[self->stage]);
    give_up (self);
    return FALSE;
}

void
iskra_sg_poll_stop (IskraSgPoll *self)
{
    begin_stage (self, STAGE_END);
}

IskraSgPollResult
iskra_sg_poll_get_result (IskraSgPoll *self)
{
    return self->result;
}

const IskraSgIdentity *
iskra_sg_poll_get_identity (IskraSgPoll *self)
{
    return &self->identity;
}

GPtrArray *
iskra_sg_poll_get_readings (IskraSgPoll *self)
{
    return self->readings;
}
