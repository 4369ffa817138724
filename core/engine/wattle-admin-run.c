/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-run.h"

static void
run (WattleAdmin *admin, const WattleDeviceConfig *config)
{
    WattleManager *manager = wattle_admin_get_parts (admin)->manager;

    if (config->enabled && wattle_manager_find (manager, config->id) == NULL)
        wattle_manager_add (manager, config);
}

void
wattle_admin_run_all (WattleAdmin *admin)
{
    GPtrArray *devices = wattle_store_get_devices (wattle_admin_get_parts (admin)->store);

    for (guint i = 0; i < devices->len; i++)
        run (admin, g_ptr_array_index (devices, i));
}

void
wattle_admin_run_anew (WattleAdmin *admin, const char *id)
{
    const WattleAdminParts *parts = wattle_admin_get_parts (admin);
    const WattleDeviceConfig *config = wattle_store_find_device (parts->store, id);

    wattle_manager_remove (parts->manager, id, config == NULL);
    if (config != NULL)
        run (admin, config);
    g_signal_emit_by_name (admin, "devices-changed");
}
