/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* The definitions of meters of this house: see wattle-definitions.h. Like every other change, one
 * of them is checked, then saved, then put in force: the drivers that use definitions describe
 * their models anew, devices of a definition that is different now start again with it, and those
 * that have waited for it start. */

/* Reads the files again. Devices whose definition is another one, or gone, are ended; whoever calls
 * it runs the devices afterwards. */
void wattle_admin_definitions_read (WattleAdmin *admin);

/* The ids of the configured devices of a definition, also of those that are switched off. */
GStrv wattle_admin_definitions_list_users (WattleAdmin *admin, const char *id);

/* The id of the definition is the result of the task: wattle_admin_finish(). @replace: also if
 * there is another of its id. */
void wattle_admin_definitions_import_async (WattleAdmin *admin,
                                            GBytes *text,
                                            gboolean replace,
                                            const char *author,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/* Fails with WATTLE_ERROR_BUSY while a device uses it. Where it stood before one that is built in,
 * that one counts again. */
void wattle_admin_definitions_remove_async (WattleAdmin *admin,
                                            const char *id,
                                            const char *author,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

G_END_DECLS
