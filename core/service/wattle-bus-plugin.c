/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-plugin.h"

#include "base/wattle-ident.h"
#include "engine/wattle-admin-set.h"
#include "wattle-bus-call.h"
#include "wattle-bus-value.h"

struct _WattleBusPlugin {
    GObject parent_instance;

    WattleBusTree *tree;
    guint index;
    WattleDBusObjectSkeleton *object;
    WattleDBusPlugin *skeleton;
};

G_DEFINE_FINAL_TYPE (WattleBusPlugin, wattle_bus_plugin, G_TYPE_OBJECT)

static void
wattle_bus_plugin_finalize (GObject *object)
{
    WattleBusPlugin *self = WATTLE_BUS_PLUGIN (object);

    g_object_unref (self->object);
    g_object_unref (self->skeleton);
    g_object_unref (self->tree);

    G_OBJECT_CLASS (wattle_bus_plugin_parent_class)->finalize (object);
}

static void
wattle_bus_plugin_class_init (WattleBusPluginClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_bus_plugin_finalize;
}

static void
wattle_bus_plugin_init (WattleBusPlugin *self)
{
}

static const WattlePluginInfo *
get_info (WattleBusPlugin *self)
{
    WattleAdmin *admin = wattle_bus_tree_get_parts (self->tree)->admin;

    return wattle_plugins_get_info (wattle_admin_get_parts (admin)->plugins, self->index);
}

static const char *const states[] = {
    [WATTLE_PLUGIN_LOADED] = "loaded",     [WATTLE_PLUGIN_WAITING] = "waiting",
    [WATTLE_PLUGIN_DISABLED] = "disabled", [WATTLE_PLUGIN_SHADOWED] = "shadowed",
    [WATTLE_PLUGIN_REFUSED] = "refused",   [WATTLE_PLUGIN_FAILED] = "failed",
};

void
wattle_bus_plugin_update (WattleBusPlugin *self)
{
    const WattlePluginInfo *info = get_info (self);
    g_autoptr (WattleMessage) error =
        info->error != NULL ? wattle_message_new ("%s", info->error) : NULL;

    wattle_dbus_plugin_set_state (self->skeleton, states[info->state]);
    wattle_dbus_plugin_set_error (self->skeleton, wattle_bus_value_message (error));
}

static void
set_enabled (gpointer owner,
             GDBusMethodInvocation *invocation,
             GVariant *parameters,
             const char *author)
{
    WattleBusPlugin *self = owner;
    gboolean enabled;

    g_variant_get (parameters, "(b)", &enabled);
    wattle_admin_set_plugin_enabled_async (wattle_bus_tree_get_parts (self->tree)->admin,
                                           get_info (self)->module, enabled, author,
                                           wattle_bus_call_end_change, invocation);
}

static const WattleBusMethodInfo methods[] = {
    { "SetEnabled", WATTLE_AUTH_CONFIGURE, set_enabled },
};

static void
make_object (WattleBusPlugin *self, const char *path)
{
    const WattlePluginInfo *info = get_info (self);

    self->object = wattle_dbus_object_skeleton_new (path);
    self->skeleton = wattle_dbus_plugin_skeleton_new ();
    wattle_dbus_plugin_set_module (self->skeleton, info->module);
    wattle_dbus_plugin_set_name (self->skeleton, info->name != NULL ? info->name : info->module);
    wattle_dbus_plugin_set_description (self->skeleton,
                                        info->description != NULL ? info->description : "");
    wattle_dbus_plugin_set_version (self->skeleton, info->version != NULL ? info->version : "");
    wattle_dbus_plugin_set_path (self->skeleton, info->path);
    wattle_dbus_plugin_set_kind (self->skeleton,
                                 info->kind == WATTLE_PLUGIN_TARIFF ? "tariff" : "device");
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->skeleton), methods,
                           G_N_ELEMENTS (methods), wattle_bus_tree_get_auth (self->tree),
                           G_OBJECT (self));
    wattle_dbus_object_skeleton_set_plugin (self->object, self->skeleton);
}

/* A plugin may be called anything; what cannot stand in a path becomes "_". */
static char *
make_path (const char *module)
{
    char *path = g_strdup_printf (WATTLE_BUS_PATH "/Plugins/%s", module);

    for (char *at = path + strlen (WATTLE_BUS_PATH "/Plugins/"); *at != '\0'; at++)
        if (!g_ascii_isalnum (*at))
            *at = '_';
    return path;
}

WattleBusPlugin *
wattle_bus_plugin_new (WattleBusTree *tree, guint index)
{
    WattleBusPlugin *self = g_object_new (WATTLE_TYPE_BUS_PLUGIN, NULL);
    g_autofree char *path = NULL;

    self->tree = g_object_ref (tree);
    self->index = index;
    path = make_path (get_info (self)->module);
    make_object (self, path);
    wattle_bus_plugin_update (self);
    return self;
}

GDBusObjectSkeleton *
wattle_bus_plugin_get_object (WattleBusPlugin *self)
{
    return G_DBUS_OBJECT_SKELETON (self->object);
}
