/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-decode.h"

#include <string.h>

#define MAX_PHASES 3
#define MAX_SLOTS  32
#define MAX_WORD   32
#define MAX_MODEL  64

typedef struct {
    const char *newer; /* key since 2025 */
    const char *older;
    WattleQuantity quantity;
    const char *name;
    WattleEntityFlags flags;
} Field;

static const Field phase_fields[] = {
    { "voltage", "U", WATTLE_QUANTITY_VOLTAGE },
    { "current", "I", WATTLE_QUANTITY_CURRENT },
    { "active_power", "P", WATTLE_QUANTITY_ACTIVE_POWER },
    { "reactive_power", "Q", WATTLE_QUANTITY_REACTIVE_POWER },
    { "apparent_power", "S", WATTLE_QUANTITY_APPARENT_POWER },
    { "power_factor", "PF", WATTLE_QUANTITY_POWER_FACTOR },
    { "power_angle", "PA", WATTLE_QUANTITY_PHASE_ANGLE },
    { "THD_voltage", "THDUp", WATTLE_QUANTITY_VOLTAGE_THD },
    { "THD_current", "THDI", WATTLE_QUANTITY_CURRENT_THD },
};

static const Field total_fields[] = {
    { "active_power", "P", WATTLE_QUANTITY_ACTIVE_POWER },
    { "reactive_power", "Q", WATTLE_QUANTITY_REACTIVE_POWER },
    { "apparent_power", "S", WATTLE_QUANTITY_APPARENT_POWER },
    { "power_factor", "PF", WATTLE_QUANTITY_POWER_FACTOR },
    { "power_angle", "PA", WATTLE_QUANTITY_PHASE_ANGLE },
};

static const Field common_fields[] = {
    { "frequency", "Frequency", WATTLE_QUANTITY_FREQUENCY },
    { "temperature", "Temperature", WATTLE_QUANTITY_TEMPERATURE, "Internal temperature",
      WATTLE_ENTITY_DIAGNOSTIC },
    { "tariff", "Tariff", WATTLE_QUANTITY_TARIFF },
};

static void
add_character (GPtrArray *readings, guint phase, const char *character)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_LOAD_CHARACTER,
                              .phase = phase,
                              .options = "inductive|capacitive" };

    if (character != NULL)
        iskra_sg_readings_add_text (readings, &spec, character);
}

/* A key that is not there makes no entity; one whose value cannot be read makes one that lacks its
 * value. */
static void
read_fields (JsonObject *object,
             const Field *fields,
             guint n_fields,
             guint phase,
             GPtrArray *readings)
{
    for (guint i = 0; i < n_fields; i++) {
        const Field *field = &fields[i];
        const char *unit = wattle_quantity_get_unit (field->quantity);
        JsonNode *node = json_object_get_member (object, field->newer);
        WattleEntitySpec spec = {
            .quantity = field->quantity, .phase = phase, .name = field->name, .flags = field->flags
        };
        IskraSgValue value;

        if (node == NULL)
            node = json_object_get_member (object, field->older);
        if (node == NULL)
            continue;

        value = iskra_sg_value_read (node, unit, unit);
        iskra_sg_readings_add_value (readings, &spec, &value);
        add_character (readings, phase, value.character);
    }
}

static gboolean
read_phases (JsonObject *measurements, GPtrArray *readings, GError **error)
{
    JsonArray *phases;
    guint n_phases;

    if (!wattle_json_get_array (measurements, "Phases", &phases, error))
        return FALSE;

    n_phases = json_array_get_length (phases);
    if (n_phases < 1 || n_phases > MAX_PHASES) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "“Phases” has %u entries instead of 1 to %d", n_phases, MAX_PHASES);
        return FALSE;
    }

    for (guint i = 0; i < n_phases; i++) {
        JsonNode *phase = json_array_get_element (phases, i);

        if (!JSON_NODE_HOLDS_OBJECT (phase)) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“Phases”: entry %u is not an object",
                              i + 1);
            return FALSE;
        }
        read_fields (json_node_get_object (phase), phase_fields, G_N_ELEMENTS (phase_fields), i + 1,
                     readings);
    }

    return TRUE;
}

