/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-house.h"

#include <math.h>

/* The counters begin to count here, 2025-03-14 00:00 local. Because the curve is the same every
 * day, what has come together until any later time is known without having run: an emulator started
 * again shows counters that went on meanwhile, as a meter's would.
 */
#define REFERENCE (G_GINT64_CONSTANT (1741910400) * G_USEC_PER_SEC)

typedef struct {
    double sums[2][2][ISKRA_SG_N_TARIFFS]; /* IskraSgEnergy, exported, tariff − 1 */
    double blocks[ISKRA_SG_N_BLOCKS];      /* imported Wh by time block − 1 */
    double phases[2][2][3]; /* each by its own sign: IskraSgEnergy, exported, phase */
} Energies;

struct _IskraSgHouse {
    gint64 local;
    IskraSgRelays relays;
    Energies days[ISKRA_SG_N_CIRCUITS]; /* of a whole day with the default relays */
    Energies sums[ISKRA_SG_N_CIRCUITS];
    double periods[ISKRA_SG_N_PERIODS][ISKRA_SG_N_BLOCKS]; /* of the grid's meter */
};

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
add_line (Energies *energies,
          IskraSgEnergy energy,
          guint tariff,
          double from,
          double to,
          double hours)
{
    energies->sums[energy][FALSE][tariff - 1] += integrate_positive (from, to, hours);
    energies->sums[energy][TRUE][tariff - 1] += integrate_positive (-from, -to, hours);
}

/* A phase may import while another exports: what is counted by phase does not sum to the rest. */
static void
add_phases (Energies *energies, const IskraSgPower *first, const IskraSgPower *last, double hours)
{
    for (guint i = 0; i < 3; i++) {
        energies->phases[ISKRA_SG_ENERGY_ACTIVE][FALSE][i] +=
            integrate_positive (first->active[i], last->active[i], hours);
        energies->phases[ISKRA_SG_ENERGY_ACTIVE][TRUE][i] +=
            integrate_positive (-first->active[i], -last->active[i], hours);
        energies->phases[ISKRA_SG_ENERGY_REACTIVE][FALSE][i] +=
            integrate_positive (first->reactive[i], last->reactive[i], hours);
        energies->phases[ISKRA_SG_ENERGY_REACTIVE][TRUE][i] +=
            integrate_positive (-first->reactive[i], -last->reactive[i], hours);
    }
}

/* From and to lie in one minute, where everything is a straight line and the tariff is the same. */
static void
add_segment (Energies *energies,
             IskraSgCircuit circuit,
             const IskraSgRelays *relays,
             gint64 from,
             gint64 to)
{
    double hours = (double)(to - from) / G_TIME_SPAN_HOUR;
    gint64 minute = from - from % G_TIME_SPAN_MINUTE;
    guint tariff = iskra_sg_curve_get_tariff (minute);
    IskraSgPower first;
    IskraSgPower last;

    iskra_sg_curve_get_power (circuit, from, relays, &first);
    iskra_sg_curve_get_power (circuit, to, relays, &last);
    add_line (energies, ISKRA_SG_ENERGY_ACTIVE, tariff, iskra_sg_curve_get_active (&first),
              iskra_sg_curve_get_active (&last), hours);
    add_line (energies, ISKRA_SG_ENERGY_REACTIVE, tariff, iskra_sg_curve_get_reactive (&first),
              iskra_sg_curve_get_reactive (&last), hours);
    energies->blocks[iskra_sg_curve_get_block (minute) - 1] += integrate_positive (
        iskra_sg_curve_get_active (&first), iskra_sg_curve_get_active (&last), hours);
    add_phases (energies, &first, &last, hours);
}

static gint64
get_segment_end (gint64 from, gint64 limit)
{
    return MIN (from - from % G_TIME_SPAN_MINUTE + G_TIME_SPAN_MINUTE, limit);
}

static void
add_span (Energies *energies,
          IskraSgCircuit circuit,
          const IskraSgRelays *relays,
          gint64 from,
          gint64 limit)
{
    while (from < limit) {
        gint64 to = get_segment_end (from, limit);

        add_segment (energies, circuit, relays, from, to);
        from = to;
    }
}

