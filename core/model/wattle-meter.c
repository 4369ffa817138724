/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter.h"

#include <math.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"

#define FORMAT 2

#define MAX_TEXT  200
#define MAX_SCALE 1e12
#define MAX_GROUP 86400 /* s */

static void
point_clear (WattleMeterPoint *point)
{
    g_free ((char *)point->spec.key);
    g_free ((char *)point->spec.name);
}

void
wattle_meter_free (WattleMeter *self)
{
    for (guint i = 0; i < self->n_points; i++)
        point_clear (&self->points[i]);
    for (guint i = 0; i < self->n_ratios; i++)
        g_free (self->ratios[i].name);
    g_free (self->points);
    g_free (self->id);
    g_free (self->manufacturer);
    g_free (self->model);
    g_free (self->source);
    g_free (self);
}

/* Members that may be missing: the value stays as it was. */

static gboolean
read_integer (JsonObject *object,
              const char *name,
              gint64 min,
              gint64 max,
              gint64 *value,
              GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_integer (object, name, min, max, value, error);
}

static gboolean
read_number (JsonObject *object, const char *name, double limit, double *value, GError **error)
{
    if (!json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_number (object, name, value, error))
        return FALSE;
    if (fabs (*value) <= limit && *value != 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must not be 0, and at most %g", name, limit);
    return FALSE;
}

static gboolean
read_flag (JsonObject *object, const char *name, gboolean *flag, GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_boolean (object, name, flag, error);
}

static gboolean
read_text (JsonObject *object, const char *name, gboolean needed, char **text, GError **error)
{
    const char *found;

    if (!needed && !json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_string (object, name, &found, error))
        return FALSE;
    if (*found != '\0' && strlen (found) <= MAX_TEXT) {
        *text = g_strdup (found);
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be text of 1 to %d bytes", name,
                      MAX_TEXT);
    return FALSE;
}

static gboolean
refuse_word (const char *name, const char *word, const char *allowed, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: “%.40s” is unknown; allowed are %s", name,
                      word, allowed);
    return FALSE;
}

/* Registers */

static gboolean
read_type (JsonObject *object, WattleRegisterType *type, GError **error)
{
    const char *word;

    return wattle_json_get_string (object, "type", &word, error) &&
           (wattle_register_type_parse (word, type) ||
            refuse_word ("type", word,
                         "uint16, int16, uint32, int32, uint64, int64, float32, float64", error));
}

/* Function, address and type; the address must leave room for the type. */
static gboolean
read_place (JsonObject *object,
            guint8 *function,
            guint16 *address,
            WattleRegisterType *type,
            GError **error)
{
    gint64 number;

    if (!read_type (object, type, error) ||
        !wattle_json_get_integer (object, "function", 3, 4, &number, error))
        return FALSE;
    *function = (guint8)number;
    if (!wattle_json_get_integer (object, "address", 0,
                                  0x10000 - wattle_register_type_get_words (*type), &number, error))
        return FALSE;
    *address = (guint16)number;
    return TRUE;
}

static gboolean
read_order (JsonObject *object, WattleRegisterOrder *order, GError **error)
{
    const char *word = "ABCD";

    if (json_object_has_member (object, "byte_order") &&
        !wattle_json_get_string (object, "byte_order", &word, error))
        return FALSE;
    return wattle_register_order_parse (word, order) ||
           refuse_word ("byte_order", word, "ABCD, CDAB, BADC, DCBA", error);
}

/* "nan", which never is a value, or bits such as 0x8000. */
static gboolean
read_marker (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    const char *word;
    char *end;

    if (!json_object_has_member (object, "not_available"))
        return TRUE;
    if (!wattle_json_get_string (object, "not_available", &word, error))
        return FALSE;
    if (g_str_equal (word, "nan"))
        return TRUE;

    point->marker = g_ascii_strtoull (word, &end, 16);
    point->has_marker = g_str_has_prefix (word, "0x") && word[2] != '\0' && *end == '\0';
    return point->has_marker ||
           refuse_word ("not_available", word, "nan and bits such as 0x8000", error);
}

