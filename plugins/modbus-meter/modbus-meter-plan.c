/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-plan.h"

#include "modbus-meter-cuts.h"
#include "modbus-meter-points.h"
#include "modbus-meter-sunspec.h"

#define READ_HOLDING 3
#define NOTHING      G_MAXUINT

#define REFUSED_INTERVAL (10 * 60 * 1000) /* until a device is asked again for what it lacks */

typedef struct {
    WattleRequest *request;
    char *group; /* its own poll group; NULL: it is made each time */
    guint period;
    gboolean refused;
    guint first; /* place of its first span, and how many it has */
    guint n_spans;
} Step;

struct _ModbusMeterPlan {
    const WattleMeter *definition;
    guint8 unit;
    guint tag;
    gint offset;
    WattleRegisterMap *map;
    GArray *steps; /* of Step, one for each request of the map */
    guint next;
    guint asked;    /* the one under way, or NOTHING */
    gboolean again; /* the next one was asked before in this cycle */

    /* What was split lately, by places of spans, until one of its parts is answered. */
    char *cuts_before; /* NULL: nothing */
    guint split_first;
    guint split_end;
};

static void
step_clear (gpointer data)
{
    Step *step = data;

    g_object_unref (step->request);
    g_free (step->group);
}

static WattleRegisterMap *
make_map (const WattleMeter *definition)
{
    g_autofree WattleRegisterSpan *spans = g_new (WattleRegisterSpan, definition->n_points + 1);
    guint n_spans = definition->n_points;

    for (guint i = 0; i < definition->n_points; i++)
        spans[i] = modbus_meter_points_get_span (&definition->points[i]);
    /* With its header in the same answer, values of a model that has moved are never believed. */
    if (definition->n_bases > 0)
        spans[n_spans++] = (WattleRegisterSpan){ READ_HOLDING, definition->model_address,
                                                 MODBUS_METER_SUNSPEC_HEADER, 0 };
    return wattle_register_map_new (spans, n_spans, &definition->limits);
}

/* Each request has a poll group of its own: an answer speaks for no other. A part of a request that
 * was split is asked at once, so it must not be called like the whole. */
static void
set_group (Step *step, const WattleRegisterBlock *block, gboolean refused)
{
    step->refused = refused;
    step->period = refused ? REFUSED_INTERVAL : block->group * 1000;
    g_clear_pointer (&step->group, g_free);
    if (step->period > 0)
        step->group = g_strdup_printf ("%u ms, %u:%u+%u", step->period, block->function,
                                       block->address, block->count);
}

static gboolean
was_refused (GArray *steps, const WattleRegisterBlock *block)
{
    for (guint i = 0; i < steps->len; i++) {
        const Step *step = &g_array_index (steps, Step, i);

        if (step->first == block->first)
            return step->refused && step->n_spans == block->n_spans;
    }
    return FALSE;
}

static GArray *
make_array (void)
{
    GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

    g_array_set_clear_func (steps, step_clear);
    return steps;
}

/* What is asked seldom stays so, unless it is asked in another way. */
static void
make_steps (ModbusMeterPlan *self)
{
    g_autoptr (GArray) before = g_steal_pointer (&self->steps);

    self->steps = make_array ();
    for (guint i = 0; i < wattle_register_map_get_n_blocks (self->map); i++) {
        const WattleRegisterBlock *block = wattle_register_map_get_block (self->map, i);
        Step step = { .first = block->first, .n_spans = block->n_spans };

        set_group (&step, block, was_refused (before, block));
        step.request =
            wattle_request_new_registers (self->tag, self->unit, block->function,
                                          (guint16)(block->address + self->offset), block->count);
        wattle_request_with_timeout (step.request, self->definition->timeout_ms);
        wattle_request_with_gap (step.request, self->definition->gap_ms);
        g_array_append_val (self->steps, step);
    }
}

void
modbus_meter_plan_set_offset (ModbusMeterPlan *self, gint offset)
{
    if (self->offset == offset)
        return;

    self->offset = offset;
    g_array_set_size (self->steps, 0); /* there other registers may be refused */
    make_steps (self);
}

void
modbus_meter_plan_begin (ModbusMeterPlan *self)
{
    self->next = 0;
    self->asked = NOTHING;
    self->again = FALSE;
}

static gboolean
is_due (ModbusMeterPlan *self, const Step *step, WattleSource *source)
{
    gboolean again = self->again;

    self->again = FALSE;
    return step->group == NULL || wattle_source_due (source, step->group, step->period) || again;
}

