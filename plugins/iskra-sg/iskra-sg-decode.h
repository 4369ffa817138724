/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the measurements and the list of parts mean. Pure functions. */
#pragma once

#include "iskra-sg-slot.h"
#include "iskra-sg-value.h"

G_BEGIN_DECLS

GPtrArray *iskra_sg_decode_measurement (JsonObject *root, GError **error);
GPtrArray *iskra_sg_decode_devices (JsonObject *root, const char *gateway, GError **error);
gboolean
iskra_sg_decode_header (JsonObject *header, const char *gateway, IskraSgSlot *slot, GError **error);
gboolean iskra_sg_decode_time (JsonObject *root, gint64 *time);
void iskra_sg_decode_set_stranger (const char *serial, const char *wanted, GError **error);
gboolean iskra_sg_decode_check_serial (JsonObject *root, const char *serial, GError **error);

G_END_DECLS
