/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-revisions.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "engine/wattle-admin-check.h"
#include "engine/wattle-archive.h"
#include "engine/wattle-backup.h"
#include "engine/wattle-file-write.h"
#include "wattle-bus-call.h"

static WattleAdmin *
get_admin (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->admin;
}

static WattleRevisions *
get_revisions (gpointer tree)
{
    return wattle_store_get_revisions (wattle_admin_get_parts (get_admin (tree))->store);
}

/* What a call that goes on later needs then. */
typedef struct {
    WattleBusTree *tree;
    GDBusMethodInvocation *invocation;
    char *author;
    gboolean dry_run;
} Call;

static Call *
call_new (gpointer tree, GDBusMethodInvocation *invocation, const char *author)
{
    Call *call = g_new0 (Call, 1);

    call->tree = g_object_ref (tree);
    call->invocation = invocation;
    call->author = g_strdup (author);
    return call;
}

static void
call_free (Call *call)
{
    g_object_unref (call->tree);
    g_free (call->author);
    g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Revisions */

static GVariant *
describe (const WattleRevision *revision)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "id", "t", revision->id);
    g_variant_dict_insert (&dict, "time", "x", revision->time);
    g_variant_dict_insert (&dict, "author", "s", revision->author);
    g_variant_dict_insert (&dict, "summary", "s", revision->summary);
    g_variant_dict_insert (&dict, "files", "^as", revision->files);
    return g_variant_dict_end (&dict);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) revisions =
        wattle_revisions_list_finish (WATTLE_REVISIONS (source), result, &error);
    GVariantBuilder list;

    if (revisions == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < revisions->len; i++)
        g_variant_builder_add_value (&list, describe (g_ptr_array_index (revisions, i)));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &list));
}

static void
list (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    guint limit;

    g_variant_get (parameters, "(u)", &limit);
    wattle_revisions_list_async (get_revisions (owner), limit, on_listed, invocation);
}

/* An empty text is 0. */
static gboolean
read_id (const char *text, gint64 *id, GError **error)
{
    *id = 0;
    if (*text == '\0' || wattle_number_parse_integer (text, 1, G_MAXINT64, id, NULL))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "“%s” is no revision: they are numbered from 1 on", text);
    return FALSE;
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *diff =
        wattle_revisions_diff_finish (WATTLE_REVISIONS (source), result, &error);

    if (diff == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", diff));
}

static void
compare (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    g_autoptr (GError) error = NULL;
    const char *from;
    const char *to;
    gint64 from_id;
    gint64 to_id;

    g_variant_get (parameters, "(&s&s)", &from, &to);
    if (!read_id (from, &from_id, &error) || !read_id (to, &to_id, &error)) {
        wattle_bus_call_fail (invocation, error);
        return;
    }
    wattle_revisions_diff_async (get_revisions (owner), (guint64)from_id, (guint64)to_id,
                                 on_compared, invocation);
}

static void
on_revision_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Call) call = user_data;
    g_autoptr (GError) error = NULL;

    if (!wattle_revisions_restore_finish (WATTLE_REVISIONS (source), result, &error)) {
        wattle_bus_call_fail (call->invocation, error);
        return;
    }

    wattle_admin_reload (get_admin (call->tree));
    g_dbus_method_invocation_return_value (call->invocation, NULL);
}

static void
restore_revision (gpointer owner,
                  GDBusMethodInvocation *invocation,
                  GVariant *parameters,
                  const char *author)
{
    g_autoptr (GError) error = NULL;
    const char *text;
    gint64 id;

    g_variant_get (parameters, "(&s)", &text);
    if (*text == '\0' || !read_id (text, &id, &error)) {
        if (error == NULL)
            error = wattle_error_new (WATTLE_ERROR_NOT_FOUND, "a revision must be named");
        wattle_bus_call_fail (invocation, error);
        return;
    }
    wattle_revisions_restore_async (get_revisions (owner), (guint64)id, author,
                                    wattle_admin_check_draft, get_admin (owner),
                                    on_revision_restored, call_new (owner, invocation, author));
}

/* Archives */

static WattleBackupParts
get_backup_parts (gpointer tree)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);

    return (WattleBackupParts){
        .state_dir = parts->state_dir,
        .clock = parts->clock,
        .revisions = get_revisions (tree),
        .counters = parts->counters,
        .secrets = wattle_admin_get_parts (parts->admin)->secrets,
    };
}

