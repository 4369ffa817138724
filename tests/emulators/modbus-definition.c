/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-definition.h"

#include <math.h>

#include <gio/gio.h>

#include "base/wattle-json.h"

#define FORMAT     2
#define MAX_POINTS 1024

static void
point_clear (gpointer data)
{
    ModbusPoint *point = data;

    g_free (point->quantity);
    g_free (point->key);
}

static ModbusDefinition *
definition_new (void)
{
    ModbusDefinition *self = g_new0 (ModbusDefinition, 1);

    self->points = g_array_new (FALSE, TRUE, sizeof (ModbusPoint));
    self->fixed = g_array_new (FALSE, TRUE, sizeof (ModbusFixed));
    g_array_set_clear_func (self->points, point_clear);
    self->serial_address = MODBUS_NO_ADDRESS;
    self->sunspec_address = MODBUS_NO_ADDRESS;
    return self;
}

void
modbus_definition_free (ModbusDefinition *self)
{
    g_array_unref (self->points);
    g_array_unref (self->fixed);
    g_free (self->id);
    g_free (self->manufacturer);
    g_free (self);
}

static gboolean
refuse (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);
    return FALSE;
}

/* Members that may be missing; the value stays as it was. */

static gboolean
read_integer (JsonObject *object, const char *name, gint64 max, gint64 *value, GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_integer (object, name, 0, max, value, error);
}

static gboolean
read_number (JsonObject *object, const char *name, double *value, GError **error)
{
    return !json_object_has_member (object, name) ||
           wattle_json_get_number (object, name, value, error);
}

/* Registers */

static gboolean
read_type (JsonObject *object, ModbusWordType *type, GError **error)
{
    const char *word;

    return wattle_json_get_string (object, "type", &word, error) &&
           (modbus_word_parse_type (word, type) ||
            refuse (error, "type: must be uint16, int16, uint32, int32, uint64, int64, float32 or "
                           "float64"));
}

static gboolean
read_address (JsonObject *object, guint words, guint16 *address, GError **error)
{
    gint64 number;

    if (!wattle_json_get_integer (object, "address", 0, 0x10000 - words, &number, error))
        return FALSE;
    *address = (guint16)number;
    return TRUE;
}

static gboolean
read_place (JsonObject *object,
            guint8 *function,
            guint16 *address,
            ModbusWordType *type,
            GError **error)
{
    gint64 number;

    if (!read_type (object, type, error) ||
        !wattle_json_get_integer (object, "function", 3, 4, &number, error))
        return FALSE;
    *function = (guint8)number;
    return read_address (object, modbus_word_get_count (*type), address, error);
}

/* Coils and discrete inputs (functions 1 and 2) have no type. */
static gboolean
read_point_place (JsonObject *object, ModbusPoint *point, GError **error)
{
    gint64 number;

    if (!wattle_json_get_integer (object, "function", 1, 4, &number, error))
        return FALSE;
    if (number >= 3)
        return read_place (object, &point->function, &point->address, &point->type, error);
    point->function = (guint8)number;
    return read_address (object, 1, &point->address, error);
}

static void
add_fixed (ModbusDefinition *self,
           guint8 function,
           guint16 address,
           ModbusWordType type,
           double value)
{
    guint16 words[MODBUS_WORD_MAX];

    modbus_word_encode (type, MODBUS_WORD_ABCD, value, words);
    for (guint i = 0; i < modbus_word_get_count (type); i++) {
        const ModbusFixed fixed = { function, (guint16)(address + i), words[i] };

        g_array_append_val (self->fixed, fixed);
    }
}

/* Points */

static ModbusDirection
read_direction (JsonObject *object)
{
    const char *word = wattle_json_peek_string (object, "direction");

    if (g_strcmp0 (word, "import") == 0)
        return MODBUS_IMPORT;
    return g_strcmp0 (word, "export") == 0 ? MODBUS_EXPORT : MODBUS_NET;
}

/* "l1" to "l3" */
static guint
read_phase (JsonObject *object)
{
    const char *word = wattle_json_peek_string (object, "phase");

    return word != NULL && word[0] == 'l' && word[1] >= '1' && word[1] <= '3' && word[2] == '\0'
               ? (guint)(word[1] - '0')
               : 0;
}

