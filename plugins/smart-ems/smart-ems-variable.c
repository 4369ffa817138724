/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-variable.h"

#include <string.h>

#include "smart-ems-unit.h"

#define MAX_NAME    40 /* characters */
#define MAX_DIVISOR 1e9

/* Of which there may be one per phase; which count in a direction; and whose unit has to be said,
 * as both that with a k and that without are usual. */
typedef enum {
    PHASES = 1 << 0,
    DIRECTIONS = 1 << 1,
    UNIT = 1 << 2,
} Traits;

static const struct {
    WattleQuantity quantity;
    Traits traits;
} quantities[] = {
    { WATTLE_QUANTITY_ACTIVE_POWER, PHASES | UNIT },
    { WATTLE_QUANTITY_REACTIVE_POWER, PHASES | UNIT },
    { WATTLE_QUANTITY_APPARENT_POWER, PHASES | UNIT },
    { WATTLE_QUANTITY_POWER_FACTOR, PHASES },
    { WATTLE_QUANTITY_PHASE_ANGLE, PHASES },
    { WATTLE_QUANTITY_VOLTAGE, PHASES },
    { WATTLE_QUANTITY_CURRENT, PHASES },
    { WATTLE_QUANTITY_FREQUENCY, 0 },
    { WATTLE_QUANTITY_VOLTAGE_THD, PHASES },
    { WATTLE_QUANTITY_CURRENT_THD, PHASES },
    { WATTLE_QUANTITY_ENERGY, PHASES | DIRECTIONS | UNIT },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, PHASES | DIRECTIONS | UNIT },
    { WATTLE_QUANTITY_APPARENT_ENERGY, PHASES | DIRECTIONS | UNIT },
    { WATTLE_QUANTITY_TEMPERATURE, 0 },
    { WATTLE_QUANTITY_HUMIDITY, 0 },
    { WATTLE_QUANTITY_PRESSURE, 0 },
    { WATTLE_QUANTITY_CARBON_DIOXIDE, 0 },
    { WATTLE_QUANTITY_PM1, 0 },
    { WATTLE_QUANTITY_PM25, 0 },
    { WATTLE_QUANTITY_PM10, 0 },
    { WATTLE_QUANTITY_VOLUME, 0 },
    { WATTLE_QUANTITY_COUNT, 0 },
    { WATTLE_QUANTITY_DURATION, 0 },
    { WATTLE_QUANTITY_NUMBER, 0 },
};

typedef struct {
    SmartEmsVariable *variable;
    Traits traits;
    const char *word; /* the quantity */
    gboolean has_unit;
    gboolean has_divisor;
    gboolean has_phase;
} Parsing;

void
smart_ems_variable_free (SmartEmsVariable *self)
{
    g_free (self->name);
    g_free (self->key);
    g_free (self);
}

static char *
list_quantities (void)
{
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                                wattle_quantity_get_info (quantities[i].quantity)->key);
    return g_string_free (g_steal_pointer (&list), FALSE);
}

static gboolean
take_quantity (Parsing *parsing, const char *word, GError **error)
{
    g_autofree char *list = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
        if (g_str_equal (wattle_quantity_get_info (quantities[i].quantity)->key, word)) {
            parsing->variable->quantity = quantities[i].quantity;
            parsing->traits = quantities[i].traits;
            parsing->word = word;
            return TRUE;
        }

    list = list_quantities ();
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is no quantity; there are: %s", word, list);
    return FALSE;
}

static gboolean
refuse_twice (const char *word, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is one too many of its kind", word);
    return FALSE;
}

static gboolean
take_phase (Parsing *parsing, const char *word, GError **error)
{
    if (parsing->has_phase)
        return refuse_twice (word, error);
    if (!(parsing->traits & PHASES)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s has no phases, so “%s” is too much",
                          parsing->word, word);
        return FALSE;
    }

    parsing->has_phase = TRUE;
    parsing->variable->phase = (guint)(word[1] - '0');
    return TRUE;
}

static gboolean
take_direction (Parsing *parsing, const char *word, GError **error)
{
    if (parsing->variable->direction != WATTLE_DIRECTION_NONE)
        return refuse_twice (word, error);
    if (!(parsing->traits & DIRECTIONS)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "only energies have a direction, so “%s” is too much: what is imported "
                          "is positive, and “invert” turns the sign",
                          word);
        return FALSE;
    }

    parsing->variable->direction =
        g_str_equal (word, "import") ? WATTLE_DIRECTION_IMPORT : WATTLE_DIRECTION_EXPORT;
    return TRUE;
}

static gboolean
take_unit (Parsing *parsing, const char *word, GError **error)
{
    const SmartEmsUnit *unit = smart_ems_unit_find (parsing->variable->quantity, word);
    g_autofree char *list = NULL;

    if (parsing->has_unit)
        return refuse_twice (word, error);
    if (unit == NULL) {
        list = smart_ems_unit_list (parsing->variable->quantity);
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s is not told in %s; allowed: %s",
                          parsing->word, word, *list != '\0' ? list : "–");
        return FALSE;
    }

    parsing->has_unit = TRUE;
    parsing->variable->times = unit->times;
    parsing->variable->over *= unit->over;
    return TRUE;
}

