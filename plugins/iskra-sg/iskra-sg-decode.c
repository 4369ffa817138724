/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-decode.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_PHASES 3

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
    { "temperature", "Temperature", WATTLE_QUANTITY_TEMPERATURE, N_ ("Internal temperature"),
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

static gboolean
read_slot (IskraSgSlot *slot,
           JsonObject *entry,
           const char *model,
           const char *gateway,
           GError **error)
{
    g_autofree char *serial = iskra_sg_value_dup_text (entry, "serial");
    g_autofree char *version = iskra_sg_value_dup_text (entry, "sw_ver");
    g_autofree char *description = iskra_sg_value_dup_text (entry, "description");
    const IskraSgPart part = { wattle_json_peek_string (entry, "interface"), serial, version, model,
                               description };

    slot->kind = iskra_sg_slot_find_kind (model);
    if (slot->right_ir && slot->kind == ISKRA_SG_SLOT_METER)
        slot->kind = ISKRA_SG_SLOT_NOT_DETECTED; /* the port is for a switch */
    return !iskra_sg_slot_is_part (slot->kind) || iskra_sg_slot_name (slot, &part, gateway, error);
}

/* Names the part in @slot as the header of a message about it does; its id stays NULL if the header
 * does not name one. */
gboolean
iskra_sg_decode_header (JsonObject *header, const char *gateway, IskraSgSlot *slot, GError **error)
{
    g_autofree char *serial = iskra_sg_value_dup_text (header, "serial_number");
    g_autofree char *model = iskra_sg_value_dup_text (header, "model");
    g_autofree char *description = iskra_sg_value_dup_text (header, "description");
    const char *interface = slot->right_ir     ? ISKRA_SG_RIGHT_IR
                            : slot->index == 0 ? ISKRA_SG_LEFT_IR
                                               : "RS485";
    const IskraSgPart part = { interface, serial, NULL, model, description };

    return model == NULL || !iskra_sg_slot_is_part (iskra_sg_slot_find_kind (model)) ||
           iskra_sg_slot_name (slot, &part, gateway, error);
}

/* An entry that cannot be placed would shift the index of all behind it, so it spoils the list. */
static gboolean
add_entry (GPtrArray *slots, JsonNode *node, guint *index, const char *gateway, GError **error)
{
    guint position = slots->len;
    g_autofree char *model = NULL;
    const char *interface;
    JsonObject *entry;
    IskraSgSlot *slot;

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
    slot = g_new0 (IskraSgSlot, 1);
    slot->right_ir = strstr (interface, ISKRA_SG_RIGHT_IR) != NULL;
    slot->index = slot->right_ir ? 0 : (*index)++;
    g_ptr_array_add (slots, slot);
    return read_slot (slot, entry, model, gateway, error);
}

static void
slot_free (gpointer data)
{
    iskra_sg_slot_free (data);
}

/* Returns the slots in the order of the list, or NULL. @gateway is the identifier of the gateway.
 */
GPtrArray *
iskra_sg_decode_devices (JsonObject *root, const char *gateway, GError **error)
{
    g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (slot_free);
    JsonArray *devices;
    guint n_devices;
    guint index = 0;

    if (!wattle_json_get_array (root, "devices", &devices, error))
        return NULL;

    n_devices = json_array_get_length (devices);
    if (n_devices < 1 || n_devices > ISKRA_SG_MAX_SLOTS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "“devices” has %u entries instead of 1 to %d", n_devices,
                          ISKRA_SG_MAX_SLOTS);
        return NULL;
    }
    for (guint i = 0; i < n_devices; i++)
        if (!add_entry (slots, json_array_get_element (devices, i), &index, gateway, error))
            return NULL;

    return g_steal_pointer (&slots);
}

void
iskra_sg_decode_set_stranger (const char *serial, const char *wanted, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "meter %s answers in the slot of meter %s",
                      iskra_sg_slot_is_plain_word (serial) ? serial : "of another kind", wanted);
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

    iskra_sg_decode_set_stranger (given, serial, error);
    return FALSE;
}

/* The gateway's clock as it was when it answered: “04.07.2024 15:25:54”. In microseconds, of no
 * time zone; FALSE: the header has none that can be read. */
gboolean
iskra_sg_decode_time (JsonObject *root, gint64 *time)
{
    JsonObject *header = wattle_json_peek_object (root, "header");
    const char *text = header != NULL ? wattle_json_peek_string (header, "local_time") : NULL;
    g_autoptr (GDateTime) date = NULL;
    int part[6];
    int end = 0;

    if (text == NULL || strlen (text) != strlen ("dd.mm.yyyy hh:mm:ss") ||
        sscanf (text, "%2d.%2d.%4d %2d:%2d:%2d%n", &part[0], &part[1], &part[2], &part[3], &part[4],
                &part[5], &end) != 6 ||
        text[end] != '\0')
        return FALSE;

    date = g_date_time_new_utc (part[2], part[1], part[0], part[3], part[4], part[5]);
    if (date == NULL)
        return FALSE;
    *time = g_date_time_to_unix (date) * G_USEC_PER_SEC;
    return TRUE;
}