WattleRequest *
modbus_meter_plan_next (ModbusMeterPlan *self, WattleSource *source)
{
    self->asked = NOTHING;
    while (self->next < self->steps->len) {
        const Step *step = &g_array_index (self->steps, Step, self->next++);

        if (is_due (self, step, source)) {
            self->asked = self->next - 1;
            return g_object_ref (step->request);
        }
    }
    return NULL;
}

const WattleRegisterBlock *
modbus_meter_plan_get_block (ModbusMeterPlan *self)
{
    return self->asked != NOTHING ? wattle_register_map_get_block (self->map, self->asked) : NULL;
}

guint
modbus_meter_plan_get_point (ModbusMeterPlan *self, guint place)
{
    return wattle_register_map_get_span (self->map, place);
}

void
modbus_meter_plan_repeat (ModbusMeterPlan *self)
{
    if (self->asked == NOTHING)
        return;

    self->next = self->asked;
    self->again = TRUE;
}

/* Splitting */

static gboolean
is_of_split (ModbusMeterPlan *self, guint index)
{
    const Step *step = &g_array_index (self->steps, Step, index);

    return self->cuts_before != NULL && step->first >= self->split_first &&
           step->first < self->split_end;
}

/* Before the request under way is split. Parts of parts belong to what was split first. */
static void
begin_split (ModbusMeterPlan *self)
{
    const WattleRegisterBlock *block = wattle_register_map_get_block (self->map, self->asked);

    if (is_of_split (self, self->asked))
        return;
    g_free (self->cuts_before);
    self->cuts_before = wattle_register_map_dup_cuts (self->map);
    self->split_first = block->first;
    self->split_end = block->first + block->n_spans;
}

gboolean
modbus_meter_plan_split (ModbusMeterPlan *self)
{
    if (self->asked == NOTHING ||
        wattle_register_map_get_block (self->map, self->asked)->n_spans < 2)
        return FALSE;

    begin_split (self);
    if (!wattle_register_map_split (self->map, self->asked))
        return FALSE;
    make_steps (self);
    self->next = self->asked;
    self->asked = NOTHING;
    return TRUE;
}

static gboolean
is_every_part_refused (ModbusMeterPlan *self)
{
    for (guint i = 0; i < self->steps->len; i++)
        if (is_of_split (self, i) && !g_array_index (self->steps, Step, i).refused)
            return FALSE;

    return TRUE;
}

static void
set_step_refused (ModbusMeterPlan *self, guint index, gboolean refused)
{
    Step *step = &g_array_index (self->steps, Step, index);

    if (step->refused != refused)
        set_group (step, wattle_register_map_get_block (self->map, index), refused);
}

static guint
find_step (ModbusMeterPlan *self, guint first)
{
    guint index = 0;

    while (g_array_index (self->steps, Step, index).first != first)
        index++;
    return index;
}

/* It was not for what lies in between: a device may refuse all while it starts. So it is asked as a
 * whole again. */
static void
undo_split (ModbusMeterPlan *self)
{
    guint whole;

    wattle_register_map_set_cuts (self->map, self->cuts_before);
    g_clear_pointer (&self->cuts_before, g_free);
    make_steps (self);
    whole = find_step (self, self->split_first);
    set_step_refused (self, whole, TRUE);
    self->next = whole + 1;
    self->asked = NOTHING;
}

void
modbus_meter_plan_refuse (ModbusMeterPlan *self)
{
    if (self->asked == NOTHING)
        return;

    set_step_refused (self, self->asked, TRUE);
    if (is_of_split (self, self->asked) && is_every_part_refused (self))
        undo_split (self);
}

gboolean
modbus_meter_plan_accept (ModbusMeterPlan *self)
{
    if (self->asked == NOTHING)
        return FALSE;

    set_step_refused (self, self->asked, FALSE);
    if (!is_of_split (self, self->asked))
        return FALSE;
    g_clear_pointer (&self->cuts_before, g_free);
    return TRUE;
}

char *
modbus_meter_plan_dup_cuts (ModbusMeterPlan *self)
{
    return modbus_meter_cuts_dup (self->map, self->definition);
}

/* Making */

ModbusMeterPlan *
modbus_meter_plan_new (const WattleMeter *definition, guint8 unit, guint tag, const char *kept)
{
    ModbusMeterPlan *self = g_new0 (ModbusMeterPlan, 1);

    self->definition = definition;
    self->unit = unit;
    self->tag = tag;
    self->asked = NOTHING;
    self->map = make_map (definition);
    self->steps = make_array ();
    if (kept != NULL)
        modbus_meter_cuts_recall (self->map, self->definition, kept);
    make_steps (self);
    return self;
}

void
modbus_meter_plan_free (ModbusMeterPlan *self)
{
    g_object_unref (self->map);
    g_array_unref (self->steps);
    g_free (self->cuts_before);
    g_free (self);
}
