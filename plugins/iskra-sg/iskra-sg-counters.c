/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-counters.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iskra-sg-blocks.h"

#define MAX_COUNTERS 64 /* of one kind */
#define MAX_TARIFFS  32
#define MAX_UNIT     16 /* characters in a name */

typedef struct {
    guint position; /* from 1, within its kind */
    gboolean resettable;
    WattleQuantity quantity; /* WATTLE_QUANTITY_NUMBER if the unit is not one of energy */
    WattleDirection direction;
    gboolean both;   /* counts both directions */
    char *unit;      /* as the meter calls it */
    guint phase;     /* 0 is the total */
    guint32 tariffs; /* a bit per tariff; 0 if not said */
    IskraSgValue value;
} Counter;

static const WattleQuantity kinds[] = {
    WATTLE_QUANTITY_ENERGY,
    WATTLE_QUANTITY_REACTIVE_ENERGY,
    WATTLE_QUANTITY_APPARENT_ENERGY,
};

static void
counter_free (gpointer data)
{
    Counter *counter = data;

    g_free (counter->unit);
    g_free (counter);
}

static WattleQuantity
find_kind (const char *unit)
{
    double factor;

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (iskra_sg_value_scale (unit, wattle_quantity_get_unit (kinds[i]), &factor))
            return kinds[i];

    return WATTLE_QUANTITY_NUMBER;
}

static WattleDirection
find_direction (const char *way)
{
    if (g_str_equal (way, "import"))
        return WATTLE_DIRECTION_IMPORT;
    if (g_str_equal (way, "export"))
        return WATTLE_DIRECTION_EXPORT;
    return WATTLE_DIRECTION_NONE;
}

/* "Total" or "Phase 2"; not said is the total. */
static guint
read_phase (JsonObject *entry)
{
    g_autofree char *text = iskra_sg_value_dup_text (entry, "phase");
    const char *digit = text != NULL ? strpbrk (text, "123") : NULL;

    return digit != NULL ? (guint)(*digit - '0') : 0;
}

/* "1 2 3 4 5 6" → bits */
static guint32
read_tariffs (JsonObject *entry)
{
    g_autofree char *text = iskra_sg_value_dup_text (entry, "tariff");
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", MAX_TARIFFS);
    guint32 tariffs = 0;
    guint64 tariff;

    for (guint i = 0; words[i] != NULL; i++)
        if (g_ascii_string_to_unsigned (words[i], 10, 1, MAX_TARIFFS, &tariff, NULL))
            tariffs |= 1u << (tariff - 1);

    return tariffs;
}

/* A counter that is not in use has neither unit nor direction. */
static void
read_entry (JsonObject *entry, gboolean resettable, guint position, GPtrArray *counters)
{
    g_autofree char *unit = iskra_sg_value_dup_text (entry, "unit");
    g_autofree char *way = iskra_sg_value_dup_text (entry, "direction");
    const char *base;
    Counter *counter;

    if (unit == NULL || way == NULL)
        return;

    counter = g_new0 (Counter, 1);
    counter->position = position;
    counter->resettable = resettable;
    counter->quantity = find_kind (unit);
    counter->direction = find_direction (way);
    counter->phase = read_phase (entry);
    counter->tariffs = read_tariffs (entry);
    base = counter->quantity != WATTLE_QUANTITY_NUMBER
               ? wattle_quantity_get_unit (counter->quantity)
               : unit;
    counter->value = iskra_sg_value_read (json_object_get_member (entry, "value"), base, unit);
    counter->both = g_str_equal (way, "bidirectional");
    counter->unit = g_steal_pointer (&unit);
    g_ptr_array_add (counters, counter);
}

static gboolean
read_list (JsonObject *object, const char *member, GPtrArray *counters, GError **error)
{
    JsonArray *list;

    if (!iskra_sg_value_is_given (object, member))
        return TRUE;
    if (!wattle_json_get_array (object, member, &list, error))
        return FALSE;
    if (json_array_get_length (list) > MAX_COUNTERS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” has %u entries, at most %d are read",
                          member, json_array_get_length (list), MAX_COUNTERS);
        return FALSE;
    }

    for (guint i = 0; i < json_array_get_length (list); i++) {
        JsonNode *entry = json_array_get_element (list, i);

        if (!JSON_NODE_HOLDS_OBJECT (entry)) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s”: entry %u is not an object",
                              member, i + 1);
            return FALSE;
        }
        read_entry (json_node_get_object (entry), g_str_equal (member, "resettable"), i + 1,
                    counters);
    }

    return TRUE;
}

static guint32
collect_tariffs (GPtrArray *counters)
{
    guint32 tariffs = 0;

    for (guint i = 0; i < counters->len; i++)
        tariffs |= ((Counter *)g_ptr_array_index (counters, i))->tariffs;
    return tariffs;
}

static gboolean
counts_all (const Counter *counter, guint32 tariffs)
{
    return counter->tariffs == 0 || counter->tariffs == tariffs;
}

/* The counter that stands for its kind and direction: the first non-resettable total; without one
 * the first resettable total that counts all tariffs. The non-resettable ones come first. */
static gboolean
is_main (GPtrArray *counters, guint index, guint32 tariffs)
{
    const Counter *counter = g_ptr_array_index (counters, index);

    if (counter->quantity == WATTLE_QUANTITY_NUMBER ||
        counter->direction == WATTLE_DIRECTION_NONE || counter->phase != 0 ||
        (counter->resettable && !counts_all (counter, tariffs)))
        return FALSE;

    for (guint i = 0; i < index; i++) {
        const Counter *other = g_ptr_array_index (counters, i);

        if (other->quantity == counter->quantity && other->direction == counter->direction &&
            other->phase == 0 && (!other->resettable || counts_all (other, tariffs)))
            return FALSE;
    }

    return TRUE;
}

static const char *
direction_suffix (const Counter *counter)
{
    return counter->direction == WATTLE_DIRECTION_IMPORT   ? "_import"
           : counter->direction == WATTLE_DIRECTION_EXPORT ? "_export"
                                                           : "";
}

/* Kind and direction are part of the key: if a person sets the counter up anew, it is another
 * series. */
static char *
make_key (const Counter *counter)
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
name_other (const Counter *counter)
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
name_kind (const Counter *counter)
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

    for (guint i = 0; i < MAX_TARIFFS; i++)
        if ((tariffs & (1u << i)) != 0)
            g_string_append_printf (list, *list->str != '\0' ? " %u" : "%u", i + 1);
    return g_string_free (list, FALSE);
}

static char *
name_tariffs (const Counter *counter, const char *what)
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
make_name (const Counter *counter, guint32 tariffs)
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
    const Counter *counter = g_ptr_array_index (counters, index);
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

/* Returns what the meter counts, or NULL. */
GPtrArray *
iskra_sg_counters_decode (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) counters = g_ptr_array_new_with_free_func (counter_free);
    g_autoptr (GPtrArray) readings = iskra_sg_readings_new ();
    JsonObject *object;
    guint32 tariffs;

    if (!wattle_json_get_object (root, "counters", &object, error) ||
        !read_list (object, "non_resettable", counters, error) ||
        !read_list (object, "resettable", counters, error))
        return NULL;

    tariffs = collect_tariffs (counters);
    for (guint i = 0; i < counters->len; i++)
        add_counter (readings, counters, i, tariffs);

    return iskra_sg_blocks_decode (object, readings, error) ? g_steal_pointer (&readings) : NULL;
}
