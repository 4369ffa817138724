/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-bicom-modbus.h"

#define MODE_SWITCH 1 /* “controlled by the gateway” */

/* Older firmware, rs485 and modbus_slave.c. */
typedef struct {
    IskraSgRead state;
    guint16 command; /* 0 or 1 */
} Registers;

static const Registers rs485 = { { ISKRA_SG_INPUT, 101, 1 }, 141 };
static const Registers right_ir = { { ISKRA_SG_INPUT, 112, 1 }, 15 };

static const IskraSgRead mode = { ISKRA_SG_HOLDING, 401, 1 };

static const Registers *
get_registers (const IskraSgAddress *address)
{
    return address->index == 0 ? &right_ir : &rs485;
}

WattleRequest *
iskra_sg_bicom_modbus_ask (guint tag, const IskraSgAddress *address)
{
    return iskra_sg_modbus_read (tag, address->unit, &get_registers (address)->state);
}

static gboolean
read_word (WattleFrame *frame, const IskraSgRead *read, guint *word, GError **error)
{
    const guint8 *bytes;

    if (!iskra_sg_modbus_check (frame, read, error))
        return FALSE;
    bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), NULL);
    *word = (guint)bytes[0] << 8 | bytes[1];
    return TRUE;
}

/* What is above the low byte means nothing on RS485; at the gateway, −1 is that it does not answer.
 */
gboolean
iskra_sg_bicom_modbus_decode (WattleFrame *frame,
                              const IskraSgAddress *address,
                              gboolean *on,
                              GError **error)
{
    guint word;

    if (!read_word (frame, &get_registers (address)->state, &word, error))
        return FALSE;
    if (address->index == 0 && word == 0xffff) {
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "the switch does not answer its gateway");
        return FALSE;
    }
    if (address->index != 0)
        word &= 0xff;
    *on = word == 1;
    if (word <= 1)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "its state is %u, neither 0 nor 1", word);
    return FALSE;
}

gboolean
iskra_sg_bicom_modbus_has_mode (const IskraSgAddress *address)
{
    return address->index == 0;
}

WattleRequest *
iskra_sg_bicom_modbus_ask_mode (guint tag, const IskraSgAddress *address)
{
    return iskra_sg_modbus_read (tag, address->unit, &mode);
}

gboolean
iskra_sg_bicom_modbus_check_mode (WattleFrame *frame, GError **error)
{
    guint word;

    if (!read_word (frame, &mode, &word, error))
        return FALSE;
    if (word == MODE_SWITCH)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the right IR port is not set to a switch that the gateway controls (its "
                      "mode is %u, not %d)",
                      word, MODE_SWITCH);
    return FALSE;
}

WattleRequest *
iskra_sg_bicom_modbus_switch (guint tag, const IskraSgAddress *address, gboolean on)
{
    return iskra_sg_modbus_write (tag, address->unit, get_registers (address)->command, on ? 1 : 0);
}

/* Older switches do not answer when they are already as they are told to be: reading back tells. */
gboolean
iskra_sg_bicom_modbus_check_switch (WattleFrame *frame, GError **error)
{
    return iskra_sg_modbus_is_silence (frame) || wattle_frame_check (frame, error);
}
