/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-request.h"

gboolean
wattle_modbus_request_read (WattleRequest *request, WattleModbusQuestion *question)
{
    question->unit = (guint8)wattle_request_get_unit (request);
    question->function = (guint8)wattle_request_get_function (request);
    question->address = (guint16)wattle_request_get_address (request);
    question->count = (guint16)wattle_request_get_count (request);
    question->values = wattle_request_get_values (request);
    return wattle_request_get_kind (request) == WATTLE_LINK_MODBUS &&
           wattle_modbus_question_is_valid (question);
}
