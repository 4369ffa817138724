/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-device.h"

#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-reading.h"

#define FOLDER "/org/wattle/Wattle1/Devices/"

/* What the host makes of a plan's id. */
#define PLAN_PREFIX "tariff_"
#define PLAN_FOLDER "/org/wattle/Wattle1/Tariffs/"

const char *
wattle_cli_device_get_id (const char *path)
{
    return path != NULL && g_str_has_prefix (path, FOLDER) ? path + strlen (FOLDER) : NULL;
}

static const char *
get_id (gpointer object)
{
    return wattle_dbus_device_get_id (wattle_dbus_object_peek_device (object));
}

static const char *
get_parent_id (gpointer object)
{
    return wattle_cli_device_get_id (
        wattle_dbus_device_get_parent (wattle_dbus_object_peek_device (object)));
}

static int
compare (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 (get_id (*(gpointer *)a), get_id (*(gpointer *)b));
}

static GPtrArray *
collect (WattleCli *cli)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
    GList *objects = g_dbus_object_manager_get_objects (cli->objects);

    for (GList *link = objects; link != NULL; link = link->next) {
        WattleDBusDevice *device = wattle_dbus_object_peek_device (link->data);

        if (device != NULL && wattle_dbus_device_get_id (device) != NULL)
            g_ptr_array_add (list, g_object_ref (link->data));
    }
    g_list_free_full (objects, g_object_unref);
    g_ptr_array_sort (list, compare);
    return list;
}

/* Moves the children of @parent; whose parent is not there has none. */
static void
move_children (GPtrArray *from, GPtrArray *to, const char *parent)
{
    for (guint i = 0; i < from->len; i++) {
        gpointer object = g_ptr_array_index (from, i);

        if (object == NULL || g_strcmp0 (get_parent_id (object), parent) != 0)
            continue;
        from->pdata[i] = NULL;
        g_ptr_array_add (to, object);
        move_children (from, to, get_id (object));
    }
}

GPtrArray *
wattle_cli_device_list (WattleCli *cli)
{
    g_autoptr (GPtrArray) all = collect (cli);
    GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);

    g_ptr_array_set_free_func (all, NULL);
    move_children (all, sorted, NULL);
    for (guint i = 0; i < all->len; i++)
        if (g_ptr_array_index (all, i) != NULL)
            g_ptr_array_add (sorted, g_ptr_array_index (all, i));
    return sorted;
}

static void
refuse (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();
    g_autofree char *sentence = g_strdup_printf (_ ("there is no device “%s”"), id);

    for (guint i = 0; i < devices->len; i++)
        g_ptr_array_add (ids, (char *)get_id (g_ptr_array_index (devices, i)));
    g_ptr_array_add (ids, NULL);
    wattle_cli_nearest_refuse (error, sentence, id, (const char *const *)ids->pdata);
}

WattleDBusObject *
wattle_cli_device_find (WattleCli *cli, const char *id, GError **error)
{
    g_autofree char *path = g_strconcat (FOLDER, id, NULL);
    g_autoptr (GDBusObject) object = wattle_ident_is_valid_device (id)
                                         ? g_dbus_object_manager_get_object (cli->objects, path)
                                         : NULL;

    if (object != NULL && wattle_dbus_object_peek_device (WATTLE_DBUS_OBJECT (object)) != NULL)
        return WATTLE_DBUS_OBJECT (g_steal_pointer (&object));

    refuse (cli, id, error);
    return NULL;
}

GPtrArray *
wattle_cli_device_read (WattleDBusObject *object, GError **error)
{
    WattleDBusReadings *readings = wattle_dbus_object_peek_readings (object);
    g_autoptr (GVariant) reply = NULL;
    g_autoptr (GVariant) values = NULL;

    if (readings == NULL)
        return wattle_cli_reading_list (NULL, NULL);

    reply = wattle_cli_bus_ask (readings, "GetValues", NULL, error);
    if (reply == NULL)
        return NULL;
    values = g_variant_get_child_value (reply, 0);
    return wattle_cli_reading_list (wattle_dbus_readings_get_entities (readings), values);
}

gboolean
wattle_cli_device_is_plan (WattleCli *cli, const char *id)
{
    g_autofree char *path = NULL;
    g_autoptr (GDBusObject) object = NULL;

    if (!g_str_has_prefix (id, PLAN_PREFIX) || !wattle_ident_is_valid (id))
        return FALSE;
    path = g_strconcat (PLAN_FOLDER, id + strlen (PLAN_PREFIX), NULL);
    if (g_variant_is_object_path (path))
        object = g_dbus_object_manager_get_object (cli->objects, path);
    return object != NULL;
}

gboolean
wattle_cli_device_refuse_plan (WattleCli *cli, const char *id, GError **error)
{
    const char *plan;

    if (!wattle_cli_device_is_plan (cli, id))
        return FALSE;
    plan = id + strlen (PLAN_PREFIX);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("%s is a tariff plan; wattle tariff edit %s changes it, and wattle tariff "
                    "remove %s takes it away"),
                 id, plan, plan);
    return TRUE;
}
