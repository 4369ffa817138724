/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-count.h"

#include <math.h>

#include "iskra-sg-counter.h"

/* Holding registers. */
#define DIRECTION      151 /* bit 1: import and export are exchanged */
#define SETTINGS       421 /* of the first counter */
#define SETTINGS_WORDS 4   /* parameter, configuration, exponent, tariffs */

#define REVERSED 2

/* Two registers for each value; an exponent of ten is in a register of its own. */
typedef struct {
    guint16 exponent;
    guint16 value;
} Place;

/* Input registers of the first counter of a kind. */
static const Place impact_non_resettable = { 401, 406 };
static const Place impact_resettable = { 446, 414 };
static const Place resettable = { 401, 406 };
/* The maker's client looks for these behind the resettable ones; older firmware of gateways, and a
 * driver of charging stations, here. Both are used with real instruments. */
static const Place non_resettable = { 414, 418 };

#define IMPACT_FLOATS            2752
#define IMPACT_FLOATS_RESETTABLE 2760

static guint
get_n_counters (const IskraSgFamily *family)
{
    return family->n_non_resettable + family->n_resettable;
}

/* The settings of IE have the non-resettable ones first, all others the resettable ones. */
static guint
find_settings (const IskraSgFamily *family, gboolean is_resettable, guint index)
{
    if (family->kind == ISKRA_SG_FAMILY_IMPACT)
        return SETTINGS +
               SETTINGS_WORDS * (is_resettable ? family->n_non_resettable + index : index);
    return SETTINGS + 10 * (is_resettable ? index : family->n_resettable + index);
}

static void
add_span (GArray *spans, guint8 function, guint address, guint count)
{
    WattleRegisterSpan span = { function, (guint16)address, (guint16)count, 0 };

    g_array_append_val (spans, span);
}

static void
add_counters (GArray *spans, const Place *place, guint n)
{
    if (n == 0)
        return;
    add_span (spans, ISKRA_SG_INPUT, place->exponent, n);
    add_span (spans, ISKRA_SG_INPUT, place->value, 2 * n);
}

static void
add_settings (GArray *spans, const IskraSgFamily *family)
{
    add_span (spans, ISKRA_SG_HOLDING, DIRECTION, 1);
    for (guint i = 0; i < family->n_non_resettable; i++)
        add_span (spans, ISKRA_SG_HOLDING, find_settings (family, FALSE, i), SETTINGS_WORDS);
    for (guint i = 0; i < family->n_resettable; i++)
        add_span (spans, ISKRA_SG_HOLDING, find_settings (family, TRUE, i), SETTINGS_WORDS);
}

void
iskra_sg_count_plan (const IskraSgFamily *family, GArray *reads)
{
    g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (WattleRegisterSpan));

    if (family->kind == ISKRA_SG_FAMILY_IMPACT) {
        add_counters (spans, &impact_non_resettable, family->n_non_resettable);
        add_counters (spans, &impact_resettable, family->n_resettable);
        add_span (spans, ISKRA_SG_INPUT, IMPACT_FLOATS, 2 * family->n_non_resettable);
        add_span (spans, ISKRA_SG_INPUT, IMPACT_FLOATS_RESETTABLE, 2 * family->n_resettable);
    } else {
        add_counters (spans, &resettable, get_n_counters (family)); /* also as the client does */
        add_counters (spans, &non_resettable, family->n_non_resettable);
    }
    add_settings (spans, family);
    iskra_sg_family_plan (family, (WattleRegisterSpan *)(gpointer)spans->data, spans->len, reads);
}

/* Values */

static IskraSgValue
read_integer (IskraSgImage *image, const Place *place, guint index)
{
    IskraSgValue value =
        iskra_sg_image_read (image, ISKRA_SG_INPUT, place->value + 2 * index, ISKRA_SG_INT32);
    IskraSgValue exponent =
        iskra_sg_image_read (image, ISKRA_SG_INPUT, place->exponent + index, ISKRA_SG_INT16);

    value.known &= exponent.known && exponent.number >= ISKRA_SG_MIN_EXPONENT &&
                   exponent.number <= ISKRA_SG_MAX_EXPONENT;
    if (exponent.number < 0)
        value.number /= pow (10, -exponent.number);
    else
        value.number *= pow (10, exponent.number);
    return value;
}

static IskraSgValue
read_impact_integer (IskraSgImage *image, gboolean is_resettable, guint index)
{
    return read_integer (image, is_resettable ? &impact_resettable : &impact_non_resettable, index);
}

static IskraSgValue
read_impact_float (IskraSgImage *image, gboolean is_resettable, guint index)
{
    guint first = is_resettable ? IMPACT_FLOATS_RESETTABLE : IMPACT_FLOATS;

    return iskra_sg_image_read (image, ISKRA_SG_INPUT, first + 2 * index, ISKRA_SG_FLOAT);
}

static gboolean
is_empty (IskraSgImage *image, guint address, guint count)
{
    for (guint i = 0; i < count; i++)
        if (iskra_sg_image_get_word (image, ISKRA_SG_INPUT, address + i) != 0)
            return FALSE;
    return TRUE;
}

