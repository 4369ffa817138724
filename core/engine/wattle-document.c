/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-document.h"

#include <string.h>

#include "base/wattle-ident.h"
#include "model/wattle-meter.h"
#include "wattle-config.h"

#define SUFFIX ".json"

static gboolean
is_meter (const char *text)
{
    gsize length = strlen (text);

    return *text != '-' && length > 0 && length <= WATTLE_METER_MAX_ID &&
           strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

const WattleDocumentKind wattle_document_meters = { "meters", is_meter };
const WattleDocumentKind wattle_document_tariffs = { "tariffs", wattle_ident_is_valid };

char *
wattle_document_dup_name (const WattleDocumentKind *kind, const char *id)
{
    return g_strconcat (kind->folder, "/", id, SUFFIX, NULL);
}

/* What stands in the folder, without it; NULL: another place. */
static const char *
skip_folder (const WattleDocumentKind *kind, const char *name)
{
    gsize length = strlen (kind->folder);

    return g_str_has_prefix (name, kind->folder) && name[length] == '/' ? name + length + 1 : NULL;
}

char *
wattle_document_dup_id (const WattleDocumentKind *kind, const char *name)
{
    const char *base = skip_folder (kind, name);
    g_autofree char *id = NULL;

    if (base == NULL || !g_str_has_suffix (base, SUFFIX))
        return NULL;

    id = g_strndup (base, strlen (base) - strlen (SUFFIX));
    return kind->is_id (id) ? g_steal_pointer (&id) : NULL;
}

gboolean
wattle_document_is_name (const char *name)
{
    g_autofree char *meter = wattle_document_dup_id (&wattle_document_meters, name);
    g_autofree char *tariff = wattle_document_dup_id (&wattle_document_tariffs, name);

    return meter != NULL || tariff != NULL;
}

char *
wattle_document_dup_data_folder (const char *name)
{
    const char *data = g_getenv ("WATTLE_DATA_DIR");

    return g_build_filename (data != NULL ? data : WATTLE_DATA_DIR, name, NULL);
}
