/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-secrets.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-file-read.h"
#include "wattle-key-file.h"
#include "wattle-store-writer.h"

#define GROUP      "Secrets"
#define MAX_SECRET 4096

struct _WattleSecrets {
    GObject parent_instance;

    char *path;
    char *credentials_dir; /* or NULL */
    WattleFileQueue *queue;
    GHashTable *values; /* name → text, wiped when freed */
};

G_DEFINE_FINAL_TYPE (WattleSecrets, wattle_secrets, G_TYPE_OBJECT)

void
wattle_secret_free (char *text)
{
    if (text != NULL)
        explicit_bzero (text, strlen (text));
    g_free (text);
}

static void
wattle_secrets_finalize (GObject *object)
{
    WattleSecrets *self = WATTLE_SECRETS (object);

    wattle_file_queue_free (self->queue);
    g_hash_table_unref (self->values);
    g_free (self->path);
    g_free (self->credentials_dir);

    G_OBJECT_CLASS (wattle_secrets_parent_class)->finalize (object);
}

static void
wattle_secrets_class_init (WattleSecretsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_secrets_finalize;
}

static void
wattle_secrets_init (WattleSecrets *self)
{
    self->queue = wattle_file_queue_new ();
    self->values =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)wattle_secret_free);
}

WattleSecrets *
wattle_secrets_new (const char *state_dir, const char *credentials_dir)
{
    WattleSecrets *self = g_object_new (WATTLE_TYPE_SECRETS, NULL);

    self->path = g_build_filename (state_dir, "secrets.conf", NULL);
    self->credentials_dir = g_strdup (credentials_dir);
    return self;
}

const char *
wattle_secrets_get_name (const char *text)
{
    const char *name;

    if (!g_str_has_prefix (text, WATTLE_SECRET_PREFIX))
        return NULL;

    name = text + strlen (WATTLE_SECRET_PREFIX);
    return wattle_ident_is_valid (name) ? name : NULL;
}

static gboolean
take_value (WattleSecrets *self, GKeyFile *file, const char *name, GError **error)
{
    g_autoptr (GError) problem = NULL;
    char *value;

    if (!wattle_ident_is_valid (name)) {
        g_autofree char *shown = g_utf8_make_valid (name, -1);

        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: [%s] %s: a name is a lower-case letter, then at most 31 lower-case "
                          "letters, digits and underscores",
                          self->path, GROUP, shown);
        return FALSE;
    }

    value = g_key_file_get_string (file, GROUP, name, &problem);
    if (problem != NULL) {
        wattle_secret_free (value);
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "%s: [%s] %s: must be text in UTF-8 in which a backslash is written twice", self->path,
            GROUP, name);
        return FALSE;
    }

    g_hash_table_replace (self->values, g_strdup (name), value);
    return TRUE;
}

static gboolean
take_values (WattleSecrets *self, GKeyFile *file, GError **error)
{
    g_auto (GStrv) names = g_key_file_get_keys (file, GROUP, NULL, NULL);
    gboolean fine = TRUE;

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        fine &= take_value (self, file, names[i], fine ? error : NULL);

    return fine;
}

/* Who had access before may have read it: that is said, so that secrets can be changed. */
static void
close_to_others (const char *path, mode_t wanted)
{
    struct stat info;

    if (g_stat (path, &info) != 0 || (info.st_mode & 0777 & ~wanted) == 0)
        return;

    if (g_chmod (path, wanted) == 0)
        g_message ("%s was open to other users (mode %04o) and is now closed to them (%04o)", path,
                   info.st_mode & 0777, wanted);
    else
        g_message ("%s is open to other users (mode %04o) and cannot be closed to them: %s", path,
                   info.st_mode & 0777, g_strerror (errno));
}

gboolean
wattle_secrets_load (WattleSecrets *self, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (self->path);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) problem = NULL;

    g_hash_table_remove_all (self->values);
    close_to_others (folder, 0700);
    close_to_others (self->path, 0600);
    if (wattle_key_file_load (self->path, file, G_KEY_FILE_NONE, &problem))
        return take_values (self, file, error);
    if (g_error_matches (problem, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_FAILED,
                      "%s: %s; it has a group [%s] with lines NAME=VALUE", self->path,
                      problem->message, GROUP);
    return FALSE;
}

static char *
read_credential (WattleSecrets *self, const char *prefix, const char *name)
{
    g_autofree char *file = g_strconcat (prefix, name, NULL);
    g_autofree char *path = g_build_filename (self->credentials_dir, file, NULL);
    gsize length;
    char *text;

    if (!wattle_file_read (path, MAX_SECRET, &text, &length, NULL))
        return NULL;
    if (strlen (text) != length) {
        explicit_bzero (text, length);
        g_free (text);
        return NULL;
    }
    if (length > 0 && text[length - 1] == '\n')
        text[length - 1] = '\0';
    return text;
}

