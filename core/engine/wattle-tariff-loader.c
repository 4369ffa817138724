/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-loader.h"

#include "base/wattle-error.h"
#include "base/wattle-json-document.h"
#include "base/wattle-names.h"
#include "calendar/wattle-holiday-library.h"
#include "calendar/wattle-tariff-plan.h"
#include "calendar/wattle-zone.h"
#include "wattle-config-tree.h"
#include "wattle-document.h"

/* Clients rely on it. */
G_STATIC_ASSERT (WATTLE_TARIFF_PLAN_MAX_SIZE == WATTLE_CONFIG_TREE_MAX_FILE);

struct _WattleTariffLoader {
    WattlePlugins *plugins;
    char *folder; /* or NULL */
    char *zone;
    WattleHolidayLibrary *holidays;
};

WattleTariffLoader *
wattle_tariff_loader_new (WattlePlugins *plugins, const char *folder)
{
    WattleTariffLoader *self = g_new0 (WattleTariffLoader, 1);
    g_autofree char *holidays = wattle_document_dup_data_folder ("holidays");

    self->plugins = g_object_ref (plugins);
    self->folder = g_strdup (folder);
    self->holidays = wattle_holiday_library_new (holidays);
    self->zone = wattle_zone_dup_local ();
    return self;
}

void
wattle_tariff_loader_free (WattleTariffLoader *self)
{
    wattle_holiday_library_free (self->holidays);
    g_object_unref (self->plugins);
    g_free (self->folder);
    g_free (self->zone);
    g_free (self);
}

gboolean
wattle_tariff_loader_set_zone (WattleTariffLoader *self, const char *zone)
{
    g_autofree char *wanted =
        zone != NULL && *zone != '\0' ? g_strdup (zone) : wattle_zone_dup_local ();

    if (g_str_equal (wanted, self->zone))
        return FALSE;
    g_free (self->zone);
    self->zone = g_steal_pointer (&wanted);
    return TRUE;
}

const char *
wattle_tariff_loader_get_zone (WattleTariffLoader *self)
{
    return self->zone;
}

/* Files */

static GDir *
open_folder (const char *path, GError **error)
{
    g_autoptr (GError) cause = NULL;
    GDir *dir = g_dir_open (path, 0, &cause);

    if (cause != NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be read: %s", path,
                          cause->message);
    return dir;
}

static void
complain (const char *path, const char *base, GError **error)
{
    if (error != NULL && *error == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s/%s: the file name must be the id of the plan and .json; an id begins "
                          "with a small letter, followed by at most 31 small letters, digits and "
                          "underscores",
                          path, base);
}

gboolean
wattle_tariff_loader_list (WattleTariffLoader *self, GPtrArray *ids, GError **error)
{
    g_autofree char *path =
        self->folder != NULL ? g_build_filename (self->folder, wattle_document_tariffs.folder, NULL)
                             : NULL;
    GError *problem = NULL;
    g_autoptr (GDir) dir = path != NULL ? open_folder (path, &problem) : NULL;
    const char *base;

    while (dir != NULL && (base = g_dir_read_name (dir)) != NULL) {
        g_autofree char *name = g_strconcat (wattle_document_tariffs.folder, "/", base, NULL);
        char *id = wattle_document_dup_id (&wattle_document_tariffs, name);

        if (id != NULL)
            g_ptr_array_add (ids, id);
        else if (g_str_has_suffix (base, ".json") && *base != '.')
            complain (path, base, &problem);
    }
    wattle_names_sort (ids);
    if (problem != NULL)
        g_propagate_error (error, problem);
    return problem == NULL;
}

char *
wattle_tariff_loader_dup_path (WattleTariffLoader *self, const char *id)
{
    g_autofree char *name = wattle_document_dup_name (&wattle_document_tariffs, id);

    return g_build_filename (self->folder, name, NULL);
}

GBytes *
wattle_tariff_loader_read (WattleTariffLoader *self, const char *id, GError **error)
{
    g_autofree char *name = wattle_document_dup_name (&wattle_document_tariffs, id);
    GBytes *document = NULL;

    if (wattle_config_tree_read_file (self->folder, name, &document, error) && document == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "the file is gone");
    return document;
}

/* Documents */

static gboolean
check_size (GBytes *document, GError **error)
{
    if (g_bytes_get_size (document) <= WATTLE_CONFIG_TREE_MAX_FILE)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the document is longer than the %d bytes that are allowed",
                      WATTLE_CONFIG_TREE_MAX_FILE);
    return FALSE;
}