/* Where both layouts could be meant, what is not all zero is the one that is used. */
static IskraSgValue
read_non_resettable (const IskraSgFamily *family, IskraSgImage *image, guint index)
{
    guint n = family->n_non_resettable;
    gboolean unused = is_empty (image, non_resettable.exponent, n) &&
                      is_empty (image, non_resettable.value, 2 * n) &&
                      !is_empty (image, resettable.value, 2);

    return unused ? read_integer (image, &resettable, family->n_resettable + index)
                  : read_integer (image, &non_resettable, index);
}

static IskraSgValue
read_value (const IskraSgFamily *family,
            IskraSgImage *image,
            gboolean exact,
            gboolean is_resettable,
            guint index)
{
    if (family->kind == ISKRA_SG_FAMILY_IMPACT)
        return exact ? read_impact_integer (image, is_resettable, index)
                     : read_impact_float (image, is_resettable, index);
    return is_resettable ? read_integer (image, &resettable, index)
                         : read_non_resettable (family, image, index);
}

/* A float has 24 bits, and the meter counts on between the two questions. */
static gboolean
is_close (const IskraSgValue *exact, const IskraSgValue *rounded)
{
    return exact->known && rounded->known &&
           fabs (exact->number - rounded->number) <= fabs (rounded->number) * 2e-7 + 100;
}

/* Settings */

static const struct {
    WattleQuantity quantity;
    const char *unit;
} kinds[] = {
    { WATTLE_QUANTITY_NUMBER, NULL }, /* not in use */
    { WATTLE_QUANTITY_ENERGY, "Wh" },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, "varh" },
    { WATTLE_QUANTITY_APPARENT_ENERGY, "VAh" },
};

static guint
get_parameter (const IskraSgFamily *family,
               IskraSgImage *image,
               gboolean is_resettable,
               guint index)
{
    return iskra_sg_image_get_word (image, ISKRA_SG_HOLDING,
                                    find_settings (family, is_resettable, index));
}

static gboolean
is_used (guint parameter)
{
    return (parameter & 3) != 0;
}

gboolean
iskra_sg_count_agrees (const IskraSgFamily *family, IskraSgImage *image)
{
    for (guint i = 0; i < get_n_counters (family); i++) {
        gboolean is_resettable = i >= family->n_non_resettable;
        guint index = is_resettable ? i - family->n_non_resettable : i;
        guint parameter = get_parameter (family, image, is_resettable, index);
        IskraSgValue exact = read_impact_integer (image, is_resettable, index);
        IskraSgValue rounded = read_impact_float (image, is_resettable, index);

        if (is_used (parameter) && !is_close (&exact, &rounded))
            return FALSE;
    }
    return TRUE;
}

/* Which quadrants it counts in, as the maker's client reads them. */
static WattleDirection
find_direction (guint quadrants, gboolean reversed)
{
    if (quadrants == 3 || quadrants == 9)
        return reversed ? WATTLE_DIRECTION_IMPORT : WATTLE_DIRECTION_EXPORT;
    if (quadrants == 6 || quadrants == 12)
        return reversed ? WATTLE_DIRECTION_EXPORT : WATTLE_DIRECTION_IMPORT;
    return WATTLE_DIRECTION_NONE;
}

static void
add_counter (const IskraSgFamily *family,
             IskraSgImage *image,
             gboolean is_resettable,
             guint index,
             const IskraSgValue *value,
             GPtrArray *counters)
{
    guint settings = find_settings (family, is_resettable, index);
    guint parameter = get_parameter (family, image, is_resettable, index);
    guint quadrants = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, settings + 1) & 0xf;
    guint tariffs = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, settings + 3);
    gboolean reversed = iskra_sg_image_get_word (image, ISKRA_SG_HOLDING, DIRECTION) & REVERSED;
    IskraSgCounter *counter;

    if (!is_used (parameter))
        return;

    counter = g_new0 (IskraSgCounter, 1);
    counter->position = index + 1;
    counter->resettable = is_resettable;
    counter->quantity = kinds[parameter & 3].quantity;
    counter->unit = g_strdup (kinds[parameter & 3].unit);
    counter->direction = find_direction (quadrants, reversed);
    counter->both = quadrants == 15;
    counter->phase = parameter >> 2 & 3;
    counter->tariffs = tariffs & (family->kind == ISKRA_SG_FAMILY_IMPACT ? 0xff : 3);
    counter->value = *value;
    g_ptr_array_add (counters, counter);
}

GPtrArray *
iskra_sg_count_decode (const IskraSgFamily *family, IskraSgImage *image, gboolean exact)
{
    g_autoptr (GPtrArray) counters = iskra_sg_counter_list_new ();
    GPtrArray *readings = iskra_sg_readings_new ();

    for (guint i = 0; i < get_n_counters (family); i++) {
        gboolean is_resettable = i >= family->n_non_resettable;
        guint index = is_resettable ? i - family->n_non_resettable : i;
        IskraSgValue value = read_value (family, image, exact, is_resettable, index);

        add_counter (family, image, is_resettable, index, &value, counters);
    }
    iskra_sg_counter_list_add (counters, readings);
    return readings;
}
