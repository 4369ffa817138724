/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-call.h"

#include "base/wattle-error.h"
#include "engine/wattle-admin.h"
#include "wattle-bus-value.h"

#define FAILED "org.wattle.Wattle1.Error.Failed"

void
wattle_bus_call_fail (GDBusMethodInvocation *invocation, const GError *error)
{
    g_autofree char *text = wattle_bus_value_error_text (error);
    g_autofree char *name =
        error->domain == WATTLE_ERROR ? g_dbus_error_encode_gerror (error) : g_strdup (FAILED);

    g_dbus_method_invocation_return_dbus_error (invocation, name, text);
}

void
wattle_bus_call_end_change (GObject *admin, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *subject = wattle_admin_finish (WATTLE_ADMIN (admin), result, &error);

    if (subject == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, NULL);
}

/* One method of one object. */
typedef struct {
    const WattleBusMethodInfo *info;
    WattleAuth *auth;
    GObject *owner; /* borrowed */
} Served;

static void
served_free (gpointer data, GClosure *closure)
{
    Served *served = data;

    g_object_unref (served->auth);
    g_free (served);
}

/* One call of it. */
typedef struct {
    const WattleBusMethodInfo *info;
    GDBusMethodInvocation *invocation;
    GObject *owner;
} Call;

static void
run (const Call *call, const char *author)
{
    call->info->method (call->owner, call->invocation,
                        g_dbus_method_invocation_get_parameters (call->invocation), author);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Call *call = user_data;
    g_autoptr (GObject) owner = call->owner;
    g_autoptr (GError) error = NULL;
    g_autofree char *author = wattle_auth_check_finish (WATTLE_AUTH (source), result, &error);

    if (author == NULL)
        wattle_bus_call_fail (call->invocation, error);
    else
        run (call, author);
}

static WattleAuthAction
judge (const WattleBusMethodInfo *info, GDBusMethodInvocation *invocation)
{
    return info->judge != NULL ? info->judge (g_dbus_method_invocation_get_parameters (invocation))
                               : info->action;
}

/* The parameters that the signal has too are those of the invocation. */
static gboolean
on_call (Served *served, GDBusMethodInvocation *invocation)
{
    Call call = { served->info, invocation, g_object_ref (served->owner) };
    WattleAuthAction action = judge (served->info, invocation);

    if (action == WATTLE_AUTH_NONE) {
        run (&call, NULL);
        g_object_unref (call.owner);
    } else {
        wattle_auth_check_async (served->auth, invocation, action, on_checked,
                                 g_memdup2 (&call, sizeof call));
    }
    return TRUE;
}

/* GetSchema becomes handle-get-schema. */
static char *
name_signal (const char *method)
{
    GString *name = g_string_new ("handle");

    for (const char *at = method; *at != '\0'; at++) {
        if (g_ascii_isupper (*at))
            g_string_append_c (name, '-');
        g_string_append_c (name, g_ascii_tolower (*at));
    }
    return g_string_free (name, FALSE);
}

void
wattle_bus_call_serve (GDBusInterfaceSkeleton *skeleton,
                       const WattleBusMethodInfo *methods,
                       guint n_methods,
                       WattleAuth *auth,
                       GObject *owner)
{
    for (guint i = 0; i < n_methods; i++) {
        g_autofree char *signal = name_signal (methods[i].name);
        Served *served = g_new (Served, 1);

        served->info = &methods[i];
        served->auth = g_object_ref (auth);
        served->owner = owner;
        g_signal_connect_data (skeleton, signal, G_CALLBACK (on_call), served, served_free,
                               G_CONNECT_SWAPPED);
    }
}