static const char *
get_text (GBytes *document, gssize *length)
{
    gsize size;
    const char *text = g_bytes_get_data (document, &size);

    *length = (gssize)size;
    return text != NULL ? text : "";
}

static gboolean
finish (gboolean done, GError *problem, GError **error)
{
    if (done)
        return TRUE;
    problem->code = WATTLE_ERROR_CONFIG;
    g_propagate_error (error, problem);
    return FALSE;
}

static gboolean
check_identity (WattleTariff *tariff, GError **error)
{
    const char *id = wattle_tariff_get_id (tariff);

    if (id != NULL && wattle_document_tariffs.is_id (id) &&
        wattle_tariff_get_currency (tariff) != NULL && wattle_tariff_get_zone (tariff) != NULL)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                      "the plugin does not say which plan the document is of");
    return FALSE;
}

static gboolean
check_id (const char *own, const char *id, GError **error)
{
    if (id == NULL || g_str_equal (own, id))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "id: must be “%s”, as the file is called", id);
    return FALSE;
}

static gboolean
give (WattleTariff *tariff, GBytes *document, GError **error)
{
    GError *problem = NULL;
    gssize length;
    const char *text = get_text (document, &length);
    gboolean done;

    if (!check_size (document, error))
        return FALSE;
    done = wattle_tariff_load (tariff, text, length, &problem);
    return finish (done, problem, error) && check_identity (tariff, error);
}

gboolean
wattle_tariff_loader_is_able (WattleTariffLoader *self)
{
    g_autoptr (WattleTariff) tariff =
        wattle_plugins_new_tariff (self->plugins, WATTLE_TARIFF_MODULE, NULL);

    return tariff != NULL;
}

WattleTariff *
wattle_tariff_loader_load (WattleTariffLoader *self,
                           const char *id,
                           GBytes *document,
                           GError **error)
{
    g_autoptr (WattleTariff) tariff =
        wattle_plugins_new_tariff (self->plugins, WATTLE_TARIFF_MODULE, error);

    if (tariff == NULL)
        return NULL;

    wattle_tariff_set_default_zone (tariff, self->zone);
    wattle_tariff_set_packs (tariff, wattle_holiday_library_find, self->holidays);
    return give (tariff, document, error) && check_id (wattle_tariff_get_id (tariff), id, error)
               ? g_steal_pointer (&tariff)
               : NULL;
}

gboolean
wattle_tariff_loader_validate (WattleTariff *tariff, GError **error)
{
    GError *problem = NULL;
    gboolean done = wattle_tariff_validate (tariff, &problem);

    return finish (done, problem, error);
}

static gboolean
check_drafted (WattleTariffLoader *self, const WattleFileSet *files, guint index, GError **error)
{
    const char *name = wattle_file_set_get_name (files, index);
    g_autofree char *id = wattle_document_dup_id (&wattle_document_tariffs, name);
    g_autoptr (WattleTariff) tariff = NULL;

    if (id == NULL)
        return TRUE;
    tariff =
        wattle_tariff_loader_load (self, id, wattle_file_set_get_contents (files, index), error);
    if (tariff == NULL)
        g_prefix_error (error, "%s: ", name);
    return tariff != NULL;
}

gboolean
wattle_tariff_loader_check_draft (WattleTariffLoader *self,
                                  const WattleConfigDraft *draft,
                                  GError **error)
{
    for (guint i = 0; i < wattle_file_set_get_count (draft->files); i++)
        if (!check_drafted (self, draft->files, i, error))
            return FALSE;

    return TRUE;
}

static gboolean
check_text (const char *id, const char *text, gssize length, GError **error)
{
    g_autoptr (JsonObject) root = wattle_json_document_parse (text, length, error);
    const char *own;

    return root != NULL && wattle_json_get_string (root, "id", &own, error) &&
           check_id (own, id, error);
}

gboolean
wattle_tariff_loader_check (const char *name, GBytes *document, GError **error)
{
    g_autofree char *id = wattle_document_dup_id (&wattle_document_tariffs, name);
    GError *problem = NULL;
    gssize length;
    const char *text = get_text (document, &length);
    gboolean done;

    if (!check_size (document, error))
        return FALSE;
    done = check_text (id, text, length, &problem);
    return finish (done, problem, error);
}
