/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-link.h"

#include "engine/wattle-device-config.h"
#include "wattle-bus-call.h"

struct _WattleBusLink {
    GObject parent_instance;

    WattleBusTree *tree;
    WattleLink *link; /* borrowed: alive while a device uses it */
    WattleDBusObjectSkeleton *object;
    WattleDBusLink *skeleton;
};

G_DEFINE_FINAL_TYPE (WattleBusLink, wattle_bus_link, G_TYPE_OBJECT)

static void
wattle_bus_link_finalize (GObject *object)
{
    WattleBusLink *self = WATTLE_BUS_LINK (object);

    g_object_unref (self->object);
    g_object_unref (self->skeleton);
    g_object_unref (self->tree);

    G_OBJECT_CLASS (wattle_bus_link_parent_class)->finalize (object);
}

static void
wattle_bus_link_class_init (WattleBusLinkClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_bus_link_finalize;
}

static void
wattle_bus_link_init (WattleBusLink *self)
{
}

static WattleManager *
get_manager (WattleBusLink *self)
{
    return wattle_admin_get_parts (wattle_bus_tree_get_parts (self->tree)->admin)->manager;
}

static const char *const states[] = {
    [WATTLE_LINK_IDLE] = "idle",
    [WATTLE_LINK_UP] = "up",
    [WATTLE_LINK_DOWN] = "down",
};

static void
on_state (WattleLink *link, WattleBusLink *self)
{
    WattleLinkState state = wattle_link_get_state (link);
    const char *detail = wattle_link_get_detail (link);

    wattle_dbus_link_set_state (self->skeleton, states[state]);
    wattle_dbus_link_set_error (self->skeleton,
                                state == WATTLE_LINK_DOWN && detail != NULL ? detail : "");
}

/* Of WattleRunner. */
static GPtrArray *
list_users (WattleBusLink *self)
{
    WattleManager *manager = get_manager (self);
    GPtrArray *users = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
            if (wattle_runner_get_link (runner, kind) == self->link)
                g_ptr_array_add (users, g_object_ref (runner));
    }
    return users;
}

gboolean
wattle_bus_link_update (WattleBusLink *self)
{
    g_autoptr (GPtrArray) users = list_users (self);
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < users->len; i++)
        g_ptr_array_add (paths, wattle_bus_tree_dup_device_path (
                                    wattle_runner_get_id (g_ptr_array_index (users, i))));
    g_ptr_array_add (paths, NULL);
    wattle_dbus_link_set_devices (self->skeleton, (const char *const *)paths->pdata);
    return users->len > 0;
}

static void
get_counters (gpointer owner,
              GDBusMethodInvocation *invocation,
              GVariant *parameters,
              const char *author)
{
    WattleBusLink *self = owner;
    const WattleLinkCounters *counters = wattle_link_get_counters (self->link);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "sent", "t", counters->sent);
    g_variant_dict_insert (&dict, "answered", "t", counters->answered);
    g_variant_dict_insert (&dict, "failed", "t", counters->failed);
    g_variant_dict_insert (&dict, "foreign", "t", counters->foreign);
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@a{sv})", g_variant_dict_end (&dict)));
}

static void
reset (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GPtrArray) users = list_users (owner);

    for (guint i = 0; i < users->len; i++)
        wattle_runner_restart (g_ptr_array_index (users, i));
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static const WattleBusMethodInfo methods[] = {
    { "GetCounters", WATTLE_AUTH_NONE, get_counters },
    { "Reset", WATTLE_AUTH_CONTROL, reset },
};

WattleBusLink *
wattle_bus_link_new (WattleBusTree *tree, WattleLink *link, const char *path)
{
    WattleBusLink *self = g_object_new (WATTLE_TYPE_BUS_LINK, NULL);
    g_autofree char *kind =
        g_ascii_strdown (wattle_device_config_get_link_key (wattle_link_get_kind (link)), -1);

    self->tree = g_object_ref (tree);
    self->link = link;
    self->object = wattle_dbus_object_skeleton_new (path);
    self->skeleton = wattle_dbus_link_skeleton_new ();
    wattle_dbus_link_set_uri (self->skeleton, wattle_link_get_uri (link));
    wattle_dbus_link_set_kind (self->skeleton, kind);
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->skeleton), methods,
                           G_N_ELEMENTS (methods), wattle_bus_tree_get_auth (tree),
                           G_OBJECT (self));
    wattle_dbus_object_skeleton_set_link (self->object, self->skeleton);
    g_signal_connect_object (link, "state-changed", G_CALLBACK (on_state), self, 0);
    on_state (link, self);
    wattle_bus_link_update (self);
    return self;
}

GDBusObjectSkeleton *
wattle_bus_link_get_object (WattleBusLink *self)
{
    return G_DBUS_OBJECT_SKELETON (self->object);
}