/* Returns what the meter measures, or NULL. */
GPtrArray *
iskra_sg_decode_measurement (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) readings = iskra_sg_readings_new ();
    JsonObject *measurements;
    JsonObject *total;

    if (!wattle_json_get_object (root, "measurements", &measurements, error) ||
        !read_phases (measurements, readings, error))
        return NULL;

    if (iskra_sg_value_is_given (measurements, "Total")) {
        if (!wattle_json_get_object (measurements, "Total", &total, error))
            return NULL;
        read_fields (total, total_fields, G_N_ELEMENTS (total_fields), 0, readings);
    }
    read_fields (measurements, common_fields, G_N_ELEMENTS (common_fields), 0, readings);

    return g_steal_pointer (&readings);
}

void
iskra_sg_decode_free_slot (IskraSgSlot *slot)
{
    g_free (slot->id);
    g_free (slot->address);
    g_free (slot->label);
    g_free (slot);
}

/* Serial numbers and versions: what may stand in an address. */
static gboolean
is_plain_word (const char *text)
{
    if (text == NULL || !g_ascii_isalnum (*text) || strlen (text) > MAX_WORD)
        return FALSE;
    for (; *text != '\0'; text++)
        if (!g_ascii_isalnum (*text) && *text != '-' && *text != '.')
            return FALSE;

    return TRUE;
}

static gboolean
is_bicom (const char *model)
{
    return strstr (model, "Bicom") != NULL ||
           (g_str_has_prefix (model, "BI") && g_ascii_isdigit (model[2]));
}

/* An option is one line of at most 255 characters. */
static char *
shorten (const char *text)
{
    char *line = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_MODEL));

    return g_strdelimit (line, "\r\n\t", ' ');
}

/* What the gateway says about a part, in its list and in the headers of its messages. */
typedef struct {
    const char *serial;
    const char *version;
    const char *model;
    const char *description;
} Part;

static void
name_part (IskraSgSlot *slot, const Part *part)
{
    gboolean has_serial = is_plain_word (part->serial);
    g_autofree char *slug = has_serial ? wattle_ident_from_text (part->serial) : NULL;
    g_autofree char *line = shorten (part->model);

    slot->id = slug != NULL ? g_strconcat ("iskra_sg_", slug, NULL) : NULL;
    slot->address = g_strdup_printf ("%u/%s/%s/%s", slot->index, has_serial ? part->serial : "",
                                     is_plain_word (part->version) ? part->version : "", line);
    if (part->description != NULL)
        slot->label = g_strdup (part->description);
    else
        slot->label = has_serial ? g_strdup_printf ("%s %s", part->model, part->serial)
                                 : g_strdup (part->model);
}

static IskraSgSlot *
read_slot (JsonObject *entry, const char *model, gboolean right_ir, guint index)
{
    IskraSgSlot *slot = g_new0 (IskraSgSlot, 1);
    g_autofree char *serial = iskra_sg_value_dup_text (entry, "serial");
    g_autofree char *version = iskra_sg_value_dup_text (entry, "sw_ver");
    g_autofree char *description = iskra_sg_value_dup_text (entry, "description");
    const Part part = { serial, version, model, description };

    slot->right_ir = right_ir;
    slot->index = index;
    if (g_str_equal (model, "Disabled"))
        slot->kind = ISKRA_SG_SLOT_DISABLED;
    else if (is_bicom (model))
        slot->kind = ISKRA_SG_SLOT_BICOM;
    else if (right_ir || g_str_equal (model, "Not Detected") || !is_plain_word (serial))
        slot->kind = ISKRA_SG_SLOT_NOT_DETECTED;
    else
        slot->kind = ISKRA_SG_SLOT_METER;

    if (slot->kind == ISKRA_SG_SLOT_BICOM || slot->kind == ISKRA_SG_SLOT_METER)
        name_part (slot, &part);
    return slot;
}

/* Returns the slot of a part from the header of a message about it, or NULL if that does not name
 * it. */
