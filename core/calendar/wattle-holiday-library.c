/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-holiday-library.h"

#include "base/wattle-error.h"

struct _WattleHolidayLibrary {
    char *folder;
    GHashTable *packs; /* country → WattleHolidayPack, or NULL: there is none of use */
};

static void
unref_pack (gpointer pack)
{
    if (pack != NULL)
        wattle_holiday_pack_unref (pack);
}

/**
 * wattle_holiday_library_new:
 * @folder: where the packs are: `SI.json` and so on
 *
 * Returns: (transfer full): a library that has read nothing yet
 */
WattleHolidayLibrary *
wattle_holiday_library_new (const char *folder)
{
    WattleHolidayLibrary *self = g_new0 (WattleHolidayLibrary, 1);

    self->folder = g_strdup (folder);
    self->packs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_pack);
    return self;
}

/**
 * wattle_holiday_library_free:
 * @self: (transfer full): a library
 *
 * Packs that it has given go with it.
 */
void
wattle_holiday_library_free (WattleHolidayLibrary *self)
{
    g_hash_table_unref (self->packs);
    g_free (self->folder);
    g_free (self);
}

/* The word comes from a document and becomes the name of a file. */
static gboolean
is_country (const char *word)
{
    return g_ascii_isupper (word[0]) && g_ascii_isupper (word[1]) && word[2] == '\0';
}

static gboolean
check_country (WattleHolidayPack *pack, const char *country, GError **error)
{
    if (g_str_equal (wattle_holiday_pack_get_country (pack), country))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "country: must be “%s”, as the file is called",
                      country);
    return FALSE;
}

static WattleHolidayPack *
load (WattleHolidayLibrary *self, const char *country, GError **error)
{
    g_autofree char *name = g_strconcat (country, ".json", NULL);
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_autofree char *text = NULL;
    g_autoptr (WattleHolidayPack) pack = NULL;
    gsize length;

    if (!g_file_get_contents (path, &text, &length, error))
        return NULL;
    pack = wattle_holiday_pack_parse (text, (gssize)length, error);
    if (pack == NULL || !check_country (pack, country, error)) {
        g_prefix_error (error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer (&pack);
}

/**
 * wattle_holiday_library_find:
 * @country: ISO 3166 code
 * @library: a #WattleHolidayLibrary
 *
 * A #WattlePackFunc. A file that is no pack is told of in the log, once, and counts as none.
 *
 * Returns: (transfer none) (nullable): the holidays of that country
 */
WattleHolidayPack *
wattle_holiday_library_find (const char *country, gpointer library)
{
    WattleHolidayLibrary *self = library;
    g_autoptr (GError) error = NULL;
    gpointer pack;

    if (!is_country (country))
        return NULL;
    if (g_hash_table_lookup_extended (self->packs, country, NULL, &pack))
        return pack;

    pack = load (self, country, &error);
    if (pack == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_message ("holidays left out: %s", error->message);
    g_hash_table_insert (self->packs, g_strdup (country), pack);
    return pack;
}
