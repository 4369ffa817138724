/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Bicom switch by Modbus. On RS485 it answers itself; for the one on the right IR port the
 * gateway does. These two registers are all that is ever written. */
#pragma once

#include "iskra-sg-modbus.h"
#include "iskra-sg-slot.h"

G_BEGIN_DECLS

WattleRequest *iskra_sg_bicom_modbus_ask (guint tag, const IskraSgAddress *address);
gboolean iskra_sg_bicom_modbus_decode (WattleFrame *frame,
                                       const IskraSgAddress *address,
                                       gboolean *on,
                                       GError **error);

/* The gateway switches the one on the right IR port only if its settings say so. */
gboolean iskra_sg_bicom_modbus_has_mode (const IskraSgAddress *address);
WattleRequest *iskra_sg_bicom_modbus_ask_mode (guint tag, const IskraSgAddress *address);
gboolean iskra_sg_bicom_modbus_check_mode (WattleFrame *frame, GError **error);

WattleRequest *iskra_sg_bicom_modbus_switch (guint tag, const IskraSgAddress *address, gboolean on);
gboolean iskra_sg_bicom_modbus_check_switch (WattleFrame *frame, GError **error);

G_END_DECLS