IskraSgSlot *
iskra_sg_decode_header (JsonObject *header, IskraSgSlotKind kind, gboolean right_ir, guint index)
{
    g_autoptr (IskraSgSlot) slot = g_new0 (IskraSgSlot, 1);
    g_autofree char *serial = iskra_sg_value_dup_text (header, "serial_number");
    g_autofree char *model = iskra_sg_value_dup_text (header, "model");
    g_autofree char *description = iskra_sg_value_dup_text (header, "description");
    const Part part = { serial, NULL, model, description };

    if (model == NULL || (kind == ISKRA_SG_SLOT_METER && !is_plain_word (serial)))
        return NULL;

    slot->kind = kind;
    slot->right_ir = right_ir;
    slot->index = index;
    name_part (slot, &part);
    return g_steal_pointer (&slot);
}

/* An entry that cannot be placed would shift the index of all behind it, so it spoils the list. */
static gboolean
add_entry (GPtrArray *slots, JsonNode *node, guint position, guint *index, GError **error)
{
    gboolean right_ir;
    g_autofree char *model = NULL;
    const char *interface;
    JsonObject *entry;

    if (!JSON_NODE_HOLDS_OBJECT (node)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“devices”: entry %u is not an object",
                          position + 1);
        return FALSE;
    }

    entry = json_node_get_object (node);
    model = iskra_sg_value_dup_text (entry, "model");
    interface = wattle_json_peek_string (entry, "interface");
    if (model == NULL || interface == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“devices”: entry %u lacks “%s”",
                          position + 1, interface == NULL ? "interface" : "model");
        return FALSE;
    }

    /* The index of the paths passes over the right IR port. */
    right_ir = strstr (interface, "Right IR") != NULL;
    g_ptr_array_add (slots, read_slot (entry, model, right_ir, right_ir ? 0 : (*index)++));
    return TRUE;
}

static void
slot_free (gpointer data)
{
    iskra_sg_decode_free_slot (data);
}

/* Returns the slots in the order of the list, or NULL. */
GPtrArray *
iskra_sg_decode_devices (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (slot_free);
    JsonArray *devices;
    guint n_devices;
    guint index = 0;

    if (!wattle_json_get_array (root, "devices", &devices, error))
        return NULL;

    n_devices = json_array_get_length (devices);
    if (n_devices < 1 || n_devices > MAX_SLOTS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "“devices” has %u entries instead of 1 to %d", n_devices, MAX_SLOTS);
        return NULL;
    }
    for (guint i = 0; i < n_devices; i++)
        if (!add_entry (slots, json_array_get_element (devices, i), i, &index, error))
            return NULL;

    return g_steal_pointer (&slots);
}

static char *
part_or_null (char **parts, guint n_parts, guint index)
{
    return index < n_parts && *parts[index] != '\0' ? g_strdup (parts[index]) : NULL;
}

gboolean
iskra_sg_decode_address (const char *text, IskraSgAddress *address, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "/", 4);
    guint n_parts = g_strv_length (parts);
    gint64 index;

    if (!wattle_number_parse_integer (n_parts > 0 ? parts[0] : NULL, 0, MAX_SLOTS - 1, &index,
                                      error)) {
        g_prefix_error (error, "Address: ");
        return FALSE;
    }

    address->index = (guint)index;
    address->serial = part_or_null (parts, n_parts, 1);
    address->version = part_or_null (parts, n_parts, 2);
    address->model = part_or_null (parts, n_parts, 3);
    return TRUE;
}

void
iskra_sg_decode_clear_address (IskraSgAddress *address)
{
    g_clear_pointer (&address->serial, g_free);
    g_clear_pointer (&address->version, g_free);
    g_clear_pointer (&address->model, g_free);
}

/* Another meter may sit in the slot since the list was read; its values must not be taken. */
gboolean
iskra_sg_decode_check_serial (JsonObject *root, const char *serial, GError **error)
{
    JsonObject *header = wattle_json_peek_object (root, "header");
    g_autofree char *given =
        header != NULL ? iskra_sg_value_dup_text (header, "serial_number") : NULL;

    if (serial == NULL || given == NULL || g_str_equal (serial, given))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "meter %s answers in the slot of meter %s",
                      is_plain_word (given) ? given : "of another kind", serial);
    return FALSE;
}
