/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-request.h"
#include "wattle-modbus-frame.h"

G_BEGIN_DECLS

/* The question that a request asks; its values belong to the request. FALSE: the specification
 * knows no such question. */
gboolean wattle_modbus_request_read (WattleRequest *request, WattleModbusQuestion *question);

G_END_DECLS