/* What it is */

static gboolean
find_quantity (const char *word, WattleQuantity *quantity)
{
    for (guint i = 0; i < WATTLE_N_QUANTITIES; i++)
        if (g_str_equal (wattle_quantity_get_info ((WattleQuantity)i)->key, word) &&
            wattle_quantity_get_info ((WattleQuantity)i)->type == WATTLE_VALUE_NUMBER) {
            *quantity = (WattleQuantity)i;
            return TRUE;
        }

    return FALSE;
}

static gboolean
read_quantity (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    const char *word;

    return wattle_json_get_string (object, "quantity", &word, error) &&
           (find_quantity (word, &spec->quantity) ||
            refuse_word ("quantity", word, "those of plugins/modbus-meter/README.md", error));
}

static gboolean
read_phase (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    const char *word;

    if (!json_object_has_member (object, "phase"))
        return TRUE;
    if (!wattle_json_get_string (object, "phase", &word, error))
        return FALSE;
    if (*word == 'l' && word[1] >= '1' && word[1] <= '3' && word[2] == '\0') {
        spec->phase = (guint)(word[1] - '0');
        return TRUE;
    }
    return refuse_word ("phase", word, "l1, l2, l3", error);
}

static gboolean
read_direction (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    const char *word;

    if (!json_object_has_member (object, "direction"))
        return TRUE;
    if (!wattle_json_get_string (object, "direction", &word, error))
        return FALSE;
    if (!g_str_equal (word, "import") && !g_str_equal (word, "export"))
        return refuse_word ("direction", word, "import, export", error);
    spec->direction =
        g_str_equal (word, "import") ? WATTLE_DIRECTION_IMPORT : WATTLE_DIRECTION_EXPORT;
    return TRUE;
}

static gboolean
read_counter (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    const char *word;

    if (!json_object_has_member (object, "counter"))
        return TRUE;
    if (!wattle_json_get_string (object, "counter", &word, error))
        return FALSE;
    if (!g_str_equal (word, "resettable") && !g_str_equal (word, "reading"))
        return refuse_word ("counter", word, "resettable, reading", error);
    spec->counter =
        g_str_equal (word, "reading") ? WATTLE_COUNTER_READING : WATTLE_COUNTER_RESETTABLE;
    return TRUE;
}

static gboolean
read_key (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    g_autofree char *key = NULL;
    g_autofree char *name = NULL;

    if (!read_text (object, "key", FALSE, &key, error) ||
        !read_text (object, "name", FALSE, &name, error))
        return FALSE;
    if (key != NULL && !wattle_ident_is_valid (key)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "key: must be of small letters, digits and underscores");
        return FALSE;
    }
    spec->name = g_steal_pointer (&name);
    spec->key = key != NULL ? g_steal_pointer (&key) : wattle_entity_spec_dup_key (spec);
    return TRUE;
}

static gboolean
read_meaning (JsonObject *object, WattleEntitySpec *spec, GError **error)
{
    gboolean disabled = FALSE;

    if (!read_quantity (object, spec, error) || !read_phase (object, spec, error) ||
        !read_direction (object, spec, error) || !read_counter (object, spec, error) ||
        !read_flag (object, "disabled", &disabled, error) ||
        !read_number (object, "resolution", MAX_SCALE, &spec->resolution, error))
        return FALSE;
    spec->flags = disabled ? WATTLE_ENTITY_DISABLED : 0;
    return read_key (object, spec, error);
}

/* Points */

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

static gboolean
read_point (const WattleMeter *self, JsonObject *object, WattleMeterPoint *point, GError **error)
{
    gint64 scale_address = WATTLE_METER_NO_ADDRESS;
    gint64 group = 0;

    point->scale = 1;
    if (!read_meaning (object, &point->spec, error) ||
        !read_place (object, &point->function, &point->address, &point->type, error) ||
        !read_order (object, &point->order, error) ||
        !read_number (object, "scale", MAX_SCALE, &point->scale, error) ||
        !read_integer (object, "scale_register", 0, 0xffff, &scale_address, error) ||
        !read_integer (object, "group", 0, MAX_GROUP, &group, error) ||
        !read_marker (object, point, error) || !read_ratios (self, object, point, error))
        return FALSE;
    point->scale_address = (guint32)scale_address;
    point->group = (guint)group;
    return TRUE;
}

