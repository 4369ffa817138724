/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-house.h"

#include <math.h>

#include "iskra-sg-curve.h"

#define MINUTES_PER_DAY 1440
/* Counters begin to count here, as those of the gateway: 2025-03-14 00:00. */
#define REFERENCE (G_GINT64_CONSTANT (1741910400) * G_USEC_PER_SEC)

typedef struct {
    SmappeeBoxPower parts[SMAPPEE_BOX_N_PARTS]; /* with everything switched on */
} Node;

struct _SmappeeBoxHouse {
    gint64 local;
    gboolean on[SMAPPEE_BOX_N_PARTS];
    Node nodes[MINUTES_PER_DAY]; /* at whole minutes; in between are straight lines */
};

static const gboolean on_by_default[SMAPPEE_BOX_N_PARTS] = { TRUE, TRUE, TRUE, FALSE, TRUE };

/* The curve knows circuits of several parts: what they have in common is taken away. */
static void
fill_node (Node *node, gint64 local)
{
    const IskraSgRelays relays = { .storage = TRUE, .boiler = TRUE };
    IskraSgPower grid;
    IskraSgPower pump;
    IskraSgPower sun;

    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, local, &relays, &grid);
    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_HEAT_PUMP, local, &relays, &pump);
    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_SOLAR, local, &relays, &sun);

    node->parts[SMAPPEE_BOX_PART_SUN] =
        (SmappeeBoxPower){ -iskra_sg_curve_get_active (&sun), -iskra_sg_curve_get_reactive (&sun) };
    node->parts[SMAPPEE_BOX_PART_PUMP] =
        (SmappeeBoxPower){ 3 * pump.active[1], iskra_sg_curve_get_reactive (&pump) };
    node->parts[SMAPPEE_BOX_PART_BOILER] = (SmappeeBoxPower){ pump.active[0] - pump.active[1], 0 };
    /* The third phase has nothing but a fifth of the base load, the heat pump and the sun. */
    node->parts[SMAPPEE_BOX_PART_BASE] =
        (SmappeeBoxPower){ (grid.active[2] - pump.active[2] - sun.active[2]) / 0.2,
                           (grid.reactive[2] - pump.reactive[2] - sun.reactive[2]) / 0.2 };
    node->parts[SMAPPEE_BOX_PART_CAR] =
        (SmappeeBoxPower){ grid.active[1] - pump.active[1] - sun.active[1] -
                               0.3 * node->parts[SMAPPEE_BOX_PART_BASE].active,
                           0 };
}

SmappeeBoxHouse *
smappee_box_house_new (gint64 local)
{
    SmappeeBoxHouse *self = g_new0 (SmappeeBoxHouse, 1);

    self->local = MAX (local, 0);
    for (guint i = 0; i < SMAPPEE_BOX_N_PARTS; i++)
        self->on[i] = on_by_default[i];
    for (guint i = 0; i < MINUTES_PER_DAY; i++)
        fill_node (&self->nodes[i], i * G_TIME_SPAN_MINUTE);
    return self;
}

void
smappee_box_house_free (SmappeeBoxHouse *self)
{
    g_free (self);
}

static SmappeeBoxPower
multiply (SmappeeBoxPower a, SmappeeBoxPower b)
{
    return (SmappeeBoxPower){ a.active * b.active - a.reactive * b.reactive,
                              a.active * b.reactive + a.reactive * b.active };
}

static SmappeeBoxPower
get_node_power (SmappeeBoxHouse *self, const SmappeeBoxForm *form, guint minute, const gboolean *on)
{
    const Node *node = &self->nodes[minute % MINUTES_PER_DAY];
    SmappeeBoxPower sum = { 0 };

    for (guint i = 0; i < SMAPPEE_BOX_N_PARTS; i++) {
        SmappeeBoxPower power = multiply (form->factors[i], node->parts[i]);

        if (!on[i])
            continue;
        sum.active += power.active;
        sum.reactive += power.reactive;
    }
    return sum;
}

