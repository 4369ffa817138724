/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* The tariff plans of this house: see wattle-tariffs.h. Like every other change, one of them is
 * checked, then saved as a revision, then put in force. */

/* Reads the files again. */
void wattle_admin_tariffs_read (WattleAdmin *admin);
/* The same without running any: for --check-config. */
void wattle_admin_tariffs_check (WattleAdmin *admin);

/* How a plan is taken. */
typedef struct {
    gboolean replace;   /* also if there is another of its id */
    GBytes *before;     /* what the other one is, as far as the person knows; or NULL */
    gboolean only_look; /* nothing is changed, but refused just as if it were */
} WattleTariffImport;

/* The id of the plan is the result of the task: wattle_admin_finish(). */
void wattle_admin_tariffs_import_async (WattleAdmin *admin,
                                        GBytes *text,
                                        const WattleTariffImport *options,
                                        const char *author,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void wattle_admin_tariffs_remove_async (WattleAdmin *admin,
                                        const char *id,
                                        const char *author,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

G_END_DECLS
