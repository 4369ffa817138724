/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-place.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-member.h"

gboolean
wattle_meter_place_read_type (JsonObject *object, WattleRegisterType *type, GError **error)
{
    const char *words[WATTLE_REGISTER_N_TYPES + 1] = { NULL };
    const char *word;
    guint index = 0;

    for (guint i = 0; i < WATTLE_REGISTER_N_TYPES; i++)
        words[i] = wattle_register_type_get_name ((WattleRegisterType)i);
    if (!wattle_json_get_string (object, "type", &word, error) ||
        !wattle_member_read_word (object, "type", words, &index, error))
        return FALSE;
    *type = (WattleRegisterType)index;
    return TRUE;
}

gboolean
wattle_meter_place_read_order (JsonObject *object, WattleRegisterOrder *order, GError **error)
{
    const char *words[WATTLE_REGISTER_N_ORDERS + 1] = { NULL };
    guint index = WATTLE_REGISTER_ABCD;

    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++)
        words[i] = wattle_register_order_get_name ((WattleRegisterOrder)i);
    if (!wattle_member_read_word (object, "byte_order", words, &index, error))
        return FALSE;
    *order = (WattleRegisterOrder)index;
    return TRUE;
}

/* As many digits as the type has, at most: more would stand for nothing. */
static gboolean
parse_bits (const char *word, guint words, guint64 *bits)
{
    gsize length = strlen (word);
    char *end;

    if (!g_str_has_prefix (word, "0x") || length < 3 || length > 2 + words * 4 ||
        !g_ascii_isxdigit (word[2]))
        return FALSE;
    *bits = g_ascii_strtoull (word + 2, &end, 16);
    return *end == '\0';
}

gboolean
wattle_meter_place_read_marker (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    const char *word;

    if (!json_object_has_member (object, "not_available"))
        return TRUE;
    if (!wattle_json_get_string (object, "not_available", &word, error))
        return FALSE;
    if (g_str_equal (word, "nan"))
        return TRUE;

    point->has_marker =
        parse_bits (word, wattle_register_type_get_words (point->type), &point->marker);
    if (!point->has_marker)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "not_available: “%.40s” is unknown; allowed are nan and bits such as "
                          "0x8000, no more than the type has",
                          word);
    return point->has_marker;
}

gboolean
wattle_meter_place_read_address (JsonObject *object, guint words, guint16 *address, GError **error)
{
    gint64 number;

    if (!wattle_json_get_integer (object, "address", 0, 0x10000 - words, &number, error))
        return FALSE;
    *address = (guint16)number;
    return TRUE;
}

gboolean
wattle_meter_place_read_probe (JsonObject *object, WattleMeterProbe *probe, GError **error)
{
    gint64 function;

    if (!wattle_meter_place_read_type (object, &probe->type, error) ||
        !wattle_json_get_integer (object, "function", 3, 4, &function, error))
        return FALSE;
    probe->function = (guint8)function;
    return wattle_meter_place_read_address (object, wattle_register_type_get_words (probe->type),
                                            &probe->address, error);
}