static void
add_days (Energies *energies, const Energies *day, double days)
{
    for (guint i = 0; i < 2; i++)
        for (guint j = 0; j < 2; j++) {
            for (guint k = 0; k < ISKRA_SG_N_TARIFFS; k++)
                energies->sums[i][j][k] += days * day->sums[i][j][k];
            for (guint k = 0; k < 3; k++)
                energies->phases[i][j][k] += days * day->phases[i][j][k];
        }
    for (guint i = 0; i < ISKRA_SG_N_BLOCKS; i++)
        energies->blocks[i] += days * day->blocks[i];
}

/* What came together from one time to another, had nobody touched the relays. */
static void
add_past (IskraSgHouse *self, IskraSgCircuit circuit, gint64 from, gint64 to, Energies *energies)
{
    gint64 midnight = to - to % G_TIME_SPAN_DAY;

    if (to <= from)
        return;
    add_days (energies, &self->days[circuit], (double)((midnight - from) / G_TIME_SPAN_DAY));
    add_span (energies, circuit, &iskra_sg_default_relays, MAX (midnight, from), to);
}

static gint64
get_month_start (gint64 local, int months_back)
{
    g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (local / G_USEC_PER_SEC);
    g_autoptr (GDateTime) first =
        g_date_time_new_utc (g_date_time_get_year (now), g_date_time_get_month (now), 1, 0, 0, 0);
    g_autoptr (GDateTime) start = g_date_time_add_months (first, -months_back);

    return g_date_time_to_unix (start) * G_USEC_PER_SEC;
}

static int
get_month (gint64 local)
{
    g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (local / G_USEC_PER_SEC);

    return g_date_time_get_month (now);
}

static void
fill_period (IskraSgHouse *self, IskraSgPeriod period, gint64 from, gint64 to)
{
    Energies energies = { 0 };

    add_past (self, ISKRA_SG_CIRCUIT_GRID, from, to, &energies);
    for (guint i = 0; i < ISKRA_SG_N_BLOCKS; i++)
        self->periods[period][i] = energies.blocks[i];
}

static void
fill_periods (IskraSgHouse *self)
{
    int month = get_month (self->local);
    gint64 year_start = get_month_start (self->local, month - 1);
    gint64 month_start = get_month_start (self->local, 0);

    fill_period (self, ISKRA_SG_PERIOD_MONTH, month_start, self->local);
    fill_period (self, ISKRA_SG_PERIOD_PREVIOUS_MONTH, get_month_start (self->local, 1),
                 month_start);
    fill_period (self, ISKRA_SG_PERIOD_YEAR, year_start, self->local);
    fill_period (self, ISKRA_SG_PERIOD_PREVIOUS_YEAR, get_month_start (self->local, month + 11),
                 year_start);
}

IskraSgHouse *
iskra_sg_house_new (gint64 local)
{
    IskraSgHouse *self = g_new0 (IskraSgHouse, 1);

    self->local = MAX (local, 0);
    self->relays = iskra_sg_default_relays;
    for (IskraSgCircuit i = 0; i < ISKRA_SG_N_CIRCUITS; i++) {
        add_span (&self->days[i], i, &iskra_sg_default_relays, 0, G_TIME_SPAN_DAY);
        add_past (self, i, REFERENCE, self->local, &self->sums[i]);
    }
    fill_periods (self);
    return self;
}

void
iskra_sg_house_free (IskraSgHouse *self)
{
    g_free (self);
}

static void
start_period (IskraSgHouse *self, IskraSgPeriod period, IskraSgPeriod previous)
{
    for (guint i = 0; i < ISKRA_SG_N_BLOCKS; i++) {
        self->periods[previous][i] = self->periods[period][i];
        self->periods[period][i] = 0;
    }
}

static void
pass_midnight (IskraSgHouse *self)
{
    if (get_month_start (self->local, 0) != self->local)
        return;

    start_period (self, ISKRA_SG_PERIOD_MONTH, ISKRA_SG_PERIOD_PREVIOUS_MONTH);
    if (get_month (self->local) == 1)
        start_period (self, ISKRA_SG_PERIOD_YEAR, ISKRA_SG_PERIOD_PREVIOUS_YEAR);
}