static gboolean
take_divisor (Parsing *parsing, const char *word, GError **error)
{
    double divisor;

    if (parsing->has_divisor)
        return refuse_twice (word, error);
    if (!wattle_number_parse (word + 1, &divisor, NULL) || !(divisor > 0) ||
        divisor > MAX_DIVISOR || divisor < 1 / MAX_DIVISOR) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "“%s”: behind the slash must be a number above 0, such as /10", word);
        return FALSE;
    }

    parsing->has_divisor = TRUE;
    parsing->variable->over *= divisor;
    return TRUE;
}

static gboolean
take_inversion (Parsing *parsing, const char *word, GError **error)
{
    if (parsing->variable->inverted)
        return refuse_twice (word, error);
    if (wattle_quantity_get_info (parsing->variable->quantity)->counter != WATTLE_COUNTER_NONE) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s counts, so it cannot be inverted; it has “import” or “export”",
                          parsing->word);
        return FALSE;
    }

    parsing->variable->inverted = TRUE;
    return TRUE;
}

static gboolean
take_word (Parsing *parsing, const char *word, GError **error)
{
    if (parsing->word == NULL)
        return take_quantity (parsing, word, error);
    if (g_str_equal (word, "l1") || g_str_equal (word, "l2") || g_str_equal (word, "l3"))
        return take_phase (parsing, word, error);
    if (g_str_equal (word, "import") || g_str_equal (word, "export"))
        return take_direction (parsing, word, error);
    if (g_str_equal (word, "invert"))
        return take_inversion (parsing, word, error);
    if (*word == '/')
        return take_divisor (parsing, word, error);
    if (smart_ems_unit_is_one (word))
        return take_unit (parsing, word, error);

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” is not understood; behind the quantity may be: l1, l2 or l3, import or "
                      "export, a unit, /NUMBER, invert, name NAME",
                      word);
    return FALSE;
}

/* The rest of the line. The key is that of the quantity, and the name behind it. */
static gboolean
take_name (Parsing *parsing, const char *name, GError **error)
{
    SmartEmsVariable *variable = parsing->variable;
    WattleEntitySpec spec = smart_ems_variable_get_spec (variable);
    g_autofree char *stem = wattle_entity_spec_dup_key (&spec);
    g_autofree char *slug = wattle_ident_from_text (name);
    g_autofree char *key = g_strdup_printf ("%s_%s", stem, slug != NULL ? slug : "");

    if (slug == NULL || *slug == '\0' || !wattle_ident_is_valid (key) ||
        g_utf8_strlen (name, -1) > MAX_NAME) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "“%s” cannot be a name: it must have a letter or digit, and “%s”, which "
                          "is made of it, at most %d characters",
                          name, key, WATTLE_IDENT_MAX);
        return FALSE;
    }

    variable->name = g_strdup (name);
    variable->key = g_steal_pointer (&key);
    return TRUE;
}

/* A forgotten k would make it wrong by a thousand. */
static gboolean
check_unit (const Parsing *parsing, GError **error)
{
    g_autofree char *list = NULL;

    if (parsing->has_unit || !(parsing->traits & UNIT))
        return TRUE;

    list = smart_ems_unit_list (parsing->variable->quantity);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "the unit of %s is missing, one of: %s",
                      parsing->word, list);
    return FALSE;
}

static void
cut_comma (char *word)
{
    if (g_str_has_suffix (word, ","))
        word[strlen (word) - 1] = '\0';
}

static gboolean
take_line (Parsing *parsing, char **words, GError **error)
{
    guint i = 0;

    for (; words[i] != NULL && !(parsing->word != NULL && g_str_equal (words[i], "name")); i++) {
        cut_comma (words[i]);
        if (*words[i] != '\0' && !take_word (parsing, words[i], error))
            return FALSE;
    }
    if (parsing->word == NULL)
        return take_quantity (parsing, "", error);
    if (!check_unit (parsing, error))
        return FALSE;
    if (words[i] != NULL) {
        g_autofree char *name = g_strjoinv (" ", words + i + 1);

        return take_name (parsing, g_strstrip (name), error);
    }
    return TRUE;
}

SmartEmsVariable *
smart_ems_variable_parse (const char *text, GError **error)
{
    g_autoptr (SmartEmsVariable) self = g_new0 (SmartEmsVariable, 1);
    g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
    Parsing parsing = { .variable = self };

    self->times = 1;
    self->over = 1;
    return take_line (&parsing, words, error) ? g_steal_pointer (&self) : NULL;
}

WattleEntitySpec
smart_ems_variable_get_spec (const SmartEmsVariable *self)
{
    return (WattleEntitySpec){ .key = self->key,
                               .quantity = self->quantity,
                               .phase = self->phase,
                               .direction = self->direction,
                               .name = self->name };
}

char *
smart_ems_variable_dup_key (const SmartEmsVariable *self)
{
    WattleEntitySpec spec = smart_ems_variable_get_spec (self);

    return wattle_entity_spec_dup_key (&spec);
}

double
smart_ems_variable_convert (const SmartEmsVariable *self, double value)
{
    double converted = value * self->times / self->over;

    return self->inverted && converted != 0 ? -converted : converted;
}
