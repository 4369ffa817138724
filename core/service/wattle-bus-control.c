/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-control.h"

#include "wattle-bus-call.h"

struct _WattleBusControl {
    GObject parent_instance;

    WattleBusTree *tree;
    char *id;
    WattleDBusControl *skeleton;
};

G_DEFINE_FINAL_TYPE (WattleBusControl, wattle_bus_control, G_TYPE_OBJECT)

static void
wattle_bus_control_finalize (GObject *object)
{
    WattleBusControl *self = WATTLE_BUS_CONTROL (object);

    g_object_unref (self->skeleton);
    g_object_unref (self->tree);
    g_free (self->id);

    G_OBJECT_CLASS (wattle_bus_control_parent_class)->finalize (object);
}

static void
wattle_bus_control_class_init (WattleBusControlClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_bus_control_finalize;
}

static void
wattle_bus_control_init (WattleBusControl *self)
{
}

static const WattleBusParts *
get_parts (WattleBusControl *self)
{
    return wattle_bus_tree_get_parts (self->tree);
}

static void
on_set (const GError *error, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;

    if (error != NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
set (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleBusControl *self = owner;
    const WattleBusParts *parts = get_parts (self);
    g_autofree char *who = g_strdup_printf ("user %s", author);
    WattleOutputsOptions options = { .author = who };
    g_autoptr (GVariant) value = NULL;
    g_autoptr (GVariant) dict = NULL;
    g_autoptr (GError) error = NULL;
    const char *key;

    g_variant_get (parameters, "(&sv@a{sv})", &key, &value, &dict);
    if (!wattle_outputs_options_read (&options, dict, wattle_clock_get_wall (parts->clock),
                                      &error) ||
        !wattle_outputs_set (parts->outputs, self->id, key, value, &options, on_set, invocation,
                             &error))
        wattle_bus_call_fail (invocation, error);
}

static void
release (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    WattleBusControl *self = owner;
    g_autoptr (GError) error = NULL;
    const char *key;

    g_variant_get (parameters, "(&s)", &key);
    if (wattle_outputs_release (get_parts (self)->outputs, self->id, key, NULL, &error))
        g_dbus_method_invocation_return_value (invocation, NULL);
    else
        wattle_bus_call_fail (invocation, error);
}

static void
why (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleBusControl *self = owner;
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reason = NULL;
    const char *key;

    g_variant_get (parameters, "(&s)", &key);
    reason = wattle_outputs_explain (get_parts (self)->outputs, self->id, key, &error);
    if (reason != NULL)
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{sv})", reason));
    else
        wattle_bus_call_fail (invocation, error);
}

static const WattleBusMethodInfo methods[] = {
    { "Set", WATTLE_AUTH_CONTROL, set },
    { "Release", WATTLE_AUTH_CONTROL, release },
    { "Why", WATTLE_AUTH_NONE, why },
};

WattleBusControl *
wattle_bus_control_new (WattleBusTree *tree, const char *id)
{
    WattleBusControl *self = g_object_new (WATTLE_TYPE_BUS_CONTROL, NULL);

    self->tree = g_object_ref (tree);
    self->id = g_strdup (id);
    self->skeleton = wattle_dbus_control_skeleton_new ();
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->skeleton), methods,
                           G_N_ELEMENTS (methods), wattle_bus_tree_get_auth (tree),
                           G_OBJECT (self));
    return self;
}

WattleDBusControl *
wattle_bus_control_get_skeleton (WattleBusControl *self)
{
    return self->skeleton;
}
