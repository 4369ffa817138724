/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-document.h"

#include "base/wattle-error.h"

typedef struct {
    char *id;
    WattleAdminRead read; /* NULL: nothing was changed */
} Change;

static void
change_free (gpointer data)
{
    Change *self = data;

    g_free (self->id);
    g_free (self);
}

gboolean
wattle_admin_document_can_save (WattleAdmin *admin, GError **error)
{
    if (wattle_store_get_state_dir (wattle_admin_get_parts (admin)->store) != NULL)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "this host has no folder to save its configuration in");
    return FALSE;
}

static void
on_saved (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    Change *self = g_task_get_task_data (task);

    if (error != NULL) {
        g_task_return_error (task, g_error_copy (error));
        return;
    }

    if (self->read != NULL)
        self->read (g_task_get_source_object (task));
    g_task_return_pointer (task, g_strdup (self->id), g_free);
}

static void
put (WattleRevisions *revisions, const char *name, const WattleAdminDocument *document, GTask *task)
{
    WattleRevisionPut put = { document->text, document->replace, document->before,
                              document->only_look };

    wattle_revisions_put (revisions, name, &put, document->author, on_saved, task);
}

void
wattle_admin_document_change (WattleAdmin *admin,
                              const WattleAdminDocument *document,
                              GError *refusal,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    WattleRevisions *revisions = wattle_store_get_revisions (wattle_admin_get_parts (admin)->store);
    g_autoptr (GTask) task = g_task_new (admin, NULL, callback, user_data);
    g_autofree char *name = NULL;
    Change *self = g_new0 (Change, 1);

    self->id = g_strdup (document->id);
    self->read = document->only_look ? NULL : document->read;
    g_task_set_task_data (task, self, change_free);
    if (refusal != NULL) {
        g_task_return_error (task, refusal);
        return;
    }

    name = wattle_document_dup_name (document->kind, document->id);
    if (document->text != NULL)
        put (revisions, name, document, g_steal_pointer (&task));
    else
        wattle_revisions_remove (revisions, name, document->author, on_saved,
                                 g_steal_pointer (&task));
}
