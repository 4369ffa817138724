/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/wattle-secrets.h"
#include "fuzz.h"

typedef struct {
    gboolean ended;
    gboolean stored;
} Storing;

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Storing *storing = user_data;
    g_autoptr (GError) error = NULL;

    storing->stored = wattle_secrets_store_finish (WATTLE_SECRETS (source), result, &error);
    fuzz_check_error (storing->stored, &error);
    storing->ended = TRUE;
}

static gboolean
store (WattleSecrets *secrets, const char *name, const char *value)
{
    Storing storing = { FALSE, FALSE };

    wattle_secrets_store_async (secrets, name, value, on_stored, &storing);
    while (!storing.ended)
        g_main_context_iteration (NULL, TRUE);
    return storing.stored;
}

/* The bytes as the secrets of the host, into which another is then written. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    const char *folder = fuzz_make_folder ();
    g_autoptr (WattleSecrets) secrets = NULL;
    g_autoptr (GError) error = NULL;
    char *found;

    fuzz_write (folder, "secrets.conf", (const char *)data, size);
    secrets = wattle_secrets_new (folder, NULL);
    fuzz_check_error (wattle_secrets_load (secrets, &error), &error);
    found = wattle_secrets_lookup (secrets, "cellar");
    wattle_secret_free (found);
    if (store (secrets, "attic", "a value")) {
        found = wattle_secrets_lookup (secrets, "attic");
        fuzz_check (g_strcmp0 (found, "a value") == 0);
        wattle_secret_free (found);
    }
    fuzz_drop_folder (folder);
    return 0;
}
