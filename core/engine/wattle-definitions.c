/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-definitions.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-config-tree.h"
#include "wattle-document.h"

#define FOLDER "meters/"

G_STATIC_ASSERT (WATTLE_METER_MAX_SIZE <= WATTLE_CONFIG_TREE_MAX_FILE);

static WattleMeterLibrary *
load_built_in (WattleMeterLibrary *known)
{
    WattleMeterLibrary *library = wattle_meter_library_new ();
    g_autofree char *folder = wattle_document_dup_data_folder ("meters");

    wattle_meter_library_share (library, known);
    wattle_meter_library_add_folder (library, folder, WATTLE_METER_BUILT_IN);
    return library;
}

WattleMeterLibrary *
wattle_definitions_load (const char *state_dir, WattleMeterLibrary *known)
{
    WattleMeterLibrary *library = load_built_in (known);
    g_autofree char *folder = NULL;

    if (state_dir != NULL) {
        folder = g_build_filename (state_dir, "config", "meters", NULL);
        wattle_meter_library_add_folder (library, folder, WATTLE_METER_OWN);
    }
    wattle_meter_library_share (library, NULL);
    return library;
}

WattleMeterLibrary *
wattle_definitions_load_draft (const WattleConfigDraft *draft, WattleMeterLibrary *known)
{
    WattleMeterLibrary *library = load_built_in (known);

    for (guint i = 0; i < wattle_file_set_get_count (draft->files); i++) {
        const char *name = wattle_file_set_get_name (draft->files, i);
        g_autofree char *id = wattle_document_dup_id (&wattle_document_meters, name);

        /* The draft would not be there if it were of no use. */
        if (id != NULL)
            wattle_meter_library_add (library, name + strlen (FOLDER),
                                      wattle_file_set_get_contents (draft->files, i),
                                      WATTLE_METER_OWN, NULL);
    }
    wattle_meter_library_share (library, NULL);
    return library;
}

gboolean
wattle_definitions_check (const char *name, GBytes *text, GError **error)
{
    g_autoptr (WattleMeterLibrary) library = wattle_meter_library_new ();

    return wattle_meter_library_add (library, name + strlen (FOLDER), text, WATTLE_METER_OWN,
                                     error);
}

/* Whatever is wrong in it, whoever gave it can put it right. */
static WattleMeter *
parse (const char *text, gsize length, GError **error)
{
    GError *cause = NULL;
    WattleMeter *meter = wattle_meter_parse (text != NULL ? text : "", (gssize)length, &cause);

    if (meter == NULL) {
        cause->code = WATTLE_ERROR_CONFIG;
        g_propagate_error (error, cause);
    }
    return meter;
}

char *
wattle_definitions_read_id (GBytes *text, GError **error)
{
    g_autoptr (WattleMeter) meter = NULL;
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    if (length > WATTLE_METER_MAX_SIZE) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the definition is longer than the %d bytes that are allowed",
                          WATTLE_METER_MAX_SIZE);
        return NULL;
    }
    meter = parse (data, length, error);
    return meter != NULL ? g_strdup (meter->id) : NULL;
}

static gboolean
contains (WattleMeterLibrary *a, WattleMeterLibrary *b)
{
    for (guint i = 0; i < wattle_meter_library_get_length (b); i++)
        if (!wattle_meter_library_agree (a, b, wattle_meter_library_get (b, i)->id))
            return FALSE;

    return TRUE;
}

gboolean
wattle_definitions_agree (WattleMeterLibrary *a, WattleMeterLibrary *b)
{
    return contains (a, b) && contains (b, a);
}
