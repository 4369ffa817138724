/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-meaning.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-member.h"

#define MAX_GROUP 86400 /* s */

/* A number, or on and off; a meter has no texts, and no prices. */
static gboolean
is_read (WattleQuantity quantity)
{
    const WattleQuantityInfo *info = wattle_quantity_get_info (quantity);

    if (quantity == WATTLE_QUANTITY_PRICE)
        return FALSE;
    return info->type == WATTLE_VALUE_NUMBER || info->type == WATTLE_VALUE_BOOLEAN;
}

static gboolean
find_quantity (const char *word, WattleQuantity *quantity)
{
    for (guint i = 0; i <= WATTLE_QUANTITY_LAST; i++) {
        const WattleQuantityInfo *info = wattle_quantity_get_info ((WattleQuantity)i);

        if (is_read ((WattleQuantity)i) && g_str_equal (info->key, word)) {
            *quantity = (WattleQuantity)i;
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
read_quantity (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    GString *list;
    const char *word;

    if (!wattle_json_get_string (object, "quantity", &word, error))
        return FALSE;
    if (find_quantity (word, &spec->quantity))
        return TRUE;

    list = g_string_new (NULL);
    for (guint i = 0; i <= WATTLE_QUANTITY_LAST; i++)
        if (is_read ((WattleQuantity)i))
            g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                                    wattle_quantity_get_info ((WattleQuantity)i)->key);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "quantity: “%.40s” is unknown; allowed are %s",
                      word, list->str);
    g_string_free (list, TRUE);
    return FALSE;
}

static gboolean
read_words (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    static const char *const phases[] = { "l1", "l2", "l3", NULL };
    static const char *const directions[] = { "import", "export", NULL };
    static const char *const counters[] = { "resettable", "reading", NULL };
    static const WattleCounterKind kinds[] = { WATTLE_COUNTER_RESETTABLE, WATTLE_COUNTER_READING,
                                               WATTLE_COUNTER_NONE };
    guint phase = G_N_ELEMENTS (phases) - 1;
    guint direction = G_N_ELEMENTS (directions) - 1;
    guint counter = G_N_ELEMENTS (counters) - 1;

    if (!wattle_member_read_word (object, "phase", phases, &phase, error) ||
        !wattle_member_read_word (object, "direction", directions, &direction, error) ||
        !wattle_member_read_word (object, "counter", counters, &counter, error))
        return FALSE;
    spec->phase = phases[phase] != NULL ? phase + 1 : 0;
    spec->direction = directions[direction] == NULL ? WATTLE_DIRECTION_NONE
                      : direction == 0              ? WATTLE_DIRECTION_IMPORT
                                                    : WATTLE_DIRECTION_EXPORT;
    spec->counter = kinds[counter];
    return TRUE;
}

static gboolean
read_key (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    g_autofree char *key = NULL;
    g_autofree char *name = NULL;

    if (!wattle_member_read_text (object, "key", FALSE, &key, error) ||
        !wattle_member_read_text (object, "name", FALSE, &name, error))
        return FALSE;
    if (key != NULL && !wattle_ident_is_valid (key)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "key: must be of small letters, digits and underscores, 32 at most");
        return FALSE;
    }
    spec->name = g_steal_pointer (&name);
    spec->key = key != NULL ? g_steal_pointer (&key) : wattle_entity_spec_dup_key (spec);
    return TRUE;
}

static gboolean
read_resolution (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    if (!wattle_member_read_number (object, "resolution", &spec->resolution, error))
        return FALSE;
    if (spec->resolution >= 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "resolution: must be more than 0");
    return FALSE;
}

gboolean
wattle_meter_meaning_read (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    WattleEntitySpec *spec = &point->spec;
    gboolean disabled = FALSE;
    gint64 group = 0;

    if (!read_quantity (object, spec, error) || !read_words (object, spec, error) ||
        !wattle_member_read_flag (object, "disabled", &disabled, error) ||
        !read_resolution (object, spec, error) ||
        !wattle_member_read_integer (object, "group", 0, MAX_GROUP, &group, error))
        return FALSE;
    point->group = (guint)group;
    spec->flags = disabled ? WATTLE_ENTITY_DISABLED : 0;
    return read_key (object, spec, error);
}