/* Two values may not share half of their registers: one of them is a mistake. */
static gboolean
overlap (const WattleMeterPoint *a, const WattleMeterPoint *b)
{
    guint a_end = a->address + wattle_register_type_get_words (a->type);
    guint b_end = b->address + wattle_register_type_get_words (b->type);

    return a->function == b->function && a->address < b_end && b->address < a_end &&
           !(a->address == b->address && a_end == b_end);
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
read_points (WattleMeter *self, JsonObject *root, GError **error)
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
        JsonNode *node = json_array_get_element (list, i);

        self->n_points = i + 1;
        if (!JSON_NODE_HOLDS_OBJECT (node))
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be an object");
        else if (read_point (self, json_node_get_object (node), &self->points[i], error) &&
                 check_against (self, i, error))
            continue;
        g_prefix_error (error, "points[%u]: ", i);
        return FALSE;
    }
    return TRUE;
}

/* What is read once */

static gboolean
read_ratio (WattleMeter *self, const char *name, JsonNode *node, GError **error)
{
    WattleMeterProbe *ratio = &self->ratios[self->n_ratios];
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (object == NULL || self->n_ratios >= WATTLE_METER_MAX_RATIOS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be at most %d objects",
                          WATTLE_METER_MAX_RATIOS);
        return FALSE;
    }

    ratio->name = g_strndup (name, MAX_TEXT);
    ratio->scale = 1;
    self->n_ratios++;
    return read_place (object, &ratio->function, &ratio->address, &ratio->type, error) &&
           read_number (object, "scale", MAX_SCALE, &ratio->scale, error);
}

static gboolean
read_all_ratios (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonObject *object = NULL;
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    if (!json_object_has_member (root, "ratios"))
        return TRUE;
    if (!wattle_json_get_object (root, "ratios", &object, error))
        return FALSE;
    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, &node))
        if (!read_ratio (self, name, node, error)) {
            g_prefix_error (error, "ratios.%.40s: ", name);
            return FALSE;
        }
    return TRUE;
}

/* Whole numbers from 0 to @max, one at least and @n_max at most. */
static gboolean
read_list (JsonObject *object,
           const char *name,
           guint64 max,
           guint n_max,
           guint64 *values,
           guint *n_values,
           GError **error)
{
    JsonArray *list;

    if (!wattle_json_get_array (object, name, &list, error))
        return FALSE;
    *n_values = json_array_get_length (list);
    for (guint i = 0; *n_values >= 1 && *n_values <= n_max; i++) {
        double value;

        if (i == *n_values)
            return TRUE;
        if (!wattle_json_node_is_number (json_array_get_element (list, i), &value) || value < 0 ||
            value > (double)max || value != floor (value))
            break;
        values[i] = (guint64)value;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be 1 to %u whole numbers up to %u",
                      name, n_max, (guint)max);
    *n_values = 0;
    return FALSE;
}

static gboolean
read_check (WattleMeter *self, JsonNode *node, GError **error)
{
    WattleMeterProbe *check = &self->checks[self->n_checks];
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (object == NULL || self->n_checks >= WATTLE_METER_MAX_CHECKS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be at most %d objects",
                          WATTLE_METER_MAX_CHECKS);
        return FALSE;
    }

    self->n_checks++;
    return read_place (object, &check->function, &check->address, &check->type, error) &&
           read_list (object, "any_of", G_MAXUINT32, WATTLE_METER_MAX_CHECKS, check->any_of,
                      &check->n_any_of, error);
}

