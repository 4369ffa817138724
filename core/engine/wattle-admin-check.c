/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-check.h"

#include "base/wattle-error-private.h"
#include "wattle-definitions.h"

/* All that is wrong is known, but an error has room for one thing. */
static void
set_finding (GError **error, const char *place, const WattleDeviceFinding *finding)
{
    WattleMessage *message = wattle_message_copy (finding->message);

    wattle_message_prefix (message, "%s[%s] ", place, finding->group);
    g_propagate_error (error, wattle_error_new_take (WATTLE_ERROR_CONFIG, message));
}

gboolean
wattle_admin_check_config (WattleAdmin *admin, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (GPtrArray) findings = wattle_admin_validate (admin, config);

    if (findings->len == 0)
        return TRUE;

    set_finding (error, "", g_ptr_array_index (findings, 0));
    return FALSE;
}

WattleDeviceConfig *
wattle_admin_check_change (WattleAdmin *admin, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (WattleDeviceConfig) now = wattle_admin_dup_config (admin, config->id, error);

    return now != NULL && (!config->enabled || wattle_admin_check_config (admin, config, error))
               ? g_steal_pointer (&now)
               : NULL;
}

static gboolean
check_drafted (WattleAdmin *self, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (GPtrArray) findings = wattle_admin_validate (self, config);
    g_autofree char *place = g_strdup_printf ("%s: ", config->id);

    for (guint i = 0; config->enabled && i < findings->len; i++) {
        const WattleDeviceFinding *finding = g_ptr_array_index (findings, i);

        if (finding->lacks_secret)
            continue;
        set_finding (error, place, finding);
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_all_drafted (WattleAdmin *self, const WattleConfigDraft *draft, GError **error)
{
    for (guint i = 0; i < draft->devices->len; i++)
        if (!check_drafted (self, g_ptr_array_index (draft->devices, i), error))
            return FALSE;

    return TRUE;
}

/* Devices of the draft may be of models that its definitions of meters describe. Nothing runs
 * between: what is in force comes back before anybody could make a device. */
gboolean
wattle_admin_check_draft (const WattleConfigDraft *draft, gpointer admin, GError **error)
{
    WattleAdmin *self = admin;
    const WattleAdminParts *parts = wattle_admin_get_parts (self);
    g_autoptr (WattleMeterLibrary) now =
        wattle_meter_library_ref (wattle_plugins_get_meters (parts->plugins));
    g_autoptr (WattleMeterLibrary) drafted = wattle_definitions_load_draft (draft, now);
    gboolean fine;

    if (parts->tariffs != NULL && !wattle_tariffs_check_draft (parts->tariffs, draft, error))
        return FALSE;
    if (wattle_definitions_agree (now, drafted))
        return check_all_drafted (self, draft, error);

    wattle_plugins_set_meters (parts->plugins, drafted);
    fine = check_all_drafted (self, draft, error);
    wattle_plugins_set_meters (parts->plugins, now);
    return fine;
}
