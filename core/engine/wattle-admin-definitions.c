/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-definitions.h"

#include "base/wattle-error.h"
#include "wattle-admin-document.h"
#include "wattle-definitions.h"

/* More than any house has meters; without a bound somebody could fill the disk. */
#define MAX_OWN 200

static WattlePlugins *
get_plugins (WattleAdmin *admin)
{
    return wattle_admin_get_parts (admin)->plugins;
}

static WattleMeterLibrary *
get_library (WattleAdmin *admin)
{
    return wattle_plugins_get_meters (get_plugins (admin));
}

static gboolean
is_auto (const char *model)
{
    return g_str_equal (model, WATTLE_METER_AUTO);
}

/* The id of the definition that a device of a model is one of; NULL: it has not found out yet.
 * @runner: NULL: it does not run */
static const char *
find_definition (const char *model, WattleRunner *runner)
{
    if (!is_auto (model))
        return model;
    return runner != NULL
               ? wattle_source_get_state (WATTLE_SOURCE (wattle_runner_get_device (runner)),
                                          WATTLE_METER_STATE_FOUND)
               : NULL;
}

/* Putting in force */

/* Also if it is the other map that the product may have. */
static gboolean
differs (WattleMeterLibrary *before, WattleMeterLibrary *now, const char *id)
{
    const WattleMeter *meter = wattle_meter_library_find (before, id);

    return !wattle_meter_library_agree (before, now, id) ||
           (meter != NULL && meter->alternative != NULL &&
            !wattle_meter_library_agree (before, now, meter->alternative));
}

static gboolean
agree (WattleMeterLibrary *before, WattleMeterLibrary *now)
{
    guint length = wattle_meter_library_get_length (before);
    gboolean same = wattle_meter_library_get_length (now) == length;

    for (guint i = 0; i < length && same; i++)
        same = wattle_meter_library_agree (before, now, wattle_meter_library_get (before, i)->id);
    return same;
}

/* One that still searches does so among all that there are. */
static gboolean
is_redefined (WattleAdmin *admin, WattleRunner *runner, WattleMeterLibrary *now)
{
    const char *driver = wattle_runner_get_driver (runner);
    const char *model = wattle_runner_get_model (runner);
    const char *id;

    if (driver == NULL || model == NULL ||
        !wattle_plugins_uses_meters (get_plugins (admin), driver))
        return FALSE;
    id = find_definition (model, runner);
    if (id == NULL)
        return !agree (get_library (admin), now);
    return differs (get_library (admin), now, id);
}

static void
end_redefined_devices (WattleAdmin *admin, WattleMeterLibrary *now)
{
    WattleManager *manager = wattle_admin_get_parts (admin)->manager;
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (is_redefined (admin, runner, now))
            g_ptr_array_add (ids, g_strdup (wattle_runner_get_id (runner)));
    }
    for (guint i = 0; i < ids->len; i++)
        wattle_manager_remove (manager, g_ptr_array_index (ids, i), FALSE);
}

/* That they were of an unknown model is no problem any more. */
static void
forgive_waiting_devices (WattleAdmin *admin)
{
    const WattleAdminParts *house = wattle_admin_get_parts (admin);
    GPtrArray *devices = wattle_store_get_devices (house->store);

    for (guint i = 0; i < devices->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (devices, i);

        if (config->model != NULL && wattle_plugins_uses_meters (house->plugins, config->driver) &&
            wattle_meter_library_find (get_library (admin), config->model) != NULL)
            wattle_problems_clear (house->problems, config->id, WATTLE_STORE_TOPIC "Device/Model");
    }
}

void
wattle_admin_definitions_read (WattleAdmin *admin)
{
    const char *state_dir = wattle_store_get_state_dir (wattle_admin_get_parts (admin)->store);
    g_autoptr (WattleMeterLibrary) now = wattle_definitions_load (state_dir, get_library (admin));

    end_redefined_devices (admin, now);
    wattle_plugins_set_meters (get_plugins (admin), now);
    forgive_waiting_devices (admin);
}

/* Who uses them */

/* Also as the other map that the product may have. */
static gboolean
is_of (WattleMeterLibrary *library, const char *used, const char *id)
{
    const WattleMeter *meter = wattle_meter_library_find (library, used);

    return g_str_equal (used, id) || (meter != NULL && g_strcmp0 (meter->alternative, id) == 0);
}