static gboolean
read_checks (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonArray *list;

    if (!json_object_has_member (root, "identify"))
        return TRUE;
    if (!wattle_json_get_array (root, "identify", &list, error))
        return FALSE;
    for (guint i = 0; i < json_array_get_length (list); i++)
        if (!read_check (self, json_array_get_element (list, i), error)) {
            g_prefix_error (error, "identify[%u]: ", i);
            return FALSE;
        }
    return TRUE;
}

static gboolean
read_sunspec (WattleMeter *self, JsonObject *root, GError **error)
{
    guint64 numbers[WATTLE_METER_MAX_CHECKS];
    JsonObject *object;
    gint64 address;

    if (!json_object_has_member (root, "sunspec"))
        return TRUE;
    if (!wattle_json_get_object (root, "sunspec", &object, error) ||
        !wattle_json_get_integer (object, "model_address", 0, 0xffff, &address, error) ||
        !read_list (object, "models", 0xffff, WATTLE_METER_MAX_CHECKS, numbers, &self->n_models,
                    error))
        return FALSE;
    self->model_address = (guint16)address;
    for (guint i = 0; i < self->n_models; i++)
        self->models[i] = (guint16)numbers[i];
    if (!read_list (object, "bases", 0xffff, WATTLE_METER_MAX_BASES, numbers, &self->n_bases,
                    error))
        return FALSE;
    for (guint i = 0; i < self->n_bases; i++)
        self->bases[i] = (guint32)numbers[i];
    return TRUE;
}

/* The whole */

static gboolean
read_limits (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonObject *object;
    gint64 registers = 125;
    gint64 hole = 0;
    gint64 gap = 0;
    gint64 timeout = 1000;

    if (!wattle_json_get_object (root, "limits", &object, error))
        return FALSE;
    if (!read_integer (object, "max_registers", 1, 125, &registers, error) ||
        !read_integer (object, "max_hole", 0, 125, &hole, error) ||
        !read_integer (object, "gap_ms", 0, 10000, &gap, error) ||
        !read_integer (object, "timeout_ms", 10, 60000, &timeout, error) ||
        !read_flag (object, "even", &self->limits.even, error)) {
        g_prefix_error (error, "limits: ");
        return FALSE;
    }
    self->limits.max_registers = (guint)registers;
    self->limits.max_hole = (guint)hole;
    self->gap_ms = (guint)gap;
    self->timeout_ms = (guint)timeout;
    return TRUE;
}

static gboolean
read_defaults (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonObject *object;
    gint64 unit = 1;

    if (!json_object_has_member (root, "defaults"))
        return TRUE;
    if (!wattle_json_get_object (root, "defaults", &object, error) ||
        !read_integer (object, "unit", 0, 255, &unit, error)) {
        g_prefix_error (error, "defaults: ");
        return FALSE;
    }
    self->unit = (guint8)unit;
    return TRUE;
}

static gboolean
read_id (WattleMeter *self, JsonObject *root, GError **error)
{
    if (!read_text (root, "id", TRUE, &self->id, error))
        return FALSE;
    if (strspn (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (self->id))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "id: must be of small letters, digits and hyphens");
    return FALSE;
}

static gboolean
read_root (WattleMeter *self, JsonObject *root, GError **error)
{
    gint64 format;

    return wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error) &&
           read_id (self, root, error) &&
           read_text (root, "manufacturer", TRUE, &self->manufacturer, error) &&
           read_text (root, "model", TRUE, &self->model, error) &&
           read_text (root, "source", TRUE, &self->source, error) &&
           read_defaults (self, root, error) && read_limits (self, root, error) &&
           read_all_ratios (self, root, error) && read_checks (self, root, error) &&
           read_sunspec (self, root, error) && read_points (self, root, error);
}

WattleMeter *
wattle_meter_parse (const char *text, gssize length, GError **error)
{
    g_autoptr (WattleMeter) self = g_new0 (WattleMeter, 1);
    g_autoptr (JsonObject) root = wattle_json_parse_object (text, length, error);

    self->unit = 1;
    return root != NULL && read_root (self, root, error) ? g_steal_pointer (&self) : NULL;
}
