/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-tariffs.h"

#include "base/wattle-error.h"
#include "wattle-admin-document.h"

static WattleTariffs *
get_tariffs (WattleAdmin *admin)
{
    return wattle_admin_get_parts (admin)->tariffs;
}

/* Returns whether there are tariffs at all. */
static gboolean
use_zone (WattleAdmin *admin)
{
    const WattleHostConfig *host = wattle_store_get_host (wattle_admin_get_parts (admin)->store);
    WattleTariffs *tariffs = get_tariffs (admin);

    if (tariffs != NULL)
        wattle_tariffs_set_zone (tariffs, host->zone);
    return tariffs != NULL;
}

void
wattle_admin_tariffs_read (WattleAdmin *admin)
{
    if (use_zone (admin))
        wattle_tariffs_read (get_tariffs (admin));
}

void
wattle_admin_tariffs_check (WattleAdmin *admin)
{
    if (use_zone (admin))
        wattle_tariffs_check_files (get_tariffs (admin));
}

/* After a change: topics of plans that are gone go, those of new ones stay. */
static void
read_changed (WattleAdmin *admin)
{
    wattle_admin_tariffs_read (admin);
    wattle_admin_start (admin);
}

/* A document that is of no use is there without running. */
static gboolean
is_full (WattleTariffs *tariffs, guint n_documents, gboolean there)
{
    return wattle_tariffs_get_count (tariffs) >= WATTLE_TARIFFS_MAX ||
           (!there && n_documents >= WATTLE_TARIFFS_MAX);
}

static gboolean
check_room (WattleAdmin *admin, const char *id, gboolean replace, GError **error)
{
    WattleTariffs *tariffs = get_tariffs (admin);
    g_auto (GStrv) devices = wattle_tariffs_list_devices (tariffs);
    g_autofree char *device = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, id, NULL);
    gboolean there = g_strv_contains ((const char *const *)devices, device);
    gboolean runs = wattle_tariffs_find (tariffs, id) != NULL;

    if (there && !replace)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there is a tariff plan “%s” already; give yours another id, or say that "
                          "it is to be used instead",
                          id);
    else if (!runs && is_full (tariffs, g_strv_length (devices), there))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there are %d tariff plans already, as many as may be",
                          WATTLE_TARIFFS_MAX);
    else if (!runs && wattle_admin_is_taken (admin, device))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the plan would be the device “%s”, and there is one; give one of them "
                          "another id",
                          device);
    else
        return TRUE;
    return FALSE;
}

static gboolean
can_change (WattleAdmin *admin, GError **error)
{
    if (get_tariffs (admin) != NULL)
        return wattle_admin_document_can_save (admin, error);
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "this host has no tariffs");
    return FALSE;
}

/* Returns the id of the plan; NULL: it cannot be taken. */
static char *
check_import (WattleAdmin *admin, GBytes *text, gboolean replace, GError **error)
{
    g_autoptr (WattleTariff) tariff =
        can_change (admin, error) ? wattle_tariffs_validate (get_tariffs (admin), text, error)
                                  : NULL;

    if (tariff == NULL || !check_room (admin, wattle_tariff_get_id (tariff), replace, error))
        return NULL;
    return g_strdup (wattle_tariff_get_id (tariff));
}

void
wattle_admin_tariffs_import_async (WattleAdmin *admin,
                                   GBytes *text,
                                   const WattleTariffImport *options,
                                   const char *author,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
    GError *refusal = NULL;
    g_autofree char *id = check_import (admin, text, options->replace, &refusal);
    WattleAdminDocument document = {
        &wattle_document_tariffs, id, text, options->replace, author, read_changed, options->before,
        options->only_look,
    };

    wattle_admin_document_change (admin, &document, refusal, callback, user_data);
}

/* One that is of no use can be removed as well. */
static gboolean
check_removal (WattleAdmin *admin, const char *id, GError **error)
{
    g_auto (GStrv) devices = NULL;
    g_autofree char *device = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, id, NULL);

    if (!can_change (admin, error))
        return FALSE;
    devices = wattle_tariffs_list_devices (get_tariffs (admin));
    if (g_strv_contains ((const char *const *)devices, device))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no tariff plan “%s”", id);
    return FALSE;
}

void
wattle_admin_tariffs_remove_async (WattleAdmin *admin,
                                   const char *id,
                                   const char *author,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
    WattleAdminDocument document = {
        &wattle_document_tariffs, id, NULL, FALSE, author, read_changed, NULL, FALSE
    };
    GError *refusal = NULL;

    check_removal (admin, id, &refusal);
    wattle_admin_document_change (admin, &document, refusal, callback, user_data);
}
