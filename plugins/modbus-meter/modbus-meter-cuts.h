/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where requests had to be split, as a text to be kept. It says of which registers it speaks:
 * others may have to be asked in another way. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

char *modbus_meter_cuts_dup (WattleRegisterMap *map, const WattleMeter *definition);
/* Splits @map in the same way, unless the text is of another definition. */
void
modbus_meter_cuts_recall (WattleRegisterMap *map, const WattleMeter *definition, const char *kept);

G_END_DECLS