char *
wattle_secrets_lookup (WattleSecrets *self, const char *name)
{
    char *text = NULL;

    if (!wattle_ident_is_valid (name))
        return NULL;
    if (self->credentials_dir != NULL)
        text = read_credential (self, "wattle_", name);
    if (self->credentials_dir != NULL && text == NULL)
        text = read_credential (self, "", name);

    return text != NULL ? text : g_strdup (g_hash_table_lookup (self->values, name));
}

/* Storing */

typedef struct {
    char *name;
    char *value;
} Secret;

static Secret *
secret_new (const char *name, const char *value)
{
    Secret *secret = g_new (Secret, 1);

    secret->name = g_strdup (name);
    secret->value = g_strdup (value);
    return secret;
}

static void
secret_free (gpointer data)
{
    Secret *secret = data;

    g_free (secret->name);
    wattle_secret_free (secret->value);
    g_free (secret);
}

static GPtrArray *
make_list (void)
{
    return g_ptr_array_new_with_free_func (secret_free);
}

static void
edit_secrets (GKeyFile *file, gpointer data)
{
    GPtrArray *list = data;

    for (guint i = 0; i < list->len; i++) {
        const Secret *secret = g_ptr_array_index (list, i);

        g_key_file_set_string (file, GROUP, secret->name, secret->value);
    }
}

static void
on_stored (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleSecrets *self = g_task_get_source_object (task);
    GPtrArray *list = g_task_get_task_data (task);

    if (error != NULL) {
        g_task_return_error (task, g_error_copy (error));
        return;
    }

    for (guint i = 0; i < list->len; i++) {
        const Secret *secret = g_ptr_array_index (list, i);

        g_hash_table_replace (self->values, g_strdup (secret->name), g_strdup (secret->value));
    }
    g_task_return_boolean (task, TRUE);
}

/* Takes @task, whose data is the list. */
static void
store (WattleSecrets *self, GPtrArray *list, GTask *task)
{
    GPtrArray *copy = make_list ();

    for (guint i = 0; i < list->len; i++) {
        const Secret *secret = g_ptr_array_index (list, i);

        g_ptr_array_add (copy, secret_new (secret->name, secret->value));
    }
    wattle_store_writer_edit (self->queue, self->path, NULL, edit_secrets, copy,
                              (GDestroyNotify)g_ptr_array_unref, on_stored, task);
}

static gboolean
is_value (const char *value)
{
    return strlen (value) <= MAX_SECRET && g_utf8_validate (value, -1, NULL);
}

void
wattle_secrets_store_async (WattleSecrets *self,
                            const char *name,
                            const char *value,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
    GPtrArray *list;

    if (!wattle_ident_is_valid (name) || !is_value (value)) {
        g_task_return_error (
            task,
            wattle_error_new (
                WATTLE_ERROR_CONFIG,
                "secret “%s”: a name is a lower-case letter, then at most 31 lower-case letters, "
                "digits and underscores; a value is text of at most %d bytes",
                name, MAX_SECRET));
        return;
    }

    list = make_list ();
    g_ptr_array_add (list, secret_new (name, value));
    g_task_set_task_data (task, list, (GDestroyNotify)g_ptr_array_unref);
    store (self, list, g_steal_pointer (&task));
}

gboolean
wattle_secrets_store_finish (WattleSecrets *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

/* Taking over */

gboolean
wattle_secrets_check (GKeyFile *file, GError **error)
{
    g_auto (GStrv) names = g_key_file_get_keys (file, GROUP, NULL, NULL);

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        char *value = g_key_file_get_string (file, GROUP, names[i], NULL);
        gboolean fine = value != NULL && is_value (value) && wattle_ident_is_valid (names[i]);
        g_autofree char *shown = g_utf8_make_valid (names[i], -1);

        wattle_secret_free (value);
        if (fine)
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "[%s] %s is not a secret", GROUP, shown);
        return FALSE;
    }

    return TRUE;
}

void
wattle_secrets_import_async (WattleSecrets *self,
                             GKeyFile *file,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
    g_auto (GStrv) names = g_key_file_get_keys (file, GROUP, NULL, NULL);
    GPtrArray *list = make_list ();
    GError *error = NULL;

    g_task_set_task_data (task, list, (GDestroyNotify)g_ptr_array_unref);
    if (!wattle_secrets_check (file, &error)) {
        g_task_return_error (task, error);
        return;
    }

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        char *value = g_key_file_get_string (file, GROUP, names[i], NULL);

        g_ptr_array_add (list, secret_new (names[i], value));
        wattle_secret_free (value);
    }
    store (self, list, g_steal_pointer (&task));
}

gboolean
wattle_secrets_import_finish (WattleSecrets *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
