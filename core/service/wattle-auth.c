/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-auth.h"

#include <polkit/polkit.h>
#include <unistd.h>

#include "base/wattle-error.h"

struct _WattleAuth {
    GObject parent_instance;

    gboolean session;
    GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (WattleAuth, wattle_auth, G_TYPE_OBJECT)

static const char *const actions[] = {
    [WATTLE_AUTH_CONFIGURE] = "org.wattle.wattle1.configure",
    [WATTLE_AUTH_CONTROL] = "org.wattle.wattle1.control",
    [WATTLE_AUTH_SECRETS] = "org.wattle.wattle1.secrets",
};

/* What is known of one question so far. */
typedef struct {
    GDBusMethodInvocation *invocation;
    WattleAuthAction action;
    guint32 uid;
} Check;

static void
check_free (gpointer data)
{
    Check *check = data;

    g_object_unref (check->invocation);
    g_free (check);
}

static void
wattle_auth_dispose (GObject *object)
{
    g_cancellable_cancel (WATTLE_AUTH (object)->cancellable);
    G_OBJECT_CLASS (wattle_auth_parent_class)->dispose (object);
}

static void
wattle_auth_finalize (GObject *object)
{
    g_object_unref (WATTLE_AUTH (object)->cancellable);
    G_OBJECT_CLASS (wattle_auth_parent_class)->finalize (object);
}

static void
wattle_auth_class_init (WattleAuthClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_auth_dispose;
    object_class->finalize = wattle_auth_finalize;
}

static void
wattle_auth_init (WattleAuth *self)
{
    self->cancellable = g_cancellable_new ();
}

WattleAuth *
wattle_auth_new (gboolean session)
{
    WattleAuth *self = g_object_new (WATTLE_TYPE_AUTH, NULL);

    self->session = session;
    return self;
}

static void
permit (GTask *task)
{
    Check *check = g_task_get_task_data (task);

    g_task_return_pointer (task, g_strdup_printf ("%u", check->uid), g_free);
}

static void
refuse (GTask *task, const char *why)
{
    Check *check = g_task_get_task_data (task);

    if (why != NULL)
        g_task_return_error (task,
                             wattle_error_new (WATTLE_ERROR_NOT_PERMITTED,
                                               "%s is not permitted: polkit cannot be asked: %s",
                                               actions[check->action], why));
    else
        g_task_return_error (
            task, wattle_error_new (WATTLE_ERROR_NOT_PERMITTED,
                                    "%s is not permitted to user %u; members of the group wattle "
                                    "may configure and control, and root may do all",
                                    actions[check->action], check->uid));
}

/* Where there is no polkit, root must get in nevertheless. */
static void
do_without (GTask *task, const GError *error)
{
    Check *check = g_task_get_task_data (task);

    if (check->uid == 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        permit (task);
    else
        refuse (task, error->message);
}

/* The task goes from step to step: who is it, where is polkit, what does it say. */

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (PolkitAuthorizationResult) answer =
        polkit_authority_check_authorization_finish (POLKIT_AUTHORITY (source), result, &error);

    if (answer == NULL)
        do_without (task, error);
    else if (polkit_authorization_result_get_is_authorized (answer))
        permit (task);
    else
        refuse (task, NULL);
}

static PolkitCheckAuthorizationFlags
get_flags (GDBusMethodInvocation *invocation)
{
    GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);

    return g_dbus_message_get_flags (message) & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION
               ? POLKIT_CHECK_AUTHORIZATION_FLAGS_ALLOW_USER_INTERACTION
               : POLKIT_CHECK_AUTHORIZATION_FLAGS_NONE;
}

static void
on_authority (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    Check *check = g_task_get_task_data (task);
    g_autoptr (GError) error = NULL;
    g_autoptr (PolkitAuthority) authority = polkit_authority_get_finish (result, &error);
    g_autoptr (PolkitSubject) subject = NULL;

    if (authority == NULL) {
        do_without (task, error);
        return;
    }

    subject = polkit_system_bus_name_new (g_dbus_method_invocation_get_sender (check->invocation));
    polkit_authority_check_authorization (
        authority, subject, actions[check->action], NULL, get_flags (check->invocation),
        g_task_get_cancellable (task), on_answer, g_object_ref (task));
}

static void
on_uid (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    Check *check = g_task_get_task_data (task);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

    if (reply == NULL) {
        refuse (task, error->message);
        return;
    }

    g_variant_get (reply, "(u)", &check->uid);
    polkit_authority_get_async (g_task_get_cancellable (task), on_authority, g_object_ref (task));
}

void
wattle_auth_check_async (WattleAuth *self,
                         GDBusMethodInvocation *invocation,
                         WattleAuthAction action,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
    Check *check = g_new0 (Check, 1);

    check->invocation = g_object_ref (invocation);
    check->action = action;
    check->uid = (guint32)geteuid ();
    g_task_set_task_data (task, check, check_free);
    if (self->session) {
        permit (task);
        return;
    }

    g_dbus_connection_call (g_dbus_method_invocation_get_connection (invocation),
                            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                            "GetConnectionUnixUser",
                            g_variant_new ("(s)", g_dbus_method_invocation_get_sender (invocation)),
                            G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1,
                            g_task_get_cancellable (task), on_uid, g_object_ref (task));
}

char *
wattle_auth_check_finish (WattleAuth *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