static gboolean
uses (WattleAdmin *admin, const WattleDeviceConfig *config, const char *id)
{
    WattleManager *manager = wattle_admin_get_parts (admin)->manager;
    WattleMeterLibrary *library = get_library (admin);
    const char *used;

    if (!wattle_plugins_uses_meters (get_plugins (admin), config->driver))
        return FALSE;
    if (config->model != NULL) {
        used = find_definition (config->model, wattle_manager_find (manager, config->id));
        return used != NULL && is_of (library, used, id);
    }
    /* Of a single one the name need not be said. */
    return wattle_meter_library_get_length (library) == 1 &&
           wattle_meter_library_find (library, id) != NULL;
}

GStrv
wattle_admin_definitions_list_users (WattleAdmin *admin, const char *id)
{
    GPtrArray *devices = wattle_store_get_devices (wattle_admin_get_parts (admin)->store);
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    for (guint i = 0; i < devices->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (devices, i);

        if (uses (admin, config, id))
            g_strv_builder_add (ids, config->id);
    }
    return g_strv_builder_end (ids);
}

/* Changing */

static void
read_changed (WattleAdmin *admin)
{
    wattle_admin_definitions_read (admin);
    wattle_admin_start (admin);
}

static guint
count_own (WattleMeterLibrary *library)
{
    guint count = 0;

    for (guint i = 0; i < wattle_meter_library_get_length (library); i++) {
        const char *id = wattle_meter_library_get (library, i)->id;

        count += wattle_meter_library_get_origin (library, id) == WATTLE_METER_OWN;
    }
    return count;
}

static gboolean
check_room (WattleMeterLibrary *library, const char *id, gboolean replace, GError **error)
{
    GBytes *there = wattle_meter_library_get_text (library, id);
    gboolean own =
        there != NULL && wattle_meter_library_get_origin (library, id) == WATTLE_METER_OWN;

    if (is_auto (id))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "id: “%s” is the model that finds out what a meter is; give your "
                          "definition another id",
                          id);
    else if (there != NULL && !own && !replace)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the definition “%s” is built in; give yours another id, or say that it "
                          "is to be used instead (--replace)",
                          id);
    else if (!own && count_own (library) >= MAX_OWN)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there are %d definitions of this house already, as many as may be",
                          MAX_OWN);
    else
        return TRUE;
    return FALSE;
}

/* Returns its id; NULL: it cannot be taken. */
static char *
check_import (WattleAdmin *admin, GBytes *text, gboolean replace, GError **error)
{
    g_autofree char *id = wattle_admin_document_can_save (admin, error)
                              ? wattle_definitions_read_id (text, error)
                              : NULL;

    return id != NULL && check_room (get_library (admin), id, replace, error)
               ? g_steal_pointer (&id)
               : NULL;
}

void
wattle_admin_definitions_import_async (WattleAdmin *admin,
                                       GBytes *text,
                                       gboolean replace,
                                       const char *author,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
    GError *refusal = NULL;
    g_autofree char *id = check_import (admin, text, replace, &refusal);
    WattleAdminDocument document = {
        &wattle_document_meters, id, text, replace, author, read_changed, NULL, FALSE
    };

    wattle_admin_document_change (admin, &document, refusal, callback, user_data);
}

static gboolean
check_removal (WattleAdmin *admin, const char *id, GError **error)
{
    WattleMeterLibrary *library = get_library (admin);
    g_auto (GStrv) users = wattle_admin_definitions_list_users (admin, id);
    g_autofree char *list = g_strjoinv (", ", users);

    if (wattle_meter_library_find (library, id) == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no definition “%s”", id);
    else if (wattle_meter_library_get_origin (library, id) != WATTLE_METER_OWN)
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the definition “%s” is built in and cannot be removed", id);
    else if (users[0] != NULL)
        wattle_error_set (error, WATTLE_ERROR_BUSY, "the definition “%s” is used by %s", id, list);
    else
        return TRUE;
    return FALSE;
}

void
wattle_admin_definitions_remove_async (WattleAdmin *admin,
                                       const char *id,
                                       const char *author,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
    WattleAdminDocument document = {
        &wattle_document_meters, id, NULL, FALSE, author, read_changed, NULL, FALSE
    };
    GError *refusal = NULL;

    check_removal (admin, id, &refusal);
    wattle_admin_document_change (admin, &document, refusal, callback, user_data);
}
