/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-point.h"

#include "base/wattle-error.h"
#include "base/wattle-member.h"
#include "wattle-meter-access.h"
#include "wattle-meter-http.h"
#include "wattle-meter-meaning.h"
#include "wattle-meter-place.h"

#define READ_DISCRETE 2

void
wattle_meter_point_clear (WattleMeterPoint *point)
{
    g_free ((char *)point->spec.key);
    g_free ((char *)point->spec.name);
    g_free (point->pointer);
}

static gboolean
is_of_bits (const WattleMeterPoint *point)
{
    return point->function != 0 && point->function <= READ_DISCRETE;
}

guint
wattle_meter_point_get_words (const WattleMeterPoint *point)
{
    return is_of_bits (point) ? 1 : wattle_register_type_get_words (point->type);
}

/* Registers */

static gboolean
find_ratio (const WattleMeter *self, const char *name, guint *index)
{
    for (*index = 0; *index < self->n_ratios; (*index)++)
        if (g_str_equal (self->ratios[*index].name, name))
            return TRUE;

    return FALSE;
}

static gboolean
read_ratios (const WattleMeter *self, JsonObject *object, WattleMeterPoint *point, GError **error)
{
    JsonArray *list;

    if (!json_object_has_member (object, "ratio"))
        return TRUE;
    if (!wattle_json_get_array (object, "ratio", &list, error))
        return FALSE;
    for (guint i = 0; i < json_array_get_length (list); i++) {
        const char *name;
        guint index;

        if (!wattle_json_node_is_string (json_array_get_element (list, i), &name) ||
            !find_ratio (self, name, &index)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "ratio: must be names that stand in “ratios”");
            return FALSE;
        }
        point->ratios |= 1u << index;
    }
    return TRUE;
}

/* How many registers the request reads that reads nothing else: the value, what scales it, which
 * has to come in the same answer, and all between. */
static guint
count_registers (const WattleMeter *self, const WattleMeterPoint *point)
{
    guint first = point->address;
    guint end = first + wattle_meter_point_get_words (point);

    if (point->scale_address != WATTLE_METER_NO_ADDRESS) {
        first = MIN (first, point->scale_address);
        end = MAX (end, point->scale_address + 1);
    }
    return self->limits.even ? (end + 1) / 2 * 2 - first / 2 * 2 : end - first;
}

static gboolean
check_request (const WattleMeter *self, const WattleMeterPoint *point, GError **error)
{
    guint count = count_registers (self, point);

    if (count <= self->limits.max_registers)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: one request would have to read %u registers; limits.max_registers "
                      "allows %u",
                      point->scale_address != WATTLE_METER_NO_ADDRESS ? "scale_register" : "type",
                      count, self->limits.max_registers);
    return FALSE;
}

static gboolean
read_bit (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    static const char *const members[] = { WATTLE_METER_MEANING_MEMBERS,
                                           WATTLE_METER_ACCESS_MEMBERS, "function", "address",
                                           NULL };

    if (wattle_quantity_get_info (point->spec.quantity)->type != WATTLE_VALUE_BOOLEAN) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "quantity: a coil or discrete input (functions 1 and 2) is on or off");
        return FALSE;
    }
    return wattle_member_check (object, members, error) &&
           wattle_meter_place_read_address (object, 1, &point->address, error) &&
           wattle_meter_access_read (object, point, error);
}

static gboolean
read_numbers (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    gint64 scale_address = WATTLE_METER_NO_ADDRESS;

    if (!wattle_meter_place_read_type (object, &point->type, error) ||
        !wattle_meter_place_read_address (object, wattle_register_type_get_words (point->type),
                                          &point->address, error) ||
        !wattle_meter_place_read_order (object, &point->order, error) ||
        !wattle_member_read_number (object, "scale", &point->scale, error) ||
        !wattle_member_read_integer (object, "scale_register", 0, 0xffff, &scale_address, error))
        return FALSE;
    point->scale_address = (guint32)scale_address;
    return TRUE;
}

static gboolean
read_registers (const WattleMeter *self,
                JsonObject *object,
                WattleMeterPoint *point,
                GError **error)
{
    static const char *const members[] = {
        WATTLE_METER_MEANING_MEMBERS,
        WATTLE_METER_ACCESS_MEMBERS,
        "function",
        "address",
        "type",
        "byte_order",
        "scale",
        "scale_register",
        "ratio",
        "not_available",
        NULL,
    };
    gint64 function;

    if (!wattle_json_get_integer (object, "function", 1, 4, &function, error))
        return FALSE;
    point->function = (guint8)function;
    if (is_of_bits (point))
        return read_bit (object, point, error) && check_request (self, point, error);
    return wattle_member_check (object, members, error) && read_numbers (object, point, error) &&
           wattle_meter_place_read_marker (object, point, error) &&
           check_request (self, point, error) && read_ratios (self, object, point, error) &&
           wattle_meter_access_read (object, point, error);
}

/* The list */

/* Two values may not share half of their registers: one of them is a mistake. */
static gboolean
overlap (const WattleMeterPoint *a, const WattleMeterPoint *b)
{
    guint a_end = a->address + wattle_meter_point_get_words (a);
    guint b_end = b->address + wattle_meter_point_get_words (b);

    return a->function != 0 && a->function == b->function && a->address < b_end &&
           b->address < a_end && !(a->address == b->address && a_end == b_end);
}

static gboolean
check_against (const WattleMeter *self, guint index, GError **error)
{
    const WattleMeterPoint *point = &self->points[index];

    for (guint i = 0; i < index; i++) {
        if (g_str_equal (self->points[i].spec.key, point->spec.key)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is the key of points[%u] too",
                              point->spec.key, i);
            return FALSE;
        }
        if (overlap (&self->points[i], point)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "address: its registers overlap those of points[%u]", i);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_point (WattleMeter *self, guint index, JsonNode *node, GError **error)
{
    WattleMeterPoint *point = &self->points[index];
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (object == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be an object");
        return FALSE;
    }
    point->scale = 1;
    point->scale_address = WATTLE_METER_NO_ADDRESS;
    return wattle_meter_meaning_read (object, point, error) &&
           (self->kind == WATTLE_METER_HTTP_JSON
                ? wattle_meter_http_read_point (self, object, point, error)
                : read_registers (self, object, point, error)) &&
           check_against (self, index, error);
}

gboolean
wattle_meter_point_read_all (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonArray *list;
    guint n_points;

    if (!wattle_json_get_array (root, "points", &list, error))
        return FALSE;
    n_points = json_array_get_length (list);
    if (n_points < 1 || n_points > WATTLE_METER_MAX_POINTS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "points: must be 1 to %d",
                          WATTLE_METER_MAX_POINTS);
        return FALSE;
    }

    self->points = g_new0 (WattleMeterPoint, n_points);
    for (guint i = 0; i < n_points; i++) {
        self->n_points = i + 1;
        if (!read_point (self, i, json_array_get_element (list, i), error)) {
            g_prefix_error (error, "points[%u]: ", i);
            return FALSE;
        }
    }
    return TRUE;
}
