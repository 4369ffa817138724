/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-registers.h"

#include <math.h>
#include <string.h>

#define MOST       121
#define MOST_SHORT 20 /* WM1 refuse long questions */

#define RIGHT_IR_MODE  1 /* controlled by the gateway */
#define RIGHT_IR_WRITE 15
#define RESTART_WRITE  12
#define RESTART        3
#define BICOM_STATE    101
#define BICOM_WRITE    141

static const guint8 mac[] = { 0xA8, 0x03, 0x2A, 0x5D, 0x10, 0x7C };

/* The gateway */

static void
put_gateway_input (IskraSg *self, IskraSgWindow *window)
{
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);

    iskra_sg_window_put (window, 0, 5);
    iskra_sg_window_put_text (window, 1, 8, "SG-E1");
    iskra_sg_window_put_text (window, 9, 4, serial);
    iskra_sg_window_put (window, 13, 209);
    iskra_sg_window_put (window, 14, 'D');
    iskra_sg_window_put (window, 16, 209);
    for (guint i = 0; i < 3; i++)
        iskra_sg_window_put (window, 17 + i, mac[2 * i] << 8 | mac[2 * i + 1]);
    iskra_sg_window_put (window, 101, 4);
    iskra_sg_window_put_text (window, 102, 9, self->address);
    iskra_sg_window_put (window, 112, iskra_sg_bicom_get_state (self, 0));
    iskra_sg_window_put (window, 113, self->slots[0].meter != NULL && !self->slots[0].unplugged);
    iskra_sg_window_put_long (window, 115, iskra_sg_get_uptime (self) / G_USEC_PER_SEC);
    iskra_sg_window_put_long (window, 201, iskra_sg_get_local (self) / G_USEC_PER_SEC);
    iskra_sg_window_put (window, 203, 1);
    iskra_sg_window_put (window, 204, (int)lround (iskra_sg_status_get_temperature (self) * 10));
    iskra_sg_window_put_long (window, 207, iskra_sg_status_get_pulses (self));
}

static void
put_slot (IskraSg *self, IskraSgWindow *window, guint index)
{
    const IskraSgSlot *slot = &self->slots[index];
    guint first = 1001 + 10 * (index - 1);

    if (slot->meter != NULL)
        iskra_sg_window_put (window, first, (int)slot->meter->slot_type);
    else if (slot->bicom != NULL)
        iskra_sg_window_put (window, first, 3);
    iskra_sg_window_put (window, first + 1, (int)slot->address);
    iskra_sg_window_put (window, first + 8, 600);
    if (slot->meter != NULL)
        iskra_sg_window_put_text (window, first + 510, 10, slot->meter->label);
}

static void
put_gateway_holding (IskraSg *self, IskraSgWindow *window)
{
    iskra_sg_window_put_text (window, 101, 20, self->description);
    iskra_sg_window_put_text (window, 121, 20, self->location);
    iskra_sg_window_put (window, 141, ISKRA_SG_TIME_ZONE / G_TIME_SPAN_MINUTE);
    iskra_sg_window_put (window, 142, 1);
    iskra_sg_window_put (window, 145, 1);
    iskra_sg_window_put (window, 146, 1);
    iskra_sg_window_put (window, 147, 1);
    iskra_sg_window_put (window, 201, (int)iskra_sg_get_modbus_port (self));
    iskra_sg_window_put (window, 202, ISKRA_SG_UNIT);
    iskra_sg_window_put (window, 203, 1);
    iskra_sg_window_put (window, 204, (int)self->port);
    iskra_sg_window_put (window, 205, self->cookie != NULL);
    iskra_sg_window_put (window, 401, self->right_ir_off ? 0 : RIGHT_IR_MODE);
    iskra_sg_window_put (window, 402, self->slots[0].meter != NULL);
    iskra_sg_window_put (window, 403, (int)self->slots[0].address);
    for (guint i = 1; i < ISKRA_SG_N_SLOTS; i++)
        put_slot (self, window, i);
}

/* Switches on RS485 */

static void
put_bicom_input (IskraSg *self, guint index, IskraSgWindow *window)
{
    const IskraSgBicom *bicom = self->slots[index].bicom;
    g_autofree char *serial = iskra_sg_bicom_make_serial (self, bicom);

    iskra_sg_window_put_text (window, 1, 8, bicom->model);
    iskra_sg_window_put_text (window, 9, 4, serial);
    iskra_sg_window_put (window, 13, (int)lround (bicom->version * 100));
    iskra_sg_window_put (window, BICOM_STATE, iskra_sg_bicom_get_state (self, index));
}