/* In memory, so that nothing is left on a disk. -1: there is none. */
static int
put_into_file (GBytes *bytes)
{
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);
    int file = memfd_create ("wattle-backup", MFD_CLOEXEC);

    if (file >= 0 && !wattle_file_write_all (file, data, length)) {
        g_close (file, NULL);
        return -1;
    }
    if (file >= 0)
        lseek (file, 0, SEEK_SET);
    return file;
}

static void
on_backup_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) archive = wattle_backup_write_finish (result, &error);
    g_autoptr (GUnixFDList) files = NULL;
    int file = archive != NULL ? put_into_file (archive) : -1;

    if (archive != NULL && file < 0)
        error = wattle_error_new (WATTLE_ERROR_FAILED, "there is no memory for the archive");
    if (error != NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    files = g_unix_fd_list_new_from_array (&file, 1);
    g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                             files);
}

static void
backup (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
    WattleBackupParts parts = get_backup_parts (owner);
    gboolean secrets = FALSE;

    g_variant_lookup (options, "secrets", "b", &secrets);
    wattle_backup_write_async (&parts, secrets, on_backup_written, invocation);
}

/* Passwords are worth more than the rest. */
static WattleAuthAction
judge_backup (GVariant *parameters)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
    gboolean secrets = FALSE;

    g_variant_lookup (options, "secrets", "b", &secrets);
    return secrets ? WATTLE_AUTH_SECRETS : WATTLE_AUTH_CONFIGURE;
}

static void
return_names (Call *call, GStrv names, const GError *error)
{
    if (names == NULL)
        wattle_bus_call_fail (call->invocation, error);
    else
        g_dbus_method_invocation_return_value (call->invocation, g_variant_new ("(^as)", names));
}

static void
on_archive_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Call) call = user_data;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) names = wattle_backup_check_finish (result, &error);

    return_names (call, names, error);
}

/* Secrets come into force first: devices are started by the configuration. */
static void
on_archive_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Call) call = user_data;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) names = wattle_backup_restore_finish (result, &error);

    wattle_admin_reload (get_admin (call->tree));
    return_names (call, names, error);
}

static void
on_archive_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Call) call = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) archive = wattle_archive_fetch_finish (result, &error);
    WattleBackupParts parts = get_backup_parts (call->tree);
    WattleAdmin *admin = get_admin (call->tree);

    if (archive == NULL) {
        wattle_bus_call_fail (call->invocation, error);
        return;
    }

    if (call->dry_run)
        wattle_backup_check_async (&parts, archive, wattle_admin_check_draft, admin,
                                   on_archive_checked, call);
    else
        wattle_backup_restore_async (&parts, archive, call->author, wattle_admin_check_draft, admin,
                                     on_archive_restored, call);
    g_steal_pointer (&call);
}

static void
restore (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
    GUnixFDList *files = g_dbus_message_get_unix_fd_list (message);
    g_autoptr (GVariant) options = NULL;
    g_autoptr (GError) error = NULL;
    Call *call;
    int index;
    int file = -1;

    g_variant_get (parameters, "(h@a{sv})", &index, &options);
    if (files != NULL)
        file = g_unix_fd_list_get (files, index, NULL);
    if (file < 0) {
        error = wattle_error_new (WATTLE_ERROR_CONFIG, "there is no archive with this call");
        wattle_bus_call_fail (invocation, error);
        return;
    }

    call = call_new (owner, invocation, author);
    g_variant_lookup (options, "dry-run", "b", &call->dry_run);
    wattle_archive_fetch_async (file, NULL, on_archive_read, call);
}

static const WattleBusMethodInfo methods[] = {
    { "ListRevisions", WATTLE_AUTH_NONE, list, NULL },
    { "DiffRevision", WATTLE_AUTH_NONE, compare, NULL },
    { "RestoreRevision", WATTLE_AUTH_CONFIGURE, restore_revision, NULL },
    { "Backup", WATTLE_AUTH_CONFIGURE, backup, judge_backup },
    { "Restore", WATTLE_AUTH_SECRETS, restore, NULL },
};

void
wattle_bus_revisions_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
