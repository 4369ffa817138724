/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Bicom switches: their relays, and what may be wrong with them. */
#include "iskra-sg-private.h"

typedef struct {
    IskraSg *gateway;
    guint slot;
    gboolean on;
} Move;

/* Slot 0 is the right IR switch here. */
const IskraSgBicom *
iskra_sg_bicom_find (IskraSg *self, guint slot)
{
    if (slot == 0)
        return &iskra_sg_ir_bicom;
    return slot < ISKRA_SG_N_SLOTS ? self->slots[slot].bicom : NULL;
}

char *
iskra_sg_bicom_make_serial (IskraSg *self, const IskraSgBicom *bicom)
{
    return *bicom->serial != '\0' ? iskra_sg_make_serial (self, bicom->serial) : g_strdup ("");
}

/* 1 on, 0 off, -1 if it does not answer. */
int
iskra_sg_bicom_get_state (IskraSg *self, guint slot)
{
    const IskraSgRelays *relays = iskra_sg_house_get_relays (self->house);

    if (slot > 0 && self->slots[slot].unplugged)
        return -1;
    return slot == 0 ? relays->storage : relays->boiler;
}

static void
set_relay (IskraSg *self, guint slot, gboolean on)
{
    IskraSgRelays relays = *iskra_sg_house_get_relays (self->house);

    if (slot == 0)
        relays.storage = on;
    else
        relays.boiler = on;
    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
    iskra_sg_house_set_relays (self->house, &relays);
}

static void
on_late (gpointer user_data)
{
    Move *move = user_data;

    move->gateway->bicoms[move->slot].timer = 0;
    set_relay (move->gateway, move->slot, move->on);
    g_clear_pointer (&move->gateway->bicoms[move->slot].move, g_free);
}

static void
drop_move (IskraSg *self, guint slot)
{
    wattle_clock_clear (self->pace, &self->bicoms[slot].timer);
    g_clear_pointer (&self->bicoms[slot].move, g_free);
}

static void
move_later (IskraSg *self, guint slot, gboolean on)
{
    Move *move = g_new (Move, 1);

    *move = (Move){ self, slot, on };
    drop_move (self, slot);
    self->bicoms[slot].move = move;
    self->bicoms[slot].timer = wattle_clock_call_after (
        self->pace, self->bicoms[slot].late_ms * G_TIME_SPAN_MILLISECOND, on_late, move);
}

/* FALSE if no Bicom answers there. One that is stuck or late says nothing of it, as its gateway
 * cannot know. */
gboolean
iskra_sg_switch_bicom (IskraSg *self, guint slot, gboolean on)
{
    if (iskra_sg_bicom_find (self, slot) == NULL || iskra_sg_bicom_get_state (self, slot) < 0)
        return FALSE;

    if (self->bicoms[slot].late_ms > 0)
        move_later (self, slot, on);
    else if (!self->bicoms[slot].stuck)
        set_relay (self, slot, on);
    return TRUE;
}

/* It takes commands and does not obey them. FALSE if there is none. */
gboolean
iskra_sg_stick_bicom (IskraSg *self, guint slot)
{
    if (iskra_sg_bicom_find (self, slot) == NULL)
        return FALSE;
    self->bicoms[slot].stuck = TRUE;
    return TRUE;
}

/* It obeys after that many milliseconds. FALSE if there is none. */
gboolean
iskra_sg_delay_bicom (IskraSg *self, guint slot, guint ms)
{
    if (iskra_sg_bicom_find (self, slot) == NULL)
        return FALSE;
    self->bicoms[slot].late_ms = ms;
    return TRUE;
}

/* All obey at once again. */
void
iskra_sg_mend_bicoms (IskraSg *self)
{
    for (guint i = 0; i < ISKRA_SG_N_SLOTS; i++) {
        drop_move (self, i);
        self->bicoms[i].stuck = FALSE;
        self->bicoms[i].late_ms = 0;
    }
}

/* As older firmware: the right IR switch has no index, and its port is called the left one. */
static void
add_place (IskraSg *self, JsonBuilder *builder, guint slot)
{
    emulator_json_add_string (builder, "cmd", "get_bicom_status");
    if (slot == 0) {
        emulator_json_add_string (builder, "modbus_addr", "N/A");
        emulator_json_add_string (builder, "port", "Left IR");
        return;
    }
    emulator_json_add_integer (builder, "RS485 index", slot);
    emulator_json_add_integer (builder, "modbus_addr", self->slots[slot].address);
    emulator_json_add_string (builder, "port", "RS485");
}

/* What is published about a switch. */
char *
iskra_sg_bicom_payload (IskraSg *self, guint slot)
{
    const IskraSgBicom *bicom = iskra_sg_bicom_find (self, slot);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *time = iskra_sg_payload_format_time (self);
    g_autofree char *serial = iskra_sg_bicom_make_serial (self, bicom);

    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "bicom");
    add_place (self, builder, slot);
    emulator_json_add_string (builder, "model", bicom->model);
    emulator_json_add_string (builder, "serial_number", serial);
    emulator_json_add_string (builder, "location", bicom->location);
    emulator_json_add_string (builder, "description", bicom->description);
    if (slot > 0)
        emulator_json_add_string (builder, "SG description", bicom->description);
    emulator_json_add_string (builder, "local_time", time);
    emulator_json_add_integer (builder, "state", iskra_sg_bicom_get_state (self, slot));
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}