static void
step (IskraSgHouse *self, gint64 to)
{
    guint block = iskra_sg_curve_get_block (self->local) - 1;
    double before = self->sums[ISKRA_SG_CIRCUIT_GRID].blocks[block];
    double grown;

    for (IskraSgCircuit i = 0; i < ISKRA_SG_N_CIRCUITS; i++)
        add_segment (&self->sums[i], i, &self->relays, self->local, to);

    grown = self->sums[ISKRA_SG_CIRCUIT_GRID].blocks[block] - before;
    self->periods[ISKRA_SG_PERIOD_MONTH][block] += grown;
    self->periods[ISKRA_SG_PERIOD_YEAR][block] += grown;
    self->local = to;
    if (to % G_TIME_SPAN_DAY == 0)
        pass_midnight (self);
}

/* Energy never runs backwards: an earlier time than the last is ignored. */
void
iskra_sg_house_advance (IskraSgHouse *self, gint64 local)
{
    while (self->local < local)
        step (self, get_segment_end (self->local, local));
}

gint64
iskra_sg_house_get_local (IskraSgHouse *self)
{
    return self->local;
}

/* Counts from the time the house was last advanced to. */
void
iskra_sg_house_set_relays (IskraSgHouse *self, const IskraSgRelays *relays)
{
    self->relays = *relays;
}

const IskraSgRelays *
iskra_sg_house_get_relays (IskraSgHouse *self)
{
    return &self->relays;
}

/* Wh or varh since the reference; tariffs is a mask, bit 0 for tariff 1. */
double
iskra_sg_house_get_energy (IskraSgHouse *self,
                           IskraSgCircuit circuit,
                           IskraSgEnergy energy,
                           gboolean exported,
                           guint tariffs)
{
    double sum = 0;

    for (guint i = 0; i < ISKRA_SG_N_TARIFFS; i++)
        if (tariffs & (1u << i))
            sum += self->sums[circuit].sums[energy][exported ? 1 : 0][i];
    return sum;
}

/* The same of one phase, 0 to 2, in both tariffs. */
double
iskra_sg_house_get_phase_energy (IskraSgHouse *self,
                                 IskraSgCircuit circuit,
                                 IskraSgEnergy energy,
                                 gboolean exported,
                                 guint phase)
{
    return self->sums[circuit].phases[energy][exported ? 1 : 0][phase];
}

/* What the import counter showed at an earlier time, had nobody touched the relays. */
double
iskra_sg_house_get_past_import (IskraSgHouse *self, IskraSgCircuit circuit, gint64 local)
{
    Energies energies = { 0 };
    double sum = 0;

    add_past (self, circuit, REFERENCE, local, &energies);
    for (guint i = 0; i < ISKRA_SG_N_TARIFFS; i++)
        sum += energies.sums[ISKRA_SG_ENERGY_ACTIVE][FALSE][i];
    return sum;
}

/* Mean active power of a span in W, had the relays been as they are now. */
double
iskra_sg_house_get_mean (IskraSgHouse *self, IskraSgCircuit circuit, gint64 from, gint64 span)
{
    Energies energies = { 0 };
    double sum = 0;

    add_span (&energies, circuit, &self->relays, from, from + span);
    for (guint i = 0; i < ISKRA_SG_N_TARIFFS; i++)
        sum += energies.sums[ISKRA_SG_ENERGY_ACTIVE][FALSE][i] -
               energies.sums[ISKRA_SG_ENERGY_ACTIVE][TRUE][i];
    return sum / ((double)span / G_TIME_SPAN_HOUR);
}

double
iskra_sg_house_get_block (IskraSgHouse *self, IskraSgPeriod period, guint block)
{
    return self->periods[period][block - 1];
}

/* Invented: they do not follow from the curve. */
const double *
iskra_sg_house_get_excess (gboolean previous)
{
    static const double excess[ISKRA_SG_N_BLOCKS] = { 0, 640, 1210 };
    static const double previous_excess[ISKRA_SG_N_BLOCKS] = { 150, 720, 980 };

    return previous ? previous_excess : excess;
}