static void
put_bicom_holding (IskraSg *self, guint index, IskraSgWindow *window)
{
    const IskraSgBicom *bicom = self->slots[index].bicom;

    iskra_sg_window_put_text (window, 101, 20, bicom->description);
    iskra_sg_window_put_text (window, 121, 20, bicom->location);
    iskra_sg_window_put (window, BICOM_WRITE, iskra_sg_bicom_get_state (self, index));
}

/* Everybody */

/* The left IR port goes before RS485. ISKRA_SG_N_SLOTS: nobody answers. */
static guint
find_slot (IskraSg *self, guint unit)
{
    for (guint i = 0; i < ISKRA_SG_N_SLOTS; i++) {
        const IskraSgSlot *slot = &self->slots[i];

        if (slot->address == unit && !slot->unplugged &&
            (slot->meter != NULL || slot->bicom != NULL))
            return i;
    }
    return ISKRA_SG_N_SLOTS;
}

guint
iskra_sg_registers_get_most (IskraSg *self, guint unit)
{
    guint index = find_slot (self, unit);
    const IskraSgMeter *meter =
        unit != ISKRA_SG_UNIT && index < ISKRA_SG_N_SLOTS ? self->slots[index].meter : NULL;

    return meter != NULL && g_str_has_prefix (meter->model, "WM1") ? MOST_SHORT : MOST;
}

gboolean
iskra_sg_registers_read (IskraSg *self,
                         guint unit,
                         gboolean holding,
                         guint address,
                         guint count,
                         guint16 *words)
{
    IskraSgWindow window = { address, count, words };
    guint index = find_slot (self, unit);

    memset (words, 0, count * sizeof *words);
    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
    if (unit == ISKRA_SG_UNIT) {
        if (holding)
            put_gateway_holding (self, &window);
        else
            put_gateway_input (self, &window);
        return TRUE;
    }
    if (index == ISKRA_SG_N_SLOTS)
        return FALSE;

    if (self->slots[index].meter != NULL && holding)
        iskra_sg_meter_registers_holding (self, &self->slots[index], &window);
    else if (self->slots[index].meter != NULL)
        iskra_sg_meter_registers_input (self, &self->slots[index], &window);
    else if (holding)
        put_bicom_holding (self, index, &window);
    else
        put_bicom_input (self, index, &window);
    return TRUE;
}

static IskraSgWriteResult
switch_bicom (IskraSg *self, guint slot, guint value)
{
    if (value > 1)
        return ISKRA_SG_WRITE_FAILED;
    return iskra_sg_switch_bicom (self, slot, value == 1) ? ISKRA_SG_WRITE_DONE
                                                          : ISKRA_SG_WRITE_FAILED;
}

static IskraSgWriteResult
write_gateway (IskraSg *self, guint address, guint value)
{
    if (address == RIGHT_IR_WRITE)
        return self->right_ir_off ? ISKRA_SG_WRITE_FAILED : switch_bicom (self, 0, value);

    self->strange_writes++;
    if (address != RESTART_WRITE || value != RESTART)
        return ISKRA_SG_WRITE_REFUSED;
    iskra_sg_restart_soon (self);
    return ISKRA_SG_WRITE_DONE;
}

/* What would change the settings of a gateway or a meter is refused here, and counted. */
IskraSgWriteResult
iskra_sg_registers_write (IskraSg *self, guint unit, guint address, guint value)
{
    guint index = find_slot (self, unit);

    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
    if (unit == ISKRA_SG_UNIT)
        return write_gateway (self, address, value);
    if (index == ISKRA_SG_N_SLOTS)
        return ISKRA_SG_WRITE_SILENT;
    if (self->slots[index].bicom != NULL && address == BICOM_WRITE)
        return switch_bicom (self, index, value);

    self->strange_writes++;
    return ISKRA_SG_WRITE_REFUSED;
}

/* What its settings say about the right IR port. REST does not show it. */
void
iskra_sg_set_right_ir (IskraSg *self, gboolean is_switch)
{
    self->right_ir_off = !is_switch;
}

guint
iskra_sg_get_strange_writes (IskraSg *self)
{
    return self->strange_writes;
}