static gboolean
read_access (JsonObject *object, ModbusPoint *point, GError **error)
{
    JsonArray *range = wattle_json_peek_array (object, "range");

    point->writable = g_strcmp0 (wattle_json_peek_string (object, "access"), "read-write") == 0;
    point->min = -INFINITY;
    point->max = INFINITY;
    if (range == NULL)
        return TRUE;
    return (json_array_get_length (range) == 2 &&
            wattle_json_node_is_number (json_array_get_element (range, 0), &point->min) &&
            wattle_json_node_is_number (json_array_get_element (range, 1), &point->max) &&
            point->min <= point->max) ||
           refuse (error, "range: must be the lowest and the highest number");
}

static gboolean
read_numbers (JsonObject *object, ModbusPoint *point, GError **error)
{
    const char *order = wattle_json_peek_string (object, "byte_order");
    gint64 scale_address = MODBUS_NO_ADDRESS;

    point->scale = 1;
    if (!read_number (object, "scale", &point->scale, error) ||
        !read_integer (object, "scale_register", 0xffff, &scale_address, error))
        return FALSE;
    point->scale_address = (guint)scale_address;
    if (!isnormal (point->scale))
        return refuse (error, "scale: must not be 0");
    return order == NULL || modbus_word_parse_order (order, &point->order) ||
           refuse (error, "byte_order: must be ABCD, CDAB, BADC or DCBA");
}

static gboolean
read_point (JsonObject *object, ModbusPoint *point, GError **error)
{
    const char *quantity;

    if (!wattle_json_get_string (object, "quantity", &quantity, error) ||
        !read_point_place (object, point, error) || !read_numbers (object, point, error) ||
        !read_access (object, point, error))
        return FALSE;
    point->quantity = g_strdup (quantity);
    point->key = g_strdup (wattle_json_peek_string (object, "key"));
    point->phase = read_phase (object);
    point->direction = read_direction (object);
    point->resettable = g_strcmp0 (wattle_json_peek_string (object, "counter"), "resettable") == 0;
    return TRUE;
}

typedef gboolean (*ReadElement) (ModbusDefinition *self, JsonObject *object, GError **error);

static gboolean
read_list (ModbusDefinition *self,
           JsonObject *root,
           const char *name,
           ReadElement read,
           GError **error)
{
    JsonArray *list = wattle_json_peek_array (root, name);
    guint count = list != NULL ? json_array_get_length (list) : 0;

    for (guint i = 0; i < count && i < MAX_POINTS; i++) {
        JsonNode *node = json_array_get_element (list, i);

        if (!JSON_NODE_HOLDS_OBJECT (node))
            refuse (error, "must be an object");
        else if (read (self, json_node_get_object (node), error))
            continue;
        g_prefix_error (error, "%s[%u]: ", name, i);
        return FALSE;
    }
    return TRUE;
}

static gboolean
add_point (ModbusDefinition *self, JsonObject *object, GError **error)
{
    ModbusPoint point = { 0 };

    if (!read_point (object, &point, error))
        return FALSE;
    g_array_append_val (self->points, point);
    return TRUE;
}

/* What is read once: of an `identify` the first value that is right, of a ratio what makes 1. */

static gboolean
add_check (ModbusDefinition *self, JsonObject *object, GError **error)
{
    JsonArray *any_of = wattle_json_peek_array (object, "any_of");
    ModbusWordType type;
    guint8 function;
    guint16 address;
    double value;

    if (!read_place (object, &function, &address, &type, error))
        return FALSE;
    if (any_of == NULL || json_array_get_length (any_of) == 0 ||
        !wattle_json_node_is_number (json_array_get_element (any_of, 0), &value))
        return refuse (error, "any_of: must be numbers");
    add_fixed (self, function, address, type, value);
    return TRUE;
}

static gboolean
add_ratio (ModbusDefinition *self, JsonObject *object, GError **error)
{
    ModbusWordType type;
    guint8 function;
    guint16 address;
    double scale = 1;

    if (!read_place (object, &function, &address, &type, error) ||
        !read_number (object, "scale", &scale, error))
        return FALSE;
    add_fixed (self, function, address, type, 1 / scale);
    return TRUE;
}

static gboolean
add_ratios (ModbusDefinition *self, JsonObject *root, GError **error)
{
    JsonObject *ratios = wattle_json_peek_object (root, "ratios");
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    if (ratios == NULL)
        return TRUE;
    json_object_iter_init_ordered (&iter, ratios);
    while (json_object_iter_next_ordered (&iter, &name, &node)) {
        if (JSON_NODE_HOLDS_OBJECT (node) && add_ratio (self, json_node_get_object (node), error))
            continue;
        if (error != NULL && *error == NULL)
            refuse (error, "must be an object");
        g_prefix_error (error, "ratios.%.40s: ", name);
        return FALSE;
    }
    return TRUE;
}

