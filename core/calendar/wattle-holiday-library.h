/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The holiday packs of a folder. */
#pragma once

#include "wattle-holiday-pack.h"

G_BEGIN_DECLS

/**
 * WattleHolidayLibrary:
 *
 * Packs by country, each read when it is first asked for.
 */
typedef struct _WattleHolidayLibrary WattleHolidayLibrary;

WattleHolidayLibrary *wattle_holiday_library_new (const char *folder);
void wattle_holiday_library_free (WattleHolidayLibrary *self);

WattleHolidayPack *wattle_holiday_library_find (const char *country, gpointer library);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHolidayLibrary, wattle_holiday_library_free)

G_END_DECLS