static SmappeeBoxPower
get_power (SmappeeBoxHouse *self, const SmappeeBoxForm *form, gint64 local, const gboolean *on)
{
    gint64 day_time = local % G_TIME_SPAN_DAY;
    guint minute = (guint)(day_time / G_TIME_SPAN_MINUTE);
    double part = (double)(day_time % G_TIME_SPAN_MINUTE) / G_TIME_SPAN_MINUTE;
    SmappeeBoxPower first = get_node_power (self, form, minute, on);
    SmappeeBoxPower last = get_node_power (self, form, minute + 1, on);

    return (SmappeeBoxPower){ first.active + part * (last.active - first.active),
                              first.reactive + part * (last.reactive - first.reactive) };
}

SmappeeBoxPower
smappee_box_house_get_power (SmappeeBoxHouse *self, const SmappeeBoxForm *form, gint64 local)
{
    return get_power (self, form, local, self->on);
}

/* The positive part under a straight line, exactly. */
static double
integrate_positive (double from, double to, double hours)
{
    if (from >= 0 && to >= 0)
        return (from + to) / 2 * hours;
    if (from <= 0 && to <= 0)
        return 0;
    return MAX (from, to) * MAX (from, to) / fabs (to - from) / 2 * hours;
}

static void
count_line (SmappeeBoxHouse *self,
            const SmappeeBoxForm *form,
            gint64 from,
            gint64 to,
            const gboolean *on,
            SmappeeBoxEnergy *energy)
{
    double hours = (double)(to - from) / G_TIME_SPAN_HOUR;
    double first = get_power (self, form, from, on).active;
    double last = get_power (self, form, to, on).active;

    energy->imported += integrate_positive (first, last, hours);
    energy->exported += integrate_positive (-first, -last, hours);
}

static void
count_span (SmappeeBoxHouse *self,
            const SmappeeBoxForm *form,
            gint64 from,
            gint64 limit,
            SmappeeBoxEnergy *energy)
{
    while (from < limit) {
        gint64 to = MIN (from - from % G_TIME_SPAN_MINUTE + G_TIME_SPAN_MINUTE, limit);

        count_line (self, form, from, to, on_by_default, energy);
        from = to;
    }
}

void
smappee_box_house_count_past (SmappeeBoxHouse *self,
                              const SmappeeBoxForm *form,
                              SmappeeBoxEnergy *energy)
{
    gint64 midnight = self->local - self->local % G_TIME_SPAN_DAY;
    double days = (double)((midnight - REFERENCE) / G_TIME_SPAN_DAY);
    SmappeeBoxEnergy day = { 0 };

    *energy = (SmappeeBoxEnergy){ 0 };
    if (self->local <= REFERENCE)
        return;
    count_span (self, form, 0, G_TIME_SPAN_DAY, &day);
    count_span (self, form, midnight, self->local, energy);
    energy->imported += days * day.imported;
    energy->exported += days * day.exported;
}

gint64
smappee_box_house_get_local (SmappeeBoxHouse *self)
{
    return self->local;
}

gint64
smappee_box_house_get_line_end (SmappeeBoxHouse *self, gint64 limit)
{
    return MIN (self->local - self->local % G_TIME_SPAN_MINUTE + G_TIME_SPAN_MINUTE, limit);
}

void
smappee_box_house_count (SmappeeBoxHouse *self,
                         const SmappeeBoxForm *form,
                         gint64 line_end,
                         SmappeeBoxEnergy *energy)
{
    count_line (self, form, self->local, line_end, self->on, energy);
}

void
smappee_box_house_move (SmappeeBoxHouse *self, gint64 line_end)
{
    self->local = MAX (self->local, line_end);
}

void
smappee_box_house_set_on (SmappeeBoxHouse *self, SmappeeBoxPart part, gboolean on)
{
    self->on[part] = on;
}

gboolean
smappee_box_house_get_on (SmappeeBoxHouse *self, SmappeeBoxPart part)
{
    return self->on[part];
}

double
smappee_box_house_get_always_on (SmappeeBoxHouse *self)
{
    double least = G_MAXDOUBLE;

    for (guint i = 0; i < MINUTES_PER_DAY; i++)
        least = MIN (least, self->nodes[i].parts[SMAPPEE_BOX_PART_BASE].active +
                                self->nodes[i].parts[SMAPPEE_BOX_PART_PUMP].active);
    return least;
}