static gboolean
read_serial (ModbusDefinition *self, JsonObject *root, GError **error)
{
    JsonObject *serial = wattle_json_peek_object (root, "serial");
    ModbusWordType type;
    guint16 address;

    if (serial == NULL)
        return TRUE;
    if (!read_place (serial, &self->serial_function, &address, &type, error)) {
        g_prefix_error (error, "serial: ");
        return FALSE;
    }
    if (modbus_word_get_count (type) != 2)
        return refuse (error, "serial: must be of 32 bits");
    self->serial_address = address;
    return TRUE;
}

/* Before it 69 registers are needed, behind it those of the model. */
static gboolean
read_sunspec (ModbusDefinition *self, JsonObject *root, GError **error)
{
    JsonObject *sunspec = wattle_json_peek_object (root, "sunspec");
    JsonArray *models = sunspec != NULL ? wattle_json_peek_array (sunspec, "models") : NULL;
    gint64 address;
    double model;

    if (sunspec == NULL)
        return TRUE;
    if (models == NULL || json_array_get_length (models) == 0 ||
        !wattle_json_node_is_number (json_array_get_element (models, 0), &model))
        return refuse (error, "sunspec.models: must be numbers");
    if (!wattle_json_get_integer (sunspec, "model_address", 69, 65000, &address, error)) {
        g_prefix_error (error, "sunspec.");
        return FALSE;
    }
    self->sunspec_address = (guint)address;
    self->sunspec_model = (guint16)CLAMP (model, 0, 0xffff);
    return TRUE;
}

/* The whole */

static gboolean
read_head (ModbusDefinition *self, JsonObject *root, GError **error)
{
    JsonObject *defaults = wattle_json_peek_object (root, "defaults");
    JsonObject *limits = wattle_json_peek_object (root, "limits");
    const char *id;
    gint64 unit = 1;
    gint64 phases = 3;

    if (modbus_definition_is_http (root))
        return refuse (error, "is of a meter that is asked by HTTP, not by Modbus");
    if (!wattle_json_get_string (root, "id", &id, error) ||
        !read_integer (root, "phases", 3, &phases, error) ||
        (defaults != NULL && !read_integer (defaults, "unit", 255, &unit, error)) ||
        (limits != NULL && json_object_has_member (limits, "even") &&
         !wattle_json_get_boolean (limits, "even", &self->even, error)))
        return FALSE;
    self->id = g_strdup (id);
    self->manufacturer = g_strdup (wattle_json_peek_string (root, "manufacturer"));
    self->unit = (guint8)unit;
    self->n_phases = phases == 1 ? 1 : 3;
    return TRUE;
}

static gboolean
read_root (ModbusDefinition *self, JsonObject *root, GError **error)
{
    if (!read_head (self, root, error) || !read_list (self, root, "points", add_point, error) ||
        !read_list (self, root, "identify", add_check, error) || !add_ratios (self, root, error) ||
        !read_serial (self, root, error) || !read_sunspec (self, root, error))
        return FALSE;
    return self->points->len > 0 || refuse (error, "points: must be 1 at least");
}

JsonObject *
modbus_definition_read (const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (JsonObject) root = NULL;
    gsize length;
    gint64 format;

    if (!g_file_get_contents (path, &text, &length, error))
        return NULL;
    root = wattle_json_parse_object (text, (gssize)length, error);
    if (root != NULL && wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error))
        return g_steal_pointer (&root);
    g_prefix_error (error, "%s: ", path);
    return NULL;
}

gboolean
modbus_definition_is_http (JsonObject *root)
{
    return g_strcmp0 (wattle_json_peek_string (root, "kind"), "http-json") == 0;
}

ModbusDefinition *
modbus_definition_load (const char *path, GError **error)
{
    g_autoptr (JsonObject) root = modbus_definition_read (path, error);
    g_autoptr (ModbusDefinition) self = definition_new ();

    if (root == NULL)
        return NULL;
    if (read_root (self, root, error))
        return g_steal_pointer (&self);
    g_prefix_error (error, "%s: ", path);
    return NULL;
}
