/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a pack is made of. For the pack and its parser. */
#pragma once

#include "wattle-holiday-pack.h"

G_BEGIN_DECLS

/* Entries of one id are one holiday, of which something has changed: date, name or regions. */
typedef struct {
    char *id;
    char *name;
    char **regions; /* or NULL: the whole country */
    gboolean observed;
    WattleDateRule rule;
} WattlePackHoliday;

struct _WattleHolidayPack {
    gatomicrefcount ref_count;
    char *country;
    char *name;
    char *source;
    gboolean verified;
    char **regions;
    GPtrArray *holidays; /* of WattlePackHoliday */
};

void wattle_pack_holiday_free (gpointer data);

G_END_DECLS
