/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-counter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNIT 16 /* characters in a name */

static void
counter_free (gpointer data)
{
    IskraSgCounter *counter = data;

    g_free (counter->unit);
    g_free (counter);
}

GPtrArray *
iskra_sg_counter_list_new (void)
{
    return g_ptr_array_new_with_free_func (counter_free);
}

static guint32
collect_tariffs (GPtrArray *counters)
{
    guint32 tariffs = 0;

    for (guint i = 0; i < counters->len; i++)
        tariffs |= ((IskraSgCounter *)g_ptr_array_index (counters, i))->tariffs;
    return tariffs;
}

static gboolean
counts_all (const IskraSgCounter *counter, guint32 tariffs)
{
    return counter->tariffs == 0 || counter->tariffs == tariffs;
}

/* The counter that stands for its kind and direction: the first non-resettable total; without one
 * the first resettable total that counts all tariffs. The non-resettable ones come first. */
static gboolean
is_main (GPtrArray *counters, guint index, guint32 tariffs)
{
    const IskraSgCounter *counter = g_ptr_array_index (counters, index);

    if (counter->quantity == WATTLE_QUANTITY_NUMBER ||
        counter->direction == WATTLE_DIRECTION_NONE || counter->phase != 0 ||
        (counter->resettable && !counts_all (counter, tariffs)))
        return FALSE;

    for (guint i = 0; i < index; i++) {
        const IskraSgCounter *other = g_ptr_array_index (counters, i);

        if (other->quantity == counter->quantity && other->direction == counter->direction &&
            other->phase == 0 && (!other->resettable || counts_all (other, tariffs)))
            return FALSE;
    }

    return TRUE;
}

static const char *
direction_suffix (const IskraSgCounter *counter)
{
    return counter->direction == WATTLE_DIRECTION_IMPORT   ? "_import"
           : counter->direction == WATTLE_DIRECTION_EXPORT ? "_export"
                                                           : "";
}

/* Kind and direction are part of the key: if a person sets the counter up anew, it is another
 * series. */
static char *
make_key (const IskraSgCounter *counter)
{
    const char *stem = counter->quantity != WATTLE_QUANTITY_NUMBER
                           ? wattle_quantity_get_info (counter->quantity)->key
                           : "counter";

    return g_strdup_printf ("%s%s_%s%u", stem, direction_suffix (counter),
                            counter->resettable ? "r" : "nr", counter->position);
}

/* Whole phrases, as other languages join the words in another way. */
static const struct {
    WattleQuantity quantity;
    const char *imported;
    const char *exported;
    const char *both;
    const char *unknown;
} phrases[] = {
    { WATTLE_QUANTITY_ENERGY, N_ ("Energy import"), N_ ("Energy export"),
      N_ ("Energy bidirectional"), N_ ("Energy of unknown direction") },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, N_ ("Reactive energy import"), N_ ("Reactive energy export"),
      N_ ("Reactive energy bidirectional"), N_ ("Reactive energy of unknown direction") },
    { WATTLE_QUANTITY_APPARENT_ENERGY, N_ ("Apparent energy import"), N_ ("Apparent energy export"),
      N_ ("Apparent energy bidirectional"), N_ ("Apparent energy of unknown direction") },
};

/* Of a unit that is not one of energy. */
static char *
name_other (const IskraSgCounter *counter)
{
    g_autofree char *unit =
        g_utf8_substring (counter->unit, 0, MIN (g_utf8_strlen (counter->unit, -1), MAX_UNIT));

    if (counter->direction == WATTLE_DIRECTION_IMPORT)
        return g_strdup_printf (_ ("Counter in %s import"), unit);
    if (counter->direction == WATTLE_DIRECTION_EXPORT)
        return g_strdup_printf (_ ("Counter in %s export"), unit);
    return counter->both ? g_strdup_printf (_ ("Counter in %s bidirectional"), unit)
                         : g_strdup_printf (_ ("Counter in %s of unknown direction"), unit);
}

static char *
name_kind (const IskraSgCounter *counter)
{
    for (guint i = 0; i < G_N_ELEMENTS (phrases); i++) {
        if (phrases[i].quantity != counter->quantity)
            continue;
        if (counter->direction == WATTLE_DIRECTION_IMPORT)
            return g_strdup (_ (phrases[i].imported));
        if (counter->direction == WATTLE_DIRECTION_EXPORT)
            return g_strdup (_ (phrases[i].exported));
        return g_strdup (_ (counter->both ? phrases[i].both : phrases[i].unknown));
    }

    return name_other (counter);
}

/* "1 2 3" */
static char *
list_tariffs (guint32 tariffs)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < ISKRA_SG_MAX_TARIFFS; i++)
        if ((tariffs & (1u << i)) != 0)
            g_string_append_printf (list, *list->str != '\0' ? " %u" : "%u", i + 1);
    return g_string_free (list, FALSE);
}

static char *
name_tariffs (const IskraSgCounter *counter, const char *what)
{
    g_autofree char *list = list_tariffs (counter->tariffs);
    gboolean several = strchr (list, ' ') != NULL;

    if (counter->resettable)
        return several ? g_strdup_printf (_ ("%s, tariffs %s, resettable counter %u"), what, list,
                                          counter->position)
                       : g_strdup_printf (_ ("%s, tariff %s, resettable counter %u"), what, list,
                                          counter->position);
    return several ? g_strdup_printf (_ ("%s, tariffs %s, non-resettable counter %u"), what, list,
                                      counter->position)
                   : g_strdup_printf (_ ("%s, tariff %s, non-resettable counter %u"), what, list,
                                      counter->position);
}

static char *
make_name (const IskraSgCounter *counter, guint32 tariffs)
{
    g_autofree char *kind = name_kind (counter);
    g_autofree char *what = counter->phase > 0 ? g_strdup_printf ("%s L%u", kind, counter->phase)
                                               : g_steal_pointer (&kind);

    if (!counts_all (counter, tariffs))
        return name_tariffs (counter, what);
    return counter->resettable
               ? g_strdup_printf (_ ("%s, resettable counter %u"), what, counter->position)
               : g_strdup_printf (_ ("%s, non-resettable counter %u"), what, counter->position);
}

static void
add_counter (GPtrArray *readings, GPtrArray *counters, guint index, guint32 tariffs)
{
    const IskraSgCounter *counter = g_ptr_array_index (counters, index);
    g_autofree char *key = NULL;
    g_autofree char *name = NULL;
    WattleEntitySpec spec = {
        .quantity = counter->quantity,
        .direction = counter->direction,
        .counter = counter->resettable ? WATTLE_COUNTER_RESETTABLE : WATTLE_COUNTER_LIFETIME,
    };

    if (!is_main (counters, index, tariffs)) {
        spec.key = key = make_key (counter);
        spec.name = name = make_name (counter, tariffs);
        spec.phase = counter->phase;
        if (counter->resettable)
            spec.flags = WATTLE_ENTITY_DISABLED;
    }
    iskra_sg_readings_add_value (readings, &spec, &counter->value);
}

/* Adds what the counters of one meter, the non-resettable first, are published as. */
void
iskra_sg_counter_list_add (GPtrArray *counters, GPtrArray *readings)
{
    guint32 tariffs = collect_tariffs (counters);

    for (guint i = 0; i < counters->len; i++)
        add_counter (readings, counters, i, tariffs);
}
